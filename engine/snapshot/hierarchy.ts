import type { CompactEntity } from './compact.ts';
import { isObject, named, refuse, wrong } from '../world/form.ts';

const TOP = -1;

/** Checks what stored entities say of each other: ids, order of creation, parents, and the order of siblings. Gives their positions by id. */
export function checkHierarchy(entities: readonly CompactEntity[], order: unknown): ReadonlyMap<string, number> {
  const place = (at: number): string => named(`entities/${at}`, entities[at]);
  const positions = positionsOf(entities, place);
  const parents = parentsOf(entities, positions, place);
  checkOrder(entities, positions, parents, order);
  return positions;
}

function positionsOf(entities: readonly CompactEntity[], place: (at: number) => string): Map<string, number> {
  const positions = new Map<string, number>();
  let before = -1,
    count = 0;
  entities.forEach(({ id, created, components = [] }, at) => {
    if (positions.has(id)) refuse(`${place(at)}/id`, 'an id of its own', `entities/${positions.get(id)} has this id already; expected an id of its own`);
    positions.set(id, at);
    if (created < before) refuse(`${place(at)}/created`, 'entities in order of creation', 'it was created before the entity in front of it');
    before = created;
    count += 1 + components.length;
  });
  checkOwnOrders(entities, count, place);
  return positions;
}

/** Numbers that are sorted tell in a tenth of the time of a set whether one of them is there twice. Only then it is looked for. */
function checkOwnOrders(entities: readonly CompactEntity[], count: number, place: (at: number) => string): void {
  const orders = new Float64Array(count);
  let next = 0;
  for (const { created, components = [] } of entities) {
    orders[next++] = created;
    for (const component of components) orders[next++] = component.created;
  }
  orders.sort();
  if (orders.every((order, at) => at === 0 || order !== orders[at - 1])) return;
  const seen = new Set<number>();
  const once = (created: number, where: () => string): void => {
    if (seen.size === seen.add(created).size)
      refuse(`${where()}/created`, 'an order of creation of its own', `something else has the order of creation ${created} already`);
  };
  entities.forEach(({ created, components = [] }, at) => {
    once(created, () => place(at));
    for (const component of components) once(component.created, () => named(`${place(at)}/components/${components.indexOf(component)}`, component, 'key'));
  });
}

function parentsOf(entities: readonly CompactEntity[], positions: ReadonlyMap<string, number>, place: (at: number) => string): Int32Array {
  const parents = new Int32Array(entities.length).fill(TOP);
  entities.forEach(({ parent = null }, at) => {
    if (parent !== null) parents[at] = positions.get(parent) ?? wrong(`${place(at)}/parent`, 'the id of an entity of this snapshot', parent);
  });
  /** 0: not seen, else the number of the walk that saw it. */
  const seen = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let at = start;
    for (; at !== TOP && seen[at] === 0; at = parents[at] as number) seen[at] = start + 1;
    if (at !== TOP && seen[at] === start + 1)
      refuse(`${place(at)}/parent`, 'a parent outside of its own descendants', 'it is its own ancestor; expected a parent outside of its own descendants');
  }
  return parents;
}

/** Wherever there are siblings, their order is said, names each of them once, and goes by their order offsets first, as that of a scene file does. */
function checkOrder(entities: readonly CompactEntity[], positions: ReadonlyMap<string, number>, parents: Int32Array, order: unknown): void {
  if (!isObject(order)) wrong('order', 'ids of children by parent', order);
  /** Children that are not listed yet; those of the top come last. */
  const missing = new Uint32Array(parents.length + 1);
  const slot = (parent: number): number => (parent === TOP ? parents.length : parent);
  for (const parent of parents) missing[slot(parent)] = (missing[slot(parent)] as number) + 1;
  const listed = new Uint8Array(parents.length);
  for (const key of Object.keys(order)) {
    const parent = key === '' ? TOP : (positions.get(key) ?? refuse(`order/${key}`, 'the id of an entity', `no entity has the id ${JSON.stringify(key)}`));
    const list = order[key];
    if (!Array.isArray(list)) wrong(`order/${key}`, 'a list of ids', list);
    let before: { readonly id: string; readonly offset: number } | undefined;
    list.forEach((each: unknown, at) => {
      const child = typeof each === 'string' ? positions.get(each) : undefined;
      if (child === undefined || parents[child] !== parent)
        wrong(`order/${key}/${at}`, parent === TOP ? 'the id of an entity at the top' : 'the id of a child of this entity', each);
      if (listed[child] === 1) refuse(`order/${key}/${at}`, 'each id once', `${JSON.stringify(each)} is listed already; expected each id once`);
      listed[child] = 1;
      const { id, orderOffset: offset = 0 } = entities[child] as CompactEntity;
      if (before !== undefined && before.offset > offset)
        refuse(
          `order/${key}/${at}`,
          'children by their order offsets',
          `${JSON.stringify(each)} has the order offset ${offset}, and stands behind ${JSON.stringify(before.id)}, which has ${before.offset}`,
        );
      before = { id, offset };
    });
    if (list.length !== missing[slot(parent)]) wrong(`order/${key}`, `the order of all ${missing[slot(parent)]} of them`, list);
    missing[slot(parent)] = 0;
  }
  for (let at = 0; at <= parents.length; at++)
    if ((missing[at] as number) > 1)
      wrong(`order/${at === parents.length ? '' : (entities[at] as CompactEntity).id}`, `a list of the ${missing[at]} children in their order`, undefined);
}
