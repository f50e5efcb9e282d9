import { FETCH, LONGEST_BODY, type FetchAnswer } from '../access/fetch-job.ts';
import { hostPortText } from '../access/host.ts';
import { ledOn, MOST_AGAIN } from '../access/redirect.ts';
import { headersOnward, methodOf, requestHeadersFault, type Header } from '../access/request-rules.ts';
import { requestPlace, type WebPlace } from '../access/web-place.ts';
import { HOST, type AccessAnswer, type JobOutcome } from '../door.ts';
import { WorldwireError, type ErrorCode } from '../errors.ts';
import { fromBase64, toBase64 } from '../schema/base64.ts';
import type { Outcome } from '../world/owned.ts';
import type { World } from '../world/world.ts';
import { Script } from './script.ts';
import { happened, hasTooMuch, inOrder, REFUSAL } from './sockets.ts';
import { REDIRECTS, SCRIPTS, type Listener, type Redirect, type SceneFiles, type ScriptRequest, type Scripts, type ScriptState, type Socket } from './state.ts';
import { aboutOf, sourceOf } from './telling.ts';
import { readUrlText, writeUrl } from './url.ts';

/** Requests under way at a time: of one script, and of all of a world. */
const MOST_OF_SCRIPT = 256,
  MOST_OF_WORLD = 1000;
/** Bytes that all requests of a world's scripts send that are under way. */
const MOST_SENDING = 16 << 20;
/** Characters of the reason for which somebody is asked. */
const LONGEST_REASON = 2000;

/** What a script wants to be asked for, as it comes out of its sandbox. */
export interface Wish {
  readonly url: string;
  readonly method: string;
  /** Name and value of each header, each of them ended by a line break, which none of them holds. */
  readonly headers: string;
  readonly body: Uint8Array | undefined;
  readonly redirect: string;
}

export function isRequest(holder: Socket | Listener | ScriptRequest | SceneFiles): holder is ScriptRequest {
  return 'hops' in holder;
}

/** An address of a request as the standard writes it. Read by our own code, since the platform's comes to another end from version to version. */
export function requestUrl(text: string, spend: (units: number) => void): string {
  spend(text.length);
  const url = readUrlText(text, undefined);
  const written = url === undefined ? '' : writeUrl(url);
  const place = written === '' ? 'the URL cannot be read as an address; expected one like https://example.com/path' : requestPlace(written);
  if (typeof place === 'string') throw new WorldwireError('WW_FETCH_FAILED', place);
  return written;
}

/** The method of a request as the standard writes it. */
export function requestMethod(text: string): string {
  const read = methodOf(text);
  if (typeof read === 'string') throw new WorldwireError('WW_FETCH_FAILED', read);
  return read.method;
}

/** Begins a request of a script. What becomes of it is told in later turns. Returns the number by which the script knows it. */
export function beginRequest(world: World, scripts: Scripts, script: ScriptState, wish: Wish, spend: (units: number) => void): number {
  const place = requestPlace(requestUrl(wish.url, spend)) as WebPlace;
  const method = requestMethod(wish.method);
  const headers = headersOf(wish.headers);
  const { redirect } = wish;
  if (!isRedirect(redirect)) throw new WorldwireError('WW_BAD_VALUE', `expected one of ${REDIRECTS.join(', ')} for redirect`);
  const size = wish.body?.length ?? 0;
  if (size > LONGEST_BODY) throw new WorldwireError('WW_FETCH_FAILED', `it sends ${size} bytes, and ${LONGEST_BODY} is the most`);
  const body = wish.body === undefined ? null : toBase64(wish.body);
  refuseTooMany(scripts, script, size);
  if ((world.store(Script).columns.HandlingUser.data[script.row] ?? null) === null)
    throw new WorldwireError('WW_ACCESS_DENIED', 'nobody can be asked whether it may send requests: the script has no HandlingUser');
  const { host, port, url } = place;
  const request: ScriptRequest = {
    script,
    id: ++script.lastSocket,
    acting: world.acting,
    url,
    host,
    port,
    method,
    headers,
    body,
    redirect,
    from: '',
    hops: 0,
    again: 0,
    ask: 0,
    asked: null,
    grant: null,
    job: 0,
    name: '',
    user: '',
  };
  addRequest(scripts, request);
  ask(world, request);
  return request.id;
}

