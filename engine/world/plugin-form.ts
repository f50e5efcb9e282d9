import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { WorldwireError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { visible } from '../visible.ts';
import { unreadOfPlugin, unreadOfSystem } from './known-keys.ts';
import type { Job } from '../schema/job.ts';
import type { Plugin } from './plugin.ts';
import type { System } from './system.ts';

/** As npm has them, with a scope or without. */
const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/i;
const LONGEST_NAME = 214;
/** Seconds that a job may take: a week. Timers of Node go off at once from 25 days on. */
const LONGEST_JOB = 7 * 24 * 3600;

/**
 * Refuses what is no plugin, as a module without types can give it: WW_PLUGIN_INVALID; and one that is for other versions of Worldwire:
 * WW_PLUGIN_VERSION. Returns what errors call it, in words that begin a sentence.
 */
export function refuseUnfit(plugin: Plugin): string {
  const given: unknown = plugin;
  if (typeof given !== 'object' || given === null)
    refuse(`a plugin is ${given === null ? 'null' : `of the type ${typeof given}`}; expected an object with what it brings: components, systems, jobs`);
  const { name, worldwire, components = [], systems = [], jobs = [] } = plugin as { readonly [K in keyof Plugin]: unknown };
  if (name !== undefined && (typeof name !== 'string' || name.length > LONGEST_NAME || !NAME.test(name)))
    refuse(
      `a plugin is named ${visible(JSON.stringify(name) ?? typeof name, LONGEST_NAME)}; expected a name as packages have it: ` +
        'letters, digits, dots and dashes, after a scope or alone',
    );
  const origin = name === undefined ? 'a plugin without a name' : `plugin ${String(name)}`;
  if (worldwire !== undefined) {
    if (typeof worldwire !== 'string' || validRange(worldwire) === null)
      refuse(`${origin} is for the versions ${visible(JSON.stringify(worldwire) ?? typeof worldwire, 100)} of Worldwire; expected a range, as "^0.1"`);
    if (!satisfies(VERSION, worldwire, { includePrerelease: VERSION.includes('-') }))
      throw new WorldwireError('WW_PLUGIN_VERSION', `${origin} is for Worldwire ${visible(worldwire)}, and this is ${VERSION}`);
  }
  const unread = unreadOfPlugin(given);
  if (unread !== undefined) refuse(`${origin} ${unread}`);
  if (!isListOf(components, isComponent)) refuse(`${origin} has components that are no list of component types; expected what defineComponent gives`);
  if (!isListOf(systems, isSystem))
    refuse(
      `${origin} has systems that are no list of systems; expected what defineSystem gives, with a list of what \`listen\` gives as its \`on\`` +
        misspelledIn(systems),
    );
  if (!isListOf(jobs, isJob)) refuse(`${origin} has jobs that are no list of jobs; expected what defineJob gives`);
  for (const { name: job, timeout } of jobs as readonly Pick<Job, 'name' | 'timeout'>[]) {
    if (!(typeof timeout === 'number' && timeout > 0 && timeout <= LONGEST_JOB))
      refuse(`${origin}: job ${visible(job)} has the timeout ${visible(String(timeout))}; expected seconds, more than 0 and ${LONGEST_JOB} at most`);
  }
  return origin;
}

/** Where what is no system has a key that nothing reads, it is most likely the one that it lacks. */
function misspelledIn(systems: unknown): string {
  const unfit = Array.isArray(systems) ? (systems as readonly unknown[]).find((each) => !isListOf([each], isSystem)) : undefined;
  const unread = typeof unfit === 'object' && unfit !== null ? unreadOfSystem(unfit as System) : undefined;
  return unread === undefined ? '' : `; one ${unread}`;
}

function isListOf(value: unknown, fits: (each: object) => boolean): boolean {
  return Array.isArray(value) && value.every((each: unknown) => typeof each === 'object' && each !== null && fits(each));
}
function isComponent(value: object): boolean {
  return 'name' in value && typeof value.name === 'string' && 'fieldList' in value && Array.isArray(value.fieldList);
}
function isSystem(value: object): boolean {
  const { name, over, on = [] } = value as { readonly [K in 'name' | 'over' | 'on']?: unknown };
  return typeof name === 'string' && isListOf([over], isComponent) && isListOf(on, isListening);
}
function isJob(value: object): boolean {
  const { name, run, checkArgs } = value as { readonly [K in 'name' | 'run' | 'checkArgs']?: unknown };
  return typeof name === 'string' && typeof run === 'function' && typeof checkArgs === 'function';
}
function isListening(value: object): boolean {
  const { component, event, listener } = value as { readonly [K in 'component' | 'event' | 'listener']?: unknown };
  return isListOf([component], isComponent) && typeof event === 'string' && typeof listener === 'function';
}

function refuse(message: string): never {
  throw new WorldwireError('WW_PLUGIN_INVALID', message);
}
