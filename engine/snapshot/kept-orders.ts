import type { StoredBaseline } from '../editing/baseline.ts';
import type { StoredHistory } from '../editing/history.ts';
import { refuse } from '../world/form.ts';
import type { StoredComponent, StoredEntity } from '../world/stored.ts';
import type { CompactEntity } from './compact.ts';

/**
 * Looks at the orders of creation in all that a snapshot holds: each belongs to one entity or component alone. What was removed may be kept
 * several times, by the history and by what was loaded, and may be there again; but then it is the same, by its id and key. Otherwise an undo would
 * bring back a second one of that order, and the next snapshot could not be restored.
 */
export function checkKeptOrders(entities: readonly CompactEntity[], history: StoredHistory, baseline: StoredBaseline | undefined): void {
  const kept = keptOf(history, baseline);
  // Most worlds keep nothing that was removed, and the orders of what is there are known to be apart.
  if (kept.length === 0) return;
  const wanted = new Set(kept.map(({ created }) => created));
  const owners = new Map<number, string>();
  const own = ({ created, owner, place }: Owned): void => {
    const known = owners.get(created);
    if (known !== undefined && known !== owner)
      refuse(`${place}/created`, 'an order of creation of its own', `${known} has the order of creation ${created}, so ${owner} cannot have it`);
    owners.set(created, owner);
  };
  entities.forEach((entity, at) => {
    if (wanted.has(entity.created) || (entity.components ?? []).some(({ created }) => wanted.has(created))) entityOrders(entity, `entities/${at}`).forEach(own);
  });
  kept.forEach(own);
}

/** An order of creation, and what it belongs to. */
interface Owned {
  readonly created: number;
  readonly owner: string;
  readonly place: string;
}

/** The orders of all that was removed and can be brought back. */
function keptOf(history: StoredHistory, baseline: StoredBaseline | undefined): Owned[] {
  const kept: Owned[] = [];
  const all = (list: readonly StoredEntity[], place: string): void =>
    list.forEach((entity, at) => {
      for (const owned of entityOrders(entity, `${place}/${at}`)) kept.push(owned);
    });
  history.entries.forEach((entry, index) => {
    for (const way of ['back', 'forth'] as const)
      entry[way].forEach((step, at) => {
        const place = `history/entries/${index}/${way}/${at}`;
        if (step.op === 'restoreEntities') all(step.entities, `${place}/entities`);
        if (step.op === 'restoreComponents') step.components.forEach((each, n) => kept.push(componentOrder(step.entity, each, `${place}/components/${n}`)));
      });
  });
  baseline?.facts.forEach((fact, index) => {
    const place = `baseline/facts/${index}`;
    if (fact.kind === 'removedEntity') all(fact.entities, `${place}/entities`);
    if (fact.kind === 'removedComponent') kept.push(componentOrder(fact.entity, fact.stored, `${place}/stored`));
  });
  return kept;
}

function entityOrders({ id, created, components = [] }: Pick<CompactEntity, 'id' | 'created' | 'components'>, place: string): Owned[] {
  return [{ created, owner: JSON.stringify([id]), place }, ...components.map((each, index) => componentOrder(id, each, `${place}/components/${index}`))];
}

function componentOrder(entity: string, { key, created }: Pick<StoredComponent, 'key' | 'created'>, place: string): Owned {
  return { created, owner: JSON.stringify([entity, key]), place };
}
