import type { AccessAnswer, JobOutcome } from '../../door.ts';
import type { ErrorCode } from '../../errors.ts';
import { hostPortText } from '../../access/host.ts';
import type { Outcome } from '../../world/owned.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { putDue } from '../state/due.ts';
import { FETCH, LONGEST_BODY, type FetchAnswer } from '../../access/fetch-job.ts';
import { Flow } from '../flow.ts';
import { FLOW_SYSTEM, type Errand, type FetchWork, type Flows, type Place, type ScriptWork } from '../state/flows.ts';
import type { ErrandResult } from '../node/errand-result.ts';
import { holdErrand, isTooMuchHeld, letGoOfErrand, tooMuchWords } from '../state/held-sum.ts';
import { beginScriptCall, endScriptCall, returnedCalls } from './script-calls.ts';
import { askFor, isAllowed, placeFor } from './places.ts';
import { sourceOf, tellError } from '../state/telling.ts';
import { ledOn, MOST_AGAIN } from '../../access/redirect.ts';
import { requestPlace, type WebPlace } from '../../access/web-place.ts';

/** Requests of a world that are under way at once, and characters that these send. */
const MOST_FETCHES = 1000,
  MOST_SENDING = 16 << 20;
/** Characters of a media type. */
const LONGEST_TYPE = 200;

/* ---------- one errand ---------- */

/** Counts one in; it has begun, or has come with a snapshot. */
export function addErrand(flows: Flows, errand: Errand): void {
  const { chain, work } = errand;
  const others = flows.errands.get(chain);
  if (others === undefined) flows.errands.set(chain, [errand]);
  else others.push(errand);
  holdErrand(flows, errand);
  // One that a snapshot holds was called already.
  if (work.kind === 'script' && work.call !== 0 && errand.result === null) flows.calling.add(errand);
  if (work.kind !== 'fetch') return;
  flows.fetching++;
  flows.sending += work.body.length;
}

export function beginErrand(world: World, flows: Flows, errand: Errand): void {
  const { work } = errand;
  const isTooMuch = work.kind === 'fetch' && (flows.fetching >= MOST_FETCHES || flows.sending + work.body.length > MOST_SENDING);
  addErrand(flows, errand);
  flows.fresh.push(errand);
  if (isTooMuchHeld(flows, 0)) return fail(world, flows, errand, 'WW_LIMIT', tooMuchWords());
  if (isTooMuch) return fail(world, flows, errand, 'WW_LIMIT', `${flows.fetching - 1} requests of this world are under way already, or send too much together`);
  step(world, flows, errand);
}

/** It is over, or nobody wants it any more: what stands of it outside is taken back. */
export function dropErrand(world: World, flows: Flows, errand: Errand): void {
  const { chain, place, work } = errand;
  const left = (flows.errands.get(chain) ?? []).filter((each) => each !== errand);
  if (left.length === 0) flows.errands.delete(chain);
  else flows.errands.set(chain, left);
  letGoOfErrand(flows, errand);
  if (work.kind === 'script') endScriptCall(world, flows, errand, work);
  if (work.kind === 'fetch') {
    flows.fetching--;
    flows.sending -= work.body.length;
  }
  if (errand.job !== 0) world.jobs.stop(errand);
  if (place === null) return;
  errand.place = null;
  place.waiting.delete(errand);
  if (place.waiting.size === 0 && !place.quiet) world.access.withdraw(place);
}

/** A chain has ended: nobody waits for what it had begun. */
export function dropErrands(world: World, flows: Flows, chain: Chain): void {
  for (const errand of flows.errands.get(chain) ?? []) dropErrand(world, flows, errand);
}

/** A turn is over: what was begun in it by chains that did not come to wait, but ended, is dropped. */
export function dropEnded(world: World, flows: Flows, chain: Chain): void {
  const { fresh } = flows;
  if (fresh.length > 0) flows.fresh = [];
  for (const each of [...(flows.errands.get(chain) ?? []), ...fresh])
    if (!each.flow.chains.has(each.chain) && flows.errands.get(each.chain)?.includes(each) === true) dropErrand(world, flows, each);
}

