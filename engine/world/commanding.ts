import type { Author, Input } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { OwnersWorld } from './owners.ts';
import { errorWords } from './plugin-faults.ts';
import type { CommandOutcome } from './system.ts';

type InputOf<T extends Input['type']> = Extract<Input, { type: T }>;

/**
 * Gives a command to a component, for an author whose right to it has been looked at. Throws WW_UNKNOWN_ENTITY, WW_UNKNOWN_COMPONENT, WW_UNKNOWN_COMMAND and
 * WW_BAD_VALUE, and what the command refuses with.
 */
export function giveCommand(
  world: OwnersWorld,
  { command: name, entity: id, component: key, args = {} }: InputOf<'command'>['command'],
  author: Author,
): CommandOutcome {
  const entity = world.entities.rowOf(id);
  if (entity === undefined)
    throw new WorldwireError('WW_UNKNOWN_ENTITY', `no entity has the id ${id}`, [
      { path: 'entity', expected: 'the id of an entity', message: `no entity has the id ${id}` },
    ]);
  const held = world.entities.held(entity).find((each) => each.key === key);
  if (held === undefined)
    throw new WorldwireError('WW_UNKNOWN_COMPONENT', `${id} has no component ${key}`, [
      { path: 'component', expected: 'a component of the entity', message: `${id} has no component ${key}` },
    ]);
  const declared = Object.hasOwn(held.component.commands, name) ? held.component.commands[name] : undefined;
  const handling = world.registry.commands.get(held.component.name)?.get(name);
  if (declared === undefined || handling === undefined) {
    const message = `${held.component.name} has no command ${name}`;
    throw new WorldwireError('WW_UNKNOWN_COMMAND', message, [
      { path: 'command', expected: `one of ${Object.keys(held.component.commands).join(', ')}`, message },
    ]);
  }
  const faults = declared.check(args, 'args');
  if (faults[0] !== undefined) throw new WorldwireError('WW_BAD_VALUE', faults[0].message, faults);
  try {
    return handling.handler(world, held.row, args, author) ?? {};
  } catch (error) {
    const origin = world.registry.origins.get(handling.system);
    // What is built in and throws is a fault of ours, as every other that has no code.
    if (error instanceof WorldwireError || origin === undefined) throw error;
    const message = `${origin}: its command ${held.component.name}.${name} failed: ${errorWords(error)}`;
    world.log('error', `${message} (WW_COMMAND_FAILED)`, { source: handling.system.name, entity: id });
    throw new WorldwireError('WW_COMMAND_FAILED', message);
  }
}

/** Says something to many, by the one system that does. Gives the number of its run. */
export function giveSend(world: OwnersWorld, input: InputOf<'send'>): number {
  const system = world.registry.systems.find(({ inputs }) => inputs?.send !== undefined);
  return system?.inputs?.send?.(world, input) ?? 0;
}
/** Stops a send, or all. Gives how many went on. */
export function stopSends(world: OwnersWorld, input: InputOf<'stopSends'>): number {
  const system = world.registry.systems.find(({ inputs }) => inputs?.stopSends !== undefined);
  return system?.inputs?.stopSends?.(world, input) ?? 0;
}

/** Has an impulse reach all systems that hear any. Returns how many received it. */
export function giveImpulse(world: OwnersWorld, input: InputOf<'impulse'>, author: Author): number {
  let triggered = 0;
  for (const system of world.registry.systems) triggered += world.attempt(system, () => system.inputs?.impulse?.(world, input, author)) ?? 0;
  return triggered;
}
