import { parseKey } from '../../schema/component-key.ts';
import type { Json } from '../../schema/field.ts';
import { didYouMean } from '../../nearest.ts';
import { literalFault, type DataType } from '../values/data-type.ts';
import { quote } from './faults.ts';
import { real } from '../values/generic.ts';
import { bareName } from '../node/node.ts';
import type { FlowNode, Ref } from '../node/node-types.ts';
import { fieldType } from '../node/type-of.ts';

/** Another node of the graph, as far as it is known: undefined where no node has the id, `node` undefined where its type is not known. */
export type Other = { readonly node: FlowNode | undefined; readonly type: DataType | undefined } | undefined;

const COMPONENT = '{"entity", "component"}',
  FIELD = '{"entity", "component", "field"}';

/**
 * What is wrong with what a node refers to; undefined where nothing is. Whether it is there is another thing: what is gone is no fault.
 * @param type what the node is for
 */
export function refFault(
  ref: Ref,
  given: Json | undefined,
  type: DataType,
  other: (id: string) => Other,
): { readonly expected: string; readonly message: string } | undefined {
  if (given === undefined || given === null) return undefined;
  const wrong = (expected: string) => ({ expected, message: `expected ${expected}, found ${quote(given)}${meantByKey(given)}` });
  if (ref.kind === 'string') return typeof given === 'string' ? undefined : wrong('a text');
  if (ref.kind === 'value') {
    const fault = literalFault(real(ref.type ?? 'string', type), given);
    return fault === undefined ? undefined : wrong(fault);
  }
  const has = (name: string): boolean =>
    typeof given === 'object' && !Array.isArray(given) && Object.hasOwn(given, name) && typeof (given as { [key: string]: Json })[name] === 'string';
  if (ref.kind === 'node' || (ref.kind === 'variable' && has('node'))) {
    return has('node') ? nodeFault((given as { readonly node: string }).node, ref, type, other) : wrong('{"node"}');
  }
  const kind = ref.kind !== 'element' ? ref.kind : type === 'Slot' ? 'entity' : 'component';
  const form = kind === 'entity' ? '{"entity"}' : kind === 'component' ? COMPONENT : FIELD;
  if (!has('entity')) return wrong(form);
  if (kind === 'entity') return undefined;
  if (!has('component') || (form === FIELD && !has('field'))) return wrong(form);
  const wanted = ref.type === undefined ? '' : real(ref.type, type);
  if (fieldType(wanted) !== undefined) return has('field') ? undefined : wrong(FIELD);
  const { component } = given as { readonly component: string };
  return wanted === '' || parseKey(component)?.type === wanted
    ? undefined
    : { expected: `a ${wanted}`, message: `refers to ${quote(component)}, and a ${wanted} is wanted${didYouMean(component, [wanted])}` };
}

/** A key of a reference that is written otherwise. */
function meantByKey(given: Json): string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return '';
  const wrong = Object.keys(given).find((key) => !KEYS.includes(key));
  return wrong === undefined ? '' : didYouMean(wrong, KEYS);
}
const KEYS = ['entity', 'component', 'field', 'node'];

function nodeFault(id: string, ref: Ref, type: DataType, other: (id: string) => Other): { readonly expected: string; readonly message: string } | undefined {
  const found = other(id);
  if (found === undefined) return { expected: 'a node of this graph', message: `refers to ${quote(id)}, and no node has this id` };
  const { node, type: held } = found;
  if (ref.kind !== 'variable' || node === undefined) return undefined;
  if (node.set === undefined) return { expected: 'a node that holds a value', message: `refers to ${quote(id)}, a ${bareName(node)}, which holds no value` };
  if (held === undefined) return undefined;
  const holds = real(node.outputs[0]?.type ?? '', held);
  return holds === type ? undefined : { expected: type, message: `refers to ${quote(id)}, which holds ${holds}, and ${type} is written` };
}
