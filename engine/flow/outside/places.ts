import { HOST } from '../../door.ts';
import type { About } from '../../world/access.ts';
import { NONE } from '../../world/entity-table.ts';
import type { Rearranged } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import { Flow } from '../flow.ts';
import { FLOW_SYSTEM, type Flows, type FlowState, type Place } from '../state/flows.ts';
import type { WebPlace } from '../../access/web-place.ts';

/** Places that a Flow may have asked for at a time; one more pushes out the oldest that nobody waits for. */
const MOST_PLACES = 64;
/** Characters of a reason, as of the AccessReason of a client. */
export const LONGEST_REASON = 2000;

/**
 * The place of a Flow for an address. Requests are made by the server, so that its owner is asked for them, whoever acts; connections by the acting
 * user's own machine.
 * @returns `nobody` where that user has no machine here that could be asked, `full` where too many are asked for at once
 */
export function placeFor(world: World, flow: FlowState, web: WebPlace, acting: string): Place | 'nobody' | 'full' {
  const { scope, host, port, url } = web;
  const userId = scope === 'HTTP' ? HOST.userId : acting;
  const machineId = world.users.machineFor({ userId, machineId: null });
  if (machineId === null) return 'nobody';
  const key = keyOf({ scope, userId, machineId, host, port });
  const known = flow.places.get(key);
  if (known !== undefined) return known;
  if (flow.places.size >= MOST_PLACES && !makeRoom(world, flow)) return 'full';
  const place: Place = { ...web, flow, userId, machineId, url, reason: '', quiet: true, since: -1, waiting: new Set(), ask: 0, asked: null, grant: null };
  flow.addPlace(key, place);
  return place;
}

export function keyOf({ scope, userId, machineId, host, port }: Pick<Place, 'scope' | 'userId' | 'machineId' | 'host' | 'port'>): string {
  return JSON.stringify([scope, userId, machineId, host, port]);
}

/** Lets go of the oldest that nobody waits for; of none that was asked for in this tick, so that asking has a bound. */
function makeRoom(world: World, flow: FlowState): boolean {
  for (const place of flow.places.values()) {
    if (place.waiting.size > 0 || place.since >= world.tick) continue;
    forgetPlace(world, place);
    return true;
  }
  return false;
}

export function forgetPlace(world: World, place: Place): void {
  world.access.withdraw(place);
  place.flow.takePlace(keyOf(place));
}

/** Whether a grant stands that need not be confirmed. */
export function isAllowed({ grant }: Place): boolean {
  return grant !== null && !grant.stale;
}

/** Puts the question, in place of one that stands. @param quiet asks nobody: only what is decided already is wanted */
export function askFor(world: World, place: Place, quiet: boolean): void {
  place.quiet = quiet;
  place.since = world.tick;
  const { userId, machineId, host, port } = place;
  world.access.ask(FLOW_SYSTEM, place, { user: { userId, machineId }, host, port, ...about(world, place), ...(quiet ? { quiet: true } : {}) });
}

function about(world: World, { flow, url, reason }: Place): About {
  const store = world.store(Flow);
  const entity = store.owner[flow.row] as number;
  return {
    url,
    reason: reason.slice(0, LONGEST_REASON),
    entity: world.entities.id.get(entity),
    path: world.entities.pathOf(entity).map((at) => world.entities.name.get(at)),
    component: store.keyOf(flow.row),
  };
}

/** Entities have been moved or renamed: whoever is being asked for what lies at or below one of them is shown where that is now. */
export function tellPlacePaths(world: World, flows: Flows, { moved, renamed }: Rearranged): void {
  const changed = new Set([...moved, ...renamed]);
  const { parent } = world.entities;
  const asking: Place[] = [];
  for (const place of allPlaces(world, flows)) {
    if (place.ask === 0 || place.quiet) continue;
    let at = world.store(Flow).owner[place.flow.row] as number;
    while (at !== NONE && !changed.has(at)) at = parent[at] as number;
    if (at !== NONE) asking.push(place);
  }
  for (const place of asking.sort((a, b) => a.ask - b.ask)) world.access.restate(FLOW_SYSTEM, place, about(world, place));
}

/** The places of all flows, in the order in which the flows came to be. */
export function allPlaces(world: World, flows: Flows): readonly Place[] {
  const { created } = world.store(Flow);
  return [...flows.byRow.values()]
    .filter(({ places }) => places.size > 0)
    .sort((a, b) => (created[a.row] as number) - (created[b.row] as number))
    .flatMap(({ places }) => [...places.values()]);
}
