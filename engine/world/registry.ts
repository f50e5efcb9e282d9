import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { CommandHandler, EventListener, System } from './system.ts';

/** What a program adds to the built-in components and systems. */
export interface Plugin {
  readonly components?: readonly Component[];
  readonly systems?: readonly System[];
}

/** The component types and systems of a world. Systems run in the order in which they are listed. */
export interface Registry {
  readonly components: ReadonlyMap<string, Component>;
  readonly systems: readonly System[];
  /** Systems by the component type that they go over. */
  readonly systemsOf: ReadonlyMap<string, readonly System[]>;
  /** Listeners by component type and event. */
  readonly listeners: ReadonlyMap<string, ReadonlyMap<string, readonly EventListener[]>>;
  readonly commands: ReadonlyMap<string, ReadonlyMap<string, CommandHandler>>;
  /** Component types that drive a field, by `Component.Field`, in the order of registration: the last one wins. */
  readonly drivers: ReadonlyMap<string, readonly Component[]>;
}

/** Puts plugins together. Throws WW_PLUGIN_INVALID where two share a name, refer to what is not there, or a system would never have its turn. */
export function assemble(plugins: readonly Plugin[]): Registry {
  const components = new Map<string, Component>();
  const systems: System[] = [];
  const names = new Set<string>();
  for (const plugin of plugins) {
    for (const component of plugin.components ?? []) {
      if (components.has(component.name)) refuse(`two component types are named ${component.name}`);
      components.set(component.name, component);
    }
    for (const system of plugin.systems ?? []) {
      if (names.has(system.name)) refuse(`two systems are named ${system.name}`);
      names.add(system.name);
      systems.push(system);
    }
  }
  const systemsOf = new Map<string, System[]>();
  const listeners = new Map<string, Map<string, EventListener[]>>();
  const commands = new Map<string, Map<string, CommandHandler>>();
  for (const system of systems) {
    if (components.get(system.over.name) !== system.over) refuse(`system ${system.name} goes over ${system.over.name}, which is not registered`);
    refuseWithoutTurn(system);
    entry(systemsOf, system.over.name, () => []).push(system);
    for (const [command, handler] of Object.entries(system.commands ?? {})) {
      if (!Object.hasOwn(system.over.commands, command)) refuse(`system ${system.name} handles ${command}, which ${system.over.name} does not declare`);
      const handlers = entry(commands, system.over.name, () => new Map<string, CommandHandler>());
      if (handlers.has(command)) refuse(`system ${system.name} handles ${command} of ${system.over.name}, which another system handles already`);
      handlers.set(command, handler);
    }
    for (const [name, listener] of Object.entries(system.on ?? {})) {
      const [type = '', event = ''] = name.split('.');
      const component = components.get(type);
      if (component === undefined || !Object.hasOwn(component.events, event)) refuse(`system ${system.name} listens to ${name}, which no component declares`);
      entry(
        entry(listeners, type, () => new Map<string, EventListener[]>()),
        event,
        () => [],
      ).push(listener);
    }
  }
  for (const component of components.values()) {
    for (const required of component.requires) if (!components.has(required)) refuse(`${component.name} requires ${required}, which is not registered`);
  }
  return { components, systems, systemsOf, listeners, commands, drivers: driversOf(components) };
}

/** Of those that would be registered and then never called, or only in part. */
function refuseWithoutTurn({ name, woken, update, bind, pass }: System): void {
  if (update !== undefined && bind !== undefined) refuse(`system ${name} has both update and bind; expected one of them`);
  if (woken === true && bind !== undefined) refuse(`system ${name} is woken and has bind, which is for systems that go over everything; expected update`);
  if (woken === true && update === undefined) refuse(`system ${name} is woken and has no update, so what it was woken for would wait for ever`);
  if (woken !== true && pass !== undefined) refuse(`system ${name} has pass, which goes over what was woken; expected woken: true beside it`);
}

function refuse(message: string): never {
  throw new WorldwireError('WW_PLUGIN_INVALID', message);
}

/** Who drives what. A driven component is one of a kind on its entity, so that its field is known by its type. */
function driversOf(components: ReadonlyMap<string, Component>): Map<string, Component[]> {
  const drivers = new Map<string, Component[]>();
  for (const component of components.values()) {
    for (const driven of component.drives) {
      const [type = '', field = ''] = driven.split('.');
      const target = components.get(type);
      if (target === undefined || !Object.hasOwn(target.fields, field)) refuse(`${component.name} drives ${driven}, which is not registered`);
      if (!target.single) refuse(`${component.name} drives ${driven}, of which an entity can hold several`);
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
