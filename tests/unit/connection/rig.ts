import {
  createDoor,
  createRegistry,
  defineSystem,
  listen,
  HOST,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  WebsocketClient,
  type AccessAnswer,
  type Effect,
  type Envelope,
  type Input,
  type JoinedUser,
  type Json,
  type LinkEvent,
  type LocalDoor,
  type LogEntry,
  type Operation,
  type Plugin,
  type Registry,
  type StepResult,
  type World,
} from '../../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../../engine/editing/live-world.ts';
import { network } from '../../../engine/systems/network.ts';

/** Reacts to what a client tells, within its turn. */
export type Reaction = (rig: Rig, what: string, row: number) => void;

const GOOD = { URL: 'ws://127.0.0.1:4601/echo', HandlingUser: { userId: 'host' } };

/** A scene of entities that each hold a WebsocketClient. */
export function sceneOf(clients: { readonly [id: string]: { readonly [field: string]: Json } }): string {
  const entities = Object.entries(clients).map(([id, fields]) => ({ id, name: id, components: { WebsocketClient: { ...GOOD, ...fields } } }));
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities });
}

/**
 * A world and its door, told by hand what links and users would tell. All that reaches it is an input, and all that it wants
 * of the outside is an effect, so nothing stands in for anything.
 */
export class Rig {
  world: LiveWorld;
  door: LocalDoor;
  real = 0;
  /** Effects, log and events of the last step. */
  effects: readonly Effect[] = [];
  log: readonly LogEntry[] = [];
  /** What was handed out in the last step: `lamp connected`, `lamp "text"`, `lamp <3 bytes>`, `lamp disconnected 1000 disabled`. */
  told: string[] = [];
  /** The same since the beginning. */
  all: string[] = [];
  react: Reaction = () => {};
  readonly registry: Registry;
  /** Every step so far, to be replayed. */
  readonly record: { mode: 'tick' | 'pass'; real: number; inputs: Envelope[] }[] = [];

  constructor(clients: { readonly [id: string]: { readonly [field: string]: Json } } | string, from?: { readonly snapshot: string }) {
    const tell = (world: World, row: number, what: string): void => {
      const entity = world.entities.id.get(world.store(WebsocketClient).owner[row] as number);
      this.told.push(`${entity} ${what}`);
      this.all.push(`${entity} ${what}`);
      this.react(this, `${entity} ${what}`, row);
    };
    const probe = defineSystem({
      name: 'probe',
      over: WebsocketClient,
      on: [
        listen(WebsocketClient, 'OnConnected', (world, { row }) => tell(world, row, 'connected')),
        listen(WebsocketClient, 'OnDisconnected', (world, { row }, { code, reason }) => tell(world, row, `disconnected ${code} ${reason}`)),
        listen(WebsocketClient, 'OnMessage', (world, { row }, { data }) => tell(world, row, typeof data === 'string' ? `"${data}"` : `<${data.length} bytes>`)),
      ],
    });
    const plugin: Plugin = { systems: [probe] as never };
    this.registry = createRegistry(plugin);
    this.world = liveOf(
      from === undefined
        ? openWorld({
            registry: this.registry,
            scene: readScene(typeof clients === 'string' ? clients : sceneOf(clients), { registry: this.registry, file: 'test' }).scene,
          })
        : restoreWorld(from.snapshot, this.registry),
    );
    this.real = this.world.real;
    this.door = createDoor(this.world);
  }

  /** One step, some real milliseconds after the last. */
  step(mode: 'tick' | 'pass', inputs: readonly Input[] = [], after = 16): StepResult {
    this.real += after;
    this.told = [];
    const step = { mode, real: this.real, inputs: inputs.map((input): Envelope => ({ author: HOST, input })) };
    this.record.push(step);
    const result = this.door.step(step);
    this.effects = result.effects;
    this.log = result.log;
    return result;
  }