function headersOf(text: string): readonly Header[] {
  const parts = text.split('\n');
  const headers = Array.from({ length: parts.length >> 1 }, (_, at): Header => [parts[2 * at] as string, parts[2 * at + 1] as string]);
  const fault = parts.length % 2 === 1 ? requestHeadersFault(headers) : 'the headers cannot be read';
  if (fault !== undefined) throw new WorldwireError('WW_HEADER_INVALID', fault);
  return headers;
}

function isRedirect(text: string): text is Redirect {
  return (REDIRECTS as readonly string[]).includes(text);
}

function refuseTooMany({ requests, sending }: Scripts, script: ScriptState, size: number): void {
  if (script.requests.size >= MOST_OF_SCRIPT)
    throw new WorldwireError('WW_LIMIT', `${MOST_OF_SCRIPT} requests of this script are under way already, which is the most`);
  if (requests >= MOST_OF_WORLD || sending + size > MOST_SENDING)
    throw new WorldwireError('WW_LIMIT', `${requests} requests of scripts of this world are under way already, or send too much together`);
}

/** Bytes of what stands in base64. */
function sizeOf(body: string | null): number {
  return body === null ? 0 : (body.length >> 2) * 3 - (body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0);
}

/** Counts one in; it has begun, or has come with a snapshot. */
export function addRequest(scripts: Scripts, request: ScriptRequest): void {
  request.script.requests.set(request.id, request);
  scripts.requests++;
  scripts.sending += sizeOf(request.body);
}

function forget(scripts: Scripts, { script, id, body }: ScriptRequest): void {
  if (!script.requests.delete(id)) return;
  scripts.requests--;
  scripts.sending -= sizeOf(body);
}

/** Nobody wants it any more: what stands of it outside is taken back. */
function drop(world: World, scripts: Scripts, request: ScriptRequest): void {
  world.access.withdraw(request);
  world.jobs.stop(request);
  forget(scripts, request);
}

/** The script has aborted one. */
export function abortRequest(world: World, scripts: Scripts, script: ScriptState, id: number): void {
  const request = script.requests.get(id);
  if (request !== undefined) drop(world, scripts, request);
}

/** The script ends: nobody waits for its requests any more. */
export function dropRequests(world: World, scripts: Scripts, script: ScriptState): void {
  for (const request of script.requests.values()) drop(world, scripts, request);
}

/* ---------- what is next ---------- */

/** Requests are made by the server, so that its owner is asked for them, whoever opens the script's sockets. */
function ask(world: World, request: ScriptRequest): void {
  const { script, url, method, body, host, port, from } = request;
  const about = aboutOf(world, script, url, body === null && (method === 'GET' || method === 'HEAD') ? 'fetches from it' : 'sends to it');
  const reason = (from === '' ? about.reason : `led on by ${from}: ${about.reason}`).slice(0, LONGEST_REASON);
  const user = { userId: HOST.userId, machineId: world.users.machineFor({ userId: HOST.userId, machineId: null }) ?? HOST.userId };
  world.access.ask(SCRIPTS, request, { user, host, port, ...about, reason });
}

/** The owner of the machine has answered. */
export function requestAnswered(world: World, scripts: Scripts, request: ScriptRequest, outcome: Outcome, { note }: AccessAnswer): void {
  const place = hostPortText(request);
  switch (outcome) {
    case 'allowed':
      return world.actFor(request.acting, () => send(world, request));
    case 'denied':
    case 'revoked':
    case 'dismissed':
      return fail(world, scripts, request, 'WW_ACCESS_DENIED', `access to ${place} was ${REFUSAL[outcome]}${note === undefined ? '' : `: ${note}`}`);
    case 'waiting':
      if (isFirst(request))
        world.log('warn', `waits for access: ${note ?? `somebody is asked for ${place}`} (WW_ACCESS_WAITING)`, sourceOf(world, request.script));
  }
}

/** Whether no older request of the script waits for the same place, so that it is told once. */
function isFirst({ script, id, host, port }: ScriptRequest): boolean {
  for (const other of script.requests.values()) if (other.ask !== 0 && other.host === host && other.port === port) return other.id === id;
  return true;
}

