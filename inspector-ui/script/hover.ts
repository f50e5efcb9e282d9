import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import type { Known } from './code-hands.ts';
import { argumentsOf, ofComponents } from './completion.ts';
import { argumentOf, componentOf, membersOf, stringOf, textOf, typeOf } from './expression.ts';
import { DEBUGGER, GLOBALS } from './library.ts';

/** What is to be said of what stands at a place in a script. */
export interface Told {
  readonly from: number;
  readonly to: number;
  /** The name, with how it is called. */
  readonly sign: string;
  readonly doc: string;
}

/** What is known of the name at a place: one of the library, or a component's; null where nothing is. */
export function toldAt(state: EditorState, pos: number, side: -1 | 1, known: Known): Told | null {
  const node = syntaxTree(state).resolveInner(pos, side);
  const said = toldOf(state, node, known);
  return said === null ? null : { from: node.from, to: node.to, ...said };
}

function toldOf(state: EditorState, node: SyntaxNode, known: Known): Pick<Told, 'sign' | 'doc'> | null {
  if (node.name === 'debugger' || node.name === 'DebuggerStatement') return { sign: 'debugger', doc: DEBUGGER };
  if (node.name === 'String') return textTold(state, node, known);
  const name = textOf(state, node);
  if (node.name === 'VariableName') {
    const global = Object.hasOwn(GLOBALS, name) ? GLOBALS[name] : undefined,
      type = typeOf(state, node);
    // A name of the script's own hides that of the library.
    if (global !== undefined && (type === global.type || global.kind === 'function' || global.kind === 'class'))
      return { sign: signed(name, global.sign), doc: global.doc };
    return type === undefined ? null : typeTold(name, type, known);
  }
  if (node.name === 'VariableDefinition') {
    const value = node.nextSibling?.name === 'Equals' ? node.nextSibling.nextSibling : null;
    const type = value === null ? undefined : typeOf(state, value);
    return type === undefined ? null : typeTold(name, type, known);
  }
  if (node.name !== 'PropertyName' || node.parent?.name !== 'MemberExpression' || node.parent.firstChild === null) return null;
  const type = typeOf(state, node.parent.firstChild),
    component = componentOf(type);
  const field = component === null ? undefined : known.manifest.get(component)?.fields.find((each) => each.name === name);
  if (field !== undefined) return { sign: `${component}.${name}: ${field.kind}${field.readOnly === true ? ', read-only' : ''}`, doc: field.doc };
  const members = membersOf(type);
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  return member === undefined ? null : { sign: signed(`${component ?? type ?? ''}.${name}`, member.sign), doc: member.doc };
}

function signed(name: string, sign: string): string {
  return sign.startsWith('new ') ? `new ${name}${sign.slice(4)}` : `${name}${sign}`;
}

function typeTold(name: string, type: string, { manifest }: Known): Pick<Told, 'sign' | 'doc'> {
  const component = componentOf(type);
  return {
    sign: `${name}: ${component ?? type}`,
    doc: component === null ? (GLOBALS[type]?.doc ?? '') : (manifest.get(component)?.doc ?? 'No type of component of this world has this name.'),
  };
}

/** A text that names a component, one of its events or one of its commands. */
function textTold(state: EditorState, node: SyntaxNode, { manifest }: Known): Pick<Told, 'sign' | 'doc'> | null {
  const given = argumentOf(state, node);
  if (given === null) return null;
  const text = stringOf(state, node);
  if (given.called === 'on') {
    const event = ofComponents(given.on, manifest, ({ events }) => events).find(([, { name }]) => name === text);
    return event === undefined ? null : { sign: `${event[0].name}: ${text}(${payloadOf(event[1].payload)})`, doc: event[1].doc };
  }
  if (given.called === 'command') {
    const command = ofComponents(given.on, manifest, ({ commands }) => commands).find(([, { name }]) => name === text);
    if (command === undefined) return null;
    const args = argumentsOf(command[1]).map(({ name, type }) => `${name}: ${type}`);
    return { sign: `${command[0].name}: ${text}(${args.length === 0 ? '' : `{ ${args.join(', ')} }`})`, doc: command[1].doc };
  }
  if (!['get', 'query', 'read', 'write'].includes(given.called)) return null;
  if (given.index === 1 && (given.called === 'read' || given.called === 'write')) {
    const type = given.all[0]?.name === 'String' ? stringOf(state, given.all[0]) : '';
    const field = manifest.get(type)?.fields.find(({ name }) => name === text);
    return field === undefined ? null : { sign: `${type}.${text}: ${field.kind}`, doc: field.doc };
  }
  const component = manifest.get(text.split('#')[0] ?? text);
  return component === undefined ? null : { sign: text, doc: component.doc };
}

function payloadOf(payload: { readonly [name: string]: string }): string {
  const told = Object.keys(payload);
  return told.length === 0 ? '' : `{ ${told.join(', ')} }`;
}
