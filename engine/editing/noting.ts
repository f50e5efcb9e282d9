import { NONE } from '../world/entity-table.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import type { Editable } from './editable.ts';
import { fieldOf, propertyOf, type Loaded, type Property } from './baseline.ts';
import type { Reversal } from './history-entry.ts';
import type { Performed } from './performed.ts';

/** Tells the baseline of an operation that has been carried out, and by whom. */
export type Note = (performed: Performed, author: string) => void;

const PROPERTIES: readonly Property[] = ['name', 'tag', 'active', 'persistent'];
const nothing: Note = () => undefined;

/** Looks at what an operation is about to change, for the baseline to keep once it is done. Changes nothing itself. */
export function prepareNote(world: Editable, operation: Reversal): Note {
  const { baseline, entities } = world;
  switch (operation.op) {
    case 'setField':
    case 'patchField':
    case 'patchBack': {
      const { entity, component, field } = operation;
      const row = entities.rowOf(entity);
      if (row === undefined || baseline.addedComponent(entity, component) || baseline.isAdded(world, row)) return nothing;
      const before = fieldOf(world, row, component, field);
      return before === undefined ? nothing : (_performed, author) => baseline.touch(world, { kind: 'field', entity, component, field, before }, author);
    }
    case 'updateEntity': {
      const { entity } = operation;
      const row = entities.rowOf(entity);
      if (row === undefined || baseline.isAdded(world, row)) return nothing;
      const old = PROPERTIES.filter((property) => operation[property] !== undefined).map((property) => ({
        property,
        before: propertyOf(world, row, property),
      }));
      const place = operation.orderOffset === undefined || operation.orderOffset === entities.orderOffset[row] ? nothing : placeNote(world, entity);
      return (performed, author) => {
        for (const { property, before } of old) baseline.touch(world, { kind: 'property', entity, property, before }, author);
        place(performed, author);
      };
    }
    case 'moveEntity':
      return placeNote(world, operation.entity);
    case 'placeEntity': {
      const { entity } = operation;
      const note = placeNote(world, entity);
      return (performed, author) => {
        note(performed, author);
        if (operation.settled) baseline.drop({ kind: 'place', entity, parent: operation.parent, orderOffset: operation.orderOffset });
      };
    }
    case 'addEntity':
    case 'duplicateEntity':
      return ({ result }, author) => noteAdded(world, result.entity, author);
    case 'removeEntity':
      return removalNote(world, operation.entity);
    case 'restoreEntities':
      return (_performed, author) => noteRestored(world, operation.entities, author);
    case 'addComponent':
      return ({ back }, author) => {
        for (const step of back.toReversed()) if (step.op === 'removeComponent') noteAddedComponent(world, step.entity, step.component, author);
      };
    case 'removeComponent':
    case 'takeComponent': {
      const { entity, component } = operation;
      const row = entities.rowOf(entity);
      if (row === undefined || baseline.isAdded(world, row)) return nothing;
      if (baseline.addedComponent(entity, component)) return () => baseline.drop({ kind: 'added', entity, component });
      return ({ back }, author) => {
        const [step] = back;
        const stored = step?.op === 'restoreComponents' ? step.components[0] : undefined;
        if (stored !== undefined) baseline.touch(world, { kind: 'removedComponent', entity, stored }, author);
      };
    }
    case 'restoreComponents':
      return (_performed, author) => {
        for (const stored of operation.components) noteRestoredComponent(world, operation.entity, stored, author);
      };
  }
}

/** A field has been changed; `before` is what a scene file has kept of it until then. */
export function noteField(world: Editable, loaded: Extract<Loaded, { kind: 'field' }>, author: string): void {
  const { baseline, entities } = world;
  const row = entities.rowOf(loaded.entity);
  if (row !== undefined && !baseline.addedComponent(loaded.entity, loaded.component) && !baseline.isAdded(world, row)) baseline.touch(world, loaded, author);
}

/** An entity goes elsewhere. One that was added since is listed as such where it comes out of another that was. */
function placeNote(world: Editable, entity: string): Note {
  const { baseline, entities } = world;
  const row = entities.rowOf(entity);
  if (row === undefined) return nothing;
  if (baseline.isAdded(world, row)) return (_performed, author) => noteAdded(world, entity, author);
  const above = entities.parent[row] as number;
  const parent = above === NONE ? null : entities.id.get(above);
  const orderOffset = entities.orderOffset[row] as number;
  const order = baseline.placeOf(entity) === undefined ? baseline.takeOrder(world, above) : undefined;
  return (_performed, author) => {
    baseline.keepOrder(world, parent, order);
    baseline.touch(world, { kind: 'place', entity, parent, orderOffset }, author);
  };
}