/** Does what is next. */
function step(world: World, flows: Flows, errand: Errand): void {
  const { work } = errand;
  if (work.kind === 'fetch') return stepFetch(world, flows, errand, work);
  if (work.kind === 'script') return stepScript(world, flows, errand, work);
  const [next] = work.left;
  if (next === undefined) return finish(world, flows, errand, 'granted');
  if (!granted(world, flows, errand, next, work.reason)) return;
  work.left = work.left.slice(1);
  step(world, flows, errand);
}

function stepScript(world: World, flows: Flows, errand: Errand, work: ScriptWork): void {
  const result = beginScriptCall(world, flows, errand, work);
  if (result !== undefined) finish(world, flows, errand, result.as, '', result);
}

/** Functions of scripts that were called have returned. */
export function scriptsReturned(world: World, flows: Flows): void {
  if (flows.calling.size === 0) return;
  for (const { errand, result } of returnedCalls(world, flows)) {
    flows.calling.delete(errand);
    finish(world, flows, errand, result.as, '', result);
  }
}

function stepFetch(world: World, flows: Flows, errand: Errand, work: FetchWork): void {
  const { flow } = errand;
  const web = requestPlace(work.url);
  if (typeof web === 'string') return fail(world, flows, errand, 'WW_FETCH_FAILED', web);
  if (work.body.length > LONGEST_BODY || work.mediaType.length > LONGEST_TYPE)
    return fail(world, flows, errand, 'WW_FETCH_FAILED', `it sends more than ${LONGEST_BODY} characters, or names a type of more than ${LONGEST_TYPE}`);
  if (!granted(world, flows, errand, web, work.reason)) return;
  const store = world.store(Flow);
  errand.sent = true;
  world.jobs.run(FLOW_SYSTEM, errand, FETCH, {
    entity: world.entities.id.get(store.owner[flow.row] as number),
    component: store.keyOf(flow.row),
    url: web.url,
    method: work.method,
    body: work.body,
    mediaType: work.mediaType,
  });
  wake(world, flows, errand);
}

/** Whether a place is allowed; where it is not, the errand waits for the answer, or has ended. */
function granted(world: World, flows: Flows, errand: Errand, web: WebPlace, reason: string): boolean {
  const place = placeFor(world, errand.flow, web, errand.chain.acting);
  if (place === 'nobody') finish(world, flows, errand, 'ignored');
  else if (place === 'full') fail(world, flows, errand, 'WW_LIMIT', 'this Flow waits for answers to too many questions of access');
  else if (isAllowed(place)) return true;
  else {
    errand.place = place;
    place.waiting.add(errand);
    // One question serves all who wait for it.
    if (place.ask !== 0 && !place.quiet) return false;
    place.url = web.url;
    place.reason = reason;
    askFor(world, place, false);
  }
  return false;
}

/** Ends it. What was refused is told in words where `why` gives them. */
function finish(
  world: World,
  flows: Flows,
  errand: Errand,
  as: ErrandResult['as'],
  why = '',
  answer: { status: number; content: string | null } = NO_ANSWER,
): void {
  if (answer.content !== null && isTooMuchHeld(flows, answer.content.length)) return fail(world, flows, errand, 'WW_LIMIT', tooMuchWords());
  if (why !== '') tellError(world, errand.flow, `WW_ACCESS_DENIED: the node ${JSON.stringify(errand.node)}: ${why}`);
  errand.result = { as, ...answer };
  holdErrand(flows, errand);
  wake(world, flows, errand);
}
const NO_ANSWER = { status: 0, content: null };

function fail(world: World, flows: Flows, errand: Errand, code: ErrorCode, message: string): void {
  tellError(world, errand.flow, `${code}: the node ${JSON.stringify(errand.node)}: ${message}`);
  errand.result = { as: errand.work.kind === 'access' ? 'ignored' : 'error', ...NO_ANSWER };
  wake(world, flows, errand);
}

