import { ACCESS_SCOPES } from '../access-scopes.ts';
import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Job } from '../schema/job.ts';
import { didYouMean } from '../nearest.ts';
import { unreadOfComponent, unreadOfJob, unreadOfSystem } from './known-keys.ts';
import { refuseUnfit } from './plugin-form.ts';
import type { Plugin } from './plugin.ts';
import type { Sandbox } from './sandbox.ts';
import type { CommandHandler, EventListener, System } from './system.ts';
import { unfitDefault } from './unfit-default.ts';

/** A listener, and the system that it belongs to. */
export interface Hearing {
  readonly system: System;
  readonly listener: EventListener;
  /** What it listens to, as `Type.Event`. */
  readonly to: string;
}
/** An event that a component type declares: the names of what it carries, and who listens to it. */
export interface Declared {
  readonly carries: ReadonlySet<string>;
  readonly hearings: readonly Hearing[];
}
/** The code of a command, and the system that it belongs to. */
export interface Handling {
  readonly system: System;
  readonly handler: CommandHandler;
}

/** The component types and systems of a world. Systems run in the order in which they are listed. */
export interface Registry {
  readonly components: ReadonlyMap<string, Component>;
  readonly systems: readonly System[];
  /** Systems by the component type that they go over. */
  readonly systemsOf: ReadonlyMap<string, readonly System[]>;
  /** Systems that are told of what is moved or renamed. */
  readonly rearranging: readonly System[];
  /** Those that are told of children gained and lost. */
  readonly parenting: readonly System[];
  /** Every event, by component type and name. */
  readonly events: ReadonlyMap<string, ReadonlyMap<string, Declared>>;
  readonly commands: ReadonlyMap<string, ReadonlyMap<string, Handling>>;
  /** Component types that drive a field, by `Component.Field`, in the order of registration: the last one wins. */
  readonly drivers: ReadonlyMap<string, readonly Component[]>;
  /** The plugin that has brought a component type or a system, in words that begin a sentence; what is built in has none. */
  readonly origins: ReadonlyMap<Component | System | Job, string>;
  /** What systems may have done outside of their world, by name. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** What runs scripts; undefined where nothing does. */
  readonly sandbox: Sandbox | undefined;
}

/**
 * Puts what is built in and plugins together. Throws WW_PLUGIN_INVALID where two share a name, refer to what is not there, or a system would never
 * have its turn, and WW_PLUGIN_VERSION where a plugin is for other versions than this one.
 */
