import { toBase64 } from '../schema/base64.ts';
import type { Json } from '../schema/field.ts';
import { count, id, listOf, number, oneOf, orNull, record, refuse, text, truth, tuple, whole, wrong, type Form } from '../world/form.ts';
import type { Asked, Grant } from '../world/owned.ts';
import type { Crossing } from '../world/sandbox.ts';
import { sandboxOf } from '../world/sandbox-of.ts';
import type { World } from '../world/world.ts';
import { addUser } from './files.ts';
import { KEPT_MEMORY } from './limits.ts';
import { loadFiles, SAVED_FILES, saveFiles, type SavedFiles } from './saved-files.ts';
import { Script } from './script.ts';
import { inOrder } from './sockets.ts';
import { noteEar } from './ears.ts';
import { addRequest } from './fetching.ts';
import {
  HAPPENINGS,
  noteTimer,
  recentUse,
  REDIRECTS,
  SCRIPTS,
  Scripts,
  ScriptState,
  type CallResult,
  weightOf,
  type Happening,
  type Listener,
  type ScriptRequest,
  type Socket,
} from './state.ts';
import { sourceOf } from './telling.ts';
import { restoreVm } from './turn.ts';
import { fromBase64 } from '../schema/base64.ts';

const PLACE = `systems/${SCRIPTS}`;

type SavedRequest = Omit<ScriptRequest, 'script'>;
type SavedSocket = Omit<Socket, 'script' | 'accepted' | 'acceptedStep'>;
interface SavedScript {
  readonly entity: string;
  readonly component: string;
  /** Whether it runs, and its sandbox in base64; null where it does not run, or has taken more than is kept. */
  readonly running?: boolean;
  readonly vm: string | null;
  readonly fresh: boolean;
  readonly stopping: boolean;
  readonly due: number;
  readonly ticking: boolean;
  readonly pending: boolean;
  readonly owed: number;
  readonly slowed: boolean;
  readonly lastSocket: number;
  readonly fields: readonly (readonly [entity: string, component: string, field: string, isPlain: boolean])[];
  readonly sockets: readonly SavedSocket[];
  readonly listeners: readonly Omit<Listener, 'script'>[];
  /** None in what was saved before scripts fetched. */
  readonly requests?: readonly SavedRequest[];
  readonly ears: readonly (readonly [number: number, entity: string, component: string, event: string])[];
  readonly lastEar: number;
  readonly impulses: boolean;
  readonly loading?: boolean;
  readonly uses?: readonly string[];
  readonly awaited?: readonly string[];
  readonly kept?: string;
  readonly told?: { readonly line: string; readonly until: number; readonly more: number } | null;
  readonly calls?: readonly (readonly [call: number, result: CallResult | null])[];
  readonly keeps?: boolean;
  readonly used?: number;
  readonly out: readonly (readonly [kind: string, acting: string, args: readonly Json[]])[];
}
interface Saved {
  readonly build: string;
  readonly scripts: readonly SavedScript[];
  readonly dropped: readonly number[];
  readonly files?: SavedFiles;
  readonly lastCall?: number;
}

/* ---------- writing ---------- */

export function saveScripts(scripts: Scripts, world: World): Json {
  const { list, ...rest } = take(scripts, world);
  return { ...rest, scripts: list.map(({ script, vm }) => ({ ...script, vm: vm() })) } as unknown as Json;
}

/** The same in parts of its text, of which each is made when it is asked for: what holds most is memory of sandboxes, which is only copied at once. */
export function freezeScripts(scripts: Scripts, world: World): readonly (() => string)[] {
  const { list, ...rest } = take(scripts, world);
  const head = JSON.stringify(rest).slice(0, -1);
  const parts = list.map(({ script, vm }, at) => {
    const text = JSON.stringify(script).slice(0, -1);
    return () => `${at === 0 ? '' : ','}${text},"vm":${JSON.stringify(vm())}}`;
  });
  return [() => `${head},"scripts":[`, ...parts, () => ']}'];
}

