import type { Catalogue } from '../catalogue.ts';
import type { Argument, Term } from './protograph-terms.ts';

/** A node that is meant, with what it is for, and its arguments by name where they are in another order there. */
export interface Call {
  readonly node: string;
  readonly of?: string | undefined;
  readonly args?: readonly Argument[];
}

/** What keeps the value of a variable, of plain values and of others. */
export const STORES = {
  sync: ['DataModelValueFieldStore', 'DataModelObjectFieldStore', 'DataModelObjectRefStore'],
  store: ['StoredValue', 'StoredObject'],
  local: ['LocalValue', 'LocalObject'],
} as const;

const OPERATORS: Readonly<Record<string, string>> = {
  '+': 'ValueAdd',
  '-': 'ValueSub',
  '*': 'ValueMul',
  '/': 'ValueDiv',
  mod: 'ValueMod',
  '==': 'ValueEquals',
  '!=': 'ValueNotEquals',
  '<': 'ValueLessThan',
  '>': 'ValueGreaterThan',
  '<=': 'ValueLessOrEqual',
  '>=': 'ValueGreaterOrEqual',
  and: 'AND_Bool',
  or: 'OR_Bool',
  xor: 'XOR_Bool',
  nand: 'NAND_Bool',
  nor: 'NOR_Bool',
  xnor: 'XNOR_Bool',
  '??': 'NullCoalesce',
  'prefix -': 'ValueNegate',
  'prefix not': 'NOT_Bool',
};
export function operatorNode(sign: string): Call {
  return { node: OPERATORS[sign] ?? sign };
}

/** The order in which the language gives what dynamic variables and impulses take. */
const DYNAMIC: Readonly<Record<string, readonly string[]>> = {
  '~trigger': ['TargetHierarchy', 'Tag', 'Value'],
  '~triggerAsync': ['TargetHierarchy', 'Tag', 'Value'],
  '~receive': ['Tag'],
  '~receiveAsync': ['Tag'],
  '~read': ['Source', 'Path'],
  '~write': ['Target', 'Path', 'Value'],
  '~input': ['VariableName'],
};

/** The node that a name calls: its own, or that which stands for a word of the language. */
export function callFor(catalogue: Catalogue, name: string, of: string | undefined, args: readonly Argument[], typeOf: (value: Term) => string): Call {
  const order = Object.hasOwn(DYNAMIC, name) ? (DYNAMIC[name] ?? []) : undefined;
  if (order !== undefined) {
    const named = args.map((arg, at): Argument => (arg.name === undefined ? { name: order[at], value: arg.value } : arg));
    const value = named.find((arg) => arg.name === 'Value');
    const type = of ?? (value === undefined ? undefined : typeOf(value.value));
    return { node: dynamicNode(catalogue, name, type), of: type, args: named };
  }
  const [first] = args;
  if (name === 'display') return { node: 'ValueDisplay', of };
  if (name === 'pack') return { node: `Pack_${of === undefined ? `Float${args.length}` : of.charAt(0).toUpperCase() + of.slice(1)}` };
  if (name === 'unpack') {
    const type = first === undefined ? '' : typeOf(first.value);
    return { node: `Unpack_${type.charAt(0).toUpperCase()}${type.slice(1)}` };
  }
  return { node: name, of };
}

function dynamicNode(catalogue: Catalogue, name: string, type: string | undefined): string {
  const asynchronous = name.endsWith('Async') ? 'Async' : '';
  const kindOf = (value: string, object: string): string => {
    const node = catalogue.get(value);
    return node !== undefined && type !== undefined && catalogue.mayBe(node, type) ? value : object;
  };
  if (name.startsWith('~trigger') || name.startsWith('~receive')) {
    const bare = `${asynchronous}DynamicImpulse${name.startsWith('~trigger') ? 'Trigger' : 'Receiver'}`;
    return type === undefined ? bare : kindOf(`${bare}WithValue`, `${bare}WithObject`);
  }
  if (name === '~read') return kindOf('ReadDynamicValueVariable', 'ReadDynamicObjectVariable');
  if (name === '~write') return kindOf('WriteDynamicValueVariable', 'WriteDynamicObjectVariable');
  return kindOf('DynamicVariableValueInput', 'DynamicVariableObjectInput');
}
