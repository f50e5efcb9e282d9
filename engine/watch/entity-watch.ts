import type { EntityDetail, FieldValues } from '../door.ts';
import type { Json } from '../schema/field.ts';
import { entityDetail } from '../world/describe.ts';
import { sameJson } from '../same-json.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { linkedDetail } from './linked.ts';
import { VALUES_PER_SECOND, periodOf, type Look, type Opener } from './watch.ts';

/** How many children of an entity a page is told of; the hierarchy shows the rest. */
const MOST_CHILDREN = 200;

type Change =
  | { readonly kind: 'entity'; readonly whole: EntityDetail; readonly by?: string }
  | { readonly kind: 'fields'; readonly changed: { readonly [component: string]: FieldValues }; readonly by?: string }
  | { readonly kind: 'gone'; readonly entity: string };

/** What somebody sees of one entity: whole at first and whenever its structure changes, then the fields that changed. */
export class EntityWatch {
  private readonly entity: string;
  private told: EntityDetail | undefined;
  private structure = -1;
  private isGone = false;

  constructor(entity: string) {
    this.entity = entity;
  }

  look(world: LiveWorld, { touched, author }: Pick<Look, 'touched' | 'author'>): Change | undefined {
    const row = world.entities.rowOf(this.entity);
    if (row === undefined) {
      if (this.isGone) return undefined;
      this.isGone = true;
      this.told = undefined;
      return { kind: 'gone', entity: this.entity };
    }
    this.isGone = false;
    // What is edited may drive another field from now on, or no longer.
    if (this.told === undefined || this.structure !== world.structure || touched.has(this.entity)) {
      this.structure = world.structure;
      const whole = { ...entityDetail(world, row, MOST_CHILDREN), ...linkedDetail(world, row) };
      const changed = this.told === undefined || frame(whole) !== frame(this.told);
      if (changed) {
        this.told = whole;
        return { kind: 'entity', whole, ...this.by(author) };
      }
    }
    return this.told === undefined ? undefined : this.fields(world, row, this.told, author);
  }

  private fields(world: LiveWorld, row: number, told: EntityDetail, author: Look['author']): Change | undefined {
    const changed: Record<string, FieldValues> = {};
    const components: Record<string, FieldValues> = { ...told.components };
    for (const held of world.entities.held(row)) {
      const old = told.components[held.key] ?? {};
      const store = world.storeOf(held.component.name);
      const different: Record<string, Json> = {};
      for (const field of held.component.fieldList) {
        const value = store.get(held.row, field.name);
        if (!sameJson(value, old[field.name] ?? null)) different[field.name] = value;
      }
      if (Object.keys(different).length === 0) continue;
      changed[held.key] = different;
      components[held.key] = { ...old, ...different };
    }
    if (Object.keys(changed).length === 0) return undefined;
    this.told = { ...told, components };
    return { kind: 'fields', changed, ...this.by(author) };
  }

  /** Whose edit brought the change, if one did. */
  private by(author: Look['author']): { readonly by?: string } {
    const by = author(this.entity);
    return by === undefined ? {} : { by };
  }
}

/** All of an entity but its fields' values. */
function frame(detail: EntityDetail): string {
  return JSON.stringify({ ...detail, components: Object.keys(detail.components) });
}

export const openEntity: Opener<'entity'> = (_world, { entity, rate }) => {
  const watch = new EntityWatch(entity);
  return {
    isClose: true,
    period: periodOf(rate, VALUES_PER_SECOND),
    concerns: (world) => world.touched.has(entity) || world.entities.rowOf(entity) === undefined,
    look: (world, look) => watch.look(world, look),
  };
};
