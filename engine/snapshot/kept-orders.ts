import type { StoredBaseline } from '../editing/baseline.ts';
import type { StoredHistory } from '../editing/history.ts';
import { refuse } from '../world/form.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';

/**
 * Looks at the orders of creation in all that a snapshot holds: each belongs to one entity or component alone. What was removed may be kept
 * several times, by the history and by what was loaded, and may be there again; but then it is the same, by its id and key. Otherwise an undo would
 * bring back a second one of that order, and the next snapshot could not be restored.
 */
export function checkKeptOrders(entities: readonly StoredEntity[], history: StoredHistory, baseline: StoredBaseline | undefined): void {
  const owners = new Map<number, string>();
  const own = (created: number, owner: string, place: string): void => {
    const known = owners.get(created);
    if (known !== undefined && known !== owner)
      refuse(`${place}/created`, 'an order of creation of its own', `${known} has the order of creation ${created}, so ${owner} cannot have it`);
    owners.set(created, owner);
  };
  const component = (entity: string, { key, created }: StoredComponent, place: string): void => own(created, JSON.stringify([entity, key]), place);
  const all = (list: readonly StoredEntity[], place: string): void =>
    list.forEach(({ id, created, components }, at) => {
      own(created, JSON.stringify([id]), `${place}/${at}`);
      components.forEach((each, index) => component(id, each, `${place}/${at}/components/${index}`));
    });
  all(entities, 'entities');
  history.entries.forEach((entry, index) => {
    for (const way of ['back', 'forth'] as const)
      entry[way].forEach((step, at) => {
        const place = `history/entries/${index}/${way}/${at}`;
        if (step.op === 'restoreEntities') all(step.entities, `${place}/entities`);
        if (step.op === 'restoreComponents') step.components.forEach((each, n) => component(step.entity, each, `${place}/components/${n}`));
      });
  });
  baseline?.facts.forEach((fact, index) => {
    const place = `baseline/facts/${index}`;
    if (fact.kind === 'removedEntity') all(fact.entities, `${place}/entities`);
    if (fact.kind === 'removedComponent') component(fact.entity, fact.stored, `${place}/stored`);
  });
}