  tick(...inputs: readonly Input[]): StepResult {
    return this.step('tick', inputs);
  }
  pass(...inputs: readonly Input[]): StepResult {
    return this.step('pass', inputs);
  }
  /** A tick after some seconds of real time, in which the world has lived on; effects and log are those of all of it. */
  wait(seconds: number, ...inputs: readonly Input[]): StepResult {
    const effects: Effect[] = [];
    const log: LogEntry[] = [];
    for (let left = seconds * 1000 - 1000; left > 0; left -= 1000) {
      this.step('pass', [], Math.min(left, 1000));
      effects.push(...this.effects);
      log.push(...this.log);
    }
    const result = this.step('tick', inputs, Math.min(seconds * 1000, 1000));
    this.effects = [...effects, ...result.effects];
    this.log = [...log, ...result.log];
    return result;
  }

  /** Ticks, allowing whatever has been asked, until a client is open; gives the number of its connection. */
  open(entity = 'lamp', protocol = ''): number {
    for (let tries = 0; tries < 10; tries++) {
      const number = this.numberOf(entity);
      if (this.state(entity) === 'Open') return number;
      if (this.state(entity) === 'Connecting') this.tick(link({ type: 'opened', connection: number, protocol, extensions: '' }));
      else this.tick(...this.answers('allow'));
    }
    throw new Error(`${entity} does not open: ${JSON.stringify(this.reason(entity))}`);
  }

  /** An answer to every question of the last step. */
  answers(decision: AccessAnswer['decision'], by = 'host', once = false): Input[] {
    const at = '2026-11-20T05:12:00Z';
    return this.sent('ask').map(({ question }) => ({
      type: 'access',
      answer: { ask: question.ask, decision, by, at, ...(once ? { once: true as const } : {}) },
    }));
  }

  /** Effects of one type in the last step. */
  sent<T extends Effect['type']>(type: T): Extract<Effect, { type: T }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
  }

  row(entity = 'lamp'): number {
    const row = this.world.entities.rowOf(entity);
    if (row === undefined) throw new Error(`no entity ${entity}`);
    return row;
  }

  get(entity: string, field: string): Json {
    return this.world.store(WebsocketClient).get(this.row(entity), field);
  }
  state(entity = 'lamp'): Json {
    return this.get(entity, 'State');
  }
  reason(entity = 'lamp'): Json {
    return this.get(entity, 'StateReason');
  }
  numberOf(entity = 'lamp'): number {
    return this.world.stateOf(network).byRow.get(this.row(entity))?.number ?? 0;
  }
  lines(): string[] {
    return this.log.filter((entry) => entry.level !== 'edit').map((entry) => `${entry.level} ${entry.entity ?? ''} ${entry.message}`);
  }

  /** Another rig that goes on from this one's snapshot. */
  restored(): Rig {
    return new Rig('', { snapshot: snapshotWorld(this.world) });
  }
}

export function link(...events: readonly LinkEvent[]): Input {
  return { type: 'link', events };
}
export function edit(...operations: readonly Operation[]): Input {
  return { type: 'operations', operations };
}
export function set(field: string, value: Json, entity = 'lamp'): Input {
  return edit({ op: 'setField', entity, component: 'WebsocketClient', field, value });
}
/** Mika, on a machine that opens sockets. */
export function mika(machineId = 'm1', more: Partial<JoinedUser> = {}): Input {
  return { type: 'join', user: { userId: 'mika', machineId, name: 'Mika', role: 'Guest', kind: 'browser', ...more } };
}
export function leaves(machineId = 'm1', reason = 'tab closed'): Input {
  return { type: 'leave', userId: 'mika', machineId, reason };
}
export function command(name: string, args: { readonly [name: string]: Json } = {}, entity = 'lamp'): Input {
  return { type: 'command', command: { command: name, entity, component: 'WebsocketClient', args } };
}
export function message(connection: number, data: string | Uint8Array): LinkEvent {
  return { type: 'message', connection, data };
}
export function closed(connection: number, code = 1006, reason = '', error?: Extract<LinkEvent, { type: 'closed' }>['error']): LinkEvent {
  return { type: 'closed', connection, code, reason, ...(error === undefined ? {} : { error }) };
}
export const LOST = { code: 'WW_CONNECTION_LOST', message: 'the connection ended without a close frame' } as const;