function noteAdded(world: Editable, entity: string, author: string): void {
  const { baseline, entities } = world;
  const row = entities.rowOf(entity) as number;
  const parent = entities.parent[row] as number;
  if (baseline.hasAdded(entity) || parent === NONE || !baseline.isAdded(world, parent)) baseline.touch(world, { kind: 'added', entity }, author);
}

function noteAddedComponent(world: Editable, entity: string, component: string, author: string): void {
  const row = world.entities.rowOf(entity);
  if (row !== undefined && !world.baseline.isAdded(world, row)) world.baseline.touch(world, { kind: 'added', entity, component }, author);
}

/**
 * What is removed with an entity falls apart by where it was loaded: what was added since is forgotten; the rest hangs together where it
 * did when it was loaded, and each such part is one fact.
 */
function removalNote(world: Editable, entity: string): Note {
  const { baseline, entities } = world;
  const top = entities.rowOf(entity);
  if (top === undefined) return nothing;
  if (baseline.hangsAsLoaded) return wholeRemovalNote(world, top);
  /** The root of the part that an entity belongs to, by its id. */
  const partOf = new Map<string, string>();
  const added: string[] = [];
  const roots: { readonly id: string; readonly path: readonly string[]; readonly parent: string | null; readonly order: readonly string[] | undefined }[] = [];
  const isTopAdded = baseline.isAdded(world, top);
  for (const row of entities.subtree(top)) {
    const id = entities.id.get(row);
    const above = entities.parent[row] as number;
    const parent = above === NONE ? null : entities.id.get(above);
    const place = baseline.placeOf(id);
    const partAbove = parent === null || row === top ? undefined : partOf.get(parent);
    const isAdded = baseline.hasAdded(id) || (place === undefined && (row === top ? isTopAdded : partAbove === undefined));
    if (isAdded) {
      if (baseline.hasAdded(id)) added.push(id);
      continue;
    }
    if (partAbove !== undefined && (place === undefined || place.parent === parent)) partOf.set(id, partAbove);
    else {
      partOf.set(id, id);
      const order = place === undefined ? baseline.takeOrder(world, above) : undefined;
      roots.push({ id, path: entities.pathOf(row).map((each) => entities.name.get(each)), parent, order });
    }
  }
  return ({ back }, author) => {
    const [step] = back;
    if (step?.op !== 'restoreEntities') return;
    for (const id of added) baseline.drop({ kind: 'added', entity: id });
    for (const { id, path, parent, order } of roots) {
      baseline.keepOrder(world, parent, order);
      const whole = roots.length === 1 && partOf.size === step.entities.length;
      const part = whole ? step.entities : step.entities.filter((each) => partOf.get(each.id) === id);
      baseline.touch(world, { kind: 'removedEntity', entity: id, path, entities: part }, author);
    }
  };
}

/** The same where nothing has come or gone elsewhere: all of it is one part. */
function wholeRemovalNote(world: Editable, top: number): Note {
  const { baseline, entities } = world;
  const entity = entities.id.get(top);
  const above = entities.parent[top] as number;
  const parent = above === NONE ? null : entities.id.get(above);
  const path = entities.pathOf(top).map((each) => entities.name.get(each));
  const order = baseline.takeOrder(world, above);
  return ({ back }, author) => {
    const [step] = back;
    if (step?.op !== 'restoreEntities') return;
    baseline.keepOrder(world, parent, order);
    baseline.touch(world, { kind: 'removedEntity', entity, path, entities: step.entities }, author);
  };
}

/** What comes back that was loaded is removed no longer; the rest has been added since. */
function noteRestored(world: Editable, restored: readonly StoredEntity[], author: string): void {
  const { baseline } = world;
  const loaded = new Set<string>();
  for (const { id, created } of restored) {
    const removal = baseline.removal(id);
    if (removal === undefined || removal.entities[0]?.created !== created) continue;
    for (const each of removal.entities) {
      loaded.add(each.id);
      baseline.drop({ kind: 'added', entity: each.id });
    }
    baseline.drop(removal);
    // It is put where it stood among the siblings of back then, which may have gone elsewhere since.
    const { parent, orderOffset } = baseline.homeOf(id) ?? (removal.entities[0] as StoredEntity);
    baseline.touch(world, { kind: 'place', entity: id, parent, orderOffset }, author);
  }
  for (const { id } of restored) if (!loaded.has(id)) noteAdded(world, id, author);
}

function noteRestoredComponent(world: Editable, entity: string, stored: StoredComponent, author: string): void {
  const removal = world.baseline.removedComponent(entity, stored.key);
  if (removal?.stored.created === stored.created) world.baseline.drop(removal);
  else noteAddedComponent(world, entity, stored.key, author);
}
