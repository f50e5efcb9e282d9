import type { HostPort } from '../access/host.ts';
import type { Header } from '../access/request-rules.ts';
import type { Asking, Linked, Working } from '../world/owned.ts';
import type { Crossing, Vm } from '../world/sandbox.ts';
import type { ListenSettings } from '../door.ts';
import type { FieldRef } from '../schema/field.ts';
import type { FieldWriter } from '../world/field-writer.ts';
import type { StoreView } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { DueHeap } from '../world/due-heap.ts';
import { BEGINNING } from './limits.ts';

/** The name of the system, under which it owns what its scripts have. */
export const SCRIPTS = 'scripts';

/** What a script may have to hear of, by the names that its library has for it. */
export const HAPPENINGS = [
  'opened',
  'message',
  'closed',
  'listening',
  'notListening',
  'accepted',
  'event',
  'impulse',
  'line',
  'file',
  'fetched',
  'notFetched',
  'called',
] as const;
/** Something that a script is to hear of. */
export interface Happening {
  readonly kind: (typeof HAPPENINGS)[number];
  readonly args: readonly Crossing[];
  /** User id of the one for whom it came about, for whom the script then acts. */
  readonly acting: string;
}

/** A WebSocket of a script: data, as all that is kept of scripts besides their sandboxes. */
export interface Socket extends Linked, Asking {
  readonly script: ScriptState;
  /** By which the script knows it. */
  readonly id: number;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly protocols: readonly string[];
  /** Number of the server of the script that has let it in; 0 for one that the script has opened. */
  readonly server: number;
  /** Subprotocol that was agreed on; empty before, and for none. */
  protocol: string;
  /** User id of who it is opened for. */
  readonly acting: string;
  state: 'Asking' | 'Connecting' | 'Open' | 'Closing';
  /** When the attempt began, in real ms of the world. */
  since: number;
  /** What it was closed with by the script; null before. */
  closing: { readonly code: number; readonly reason: string } | null;
  /** What it has carried; what did not go out after all is taken off again. */
  messagesIn: number;
  bytesIn: number;
  messagesOut: number;
  bytesOut: number;
  /** Bytes that wait to be sent: as the link told last, and accepted since. */
  buffered: number;
  accepted: number;
  /** The step in which `accepted` was counted. */
  acceptedStep: number;
}

/** Where a script listens: data, as its sockets. Those who are let in are sockets. */
export interface Listener extends Linked {
  readonly script: ScriptState;
  readonly id: number;
  readonly settings: ListenSettings;
  readonly acting: string;
  /** When it began, in real ms of the world. */
  readonly since: number;
  /** Where it listens; null before it does. */
  at: HostPort | null;
}

/** An HTTP request of a script that is under way: data, as its sockets. It asks, and then is a job, until it has its answer or none. */
export interface ScriptRequest extends Asking, Working {
  readonly script: ScriptState;
  /** By which the script knows it. */
  readonly id: number;
  /** User id of who it is made for. */
  readonly acting: string;
  url: string;
  host: string;
  port: number;
  method: string;
  headers: readonly Header[];
  /** What it sends, in base64; null for nothing. */
  body: string | null;
  /** What becomes of an answer that leads on. */
  readonly redirect: Redirect;
  /** Who has led it on last; empty for nobody. */
  from: string;
  /** How often it was led on, and how often it was asked for anew after the machine had refused it. */
  hops: number;
  again: number;
}
export const REDIRECTS = ['follow', 'error', 'manual'] as const;
export type Redirect = (typeof REDIRECTS)[number];

/** A component whose event a script wants to hear of. */
export interface Ear {
  readonly entity: string;
  readonly component: string;
  readonly event: string;
}

/** A field that a script has at hand: what it names, which is state, and where that was found last, which is not. */
export interface BoundField {
  readonly ref: FieldRef;
  /** Whether its value crosses as it is, and not as JSON. */
  readonly isPlain: boolean;
  /** The world's count of changes at which it was looked up. */
  structure: number;
  store: StoreView | undefined;
  row: number;
  writer: FieldWriter<never> | undefined;
}

/** Bytes and characters of what it tells, whoever that comes from. */
export function weightOf({ args }: Happening): number {
  let weight = 0;
  for (const each of args) if (typeof each === 'string' || each instanceof Uint8Array) weight += each.length;
  return weight;
}

/** What a function came to that a flow has called: its value as JSON, or what was wrong, in words. */
export interface CallResult {
  readonly value: string | null;
  readonly error: string;
}

