import { readUrl } from '../access/handshake.ts';
import { headerOf } from '../access/request-rules.ts';
import { utf8Length } from '../connection/text-size.ts';
import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { Crossing } from '../world/sandbox.ts';
import type { World } from '../world/world.ts';
import { applied, commanded, impelled, queried, readColumn, writeColumn } from './asking.ts';
import { closeEar, openEar } from './ears.ts';
import { pathOf } from './file-paths.ts';
import { awaitFile, fileText } from './files.ts';
import { abortRequest, beginRequest, requestMethod, requestUrl } from './fetching.ts';
import { bindField, componentOf, readField, writeField } from './fields.ts';
import { readJson } from './json-text.ts';
import { LONGEST_KEPT } from './limits.ts';
import { closeListener, openListener, type Wish } from './listeners.ts';
import { bufferedIn, closeSocket, openSocket, sendOver } from './sockets.ts';
import { noteTimer, type CallResult, type Scripts, type ScriptState } from './state.ts';
import { tellError, tellLine, tellLogged } from './telling.ts';
import { CHANGES, partsOf, readUrlText, writeUrl, type Url } from './url.ts';

/** What is asked often, by number. */
const READ = 1;
const WRITE = 2;

/** Characters of what a function gives to a flow, as JSON, and of what was wrong in it. */
const LONGEST_RESULT = 100_000;
const LONGEST_WHY = 2000;

const encoder = new TextEncoder();
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** @returns what the library gets; of nothing, undefined */
type Answer = (world: World, scripts: Scripts, script: ScriptState, args: readonly Crossing[], spend: (units: number) => void) => Crossing | void;