export function assemble(builtin: Plugin, plugins: readonly Plugin[]): Registry {
  const components = new Map<string, Component>();
  const systems: System[] = [];
  const names = new Set<string>();
  const origins = new Map<Component | System | Job, string>();
  const jobs = new Map<string, Job>();
  for (const plugin of plugins) {
    const origin = refuseUnfit(plugin);
    for (const part of [...(plugin.components ?? []), ...(plugin.systems ?? []), ...(plugin.jobs ?? [])]) origins.set(part, origin);
  }
  /** Names the plugin whose part is wrong first, since its author is to mend it. */
  const refuse = (part: Component | System | Job, message: string): never => {
    const origin = origins.get(part);
    throw new WorldwireError('WW_PLUGIN_INVALID', origin === undefined ? message : `${origin}: ${message}`);
  };
  for (const plugin of [builtin, ...plugins]) {
    for (const component of plugin.components ?? []) {
      if (components.has(component.name)) refuse(component, `two component types are named ${component.name}`);
      // A test sees to what is built in, so that no start of the program compiles the check of every field. A default that
      // is missing since its key is misspelled is told by that.
      const unfit = plugin === builtin ? undefined : (unreadOfComponent(component) ?? unfitDefault(component));
      if (unfit !== undefined) refuse(component, unfit);
      components.set(component.name, component);
    }
    for (const job of plugin.jobs ?? []) {
      if (jobs.has(job.name)) refuse(job, `two jobs are named ${job.name}`);
      const unread = unreadOfJob(job);
      if (unread !== undefined) refuse(job, unread);
      jobs.set(job.name, job);
    }
    for (const system of plugin.systems ?? []) {
      if (names.has(system.name)) refuse(system, `two systems are named ${system.name}`);
      names.add(system.name);
      systems.push(system);
    }
  }
  const systemsOf = new Map<string, System[]>();
  const events = new Map(Array.from(components.values(), (component) => [component.name, eventsOf(component)]));
  const commands = new Map<string, Map<string, Handling>>();
  for (const system of systems) {
    if (components.get(system.over.name) !== system.over) refuse(system, `system ${system.name} goes over ${system.over.name}, which is not registered`);
    const unread = unreadOfSystem(system);
    if (unread !== undefined) refuse(system, `system ${system.name} ${unread}`);
    const trouble = withoutTurn(system);
    if (trouble !== undefined) refuse(system, trouble);
    entry(systemsOf, system.over.name, () => []).push(system);
    for (const [command, handler] of Object.entries(system.commands ?? {})) {
      if (!Object.hasOwn(system.over.commands, command))
        refuse(
          system,
          `system ${system.name} handles ${command}, which ${system.over.name} does not declare${didYouMean(command, Object.keys(system.over.commands))}`,
        );
      const handlers = entry(commands, system.over.name, () => new Map<string, Handling>());
      if (handlers.has(command)) refuse(system, `system ${system.name} handles ${command} of ${system.over.name}, which another system handles already`);
      handlers.set(command, { system, handler });
    }
    for (const { component, event, listener } of system.on ?? []) {
      const to = `${component.name}.${event}`;
      if (components.get(component.name) !== component) refuse(system, `system ${system.name} listens to ${to}, and ${component.name} is not registered`);
      const declared = events.get(component.name)?.get(event);
      if (declared === undefined) refuse(system, `system ${system.name} listens to ${to}, which ${component.name} does not declare`);
      declared?.hearings.push({ system, listener, to });
    }
  }
  for (const component of components.values()) {
    for (const required of component.requires)
      if (!components.has(required)) refuse(component, `${component.name} requires ${required}, which is not registered`);
    // Whose system it is does not matter: a plugin may give life to the components of another.
    for (const command of Object.keys(component.commands))
      if (commands.get(component.name)?.has(command) !== true)
        refuse(
          component,
          `${component.name} declares the command ${command}, which no system handles; expected it in the commands of a system over ${component.name}`,
        );
  }
  const sandbox = plugins.findLast((plugin) => plugin.sandbox !== undefined)?.sandbox;
  const rearranging = systems.filter((system) => system.rearranged !== undefined);
  const parenting = systems.filter((system) => system.children !== undefined);
  return { components, systems, systemsOf, rearranging, parenting, events, commands, drivers: driversOf(components, refuse), origins, jobs, sandbox };
}

function eventsOf({ events }: Component): Map<string, { readonly carries: ReadonlySet<string>; readonly hearings: Hearing[] }> {
  return new Map(Object.entries(events).map(([name, { payload = {} }]) => [name, { carries: new Set(Object.keys(payload)), hearings: [] }]));
}

/** What is wrong with a system that would be registered and then never called, or only in part, or whose questions nobody could answer. */
function withoutTurn({ name, woken, update, bind, pass, owns }: System): string | undefined {
  if (owns?.scope !== undefined && !isScope(owns.scope))
    return `system ${name} asks for access of the scope ${JSON.stringify(owns.scope)}; expected one of ${ACCESS_SCOPES.join(', ')}`;
  if (update !== undefined && bind !== undefined) return `system ${name} has both update and bind; expected one of them`;
  if (woken === true && bind !== undefined) return `system ${name} is woken and has bind, which is for systems that go over everything; expected update`;
  if (woken === true && update === undefined) return `system ${name} is woken and has no update, so what it was woken for would wait for ever`;
  if (woken !== true && pass !== undefined) return `system ${name} has pass, which goes over what was woken; expected woken: true beside it`;
  return undefined;
}

function isScope(scope: unknown): boolean {
  return (ACCESS_SCOPES as readonly unknown[]).includes(scope);
}

/** Who drives what. A driven component is one of a kind on its entity, so that its field is known by its type. */
function driversOf(components: ReadonlyMap<string, Component>, refuse: (part: Component, message: string) => never): Map<string, Component[]> {
  const drivers = new Map<string, Component[]>();
  for (const component of components.values()) {
    for (const driven of component.drives) {
      const [type = '', field = ''] = driven.split('.');
      const target = components.get(type);
      if (target === undefined || !Object.hasOwn(target.fields, field)) return refuse(component, `${component.name} drives ${driven}, which is not registered`);
      if (target === component)
        refuse(
          component,
          `${component.name} drives ${driven}, which is its own; expected a field of another component, since its system writes its own fields anyhow`,
        );
      if (!target.single) refuse(component, `${component.name} drives ${driven}, of which an entity can hold several`);
      entry(drivers, driven, () => []).push(component);
    }
  }
  return drivers;
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