/** A user has changed the decision by which these were allowed or wait. Those that are sent are ended by the server where they are allowed no longer. */
export function requestsOutdated(world: World, concerned: readonly ScriptRequest[]): void {
  for (const request of [...concerned].sort((a, b) => a.ask - b.ask || a.id - b.id)) if (request.ask === 0 && request.job === 0) ask(world, request);
}

function send(world: World, request: ScriptRequest): void {
  const { entity, source } = sourceOf(world, request.script);
  const { url, method, headers, body } = request;
  world.jobs.run(SCRIPTS, request, FETCH, { entity, component: source, url, method, body: '', mediaType: '', raw: { headers: headers.flat(), body } });
}

/** A request is over, or will not be. */
export function requestRan(world: World, scripts: Scripts, request: ScriptRequest, outcome: JobOutcome): void {
  if (!outcome.ok) {
    const { code, message } = outcome;
    // The machine has refused what was allowed in the world: who decides is asked anew, and told what the machine has found.
    if ((code === 'WW_ACCESS_DENIED' || code === 'WW_ADDRESS_NEAR') && request.again < MOST_AGAIN) {
      request.again++;
      request.grant = null;
      return ask(world, request);
    }
    return fail(world, scripts, request, code, message);
  }
  const { status, redirect, raw } = outcome.answer as unknown as FetchAnswer;
  if (redirect !== undefined && request.redirect === 'error')
    return fail(world, scripts, request, 'WW_FETCH_FAILED', `${hostPortText(request)} leads on to another address, which the script does not want`);
  if (redirect !== undefined && request.redirect === 'follow') return leadOn(world, scripts, request, status, redirect);
  const body = raw === undefined ? undefined : fromBase64(raw.body);
  if (raw === undefined || body === undefined) return fail(world, scripts, request, 'WW_JOB_FAILED', 'the answer is none that a script could have');
  if (hasTooMuch(request.script)) return fail(world, scripts, request, 'WW_LIMIT', 'the script does not take what it has to hear already');
  const head = JSON.stringify([status, raw.statusText, request.url, request.hops > 0, raw.headers]);
  end(world, scripts, request, { kind: 'fetched', args: [request.id, body, head], acting: request.acting });
}

/** An answer leads on: that is a request of its own, to a place that is asked for by itself. */
function leadOn(world: World, scripts: Scripts, request: ScriptRequest, status: number, to: string): void {
  const read = readUrlText(to, undefined);
  const place = requestPlace(read === undefined ? to : writeUrl(read));
  if (typeof place === 'string') return fail(world, scripts, request, 'WW_FETCH_FAILED', `${hostPortText(request)} leads on, but ${place}`);
  const led = ledOn(request, status, place.url);
  if (typeof led === 'string') return fail(world, scripts, request, 'WW_FETCH_FAILED', led);
  request.hops++;
  request.headers = headersOnward(request.headers, led);
  if (led.asGet) {
    scripts.sending -= sizeOf(request.body);
    Object.assign(request, { method: 'GET', body: null });
  }
  const { host, port, url } = place;
  Object.assign(request, { host, port, url, from: led.from });
  const { grant } = request;
  if (grant !== null && world.access.isGranted(request, { ...grant, host, port })) send(world, request);
  else ask(world, request);
}

function fail(world: World, scripts: Scripts, request: ScriptRequest, code: ErrorCode, message: string): void {
  end(world, scripts, request, { kind: 'notFetched', args: [request.id, code, message], acting: request.acting });
}

function end(world: World, scripts: Scripts, request: ScriptRequest, happening: Parameters<typeof happened>[2]): void {
  drop(world, scripts, request);
  happened(world, request.script, happening);
}

/** The world goes on in another process: what was being asked is asked again. What was under way is told as lost by the world. */
export function requestsTakenUp(world: World, scripts: Scripts): void {
  for (const request of allRequests(world, scripts)) if (request.job === 0) ask(world, request);
}

export function allRequests(world: World, scripts: Scripts): readonly ScriptRequest[] {
  return inOrder(world, scripts).flatMap(({ requests }) => [...requests.values()]);
}