/** What a script's library may ask of the world, by the names that it has for it. All that comes is foreign, and checked here. */
const CALLS: Readonly<Record<string, Answer>> = {
  log: (world, scripts, script, [level, line]) => {
    tellLine(world, scripts, script, level === 'warn' || level === 'error' || level === 'debug' ? level : 'info', text(line));
  },
  failed: (world, scripts, script, [name, message, stack, where]) => {
    const what = `${text(name)}: ${text(message)}`;
    tellError(world, scripts, script, text(where) === '' ? what : `${what}, in ${text(where)}`, text(stack));
  },
  path: (_world, scripts, _script, [name, from]) => pathOf(text(name), scripts.files.known.has(text(from)) ? text(from) : ''),
  file: (_world, scripts, script, [path]) => void fileText(scripts, script, text(path)),
  // The sandbox runs what this gives, as a file of that name.
  include: (_world, scripts, script, [path]) => fileText(scripts, script, text(path)),
  awaitFile: (_world, scripts, script, [path]) => awaitFile(scripts, script, text(path)),
  keeps: (_world, _scripts, script) => {
    script.keeps = true;
  },
  keep: (_world, _scripts, script, [kept]) => {
    if (text(kept).length > LONGEST_KEPT)
      throw new WorldwireError(
        'WW_LIMIT',
        `Script.state has ${text(kept).length} characters as JSON, and ${LONGEST_KEPT} is the most; what it was before is kept`,
      );
    script.kept = text(kept);
  },

  returned: (_world, _scripts, script, [call, value]) => {
    if (script.calls.get(number(call)) === null) script.calls.set(number(call), resultOf(text(value)));
  },
  failedCall: (_world, _scripts, script, [call, why]) => {
    if (script.calls.get(number(call)) === null) script.calls.set(number(call), { value: null, error: text(why).slice(0, LONGEST_WHY) });
  },
  said: (world, _scripts, script, [value]) => tellLogged(world, script, `< ${text(value)}`),
  saidWrong: (world, _scripts, script, [value]) => tellLogged(world, script, `< ${text(value)}`, 'error'),
  due: (_world, scripts, script, [at]) => {
    script.due = number(at);
    if (script.due >= 0) noteTimer(scripts, script);
  },
  ticking: (_world, scripts, script, [isOn]) => {
    script.ticking = isOn === true;
    if (script.ticking) scripts.ticking.add(script);
    else scripts.ticking.delete(script);
  },

  url: (_world, _scripts, _script, [url], spend) => normalUrl(text(url), spend),
  urlParts: (_world, _scripts, _script, [url, base], spend) => {
    const known = base === undefined ? undefined : urlOf(text(base), spend);
    if (base !== undefined && known === undefined) return null;
    const read = urlOf(text(url), spend, known);
    return read === undefined ? null : JSON.stringify(partsOf(read));
  },
  urlChanged: (_world, _scripts, _script, [url, name, value], spend) => {
    const read = urlOf(text(url), spend);
    const change = Object.hasOwn(CHANGES, text(name)) ? CHANGES[text(name)] : undefined;
    if (read === undefined || change === undefined) return null;
    spend(text(value).length);
    change(read, text(value).toWellFormed());
    return JSON.stringify(partsOf(read));
  },
  size: (_world, _scripts, _script, [from]) => utf8Length(text(from)),
  encode: (_world, _scripts, _script, [from]) => encoder.encode(text(from)),
  decode: (_world, _scripts, _script, [from, isFatal]) => decoded(bytes(from), isFatal === true),
  open: (world, scripts, script, [url, protocols]) => openSocket(world, scripts, script, text(url), strings(protocols)),
  send: (world, _scripts, script, [id, data]) => {
    const message = data instanceof Uint8Array ? data : text(data).toWellFormed();
    sendOver(world, script, number(id), message, typeof message === 'string' ? utf8Length(message) : message.byteLength);
  },
  buffered: (world, _scripts, { sockets }, [id]) => {
    const socket = sockets.get(number(id));
    return socket === undefined ? 0 : bufferedIn(world, socket);
  },
  close: (world, scripts, script, [id, code, reason]) => closeSocket(world, scripts, script, number(id), number(code), text(reason)),

  requestUrl: (_world, _scripts, _script, [url], spend) => requestUrl(text(url), spend),
  requestMethod: (_world, _scripts, _script, [method]) => requestMethod(text(method)),
  header: (_world, _scripts, _script, [name, value]) => normalHeader(text(name), text(value)),
  fetch: (world, scripts, script, [url, method, headers, redirect, body], spend) => {
    const wish = { url: text(url), method: text(method), headers: text(headers), redirect: text(redirect) };
    return beginRequest(world, scripts, script, { ...wish, body: body === undefined ? undefined : bytes(body) }, spend);
  },
  unfetch: (world, scripts, script, [id]) => abortRequest(world, scripts, script, number(id)),

  world: (world, _scripts, _script, [what]) => (what === 'tick' ? world.tick : what === 'time' ? world.time : world.name),
  find: (world, _scripts, _script, [name], spend) => {
    spend(world.entities.count);
    for (const row of world.entities.all()) if (world.entities.name.get(row) === name) return world.entities.id.get(row);
    return null;
  },
  entity: (world, _scripts, _script, [id]) => {
    const { entities } = world;
    const row = entities.rowOf(text(id));
    if (row === undefined) return null;
    return JSON.stringify({ name: entities.name.get(row), tag: entities.tag.get(row), components: entities.held(row).map(({ key }) => key) });
  },
  fields: (world, _scripts, _script, [id, key]) => {
    const found = componentOf(world, text(id), text(key));
    return found === undefined ? null : JSON.stringify(found.store.component.fieldList.map(({ name }) => name));
  },
  field: (world, _scripts, script, [id, key, field]) => bindField(world, script, { entity: text(id), component: text(key), field: text(field) }),
  listen: (world, _scripts, script, [wish]) => openListener(world, script, object(wish) as Wish),
  unlisten: (world, _scripts, script, [id]) => closeListener(world, script, number(id)),

  on: (world, scripts, script, [entity, component, event]) =>
    openEar(world, scripts, script, { entity: text(entity), component: text(component), event: text(event) }),
  off: (_world, scripts, script, [ear]) => closeEar(scripts, script, number(ear)),
  hearImpulses: (_world, _scripts, script, [isOn]) => {
    script.impulses = isOn === true;
  },
  impulse: (world, _scripts, _script, [tag, value], spend) => impelled(world, text(tag), value === undefined ? undefined : parsed(value), spend),
  command: (world, _scripts, _script, [entity, component, command, args], spend) =>
    commanded(world, text(entity), text(component), text(command), parsed(args), spend),
  apply: (world, _scripts, _script, [operations], spend) => applied(world, parsed(operations), spend),
  query: (world, _scripts, _script, [types], spend) => queried(world, strings(types), spend),
  readColumn: (world, _scripts, _script, [types, type, field], spend) => readColumn(world, strings(types), text(type), text(field), spend),
  writeColumn: (world, _scripts, _script, [types, type, field, values], spend) => writeColumn(world, strings(types), text(type), text(field), values, spend),
};

