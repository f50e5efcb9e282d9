import type { FieldValues } from '../door.ts';
import { GONE, INSTANCE, markOf, partId } from '../instance-marks.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { parseKey } from '../schema/component-key.ts';
import { keptSettingsOf, storedSubtree } from '../world/describe.ts';
import { LONGEST_ID } from '../world/form.ts';
import type { Held } from '../world/holding.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import type { Editable } from './editable.ts';
import type { Links } from './links.ts';
import { OperationFault } from './lookups.ts';
import { mapReferences } from './remap.ts';

/** What a source is like in one of its instances: the same, with references into the source leading into the instance. */
export class Mirror {
  readonly #world: Editable;
  readonly #links: Links;
  readonly root: number;
  readonly source: number;
  readonly #id: string;

  /** @param root row of the instance's root @param source row of its source */
  constructor(world: Editable, links: Links, root: number, source: number) {
    this.#world = world;
    this.#links = links;
    this.root = root;
    this.source = source;
    this.#id = world.entities.id.get(root);
  }

  /** The part that corresponds to one of the source, if it is there. */
  at(of: number): number | undefined {
    return this.#links.counterpart(this.root, this.source, of);
  }

  /** The id that a part of the source has here. */
  idOf(of: number): string {
    return of === this.source ? this.#id : partId(this.#id, this.#world.entities.id.get(of));
  }

  isMarked(of: number, what: string): boolean {
    const name = of === this.source ? '' : this.#world.entities.id.get(of);
    return Object.hasOwn(this.#links.marksOf(this.root), markOf(name, what));
  }

  /** A value of the source as it is here. An inner instance goes on following what it follows in the source. */
  value(component: Component, field: string, value: Json): Json {
    const named = component.name === INSTANCE ? undefined : component.fieldList.find(({ name }) => name === field);
    return named?.references === undefined ? value : mapReferences(component, named, value, (id) => this.#inside(id));
  }

  /** What a value of a part is like in the source. */
  valueBack(component: Component, field: string, value: Json): Json {
    const named = component.name === INSTANCE ? undefined : component.fieldList.find(({ name }) => name === field);
    const { entities } = this.#world;
    const back = (id: string): string => {
      if (id === this.#id) return entities.id.get(this.source);
      const prefix = partId(this.#id, '');
      const of = id.startsWith(prefix) ? entities.rowOf(id.slice(prefix.length)) : undefined;
      return of !== undefined && entities.isWithin(of, this.source) ? entities.id.get(of) : id;
    };
    return named?.references === undefined ? value : mapReferences(component, named, value, back);
  }

  values(component: Component, values: FieldValues): FieldValues {
    if (component.name === INSTANCE || !component.fieldList.some(({ references }) => references !== undefined)) return values;
    return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, this.value(component, field, value)]));
  }

  /** A component of the source as it is to be added here. */
  component(held: Held): StoredComponent {
    return { key: held.key, created: this.#world.created++, values: this.values(held.component, keptSettingsOf(this.#world, held)) };
  }

  /**
   * A part of the source with all below it as it is to be added here, without what is marked as removed. It is created in the order in which it was
   * created there.
   */
  subtree(of: number): StoredEntity[] {
    const { entities, registry } = this.#world;
    const parent = this.idOf(entities.parent[of] as number);
    const left = new Set<string>();
    const kept = storedSubtree(this.#world, entities.subtree(of)).filter(({ id, parent: above }) => {
      const isLeft =
        (above !== null && left.has(above)) ||
        Object.hasOwn(this.#links.marksOf(this.root), markOf(id, GONE)) ||
        // Somebody has given this id to something else, which stays what it is.
        entities.rowOf(partId(this.#id, id)) !== undefined;
      if (isLeft) left.add(id);
      return !isLeft;
    });
    const spawnedBy = entities.spawnedBy.get(this.root);
    const order = [...kept].sort((a, b) => a.created - b.created);
    const created = new Map<StoredEntity, { readonly created: number; readonly components: readonly StoredComponent[] }>();
    for (const entity of order) {
      const own = this.#world.created++;
      const components = entity.components.map(({ key, values }) => {
        const component = registry.components.get(parseKey(key)?.type ?? key);
        return { key, created: this.#world.created++, values: component === undefined ? values : this.values(component, values) };
      });
      created.set(entity, { created: own, components });
    }
    return kept.map((entity) => {
      const id = partId(this.#id, entity.id);
      if (id.length > LONGEST_ID)
        throw new OperationFault(
          'WW_LIMIT',
          'entity',
          `a part of an instance is known by the ids of both, which would be longer than ${LONGEST_ID} characters: ${id.slice(0, 40)}…`,
          'shorter ids, or templates that are less deep within each other',
        );
      const above = entity.id === entities.id.get(of) ? parent : this.idOf(entities.rowOf(entity.parent ?? '') as number);
      return { ...entity, ...created.get(entity), id, parent: above, spawnedBy };
    });
  }

  #inside(id: string): string {
    const { entities } = this.#world;
    const row = entities.rowOf(id);
    return row !== undefined && entities.isWithin(row, this.source) ? this.idOf(row) : id;
  }
}
