import { WebsocketClient } from '../components/websocket-client.ts';
import type { SendSpec } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { find } from '../world/find.ts';
import { allOf } from '../world/in-parts.ts';
import { parseQuery } from '../world/query.ts';
import type { World } from '../world/world.ts';
import type { WorldCore } from '../world/world-core.ts';
import type { Target } from './runs.ts';
import { SEND_TARGETS } from '../send-limits.ts';

/** So many clients may be looked through with a query whose look takes long, as all are looked at in one tick. */
const MOST_HEAVY = 5_000;

/**
 * The WebsocketClients that a send is for, as they are now: of entities that a query finds in order of creation, of named ones in the order in which they are
 * named. Throws WW_LIMIT where they are too many, and WW_BAD_QUERY.
 */
export function targetsOf(world: World, { to }: Pick<SendSpec, 'to'>): Target[] {
  const targets: Target[] = [];
  for (const row of entitiesOf(world, to)) {
    const entity = world.entities.id.get(row);
    for (const held of world.entities.held(row)) if (held.component === WebsocketClient) targets.push([entity, held.key]);
  }
  if (targets.length > SEND_TARGETS)
    throw new WorldwireError('WW_LIMIT', `it is for ${targets.length} clients, and a send may be for ${SEND_TARGETS}; divide it by a query`);
  return targets;
}

function entitiesOf(world: World, to: SendSpec['to']): readonly number[] {
  if (typeof to !== 'string') return [...new Set(to)].flatMap((id) => world.entities.rowOf(id) ?? []);
  const query = parseQuery(to, world.registry.components);
  const { count } = world.store(WebsocketClient);
  if (query.heavy && count > MOST_HEAVY)
    throw new WorldwireError('WW_LIMIT', `there are ${count} clients, and a query with a pattern looks through ${MOST_HEAVY} at once; say it without matches`);
  return allOf(find(world as WorldCore, { ...query, component: WebsocketClient }));
}
