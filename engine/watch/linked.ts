import type { EntityDetail, InstanceDetail, TreeRow } from '../door.ts';
import { Links, type Part } from '../editing/links.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { isOwnOfRoot, markOf, readMark } from '../instance-marks.ts';
import { NONE } from '../world/entity-table.ts';

/** Marks of a whole instance that are told of. */
const MOST = 500;
/** Instances that are counted. */
const COUNTED = 1_000_000;

const known = new WeakMap<LiveWorld, { readonly structure: number; readonly links: Links }>();

/** Who is an instance of whom, found out once for all who look. */
function linksOf(world: LiveWorld): Links {
  const before = known.get(world);
  if (before?.structure === world.structure) return before.links;
  const links = new Links(world);
  known.set(world, { structure: world.structure, links });
  return links;
}

/** What an entity is to instances: what it follows, and who follows it. */
export function linkedDetail(world: LiveWorld, row: number): Pick<EntityDetail, 'instance' | 'reach' | 'isSource'> {
  const links = linksOf(world);
  if (!links.any) return {};
  const instance = instanceDetail(world, links, row);
  const reach = reachOf(links, row);
  return {
    ...(instance === undefined ? {} : { instance }),
    ...(reach === 0 ? {} : { reach }),
    ...(links.instancesOf(row).length === 0 ? {} : { isSource: true as const }),
  };
}

/** The same, as much of it as a row of the tree shows. */
export function linkOf(world: LiveWorld, row: number): Pick<TreeRow, 'link' | 'overrides'> {
  const links = linksOf(world);
  if (!links.any) return {};
  const part = links.partAt(row);
  if (part !== undefined) {
    const marks = Object.keys(links.marksOf(part.root));
    const overrides = part.name === '' ? marks.length : marks.filter((mark) => readMark(mark).part === part.name).length;
    return { link: part.name === '' ? 'instance' : 'part', ...(overrides === 0 ? {} : { overrides }) };
  }
  if (links.instancesOf(row).length > 0) return { link: 'source' };
  return around(world, links, row) === undefined ? {} : { link: 'added' };
}

/** Row of what an entity corresponds to in the source that its outermost instance follows; undefined where it is part of none. */
export function followedBy(world: LiveWorld, row: number): number | undefined {
  return linksOf(world).partAt(row)?.of;
}

/**
 * Row of what an entity takes this of (`tag`, `StringValue.Value`) from, where it is a part of an instance that does not override it; undefined where
 * it has it of its own.
 */
export function followedIn(world: LiveWorld, row: number, what: string): number | undefined {
  const links = linksOf(world);
  const part = links.partAt(row);
  if (part === undefined || (part.name === '' && isOwnOfRoot(what))) return undefined;
  return Object.hasOwn(links.marksOf(part.root), markOf(part.name, what)) ? undefined : part.of;
}

function instanceDetail(world: LiveWorld, links: Links, row: number): InstanceDetail | undefined {
  const { entities } = world;
  const part = links.partAt(row);
  const outer = part ?? around(world, links, row);
  if (outer === undefined) return undefined;
  const all = Object.keys(links.marksOf(outer.root));
  const of = (at: number): readonly [string, string] => [entities.id.get(at), entities.name.get(at)];
  const [root, rootName] = of(outer.root),
    [source, sourceName] = of(outer.source);
  const marks = part === undefined ? [] : all.map(readMark).filter((mark) => mark.part === part.name);
  return {
    root,
    rootName,
    source,
    sourceName,
    of: part === undefined ? null : entities.id.get(part.of),
    marks: marks.map(({ what }) => what),
    ...(part?.name === '' ? { all: all.slice(0, MOST) } : {}),
  };
}

/** The instance in which something was added that is no part of it. */
function around(world: LiveWorld, links: Links, row: number): Part | undefined {
  const { entities } = world;
  for (let at = entities.parent[row] as number; at !== NONE; at = entities.parent[at] as number) if (links.sourceOf(at) !== undefined) return links.partAt(at);
  return undefined;
}

/** How many instances an edit comes to, those of templates that hold instances included. */
function reachOf(links: Links, row: number, known = new Map<number, number>()): number {
  let reach = 0;
  for (const source of links.sourcesAbove(row)) {
    let of = known.get(source);
    if (of === undefined) {
      // What leads back to itself, as a snapshot may have it, is counted once.
      known.set(source, 0);
      of = 0;
      for (const root of links.instancesOf(source)) of += 1 + reachOf(links, root, known);
      known.set(source, Math.min(of, COUNTED));
    }
    reach += of;
  }
  return Math.min(reach, COUNTED);
}