/** Sets its chain going, where that waits for this and for nothing else. */
function wake(world: World, flows: Flows, { flow, chain, node }: Errand): void {
  const graph = flow.graph ?? flow.left;
  if (chain.due !== Infinity || !flow.chains.has(chain) || graph?.plan.nodes[chain.stack.at(-2) ?? -1]?.id !== node) return;
  // One that stands still is due when it would be had this come as it began to.
  chain.due = flow.still ?? world.tick;
  putDue(flows, flow, chain);
}

/* ---------- answers ---------- */

/** A user has answered: all who wait for that go on, in the order in which they began. */
export function errandsAnswered(world: World, flows: Flows, place: Place, outcome: Outcome, given: AccessAnswer): void {
  if (place.waiting.size === 0) return;
  if (outcome === 'waiting') {
    world.log('warn', `waits for access: ${given.note ?? `a user is asked for ${hostPortText(place)}`} (WW_ACCESS_WAITING)`, sourceOf(world, place.flow));
    return;
  }
  if (outcome === 'revoked') return askFor(world, place, false);
  const waiting = [...place.waiting].sort((a, b) => a.number - b.number);
  place.waiting.clear();
  const by = world.users.find(given.by)?.name ?? given.name ?? given.by;
  const what = `${place.scope === 'HTTP' ? 'send requests' : 'connect'} to ${hostPortText(place)}`;
  for (const errand of waiting) {
    errand.place = null;
    world.actFor(errand.chain.acting, () => {
      if (outcome === 'allowed') step(world, flows, errand);
      else if (outcome === 'denied')
        finish(world, flows, errand, 'denied', `${by} does not let this world ${what}${given.note === undefined ? '' : ` (${given.note})`}`);
      else if (errand.work.kind === 'fetch') finish(world, flows, errand, 'denied', `nobody has decided whether this world may ${what}`);
      else finish(world, flows, errand, 'ignored');
    });
  }
}

/** A request is over, or will not be. */
export function errandRan(world: World, flows: Flows, errand: Errand, outcome: JobOutcome): void {
  const { work } = errand;
  if (work.kind !== 'fetch') return;
  if (!outcome.ok) {
    const { code, message } = outcome;
    if ((code === 'WW_ACCESS_DENIED' || code === 'WW_ADDRESS_NEAR') && work.again < MOST_AGAIN) return askAgain(world, flows, errand, work);
    // The server may have it already: to ask again, and to send it a second time, is for whoever made the graph.
    if (code === 'WW_ACCESS_WITHDRAWN') {
      tellError(world, errand.flow, `${code}: the node ${JSON.stringify(errand.node)}: ${message}`);
      return finish(world, flows, errand, 'denied');
    }
    if (code === 'WW_ACCESS_DENIED' || code === 'WW_ADDRESS_REFUSED') return finish(world, flows, errand, 'denied', message);
    return fail(world, flows, errand, code, message);
  }
  const { status, content, redirect } = outcome.answer as unknown as FetchAnswer;
  if (redirect === undefined) return finish(world, flows, errand, 'response', '', { status, content });
  leadOn(world, flows, errand, work, status, redirect);
}

/** The machine has refused what was allowed in the world: who decides is asked anew, and told what the machine has found. */
function askAgain(world: World, flows: Flows, errand: Errand, work: FetchWork): void {
  work.again++;
  const web = requestPlace(work.url);
  const place = typeof web === 'string' ? undefined : placeFor(world, errand.flow, web, errand.chain.acting);
  if (typeof place === 'object') place.grant = null;
  step(world, flows, errand);
}

/** An answer leads on: that is a request of its own, to a place that is asked for by itself. */
function leadOn(world: World, flows: Flows, errand: Errand, work: FetchWork, status: number, to: string): void {
  const led = ledOn(work, status, to);
  if (typeof led === 'string') return fail(world, flows, errand, 'WW_FETCH_FAILED', led);
  work.hops++;
  if (led.asGet) {
    flows.sending -= work.body.length;
    Object.assign(work, { method: 'GET', body: '', mediaType: '' });
  }
  work.reason = `${work.reason.replace(/, led on by .*$/s, '')}, led on by ${led.from}`;
  work.url = to;
  holdErrand(flows, errand);
  step(world, flows, errand);
}
