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

/** Puts plugins together. Throws a TypeError where two share a name, or a system refers to what is not there. */
export function assemble(plugins: readonly Plugin[]): Registry {
  const components = new Map<string, Component>();
  const systems: System[] = [];
  const names = new Set<string>();
  for (const plugin of plugins) {
    for (const component of plugin.components ?? []) {
      if (components.has(component.name)) throw new TypeError(`two component types are named ${component.name}`);
      components.set(component.name, component);
    }
    for (const system of plugin.systems ?? []) {
      if (names.has(system.name)) throw new TypeError(`two systems are named ${system.name}`);
      names.add(system.name);
      systems.push(system);
    }
  }
  const systemsOf = new Map<string, System[]>();
  const listeners = new Map<string, Map<string, EventListener[]>>();
  const commands = new Map<string, Map<string, CommandHandler>>();
  for (const system of systems) {
    if (components.get(system.over.name) !== system.over) throw new TypeError(`system ${system.name} goes over ${system.over.name}, which is not registered`);
    entry(systemsOf, system.over.name, () => []).push(system);
    for (const [command, handler] of Object.entries(system.commands ?? {})) {
      if (!Object.hasOwn(system.over.commands, command))
        throw new TypeError(`system ${system.name} handles ${command}, which ${system.over.name} does not declare`);
      entry(commands, system.over.name, () => new Map<string, CommandHandler>()).set(command, handler);
    }
    for (const [name, listener] of Object.entries(system.on ?? {})) {
      const [type = '', event = ''] = name.split('.');
      const component = components.get(type);
      if (component === undefined || !Object.hasOwn(component.events, event))
        throw new TypeError(`system ${system.name} listens to ${name}, which no component declares`);
      entry(
        entry(listeners, type, () => new Map<string, EventListener[]>()),
        event,
        () => [],
      ).push(listener);
    }
  }
  for (const component of components.values()) {
    for (const required of component.requires)
      if (!components.has(required)) throw new TypeError(`${component.name} requires ${required}, which is not registered`);
  }
  return { components, systems, systemsOf, listeners, commands, drivers: driversOf(components) };
}

/** Who drives what. A driven component is one of a kind on its entity, so that its field is known by its type. */
function driversOf(components: ReadonlyMap<string, Component>): Map<string, Component[]> {
  const drivers = new Map<string, Component[]>();
  for (const component of components.values()) {
    for (const driven of component.drives) {
      const [type = '', field = ''] = driven.split('.');
      const target = components.get(type);
      if (target === undefined || !Object.hasOwn(target.fields, field)) throw new TypeError(`${component.name} drives ${driven}, which is not registered`);
      if (!target.single) throw new TypeError(`${component.name} drives ${driven}, of which an entity can hold several`);
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