function take(scripts: Scripts, world: World) {
  const list = inOrder(world, scripts).filter((script) => needsSaving(world, script));
  return {
    build: list.length === 0 ? '' : (sandboxOf(world)?.build ?? ''),
    dropped: [...scripts.dropped].sort((a, b) => a - b),
    files: saveFiles(scripts),
    lastCall: scripts.lastCall,
    list: list.map((script) => ({ script: saveScript(world, script), vm: freezeVm(script) })),
  };
}

/** Takes the sandbox of a script, to be written in base64; null where it does not run, or has taken more than is kept. */
function freezeVm({ vm }: ScriptState): () => string | null {
  const written = vm === undefined || vm.memory > KEPT_MEMORY ? undefined : vm.save();
  return () => (written === undefined ? null : toBase64(written));
}

/** Whether there is more to say of it than that it is there. */
function needsSaving(world: World, script: ScriptState): boolean {
  const { vm, fresh, stopping, loading, uses, calls, kept } = script;
  return vm !== undefined || fresh || stopping || loading || uses.size > 0 || calls.size > 0 || kept !== '' || recentUse(world, script) > 0;
}

function saveScript(world: World, script: ScriptState): Omit<SavedScript, 'vm'> {
  const { entity, source: component } = sourceOf(world, script);
  const { vm, fresh, stopping, due, ticking, pending, owed, slowed, lastSocket } = script;
  return {
    entity,
    component,
    running: vm !== undefined,
    fresh,
    stopping,
    due,
    ticking,
    pending,
    owed,
    slowed,
    lastSocket,
    fields: script.fields.map(({ ref, isPlain }) => [ref.entity, ref.component, ref.field, isPlain]),
    sockets: Array.from(script.sockets.values(), ({ script: _script, accepted: _accepted, acceptedStep: _step, ...socket }) => socket),
    listeners: Array.from(script.listeners.values(), ({ script: _script, ...listener }) => listener),
    requests: Array.from(script.requests.values(), ({ script: _script, ...request }) => request),
    ears: Array.from(script.ears, ([number, ear]) => [number, ear.entity, ear.component, ear.event] as const),
    lastEar: script.lastEar,
    impulses: script.impulses,
    loading: script.loading,
    uses: [...script.uses],
    awaited: [...script.awaited],
    kept: script.kept,
    told: script.told,
    calls: [...script.calls],
    keeps: script.keeps,
    used: recentUse(world, script),
    out: script.out.map(({ kind, args, acting }) => [kind, acting, args.map(saveCrossing)]),
  };
}

/** Bytes, and nothing, stand as objects, which nothing else that crosses is. */
function saveCrossing(value: Crossing): Json {
  if (value === undefined) return {};
  return value instanceof Uint8Array ? { bytes: toBase64(value) } : (value ?? null);
}

/* ---------- reading ---------- */