/** What is kept of a Script, besides its columns. */
export class ScriptState {
  readonly row: number;
  /** Its sandbox while it runs. */
  vm: Vm | undefined = undefined;
  /** It is to begin, or to begin anew, in its next turn. */
  fresh = false;
  /** In its next turn it ends. */
  stopping = false;
  /** It is to begin once its files have been read. */
  loading = false;
  /** Paths of the files that it uses, and of those that it waits for while it runs. */
  readonly uses = new Set<string>();
  readonly awaited = new Set<string>();
  /** Within a turn: it has asked for a file that was not read yet. */
  missing = false;
  /** What it has asked to keep, as JSON; empty for nothing. It outlives its sandbox. */
  kept = '';
  /** What flows have called of it: what came of each, by its number; null for one that has not returned yet. */
  readonly calls = new Map<number, CallResult | null>();
  /** The error that was told last, until when it is not told again, in seconds of the world, and how often it has come since. */
  told: { readonly line: string; readonly until: number; more: number } | null = null;
  /** Its last turn was stopped, since its fuel was used up. */
  wasCut = false;
  /** It has asked for that, and is asked after each turn what it is. */
  keeps = false;
  /** The world's time in ms at which a timer of it is due; -1 for none. */
  due = -1;
  /** It is to be called in each tick. */
  ticking = false;
  /** Promises wait for their turn. */
  pending = false;
  /** The tick since which it waits for a turn, for which all fuel of the world was used up; -1 where it does not. */
  owed = -1;
  /** Fuel that it had used of late (`recentUse`) in a stretch of ticks. Who is new has used as much as beginning may take. */
  used = BEGINNING;
  usedIn: number;
  /** What it has to hear of, in order. */
  out: Happening[] = [];
  /** Bytes and characters of what is in `out`. */
  waiting = 0;
  /** Fields that it has at hand, by their numbers. */
  fields: BoundField[] = [];
  readonly sockets = new Map<number, Socket>();
  readonly listeners = new Map<number, Listener>();
  readonly requests = new Map<number, ScriptRequest>();
  /** The number of the newest of these. */
  lastSocket = 0;
  /** Events of components that it hears, by the number that it has for each. */
  readonly ears = new Map<number, Ear>();
  lastEar = 0;
  /** It hears impulses. */
  impulses = false;
  /** Its sockets hand over a message a tick and no more, since it does not keep up. */
  slowed = false;

  /** @param tick of the world */
  constructor(row: number, tick: number) {
    this.row = row;
    this.usedIn = stretchOf(tick);
  }
}

/** Ticks after which half of the fuel that was used is forgotten. */
const STRETCH = 8;
function stretchOf(tick: number): number {
  return Math.floor(tick / STRETCH);
}

/** Fuel that a script has used of late: the more of it, the longer others go before it where there is too little for all. */
export function recentUse({ tick }: World, script: ScriptState): number {
  const stretch = stretchOf(tick);
  if (stretch > script.usedIn) script.used = Math.floor(script.used / 2 ** Math.min(stretch - script.usedIn, 60));
  script.usedIn = stretch;
  return script.used;
}

/** It has taken fuel, of what all scripts have in a tick and of its own share. */
export function takeFuel(world: World, scripts: Scripts, script: ScriptState, units: number): void {
  scripts.left -= units;
  script.used = recentUse(world, script) + units;
}

/** A file beside the scene, as the host has told it last. */
export interface SceneFile {
  readonly version: string;
  /** Null where there is none, and `error` says why. */
  readonly text: string | null;
  readonly error: string;
}

/** Files that the scripts of a world use. One job reads all of them, and watches them for as long as any is used. */
export class SceneFiles implements Working {
  job = 0;
  name = '';
  user = '';
  /** What is known of them, by path. Of those that the host has not told yet there is nothing. */
  readonly known = new Map<string, SceneFile>();
  readonly usedBy = new Map<string, Set<ScriptState>>();
  /** Others are used, or they are others, than the host was asked for last. */
  stale = false;
}

/** Entries of timers that may count for nothing, besides two for each script. */
const SPARE_TIMERS = 64;

/** Notes when the first timer of a script is due. Those that a script sets and takes back are swept out where they become many. */
export function noteTimer(scripts: Scripts, script: ScriptState): void {
  scripts.timers.push(script.due, script);
  if (scripts.timers.size <= SPARE_TIMERS + 2 * scripts.byRow.size) return;
  const seen = new Set<ScriptState>();
  scripts.timers.keep((each, due) => each.due === due && !seen.has(each) && seen.add(each).size > 0);
}

/** The scripts of a world. */
export class Scripts {
  readonly byRow = new Map<number, ScriptState>();
  /** Those that have a sandbox. */
  readonly running = new Set<ScriptState>();
  /** Scripts that are called in each tick. */
  readonly ticking = new Set<ScriptState>();
  /** Those with timers, by when the first is due. An entry whose time is no longer the script's counts for nothing. */
  readonly timers = new DueHeap<ScriptState>();
  /** Who hears what, by `entity/component.event`. */
  readonly ears = new Map<string, Map<ScriptState, Set<number>>>();
  /** Numbers of connections that ended with their script, of which it has not been told how much went with them. */
  readonly dropped = new Set<number>();
  /** Requests of all of them that are under way, and bytes that these send. */
  requests = 0;
  sending = 0;
  /** Units of fuel that are left to all of them in this tick. */
  left = 0;
  /** Somebody had no turn in the tick before: who has used least of late goes first. */
  short = false;
  /** The number of the newest call of a function by a flow: of any script, since one that is made anew is not the one that was called. */
  lastCall = 0;
  readonly files = new SceneFiles();
  /** The script whose turn it is, and the lines that it has written to the log in it. */
  lines = 0;
}
