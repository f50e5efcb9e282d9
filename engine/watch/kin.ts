import type { Answers, Kinship } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { NONE } from '../world/entity-table.ts';
import { byCreationInParts } from '../world/find.ts';
import type { InParts } from '../world/in-parts.ts';
import { followedBy } from './linked.ts';

/** Entities that are told; all are counted. */
const MOST = 10_000;
/** Entities that are looked at between two places where it may be left off. */
const AT_ONCE = 64;

type Kin = Answers['kin'];

/** Who stands to some entities as is asked, each once. Those that are gone are passed over. */
export function* kin(world: LiveWorld, of: readonly string[], to: Kinship): InParts<Kin> {
  const rows = of.map((id) => world.entities.rowOf(id)).filter((row) => row !== undefined);
  switch (to) {
    case 'here':
    case 'parents':
    case 'children':
    case 'below':
      return yield* byPlace(world, rows, to);
    case 'alike': {
      const kinds = new Set(rows.map((row) => kindOf(world, row)));
      return yield* among(world, (row) => kinds.has(kindOf(world, row)));
    }
    case 'tagged': {
      const { tag } = world.entities;
      const tags = new Set(rows.map((row) => tag.get(row)).filter((each) => each !== ''));
      return yield* among(world, (row) => tags.has(tag.get(row)));
    }
    case 'template': {
      const sources = new Set(rows.map((row) => followedBy(world, row) ?? row));
      return yield* among(world, (row) => {
        const source = followedBy(world, row);
        return source !== undefined && sources.has(source);
      });
    }
  }
}

/** Those above or below some, in the order of the hierarchy below each. */
function* byPlace(world: LiveWorld, rows: readonly number[], to: 'here' | 'parents' | 'children' | 'below'): InParts<Kin> {
  const { entities } = world;
  const found = new Set<number>();
  let looked = 0;
  // All of them are rows of one moment: what is told of them is so as well.
  for (const row of rows) {
    if (to === 'here') found.add(row);
    else if (to === 'parents') {
      const parent = entities.parent[row] as number;
      if (parent !== NONE) found.add(parent);
    } else if (to === 'children') for (const child of entities.siblings(row)) found.add(child);
    // What hangs below one that was come by below another has been found already.
    else if (!found.has(row)) for (const each of entities.subtree(row)) if (each !== row) found.add(each);
    if (++looked % AT_ONCE === 0 && found.size > MOST) break;
  }
  yield;
  return told(world, [...found]);
}

/** All entities of which something holds, in order of creation. */
function* among(world: LiveWorld, holds: (row: number) => boolean): InParts<Kin> {
  const { entities } = world;
  const all = [...entities.all()];
  const generations = entities.generation.slice();
  yield;
  const found: number[] = [];
  for (let at = 0; at < all.length; at++) {
    const row = all[at] as number;
    if (entities.generation[row] === generations[row] && holds(row)) found.push(row);
    if (at % AT_ONCE === AT_ONCE - 1) yield;
  }
  return told(world, yield* byCreationInParts(found, entities.created));
}

function told({ entities }: LiveWorld, rows: readonly number[]): Kin {
  const here = rows.filter((row) => entities.alive(row));
  return {
    total: here.length,
    rows: here.slice(0, MOST).map((row) => {
      const parent = entities.parent[row] as number;
      return { entity: entities.id.get(row), parent: parent === NONE ? null : entities.id.get(parent) };
    }),
  };
}

/** The types of all components that an entity holds, as one text. */
function kindOf({ entities }: LiveWorld, row: number): string {
  const types: string[] = [];
  entities.eachHeld(row, ({ name }) => types.push(name));
  return types.sort().join(' ');
}
