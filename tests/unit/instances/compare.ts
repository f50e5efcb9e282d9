import { sameJson } from '../../../engine/same-json.ts';
import { Links } from '../../../engine/editing/links.ts';
import type { LiveWorld } from '../../../engine/editing/live-world.ts';
import { Mirror } from '../../../engine/editing/mirror.ts';
import { INSTANCE, isOwnOfRoot } from '../../../engine/instance-marks.ts';

/** Where instances are not what their sources are, although nothing marks it. */
export function unmarkedDifferences(world: LiveWorld): string[] {
  const { entities } = world;
  const links = new Links(world);
  const found: string[] = [];
  for (const root of world.storeOf(INSTANCE).rows()) {
    const source = links.partAt(root)?.root === root ? links.sourceOf(root) : undefined;
    if (source === undefined) continue;
    const mirror = new Mirror(world, links, root, source);
    const instance = entities.id.get(root);
    const told = (what: string): void => void found.push(`${instance}: ${what}`);
    for (const of of entities.subtree(source)) {
      const id = entities.id.get(of);
      const at = mirror.at(of);
      const parent = of === source ? root : mirror.at(entities.parent[of] as number);
      if (at === undefined) {
        if (parent !== undefined && !mirror.isMarked(of, '-')) told(`${id} is not there`);
        continue;
      }
      if (mirror.isMarked(of, '-')) told(`${id} is there, though it is marked as removed`);
      const follows = (what: string): boolean => !(of === source && isOwnOfRoot(what)) && !mirror.isMarked(of, what);
      if (of !== source && follows('order')) {
        if (entities.parent[at] !== parent) told(`${id} hangs elsewhere`);
        if (entities.orderOffset[at] !== entities.orderOffset[of]) told(`${id} has another order offset`);
      }
      for (const [what, column] of [
        ['name', entities.name],
        ['tag', entities.tag],
        ['active', { get: (row: number) => entities.active[row] }],
        ['persistent', { get: (row: number) => entities.persistent[row] }],
      ] as const)
        if (follows(what) && column.get(at) !== column.get(of)) told(`${what} of ${id}`);
      for (const { key, component, row } of entities.held(of)) {
        if (!follows(`+${key}`)) continue;
        const own = links.heldBy(at, key);
        if (own === undefined) {
          if (!mirror.isMarked(of, `-${key}`)) told(`${key} of ${id} is not there`);
          continue;
        }
        if (mirror.isMarked(of, `-${key}`)) told(`${key} of ${id} is there, though it is marked as removed`);
        const store = world.storeOf(component.name);
        for (const { name, options } of component.fieldList) {
          if (options.readOnly === true || !follows(`${key}.${name}`)) continue;
          const [mine, theirs] = [own.row, row].map((each) => world.drives.keptOf(store, each, name)) as [never, never];
          if (!sameJson(mine, mirror.value(component, name, theirs))) told(`${key}.${name} of ${id}`);
        }
      }
      for (const { key } of entities.held(at))
        if (links.heldBy(of, key) === undefined && !mirror.isMarked(of, `+${key}`) && !(of === source && key === INSTANCE))
          told(`${key} of ${id} is there alone`);
      const order = (entities.children.get(of) ?? []).filter((child) => !mirror.isMarked(child, 'order')).map((child) => mirror.at(child));
      const here = (entities.children.get(at) ?? []).filter((child) => order.includes(child));
      if (
        !sameJson(
          here,
          order.filter((child) => child !== undefined && entities.parent[child] === at),
        )
      )
        told(`the children of ${id} stand otherwise`);
    }
  }
  return found;
}
