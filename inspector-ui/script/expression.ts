import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { GLOBALS, MEMBERS, type Name, type Names } from './library.ts';

/** Steps from a name to what it was given, and from there to the next; a program may go round in a circle. */
const DEEPEST = 8;
/** How the type of a component's value begins: `component:FloatValue`. */
const COMPONENT = 'component:';
/** Methods of lists that hand each member to a function. */
const EACH = new Set(['forEach', 'map', 'filter', 'find', 'some', 'every', 'findIndex', 'flatMap']);
/** What a signal hands over, where that has a type of its own. */
const TOLD: { readonly [signal: string]: string } = { newConnection: 'WebSocket' };
/** What the handlers of a socket are handed. */
const HANDED: { readonly [handler: string]: string } = {
  onopen: 'Event',
  onmessage: 'MessageEvent',
  onerror: 'Event',
  onclose: 'CloseEvent',
  open: 'Event',
  message: 'MessageEvent',
  error: 'Event',
  close: 'CloseEvent',
};

export function textOf(state: EditorState, node: SyntaxNode): string {
  return state.sliceDoc(node.from, node.to);
}
/** What stands in a text of the program; one that is not closed yet ends where it ends. */
export function stringOf(state: EditorState, node: SyntaxNode): string {
  const text = textOf(state, node);
  return text.length > 1 && text.endsWith(text[0] ?? '') ? text.slice(1, -1) : text.slice(1);
}
/** The component type that the value of a type is; null where it is no component. */
export function componentOf(type: string | undefined): string | null {
  return type?.startsWith(COMPONENT) === true ? type.slice(COMPONENT.length) : null;
}
/** Names that are reached by a dot, besides the fields of a component. */
export function membersOf(type: string | undefined): Names {
  return type === undefined ? {} : (MEMBERS[componentOf(type) === null ? type : 'Component'] ?? {});
}

/** Argument of a call that a place in the text is, or is within. */
export interface Argument {
  /** What is called: a method's own name, or a function's. */
  readonly called: string;
  /** The type of what the method is called on; undefined where it is not known, null where it is no method. */
  readonly on: string | undefined | null;
  readonly index: number;
  readonly all: readonly SyntaxNode[];
}

/** The call that a node is an argument of. */
export function argumentOf(state: EditorState, node: SyntaxNode): Argument | null {
  const list = node.parent;
  if (list?.name !== 'ArgList' || list.parent === null) return null;
  const { parent } = list;
  const all = expressionsIn(list),
    index = all.findIndex(({ from }) => from === node.from);
  const callee = parent.firstChild?.name === 'new' ? parent.firstChild.nextSibling : parent.firstChild;
  if (callee === null) return null;
  if (callee.name === 'VariableName') return { called: textOf(state, callee), on: null, index, all };
  const called = callee.name === 'MemberExpression' ? callee.lastChild : null;
  if (called?.name !== 'PropertyName' || callee.firstChild === null) return null;
  return { called: textOf(state, called), on: typeOf(state, callee.firstChild), index, all };
}

function expressionsIn(list: SyntaxNode): SyntaxNode[] {
  const out: SyntaxNode[] = [];
  for (let child = list.firstChild; child !== null; child = child.nextSibling)
    if (!['(', ')', ',', 'Spread', 'LineComment', 'BlockComment'].includes(child.name) && !child.type.isError) out.push(child);
  return out;
}

/** The type of an expression's value, as far as the text tells it; undefined where it does not. */
export function typeOf(state: EditorState, node: SyntaxNode, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  const inside = (child: SyntaxNode | null): string | undefined => (child === null ? undefined : typeOf(state, child, depth + 1));
  switch (node.name) {
    case 'VariableName': {
      const name = textOf(state, node),
        defined = definitionOf(state, node, name);
      return defined === null ? valueOf(own(GLOBALS, name)) : definedType(state, defined, depth + 1);
    }
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return inside(node.firstChild?.nextSibling ?? null);
    case 'MemberExpression': {
      const { firstChild, lastChild } = node;
      return firstChild === null || lastChild?.name !== 'PropertyName'
        ? elementOf(inside(firstChild))
        : valueOf(own(membersOf(inside(firstChild)), textOf(state, lastChild)));
    }
    case 'NewExpression': {
      const made = node.firstChild?.nextSibling ?? null;
      const name = made?.name === 'VariableName' && definitionOf(state, made, textOf(state, made)) === null ? own(GLOBALS, textOf(state, made)) : undefined;
      return name?.kind === 'class' ? name.type : undefined;
    }
    case 'CallExpression':
      return calledType(state, node, depth);
    default:
      return undefined;
  }
}

