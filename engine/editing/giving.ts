import type { Operation } from '../door.ts';
import { fieldOfMark, GONE, ORDER, readMark } from '../instance-marks.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { keptSettingsOf } from '../world/describe.ts';
import { carriedPlace, placeAmong } from './carried.ts';
import type { Composite, Reversal } from './history-entry.ts';
import type { Instances } from './instances.ts';
import { OperationFault, rowOf } from './lookups.ts';
import { Mirror } from './mirror.ts';
import { templateSteps } from './templates.ts';

/** Carries out an operation on an instance as those that it comes to. Returns the id of the entity that it is told by. */
export function carryOutComposite(on: Instances, operation: Composite): string {
  if (operation.op === 'makeTemplate') return templateSteps(on, operation);
  const { world, links } = on;
  const root = rowOf(world, operation.entity);
  const part = links.partAt(root);
  const name = world.entities.name.get(root);
  if (part === undefined || part.root !== root)
    throw new OperationFault('WW_INSTANCE', 'entity', `${name} is no instance whose source is there`, 'the root of an instance');
  const mirror = new Mirror(world, links, root, part.source);
  const all = Object.keys(links.marksOf(root));
  const marks = operation.marks ?? all;
  const known = new Set(all);
  const unknown = marks.find((mark) => !known.has(mark));
  if (unknown !== undefined) throw new OperationFault('WW_INSTANCE', 'marks', `${name} does not override ${unknown}`, `one of ${all.slice(0, 20).join(', ')}`);
  // What is there again comes first, so that what is marked in it finds its place.
  for (const mark of [...marks].sort((a, b) => rank(a) - rank(b))) {
    const { part: id, what } = readMark(mark);
    const of = id === '' ? part.source : world.entities.rowOf(id);
    if (of !== undefined) {
      if (operation.op === 'takeBack') takeBack(on, mirror, of, what, mark);
      else giveToSource(on, mirror, of, what);
    }
  }
  on.mark(root, [], marks, true);
  return operation.entity;
}

function rank(mark: string): number {
  const { what } = readMark(mark);
  return what === GONE ? 0 : what.startsWith('-') || what.startsWith('+') ? 1 : what === ORDER ? 2 : 3;
}

function takeBack(on: Instances, mirror: Mirror, of: number, what: string, mark: string): void {
  const { world, links } = on;
  const { entities } = world;
  const at = mirror.at(of);
  const run = (step: Reversal): void => void on.run(step, 'mark');
  if (what === GONE) {
    const parent = mirror.at(entities.parent[of] as number);
    if (at !== undefined || parent === undefined) return;
    if (entities.rowOf(mirror.idOf(of)) !== undefined)
      throw new OperationFault('WW_INSTANCE', 'marks', `${entities.name.get(of)} cannot come back, since it hangs elsewhere by now`, 'a part whose id is free');
    on.mark(mirror.root, [], [mark], true);
    run({ op: 'restoreEntities', at: placeAmong(world, mirror, of, parent), entities: mirror.subtree(of) });
    return;
  }
  if (at === undefined) return;
  const entity = entities.id.get(at);
  const field = fieldOfMark(what);
  if (field !== undefined) {
    const held = links.heldBy(of, field.key);
    if (held === undefined || links.heldBy(at, field.key) === undefined) return;
    const value = mirror.value(held.component, field.field, world.drives.keptOf(world.storeOf(held.component.name), held.row, field.field));
    run({ op: 'setField', entity, component: field.key, field: field.field, value });
    return;
  }
  if (what.startsWith('+') || what.startsWith('-')) {
    const key = what.slice(1);
    if (what.startsWith('+') && links.heldBy(at, key) !== undefined) run({ op: 'removeComponent', entity, component: key });
    const held = links.heldBy(of, key);
    if (held !== undefined && links.heldBy(at, key) === undefined) run({ op: 'restoreComponents', entity, components: [mirror.component(held)] });
    return;
  }
  if (what !== ORDER) {
    run({ op: 'updateEntity', entity, ...propertyOf(on, of, what) });
    return;
  }
  on.mark(mirror.root, [], [mark], true);
  const place = carriedPlace(world, mirror, of, at);
  if (place !== undefined) run(place);
}

function propertyOf({ world: { entities } }: Instances, row: number, what: string): Partial<Extract<Operation, { op: 'updateEntity' }>> {
  switch (what) {
    case 'name':
      return { name: entities.name.get(row) };
    case 'tag':
      return { tag: entities.tag.get(row) };
    case 'active':
      return { active: entities.active[row] === 1 };
    default:
      return what === 'persistent' ? { persistent: entities.persistent[row] === 1 } : {};
  }
}

/** What an instance has of its own becomes its source's, by edits of that: where the source is a part of another instance, that has it of its own. */
function giveToSource(on: Instances, mirror: Mirror, of: number, what: string): void {
  const { world, links } = on;
  const { entities } = world;
  const at = mirror.at(of);
  const source = entities.id.get(of);
  const edit = (step: Reversal): void => void on.run(step, 'edit');
  if (what === GONE) {
    edit({ op: 'removeEntity', entity: source });
    return;
  }
  if (at === undefined) return;
  const field = fieldOfMark(what);
  const setBack = (component: Component, key: string, name: string, value: Json): void =>
    edit({ op: 'setField', entity: source, component: key, field: name, value: mirror.valueBack(component, name, value) });
  if (field !== undefined) {
    const held = links.heldBy(at, field.key);
    if (held === undefined || links.heldBy(of, field.key) === undefined) return;
    setBack(held.component, field.key, field.field, world.drives.keptOf(world.storeOf(held.component.name), held.row, field.field));
    return;
  }
  if (what.startsWith('-')) {
    if (links.heldBy(of, what.slice(1)) !== undefined) edit({ op: 'removeComponent', entity: source, component: what.slice(1) });
    return;
  }
  if (what.startsWith('+')) {
    const key = what.slice(1);
    const held = links.heldBy(at, key);
    if (held === undefined) return;
    const { component } = held;
    if (links.heldBy(of, key) === undefined) {
      const values = Object.entries(keptSettingsOf(world, held)).map(([name, value]) => [name, mirror.valueBack(component, name, value)]);
      edit({ op: 'addComponent', entity: source, component: key, values: Object.fromEntries(values) as Readonly<Record<string, Json>> });
    } else
      for (const { name, options } of component.fieldList)
        if (options.readOnly !== true) setBack(component, key, name, world.drives.keptOf(world.storeOf(component.name), held.row, name));
    return;
  }
  if (what !== ORDER) {
    edit({ op: 'updateEntity', entity: source, ...propertyOf(on, at, what) });
    return;
  }
  giveOrder(on, mirror, of, at);
}

function giveOrder(on: Instances, mirror: Mirror, of: number, at: number): void {
  const { world, links } = on;
  const { entities } = world;
  const parent = links.partAt(entities.parent[at] as number);
  if (parent?.root !== mirror.root) return;
  const siblings = entities.siblings(entities.parent[at] as number);
  const next = siblings
    .slice(siblings.indexOf(at) + 1)
    .map((row) => links.partAt(row))
    .find((each) => each?.root === mirror.root && entities.parent[each.of] === parent.of);
  const entity = entities.id.get(of);
  on.run({ op: 'updateEntity', entity, orderOffset: entities.orderOffset[at] as number }, 'edit');
  on.run({ op: 'moveEntity', entity, parent: entities.id.get(parent.of), before: next === undefined ? null : entities.id.get(next.of) }, 'edit');
}