const ASKED: Form = orNull(record({ userId: id, machineId: id, host: text, port: whole(0, 65_535) }));
const GRANT: Form = orNull(record({ userId: id, machineId: id, host: text, port: whole(0, 65_535), once: truth, stale: truth }));
const SOCKET = record(
  {
    id: whole(1),
    url: text,
    host: text,
    port: whole(0, 65_535),
    protocols: listOf(text, 'a list of protocols'),
    acting: id,
    state: oneOf('Asking', 'Connecting', 'Open', 'Closing'),
    since: number,
    closing: orNull(record({ code: whole(0, 65_535), reason: text })),
    buffered: count,
    number: count,
    ask: count,
    asked: ASKED,
    grant: GRANT,
  },
  // Snapshots of older versions have none of these.
  { server: count, protocol: text, messagesIn: count, bytesIn: count, messagesOut: count, bytesOut: count },
);
const REQUEST = record({
  id: whole(1),
  acting: id,
  url: text,
  host: text,
  port: whole(0, 65_535),
  method: text,
  headers: listOf(tuple(text, text), 'a list of headers'),
  body: orNull(text),
  redirect: oneOf(...REDIRECTS),
  from: text,
  hops: count,
  again: count,
  job: count,
  name: text,
  user: text,
  ask: count,
  asked: ASKED,
  grant: GRANT,
});
const SETTINGS = record({
  host: text,
  port: whole(0, 65_535),
  path: text,
  protocols: listOf(text, 'a list of protocols'),
  origins: listOf(text, 'a list of origins'),
  maxClients: whole(1, 65_535),
});
const LISTENER = record(
  { id: whole(1), number: count, acting: id, settings: SETTINGS },
  { since: number, at: orNull(record({ host: text, port: whole(0, 65_535) })) },
);
const ARGUMENT: Form = (value, place) => {
  if (typeof value !== 'object' || value === null) return;
  const bytes = (value as { readonly bytes?: unknown }).bytes;
  if (bytes === undefined && Object.keys(value).length === 0) return;
  if (typeof bytes !== 'string' || fromBase64(bytes) === undefined) wrong(place, 'a value, or bytes in base64', value);
};
const SCRIPT = record(
  {
    entity: id,
    component: id,
    vm: orNull(text),
    fresh: truth,
    stopping: truth,
    due: number,
    ticking: truth,
    pending: truth,
    owed: whole(-1),
    slowed: truth,
    lastSocket: count,
    fields: listOf(tuple(id, id, id, truth), 'a list of fields'),
    sockets: listOf(SOCKET, 'a list of sockets'),
    listeners: listOf(LISTENER, 'a list of where it listens'),
    ears: listOf(tuple(whole(1), id, id, id), 'a list of events'),
    lastEar: count,
    impulses: truth,
    out: listOf(tuple(oneOf(...HAPPENINGS), id, listOf(ARGUMENT)), 'a list of what it has to hear'),
  },
  // Snapshots of older versions have none of these.
  {
    running: truth,
    loading: truth,
    uses: listOf(text, 'a list of files'),
    awaited: listOf(text, 'a list of files'),
    kept: text,
    told: orNull(record({ line: text, until: number, more: count })),
    calls: listOf(tuple(whole(1), orNull(record({ value: orNull(text), error: text }))), 'a list of calls'),
    keeps: truth,
    used: count,
    requests: listOf(REQUEST, 'a list of requests'),
  },
);
const SAVED = record(
  { build: text, scripts: listOf(SCRIPT, 'a list of scripts'), dropped: listOf(whole(1), 'a list of numbers') },
  { files: SAVED_FILES, lastCall: count },
);

/** Scripts from a snapshot, in a world whose entities and columns have been restored. Throws WW_SNAPSHOT_INVALID where they do not fit it. */
export function loadScripts(data: Json, world: World): Scripts {
  SAVED(data, PLACE);
  const saved = data as unknown as Saved;
  const scripts = newScripts(world);
  for (const script of scripts.byRow.values()) script.used = 0;
  const isSame = saved.build === (saved.scripts.length === 0 ? '' : (sandboxOf(world)?.build ?? ''));
  saved.scripts.forEach((each, index) => loadScript(world, scripts, each, isSame, `${PLACE}/scripts/${index}`));
  for (const number of saved.dropped) scripts.dropped.add(number);
  scripts.lastCall = saved.lastCall ?? 0;
  loadFiles(world, scripts, saved.files);
  const all = [...scripts.byRow.values()];
  const sockets = all.flatMap((script) => [...script.sockets.values()]);
  world.links.restore(SCRIPTS, { holders: [...sockets, ...all.flatMap(({ listeners }) => [...listeners.values()])], dropped: scripts.dropped });
  const requests = all.flatMap((script) => [...script.requests.values()]);
  world.access.restore(SCRIPTS, { holders: [...sockets, ...requests] });
  world.jobs.restore(SCRIPTS, { holders: requests });
  return scripts;
}