/** What a name is worth that is not called. */
function valueOf(name: Name | undefined): string | undefined {
  return name === undefined || name.kind === 'method' || name.kind === 'function' || name.kind === 'class' ? undefined : name.type;
}
function elementOf(type: string | undefined): string | undefined {
  return type?.endsWith('[]') === true ? type.slice(0, -2) : undefined;
}
function own(names: Names, name: string): Name | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function calledType(state: EditorState, node: SyntaxNode, depth: number): string | undefined {
  const callee = node.firstChild;
  if (callee?.name === 'VariableName') {
    const name = textOf(state, callee);
    return definitionOf(state, callee, name) === null ? own(GLOBALS, name)?.type : undefined;
  }
  const called = callee?.name === 'MemberExpression' ? callee.lastChild : null;
  if (callee === null || callee.firstChild === null || called?.name !== 'PropertyName') return undefined;
  const on = typeOf(state, callee.firstChild, depth + 1),
    name = textOf(state, called);
  if (on === 'Entity' && name === 'get') {
    const list = node.lastChild,
      key = list?.name === 'ArgList' ? expressionsIn(list)[0] : undefined;
    return key?.name === 'String' ? `${COMPONENT}${stringOf(state, key).split('#')[0] ?? ''}` : 'Component';
  }
  const known = own(membersOf(on), name);
  return known?.kind === 'method' ? known.type : on?.endsWith('[]') === true && name === 'find' ? elementOf(on) : undefined;
}

/** Where a name is defined that is used at a place: in what lies around it, the nearest before it, else behind it. */
function definitionOf(state: EditorState, at: SyntaxNode, name: string): SyntaxNode | null {
  let before: SyntaxNode | null = null,
    behind: SyntaxNode | null = null;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.name !== 'VariableDefinition' || node.to - node.from !== name.length || state.sliceDoc(node.from, node.to) !== name) return;
      const scope = scopeOf(node.node);
      if (scope !== null && (scope.from > at.from || scope.to < at.to)) return;
      if (node.from <= at.from) before = node.node;
      else behind ??= node.node;
    },
  });
  return before ?? behind;
}

/** What a definition holds in: a block, a function, a loop; null for all of the program. */
function scopeOf(node: SyntaxNode): SyntaxNode | null {
  const isFunctionsName = node.parent?.name === 'FunctionDeclaration' || node.parent?.name === 'ClassDeclaration';
  for (let scope = isFunctionsName ? (node.parent?.parent ?? null) : node.parent; scope !== null; scope = scope.parent)
    if (['Block', 'ArrowFunction', 'FunctionExpression', 'FunctionDeclaration', 'MethodDeclaration', 'ForStatement', 'CatchClause'].includes(scope.name))
      return scope;
  return null;
}

function definedType(state: EditorState, defined: SyntaxNode, depth: number): string | undefined {
  const { parent } = defined;
  if (parent?.name === 'VariableDeclaration') {
    const value = defined.nextSibling?.name === 'Equals' ? defined.nextSibling.nextSibling : null;
    return value === null ? undefined : typeOf(state, value, depth);
  }
  if (parent?.name === 'ForOfSpec') {
    const of = parent.getChild('of')?.nextSibling ?? null;
    const type = of === null ? undefined : typeOf(state, of, depth);
    return type === 'Query' ? 'Entity' : elementOf(type);
  }
  return parent?.name === 'ParamList' ? parameterType(state, defined, parent, depth) : undefined;
}

/** The type of a parameter of a function that is handed over to somebody who is known. */
function parameterType(state: EditorState, defined: SyntaxNode, list: SyntaxNode, depth: number): string | undefined {
  const fn = list.parent;
  if (fn === null || depth > DEEPEST || list.getChildren('VariableDefinition')[0]?.from !== defined.from) return undefined;
  if (fn.parent?.name === 'AssignmentExpression') {
    const handler = fn.parent.firstChild?.name === 'MemberExpression' ? fn.parent.firstChild.lastChild : null;
    return handler === null ? undefined : HANDED[textOf(state, handler)];
  }
  const callee = fn.parent?.name === 'ArgList' ? (fn.parent.parent?.firstChild ?? null) : null,
    called = callee?.name === 'MemberExpression' ? callee.lastChild : null;
  if (callee === null || callee.firstChild === null || called === null) return undefined;
  const name = textOf(state, called),
    on = callee.firstChild;
  if (name === 'connect' && on.name === 'MemberExpression' && on.lastChild !== null) return TOLD[textOf(state, on.lastChild)];
  if (name === 'addEventListener') {
    const [first] = fn.parent === null ? [] : expressionsIn(fn.parent);
    return first?.name === 'String' ? HANDED[stringOf(state, first)] : undefined;
  }
  return EACH.has(name) ? elementOf(typeOf(state, on, depth + 1)) : undefined;
}
