import { INSTANCE, partId } from '../instance-marks.ts';
import type { Json } from '../schema/field.ts';
import { settingsOf } from '../world/describe.ts';
import type { Composite, Reversal } from './history-entry.ts';
import type { Instances } from './instances.ts';
import { OperationFault, rowOf } from './lookups.ts';
import { mapReferences } from './remap.ts';

/** Where templates are kept, unless somebody says so: an entity that is not active, so that nothing in it connects or runs. */
const TEMPLATES = 'Templates';

/**
 * Makes a template of an entity, which stays where it is as an instance of it: what hangs below it goes into the template under its own ids, its
 * parts come in its place, and whatever has led to those leads to the parts. Returns the id of the template.
 */
export function templateSteps(on: Instances, { entity, parent, id }: Extract<Composite, { op: 'makeTemplate' }>): string {
  const { world, links } = on;
  const { entities } = world;
  const row = rowOf(world, entity);
  const name = entities.name.get(row);
  const part = links.partAt(row);
  if (part !== undefined && part.name !== '')
    throw new OperationFault(
      'WW_INSTANCE',
      'entity',
      `${name} is a part of the instance ${entities.name.get(part.root)}`,
      'an entity that is no part of an instance',
    );
  if (links.sourceIdOf(row) !== null) throw new OperationFault('WW_INSTANCE', 'entity', `${name} is an instance already`, 'an entity that is no instance');
  if (parent !== undefined && parent !== null && entities.isWithin(rowOf(world, parent, 'parent'), row))
    throw new OperationFault('WW_CYCLE', 'parent', `the template of ${name} cannot hang in it`, 'a parent outside of the entity');
  const edit = (step: Reversal): string => on.run(step, 'edit').result.entity;
  const above = parent === undefined ? templatesOf(on, edit) : parent;
  const inside = new Set(entities.subtree(row).map((each) => entities.id.get(each)));
  const components = Object.fromEntries(entities.held(row).map((held) => [held.key, settingsOf(world, held)]));
  const template = edit({
    op: 'addEntity',
    parent: above,
    entity: { ...(id === undefined ? {} : { id }), name, tag: entities.tag.get(row), components },
  });
  for (const child of (entities.children.get(row) ?? []).slice()) edit({ op: 'moveEntity', entity: entities.id.get(child), parent: template });
  const top = rowOf(world, template);
  // What is in the template and led to the entity leads to the template now.
  for (const each of entities.subtree(top)) lead(on, each, (to) => (to === entity ? template : to));
  edit({ op: 'addComponent', entity, component: INSTANCE, values: { Source: template } });
  const moved = (to: string): string => (to !== entity && inside.has(to) ? partId(entity, to) : to);
  on.spend(entities.count);
  for (const each of Array.from(entities.all())) if (!entities.isWithin(each, top) && !entities.isWithin(each, row)) lead(on, each, moved);
  return template;
}

/** The entity that templates are kept below, which is made where there is none. */
function templatesOf({ world: { entities } }: Instances, edit: (step: Reversal) => string): string {
  const known = entities.roots.find((root) => entities.name.get(root) === TEMPLATES && entities.active[root] === 0);
  return known === undefined ? edit({ op: 'addEntity', entity: { name: TEMPLATES, active: false } }) : entities.id.get(known);
}

/** Leads the references of an entity elsewhere. */
function lead(on: Instances, row: number, map: (id: string) => string): void {
  const { world } = on;
  const { entities } = world;
  for (const { component, key, row: at } of entities.held(row)) {
    if (component.name === INSTANCE) continue;
    for (const field of component.fieldList) {
      if (field.references === undefined || field.options.readOnly === true) continue;
      const value = world.drives.keptOf(world.storeOf(component.name), at, field.name);
      let differs = false;
      const mapped: Json = mapReferences(component, field, value, (id) => {
        const to = map(id);
        if (to !== id) differs = true;
        return to;
      });
      if (differs) on.run({ op: 'setField', entity: entities.id.get(row), component: key, field: field.name, value: mapped }, 'mark');
    }
  }
}
