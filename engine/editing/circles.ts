import { NONE } from '../world/entity-table.ts';
import type { Editable } from './editable.ts';
import type { Instances } from './instances.ts';
import type { Links } from './links.ts';
import { OperationFault } from './lookups.ts';

/** Throws WW_INSTANCE_CIRCLE where what has come to hang somewhere, or has become an instance, would be in the source of an instance within itself. */
export function refuseCircle(on: Instances, row: number): void {
  const { world, links } = on;
  const { entities } = world;
  // Where nothing that is followed is around it, nothing leads back to it.
  if (!links.any || (!isWithinSource(world, links, row) && links.sourceOf(row) === undefined)) return;
  const inside = instancesIn(on, row);
  if (inside.length === 0) return;
  const seen = new Set<number>();
  /** Sources that lead to each other, the outermost first. */
  const path: number[] = [];
  const visit = (source: number): void => {
    if (path.includes(source)) throw circle(world, [...path.slice(path.indexOf(source)), source]);
    if (seen.has(source)) return;
    seen.add(source);
    path.push(source);
    for (const instance of instancesIn(on, source)) visit(links.sourceOf(instance) as number);
    path.pop();
  };
  for (const instance of inside) {
    const source = links.sourceOf(instance) as number;
    // What is edited here would come to here again.
    for (let at = source; at !== NONE; at = entities.parent[at] as number) if (at === instance) throw circle(world, [source, instance]);
    visit(source);
  }
}

function isWithinSource({ entities }: Editable, links: Links, row: number): boolean {
  const sources = links.sourceIds();
  for (let at = row; at !== NONE; at = entities.parent[at] as number) {
    links.climbed++;
    if (sources.has(entities.id.get(at))) return true;
  }
  return false;
}

/** The instances at and below an entity whose source is there. */
function instancesIn(on: Instances, row: number): number[] {
  const { world, links } = on;
  const rows = world.entities.subtree(row);
  on.spend(rows.length);
  return rows.filter((each) => links.sourceOf(each) !== undefined);
}

function circle(world: Editable, rows: readonly number[]): OperationFault {
  const names = rows.map((row) => world.entities.name.get(row) || world.entities.id.get(row));
  const message = `${names[0]} would hold an instance of itself (${names.join(' ← ')})`;
  return new OperationFault('WW_INSTANCE_CIRCLE', 'entity', message, 'a template that holds no instance of itself');
}
