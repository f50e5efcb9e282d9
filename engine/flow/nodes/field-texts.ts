import type { Json } from '../../schema/field.ts';
import type { World } from '../../world/world.ts';
import type { Value } from '../values/data-type.ts';
import { running } from '../code/limits.ts';
import { bareName } from '../node/node.ts';
import type { Call, Me } from '../node/node-types.ts';

/*
 * Long texts in fields of components, which flows may write and copy: a text that ten thousand fields hold is one in memory, and ten thousand in a scene and
 * a snapshot. How many characters there are is looked up where a long one is to be added, once in a step, and costs nothing where there are none.
 */

/** Characters from which on a text is long; what is shorter counts nothing. */
const LONG = 4_096;
/** Values of fields that are looked at for a unit of fuel. */
const A_UNIT = 128;

const counted = new WeakMap<World, { step: number; sum: number }>();
const inside = new WeakMap<object, number>();

/** Characters of the long texts in a value. What a field holds is never changed in place, so that each is looked into once. */
function longIn(value: unknown): number {
  if (typeof value === 'string') return value.length >= LONG ? value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = inside.get(value);
  if (sum !== undefined) return sum;
  sum = 0;
  const open: Json[] = [value as Json];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') sum += longIn(next);
    else if (typeof next === 'object' && next !== null) for (const each of Object.values(next) as readonly Json[]) open.push(each);
  }
  inside.set(value, sum);
  return sum;
}

/** All of a world, as of this step. Costs fuel by how many values there are. */
function all(call: Call): { step: number; sum: number } {
  const { world } = call;
  const known = counted.get(world);
  if (known?.step === world.steps) return known;
  const columns = [...world.stores.values()].flatMap((store) =>
    store.component.fieldList.filter(isOfTexts).map(({ name }) => ({ rows: store.unordered(), column: store.columnOf(name).reading as readonly unknown[] })),
  );
  call.spend(Math.ceil(columns.reduce((sum, { rows }) => sum + rows.length, 0) / A_UNIT));
  let sum = 0;
  for (const { rows, column } of columns) for (const row of rows) sum += longIn(column[row]);
  const found = { step: world.steps, sum };
  counted.set(world, found);
  return found;
}
const isOfTexts = ({ kind }: { readonly kind: string }): boolean => kind === 'string' || kind === 'json';

/** Whether fields may have so many characters more in long texts; where that is too much for the world, the Flow is told, and nothing is to be done. */
function mayGrow(call: Call, me: Me, more: number): boolean {
  if (more <= 0) return true;
  const found = all(call);
  if (found.sum + more > running.mostHeld) {
    const what = `long texts in fields, which may have ${running.mostHeld} characters in a world`;
    call.tell({ code: 'WW_LIMIT', message: `${bareName(me.node)} ${JSON.stringify(me.id)} did nothing: flows add no more to ${what}` });
    return false;
  }
  found.sum += more;
  return true;
}

/** Whether a value may be written into a field. @param held what it holds, which is asked for a long text alone */
export function mayWrite(call: Call, me: Me, value: Value, held: () => Value | undefined): boolean {
  if (typeof value !== 'string' || value.length < LONG) return true;
  const before = held();
  return value === before || mayGrow(call, me, value.length - longIn(before));
}
/** Whether an entity may be copied, with all that hangs below it. */
export function mayCopy(call: Call, me: Me, row: number): boolean {
  const { world } = call;
  let sum = 0;
  for (const entity of world.entities.subtree(row))
    for (const { component, row: at } of world.entities.held(entity))
      for (const field of component.fieldList) if (isOfTexts(field)) sum += longIn(world.storeOf(component.name).columnOf(field.name).reading[at]);
  return mayGrow(call, me, sum);
}
