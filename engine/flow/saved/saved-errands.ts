import { ACCESS_SCOPES } from '../../access-scopes.ts';
import { count, id, listOf, number, oneOf, orNull, record, refuse, text, truth, type Form } from '../../world/form.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { addErrand } from '../outside/errands.ts';
import { FLOW_SYSTEM, type AccessWork, type Errand, type FetchWork, type Flows, type FlowState, type Place, type ScriptWork } from '../state/flows.ts';
import type { ErrandResult } from '../node/errand-result.ts';
import { keyOf } from '../outside/places.ts';

/* What flows wait for outside of the world, as a snapshot holds it. */

type Web = Pick<Place, 'scope' | 'host' | 'port' | 'url'>;
export interface SavedPlace extends Web, Pick<Place, 'userId' | 'machineId' | 'reason' | 'quiet' | 'since' | 'ask'> {
  readonly grant: { readonly once: boolean; readonly stale: boolean } | null;
}
export interface SavedErrand extends Pick<Errand, 'number' | 'node' | 'sent' | 'job' | 'name' | 'user'> {
  readonly work: FetchWork | AccessWork | ScriptWork;
  /** The key of the place whose answer it waits for. */
  readonly place: string | null;
  readonly result: ErrandResult | null;
}

const SCOPE = oneOf(...ACCESS_SCOPES);
const WEB = record({ scope: SCOPE, host: id, port: count, url: text });
export const PLACE = record({
  scope: SCOPE,
  host: id,
  port: count,
  url: text,
  userId: id,
  machineId: id,
  reason: text,
  quiet: truth,
  since: number,
  ask: count,
  grant: orNull(record({ once: truth, stale: truth })),
});
const FETCH_WORK = record({
  kind: oneOf('fetch'),
  method: oneOf('GET', 'POST'),
  url: text,
  body: text,
  mediaType: text,
  reason: text,
  hops: count,
  again: count,
});
const ACCESS_WORK = record({ kind: oneOf('access'), left: listOf(WEB), reason: text });
const SCRIPT_WORK = record({ kind: oneOf('script'), entity: id, component: id, name: text, value: text, call: count });
const WORK: Form = (value, place) => {
  const kind = (value as { kind?: unknown } | null)?.kind;
  (kind === 'fetch' ? FETCH_WORK : kind === 'script' ? SCRIPT_WORK : ACCESS_WORK)(value, place);
};
export const ERRAND = record({
  number: count,
  node: id,
  work: WORK,
  place: orNull(text),
  sent: truth,
  result: orNull(record({ as: oneOf('response', 'error', 'granted', 'denied', 'ignored'), status: count, content: orNull(text) })),
  job: count,
  name: text,
  user: text,
});

export function savePlaces({ places }: FlowState): readonly SavedPlace[] {
  return Array.from(places.values(), ({ scope, host, port, url, userId, machineId, reason, quiet, since, ask, grant }) => ({
    scope,
    host,
    port,
    url,
    userId,
    machineId,
    reason,
    quiet,
    since,
    ask,
    grant: grant === null ? null : { once: grant.once, stale: grant.stale },
  }));
}

export function saveErrands(flows: Flows, chain: Chain): readonly SavedErrand[] {
  return (flows.errands.get(chain) ?? []).map(({ number: which, node, work, place, sent, result, job, name, user }) => ({
    number: which,
    node,
    sent,
    result,
    job,
    name,
    user,
    work: { ...work },
    place: place === null ? null : keyOf(place),
  }));
}

export function loadPlaces(flow: FlowState, saved: readonly SavedPlace[]): void {
  for (const { grant, ...one } of saved) {
    const { userId, machineId, host, port } = one;
    const asked = { userId, machineId, host, port };
    const place: Place = { ...one, flow, waiting: new Set(), asked, grant: grant === null ? null : { ...asked, ...grant } };
    flow.addPlace(keyOf(place), place);
  }
}

export function loadErrands(flows: Flows, flow: FlowState, chain: Chain, saved: readonly SavedErrand[], inside: string): void {
  for (const { place: key, work, ...one } of saved) {
    const place = key === null ? null : flow.places.get(key);
    if (place === undefined) return refuse(inside, 'a place that the Flow asks for', 'it waits for an answer that nobody was asked for');
    const errand: Errand = { ...one, flow, chain, work: { ...work }, place, held: 0 };
    addErrand(flows, errand);
    place?.waiting.add(errand);
  }
}

/** Has questions and jobs known again in a world that is restored. */
export function restoreOutside(world: World, flows: Flows): void {
  world.access.restore(FLOW_SYSTEM, { holders: [...flows.byRow.values()].flatMap(({ places }) => [...places.values()]) });
  world.jobs.restore(FLOW_SYSTEM, { holders: [...flows.errands.values()].flat() });
}