/** Does what a script's library asks for. Throws WorldwireError, which the script gets as an error. */
export function answerCall(
  world: World,
  scripts: Scripts,
  script: ScriptState,
  op: string | number,
  args: readonly Crossing[],
  spend: (units: number) => void,
): Crossing {
  // It has removed itself, and may run to the end of its turn.
  if (scripts.byRow.get(script.row) !== script) throw new WorldwireError('WW_REFUSED', 'the script has been removed, and asks for nothing any more');
  if (op === READ) return readField(world, script, number(args[0]));
  if (op === WRITE) return writeField(world, script, number(args[0]), args[1], spend);
  if (typeof op !== 'string' || !Object.hasOwn(CALLS, op)) throw new WorldwireError('WW_BAD_REQUEST', `nothing of a world is called ${JSON.stringify(op)}`);
  const answer = CALLS[op]?.(world, scripts, script, args, spend);
  return answer === undefined ? undefined : answer;
}

function resultOf(value: string): CallResult {
  if (value.length <= LONGEST_RESULT) return { value, error: '' };
  return { value: null, error: `what it returns has ${value.length} characters as JSON, and ${LONGEST_RESULT} is the most` };
}

/** A URL, for a unit of fuel each character; undefined where it is none. */
function urlOf(url: string, spend: (units: number) => void, base?: Url): Url | undefined {
  spend(url.length);
  return readUrlText(url, base);
}

/** The URL of a WebSocket as the standard writes it: http: and https: are ws: and wss: (websockets.spec.whatwg.org, `new WebSocket`). Null where it is none. */
function normalUrl(text: string, spend: (units: number) => void): string | null {
  const url = urlOf(text, spend);
  if (url === undefined) return null;
  if (url.scheme === 'http' || url.scheme === 'https') url.scheme = url.scheme === 'http' ? 'ws' : 'wss';
  const read = readUrl(writeUrl(url));
  return 'expected' in read ? null : read.href;
}

/** A header as it is sent, its name and its value parted by a line break, which neither of them holds. */
function normalHeader(name: string, value: string): string {
  const read = headerOf(name, value);
  if (typeof read === 'string') throw new WorldwireError('WW_HEADER_INVALID', read);
  return read.header.join('\n');
}

/** The text of UTF-8; null where it is none, and that matters. */
function decoded(from: Uint8Array, isFatal: boolean): string | null {
  try {
    return (isFatal ? strict : lenient).decode(from);
  } catch {
    return null;
  }
}

/* ---------- what comes out of a sandbox ---------- */

function text(value: Crossing): string {
  if (typeof value !== 'string') throw new WorldwireError('WW_BAD_REQUEST', `expected a text, and got ${typeof value}`);
  return value;
}
function bytes(value: Crossing): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new WorldwireError('WW_BAD_REQUEST', `expected bytes, and got ${typeof value}`);
  return value;
}
function number(value: Crossing): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new WorldwireError('WW_BAD_REQUEST', `expected a number, and got ${typeof value}`);
  return value;
}
function parsed(value: Crossing): Json {
  return readJson(text(value));
}
function object(value: Crossing): object {
  const given = parsed(value);
  return typeof given === 'object' && given !== null ? given : {};
}
function strings(value: Crossing): readonly string[] {
  const list = parsed(value);
  if (!Array.isArray(list) || !list.every((each) => typeof each === 'string')) throw new WorldwireError('WW_BAD_REQUEST', 'expected a list of texts');
  return list;
}
