import { NONE } from '../world/entity-table.ts';
import type { Editable } from './editable.ts';
import type { Links } from './links.ts';
import { OperationFault } from './lookups.ts';

/** Throws WW_INSTANCE_CIRCLE where what has come to hang somewhere, or has become an instance, would be in the source of an instance within itself. */
export function refuseCircle(world: Editable, links: Links, row: number): void {
  const { entities } = world;
  if (!links.any) return;
  const inside = instancesIn(world, links, row);
  if (inside.length === 0) return;
  const seen = new Set<number>();
  /** Sources that lead to each other, the outermost first. */
  const path: number[] = [];
  const visit = (source: number): void => {
    if (path.includes(source)) throw circle(world, [...path.slice(path.indexOf(source)), source]);
    if (seen.has(source)) return;
    seen.add(source);
    path.push(source);
    for (const instance of instancesIn(world, links, source)) visit(links.sourceOf(instance) as number);
    path.pop();
  };
  for (const instance of inside) {
    const source = links.sourceOf(instance) as number;
    // What is edited here would come to here again.
    for (let at = source; at !== NONE; at = entities.parent[at] as number) if (at === instance) throw circle(world, [source, instance]);
    visit(source);
  }
}

/** The instances at and below an entity whose source is there. */
function instancesIn(world: Editable, links: Links, row: number): number[] {
  return world.entities.subtree(row).filter((each) => links.sourceOf(each) !== undefined);
}

function circle(world: Editable, rows: readonly number[]): OperationFault {
  const names = rows.map((row) => world.entities.name.get(row) || world.entities.id.get(row));
  const message = `${names[0]} would hold an instance of itself (${names.join(' ← ')})`;
  return new OperationFault('WW_INSTANCE_CIRCLE', 'entity', message, 'a template that holds no instance of itself');
}
