import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import type { CommandManifest, ComponentManifest, EventManifest } from '../../server/protocol.ts';
import type { Known } from './code-hands.ts';
import { argumentOf, componentOf, membersOf, stringOf, textOf, typeOf, type Argument } from './expression.ts';
import { EVENTS_OF, GLOBALS, OPERATIONS, type Name } from './library.ts';

const KINDS: { readonly [kind in Name['kind']]: string } = {
  class: 'class',
  function: 'function',
  method: 'method',
  property: 'property',
  variable: 'variable',
};
const NOT_HERE = new Set(['String', 'TemplateString', 'LineComment', 'BlockComment', 'RegExp', 'VariableDefinition', 'PropertyDefinition']);
/** Fields that every component has, behind those of its own. */
const BASE = new Set(['persistent', 'UpdateOrder', 'Enabled']);
const WORD = /[\w$]*$/;

function named(names: { readonly [name: string]: Name }): Completion[] {
  return Object.entries(names).map(([label, { kind, sign, doc }]) => ({ label, type: KINDS[kind], detail: sign, info: doc }));
}

/** Names that fit where the cursor is, of the library that scripts find and of the world's components. */
export function completionsOf(known: () => Known): CompletionSource {
  return (context) => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const text = isText(node) ? node : null;
    if (text !== null) return inText(context, text, known());
    const from = context.pos - (WORD.exec(context.state.sliceDoc(context.pos - 60, context.pos))?.[0].length ?? 0);
    const options = namesAt(context.state, node, known());
    if (options !== null) return { from, options, validFor: /^[\w$]*$/ };
    const isKey = node.name === 'PropertyName' && node.parent?.name !== 'MemberExpression';
    if (NOT_HERE.has(node.name) || isKey || (from === context.pos && !context.explicit) || context.state.sliceDoc(from - 1, from) === '.') return null;
    return { from, options: named(GLOBALS), validFor: /^[\w$]*$/ };
  };
}

function isText(node: SyntaxNode): boolean {
  return node.name === 'String';
}

/** Names behind a dot, or between the braces of what a command takes and an event tells. */
function namesAt(state: EditorState, node: SyntaxNode, known: Known): Completion[] | null {
  const member = node.name === 'MemberExpression' ? node : node.parent?.name === 'MemberExpression' && node.name !== 'VariableName' ? node.parent : null;
  if (member !== null && member.firstChild !== null && member.firstChild.to <= node.from + (node === member ? member.to : 0)) {
    const type = typeOf(state, member.firstChild);
    return type === undefined ? null : memberNames(type, known);
  }
  for (let within: SyntaxNode | null = node; within !== null; within = within.parent) {
    if (within.name === 'ObjectExpression') {
      const given = argumentOf(state, within),
        // As long as no arrow stands behind it, what an event tells looks like a value in brackets.
        heard = within.parent?.name === 'ParenthesizedExpression' ? argumentOf(state, within.parent) : null;
      if (heard?.called === 'on' && heard.index === 1) return eventNames(state, heard, known);
      return given?.called === 'command' && given.index === 1 && isName(node) ? commandNames(state, given, known) : null;
    }
    if (within.name === 'ObjectPattern') {
      const fn = within.parent?.name === 'ParamList' ? within.parent.parent : null;
      const given = fn === null ? null : argumentOf(state, fn);
      return given?.called === 'on' && given.index === 1 ? eventNames(state, given, known) : null;
    }
    if (['ArgList', 'Block', 'Script'].includes(within.name)) return null;
  }
  return null;
}
/** A place in an object where a name stands, and not a value. */
function isName({ name }: SyntaxNode): boolean {
  return ['{', ',', 'ObjectExpression', 'PropertyDefinition', 'Property'].includes(name);
}

function memberNames(type: string, { manifest }: Known): Completion[] {
  const component = componentOf(type);
  const fields = component === null ? [] : (manifest.get(component)?.fields ?? []);
  return [
    ...fields.map(({ name, kind, doc, readOnly }): Completion => ({
      label: name,
      type: 'property',
      detail: `: ${kind}${readOnly === true ? ', read-only' : ''}`,
      info: doc,
      boost: BASE.has(name) ? -1 : 1,
    })),
    ...named(membersOf(type)),
  ];
}

