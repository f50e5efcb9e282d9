import {
  createDoor,
  createRegistry,
  HOST,
  openWorld,
  readScene,
  type Author,
  type DoorOptions,
  type Input,
  type InputResult,
  type LocalDoor,
  type Operation,
  type Plugin,
  type World,
} from '../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../engine/editing/live-world.ts';
import { captureScene } from '../../engine/scene/capture.ts';
import { writeScene } from '../../engine/scene/write.ts';

/** A world with its door, and the short words that tests are written in. */
export interface Rig {
  readonly world: LiveWorld;
  readonly door: LocalDoor;
  /** Lets ticks go by, a sixtieth of a second of real time each. */
  tick(count?: number): void;
  /** Lets real time go by, and no ticks. */
  wait(milliseconds: number): void;
  give(input: Input, author?: Author): InputResult;
  edit(operations: readonly Operation[], author?: Author): InputResult;
  /** The same, for edits that are expected to stand. */
  edited(operations: readonly Operation[], author?: Author): Extract<InputResult, { ok: true }>;
  value(entity: string, component: string, field: string): unknown;
  /** The world as a scene file. */
  text(): string;
}

export const ANNA: Author = { userId: 'anna', role: 'Builder' };
export const BEN: Author = { userId: 'ben', role: 'Builder' };

/** Opens a world on entities in scene form. */
export function openRig(entities: readonly object[] = [], plugin: Plugin = {}, options: DoorOptions = {}): Rig {
  const registry = createRegistry(plugin);
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }), { registry });
  return rigOf(openWorld({ registry, scene }), options);
}

export function rigOf(opened: World, options: DoorOptions = {}): Rig {
  const world = liveOf(opened);
  const door = createDoor(world, options);
  const give = (input: Input, author: Author = HOST): InputResult => {
    const { results } = door.step({ mode: 'pass', real: world.real, inputs: [{ author, input }] });
    return results[0] as InputResult;
  };
  const edit = (operations: readonly Operation[], author?: Author): InputResult => give({ type: 'operations', operations }, author);
  return {
    world,
    door,
    wait: (milliseconds) => void door.step({ mode: 'pass', real: world.real + milliseconds, inputs: [] }),
    give,
    edit,
    tick: (count = 1) => {
      for (let i = 0; i < count; i++) door.step({ mode: 'tick', real: world.real + 17, inputs: [] });
    },
    edited: (operations, author) => {
      const result = edit(operations, author);
      if (!result.ok) throw new Error(`${result.message} ${JSON.stringify(result.errors)}`);
      return result;
    },
    value: (entity, component, field) => {
      const held = world.entities.held(world.entities.rowOf(entity) as number).find((each) => each.key === component);
      return held === undefined ? undefined : world.storeOf(held.component.name).get(held.row, field);
    },
    text: () => writeScene(captureScene(world)),
  };
}
