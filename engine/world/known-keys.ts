import type { CommandDeclaration, Component, ComponentDeclaration, EventDeclaration, Fields } from '../schema/component.ts';
import type { FieldOptions } from '../schema/field.ts';
import type { Job, JobDeclaration } from '../schema/job.ts';
import { didYouMean } from '../nearest.ts';
import { visible } from '../visible.ts';
import type { Plugin } from './plugin.ts';
import type { System } from './system.ts';

/** Every key of a type; one that is missing or too many does not compile. */
function keysOf<T extends object>(keys: { readonly [K in keyof Required<T>]: true }): readonly string[] {
  return Object.keys(keys);
}

const OF_PLUGIN = keysOf<Plugin>({ name: true, worldwire: true, components: true, systems: true, jobs: true, sandbox: true });
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
  children: true,
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
  ['children', keysOf<Part<'children'>>({ of: true, changed: true })],
  ['inputs', keysOf<Part<'inputs'>>({ takenUp: true, impulse: true, send: true, stopSends: true, saving: true, saved: true })],
  ['owns', keysOf<Part<'owns'>>({ scope: true, scopeOf: true, told: true, answered: true, ran: true, asking: true, outdated: true })],
  ['answers', keysOf<Part<'answers'>>({ connection: true, clients: true, sends: true, saying: true, sockets: true, graph: true })],
  ['state', keysOf<Part<'state'>>({ create: true, save: true, freeze: true, load: true })],
];

const OF_COMPONENT = keysOf<ComponentDeclaration<Fields>>({
  doc: true,
  category: true,
  fields: true,
  commands: true,
  events: true,
  requires: true,
  drives: true,
  disabled: true,
  aliases: true,
  advise: true,
  single: true,
});
const OF_FIELD = keysOf<FieldOptions<unknown>>({
  doc: true,
  default: true,
  label: true,
  unit: true,
  min: true,
  max: true,
  softMin: true,
  softMax: true,
  step: true,
  readOnly: true,
  saved: true,
  secret: true,
  category: true,
  multiline: true,
  target: true,
  maxLength: true,
  accepts: true,
  explain: true,
  parts: true,
  references: true,
  pointers: true,
  drives: true,
  editor: true,
});
const OF_COMMAND = keysOf<CommandDeclaration>({ doc: true, args: true, label: true });
const OF_EVENT = keysOf<EventDeclaration>({ doc: true, payload: true });
const OF_JOB = keysOf<JobDeclaration<never, never>>({ doc: true, args: true, answer: true, timeout: true, run: true });

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

/** As `unreadOfPlugin`, of a component type, its fields, commands and events, in a whole sentence. */
export function unreadOfComponent({ name, declared, fieldList, commands, events }: Component): string | undefined {
  const own = unreadKey(declared, OF_COMPONENT);
  if (own !== undefined) return `${name} ${own}`;
  for (const field of fieldList) {
    const found = unread(field.options, OF_FIELD);
    if (found !== undefined) return `the field ${name}.${field.name} ${found}`;
  }
  for (const [command, { check: _check, ...declaration }] of Object.entries(commands)) {
    const found = unread(declaration, OF_COMMAND);
    if (found !== undefined) return `the command ${name}.${command} ${found}`;
  }
  for (const [event, declaration] of Object.entries(events)) {
    const found = unread(declaration, OF_EVENT);
    if (found !== undefined) return `the event ${name}.${event} ${found}`;
  }
  return undefined;
}

/** As `unreadOfComponent`, of a job. */
export function unreadOfJob({ name, declared = [] }: Job): string | undefined {
  const found = unreadKey(declared, OF_JOB);
  return found === undefined ? undefined : `the job ${name} ${found}`;
}

function unread(value: object, known: readonly string[]): string | undefined {
  return unreadKey(Object.keys(value), known);
}

function unreadKey(keys: readonly string[], known: readonly string[]): string | undefined {
  const key = keys.find((each) => !known.includes(each));
  if (key === undefined) return undefined;
  return `has ${visible(JSON.stringify(key), 100)}, which nothing reads; it can have ${known.join(', ')}${didYouMean(key, known)}`;
}