/** All scripts of a world, none of which runs. */
export function newScripts(world: World): Scripts {
  const scripts = new Scripts();
  for (const row of world.stores.get(Script.name)?.rows() ?? []) scripts.byRow.set(row, new ScriptState(row, world.tick));
  return scripts;
}

/** What snapshots of older versions do not tell. It comes behind what they tell, since the order is part of the hash. */
const NOT_LISTENING = { since: 0, at: null };
const NOTHING_CARRIED = { server: 0, protocol: '', messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0 };
function completed<T extends object>(saved: T, missing: Partial<T>): T {
  return { ...saved, ...missing, ...saved };
}

function loadScript(world: World, scripts: Scripts, saved: SavedScript, isSame: boolean, place: string): void {
  const entity = world.entities.rowOf(saved.entity);
  const held = entity === undefined ? undefined : world.entities.held(entity).find(({ key, component }) => key === saved.component && component === Script);
  const script = held === undefined ? undefined : scripts.byRow.get(held.row);
  if (script === undefined) return refuse(place, 'a Script of this world', `there is no Script ${saved.component} of ${saved.entity}`);
  const { fresh, stopping, due, ticking, pending, owed, slowed, lastSocket } = saved;
  const { loading = false, kept = '', used = 0 } = saved;
  Object.assign(script, { fresh, stopping, owed, lastSocket, loading, kept, used });
  if (saved.told !== undefined && saved.told !== null) script.told = { ...saved.told };
  for (const [call, result] of saved.calls ?? []) script.calls.set(call, result);
  for (const path of saved.uses ?? []) {
    script.uses.add(path);
    addUser(scripts.files, script, path);
  }
  for (const socket of saved.sockets)
    script.sockets.set(socket.id, {
      ...completed(socket, NOTHING_CARRIED),
      asked: socket.asked as Asked | null,
      grant: socket.grant as Grant | null,
      script,
      accepted: 0,
      acceptedStep: 0,
    });
  for (const { ...request } of saved.requests ?? [])
    addRequest(scripts, { ...request, asked: request.asked as Asked | null, grant: request.grant as Grant | null, script });
  for (const listener of saved.listeners) script.listeners.set(listener.id, { ...completed(listener, NOT_LISTENING), script });
  try {
    script.vm = saved.vm === null || !isSame ? undefined : restoreVm(world, scripts, script, saved.vm);
    if (script.vm !== undefined) scripts.running.add(script);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    refuse(`${place}/vm`, 'the memory of a script', error.message);
  }
  if (saved.running === false) return;
  if (script.vm === undefined) {
    // Its memory cannot be taken over, and what it had begun means nothing to another.
    script.stopping = true;
    script.fresh = true;
    world.wake(Script, script.row);
    return;
  }
  Object.assign(script, { due, ticking, pending, slowed, keeps: saved.keeps ?? false });
  for (const path of saved.awaited ?? []) script.awaited.add(path);
  script.fields = saved.fields.map(([of, component, field, isPlain]) => ({
    ref: { entity: of, component, field },
    isPlain,
    structure: -1,
    store: undefined,
    row: 0,
    writer: undefined,
  }));
  if (due >= 0) noteTimer(scripts, script);
  if (ticking) scripts.ticking.add(script);
  Object.assign(script, { lastEar: saved.lastEar, impulses: saved.impulses });
  for (const [number, of, component, event] of saved.ears) {
    script.ears.set(number, { entity: of, component, event });
    noteEar(scripts, script, number, { entity: of, component, event });
  }
  script.out = saved.out.map(([kind, acting, args]) => ({ kind: kind as Happening['kind'], acting, args: args.map(loadCrossing) }));
  script.waiting = script.out.reduce((sum, happening) => sum + weightOf(happening), 0);
}

function loadCrossing(value: Json): Crossing {
  if (typeof value !== 'object' || value === null) return value;
  const { bytes } = value as { readonly bytes?: string };
  return bytes === undefined ? undefined : (fromBase64(bytes) ?? new Uint8Array(0));
}
