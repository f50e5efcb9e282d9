import { didYouMean } from '../schema/nearest.ts';
import { visible } from '../visible.ts';
import type { Plugin } from './plugin.ts';
import type { System } from './system.ts';

/** Every key of a type; one that is missing or too many does not compile. */
function keysOf<T extends object>(keys: { readonly [K in keyof Required<T>]: true }): readonly string[] {
  return Object.keys(keys);
}

const OF_PLUGIN = keysOf<Plugin>({ name: true, worldwire: true, components: true, systems: true, jobs: true });
const OF_SYSTEM = keysOf<System>({
  name: true,
  over: true,
  update: true,
  bind: true,
  woken: true,
  begin: true,
  timers: true,
  pass: true,
  added: true,
  changed: true,
  eligibility: true,
  removed: true,
  rearranged: true,
  usersChanged: true,
  commands: true,
  inputs: true,
  owns: true,
  on: true,
  answers: true,
  state: true,
  end: true,
});
type Part<K extends keyof System> = NonNullable<System[K]>;
/** Parts of a system that have keys of their own. */
const OF_PARTS: readonly (readonly [part: keyof System, keys: readonly string[]])[] = [
  ['timers', keysOf<Part<'timers'>>({ due: true, up: true })],
  ['inputs', keysOf<Part<'inputs'>>({ takenUp: true, impulse: true })],
  ['owns', keysOf<Part<'owns'>>({ scope: true, told: true, answered: true, ran: true, asking: true, outdated: true })],
  ['answers', keysOf<Part<'answers'>>({ connection: true })],
  ['state', keysOf<Part<'state'>>({ create: true, save: true, load: true })],
];

/** What is said of a key of a plugin that nobody would ever read, misspelled mostly; undefined where there is none. */
export function unreadOfPlugin(plugin: object): string | undefined {
  return unread(plugin, OF_PLUGIN);
}

/** As `unreadOfPlugin`, of a system and its parts. */
export function unreadOfSystem(system: System): string | undefined {
  const found = unread(system, OF_SYSTEM);
  if (found !== undefined) return found;
  for (const [part, keys] of OF_PARTS) {
    const value: unknown = system[part];
    const inside = typeof value === 'object' && value !== null ? unread(value, keys) : undefined;
    if (inside !== undefined) return `${inside}, in its ${part}`;
  }
  return undefined;
}

function unread(value: object, known: readonly string[]): string | undefined {
  const key = Object.keys(value).find((each) => !known.includes(each));
  if (key === undefined) return undefined;
  return `has ${visible(JSON.stringify(key), 100)}, which nothing reads; it can have ${known.join(', ')}${didYouMean(key, known)}`;
}