function commandNames(state: EditorState, given: Argument, { manifest }: Known): Completion[] {
  const [first] = given.all,
    command = first?.name === 'String' ? stringOf(state, first) : '';
  const found = ofComponents(given.on, manifest, ({ commands }) => commands).find(([, { name }]) => name === command)?.[1];
  return argumentsOf(found).map(({ name, type, doc }) => ({ label: name, type: 'property', detail: `: ${type}`, info: doc, apply: `${name}: ` }));
}
function eventNames(state: EditorState, given: Argument, { manifest }: Known): Completion[] {
  const [first] = given.all,
    event = first?.name === 'String' ? stringOf(state, first) : '';
  const found = ofComponents(given.on, manifest, ({ events }) => events).find(([, { name }]) => name === event)?.[1];
  return Object.entries(found?.payload ?? {}).map(([label, info]) => ({ label, type: 'property', info }));
}

interface TakenArgument {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}
export function argumentsOf(command: CommandManifest | undefined): TakenArgument[] {
  const schema = command?.args as { readonly properties?: { readonly [name: string]: { readonly type?: string; readonly description?: string } } } | undefined;
  return Object.entries(schema?.properties ?? {}).map(([name, { type = 'string', description = '' }]) => ({ name, type, doc: description }));
}

/** What the type of a component has, or, where that is not known, what any has. */
export function ofComponents<T extends CommandManifest | EventManifest>(
  on: string | undefined | null,
  manifest: Known['manifest'],
  of: (component: ComponentManifest) => readonly T[],
): (readonly [ComponentManifest, T])[] {
  const type = componentOf(on ?? undefined);
  const all = type === null ? [...manifest.values()] : [manifest.get(type)].filter((each) => each !== undefined);
  return all.flatMap((component) => of(component).map((each) => [component, each] as const));
}

/* ---------- within a text ---------- */

function inText(context: CompletionContext, node: SyntaxNode, known: Known): CompletionResult | null {
  const options = textsAt(context.state, node, known);
  return options === null ? null : { from: node.from + 1, options, validFor: /^[^'"`\\\n]*$/ };
}

function textsAt(state: EditorState, node: SyntaxNode, known: Known): Completion[] | null {
  const { parent } = node;
  if (parent?.name === 'Property' && parent.firstChild !== null && textOf(state, parent.firstChild) === 'op')
    return OPERATIONS.map((label) => ({ label, type: 'enum' }));
  const given = argumentOf(state, node);
  if (given === null) return null;
  const { called, on, index, all } = given,
    { manifest } = known;
  const isOf = (...types: readonly string[]): boolean => on === undefined || (on !== null && types.includes(componentOf(on) === null ? on : 'Component'));
  if (called === 'get' && index === 0 && isOf('Entity')) return componentTypes(known);
  if (called === 'query' && isOf('World')) return componentTypes({ manifest, keys: [] });
  if ((called === 'read' || called === 'write') && isOf('Query')) {
    if (index === 0) return componentTypes({ manifest, keys: [] });
    const type = all[0]?.name === 'String' ? stringOf(state, all[0]) : '';
    return index === 1
      ? (manifest.get(type)?.fields ?? []).map(({ name, kind, doc }) => ({ label: name, type: 'property', detail: `: ${kind}`, info: doc }))
      : null;
  }
  if (called === 'on' && index === 0 && isOf('Component'))
    return told(ofComponents(on, manifest, ({ events }) => events)).map(([component, { name, doc }]) => ({
      label: name,
      type: 'enum',
      detail: component,
      info: doc,
    }));
  if (called === 'command' && index === 0 && isOf('Component'))
    return told(ofComponents(on, manifest, ({ commands }) => commands)).map(([component, { name, doc }]) => ({
      label: name,
      type: 'method',
      detail: component,
      info: doc,
    }));
  if ((called === 'addEventListener' || called === 'removeEventListener') && index === 0)
    return (EVENTS_OF[on ?? ''] ?? []).map((label) => ({ label, type: 'enum' }));
  return null;
}

/** Each name once, with the types that have it. */
function told<T extends { readonly name: string }>(all: readonly (readonly [ComponentManifest, T])[]): (readonly [string, T])[] {
  const names = new Map<string, { readonly of: string[]; readonly each: T }>();
  for (const [{ name: component }, each] of all) {
    const known = names.get(each.name);
    if (known === undefined) names.set(each.name, { of: [component], each });
    else known.of.push(component);
  }
  return [...names.values()].map(({ of, each }) => [of.join(', '), each] as const);
}

/** Types of components, those that the entity has first. */
function componentTypes({ manifest, keys }: Known): Completion[] {
  const here = new Set(keys);
  const types = [...manifest.values()].filter(({ name }) => !here.has(name));
  return [
    ...keys.map((key): Completion => ({ label: key, type: 'class', detail: 'here', info: manifest.get(key.split('#')[0] ?? key)?.doc ?? '', boost: 10 })),
    ...types.map(({ name, doc, category }): Completion => ({ label: name, type: 'class', detail: category, info: doc })),
  ];
}
