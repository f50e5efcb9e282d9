import {
  createDoor,
  createRegistry,
  hashWorld,
  HOST,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  type Author,
  type Envelope,
  type Input,
  type InputResult,
  type LocalDoor,
  type LogEntry,
  type Operation,
  type SendRow,
  type SendSpec,
} from '../../../engine/index.ts';
import { liveOf, type LiveWorld } from '../../../engine/editing/live-world.ts';

const GOOD = { URL: 'ws://127.0.0.1:4601/', HandlingUser: { userId: 'host' } };
const TICKS = 60;

/** Devices in a room, each with an open connection, and what is said to them; what they answer is told by hand. */
export class Devices {
  world: LiveWorld;
  door: LocalDoor;
  real = 0;
  /** What was said since it was asked for last, in order. */
  readonly said: { readonly to: string; readonly data: string; readonly tick: number }[] = [];
  readonly log: LogEntry[] = [];
  readonly #entities = new Map<number, string>();
  #waiting: Input[] = [];

  constructor(names: readonly string[], more: readonly object[] = [], components: object = {}) {
    const registry = createRegistry();
    const devices = names.map((name) => ({ id: name, name, tag: 'device', components: { WebsocketClient: GOOD, FloatValue: { Value: 1 }, ...components } }));
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [...devices, ...more] });
    this.world = liveOf(openWorld({ registry, scene: readScene(text, { registry }).scene }));
    this.door = createDoor(this.world);
    this.step([{ type: 'join', user: { userId: 'host', machineId: 'host', name: 'Host', role: 'Admin' } }]);
    for (let round = 0; round < 6; round++) this.step();
    this.said.length = 0;
  }

  /** Goes on in a world of its own that was made from a snapshot. */
  restore(): void {
    this.world = liveOf(restoreWorld(snapshotWorld(this.world), createRegistry()));
    this.door = createDoor(this.world);
  }

  step(inputs: readonly (Input | Envelope)[] = [], mode: 'tick' | 'pass' = 'tick'): InputResult[] {
    const given = [...this.#waiting.splice(0), ...inputs].map((input) => ('author' in input ? input : { author: HOST, input }));
    const { effects, results, log, tick } = this.door.step({ mode, real: (this.real += 17), inputs: given });
    this.log.push(...log);
    for (const effect of effects) {
      if (effect.type === 'ask')
        this.#waiting.push({ type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: 'host', at: '2026-01-01T00:00:00.000Z' } });
      if (effect.type === 'open') {
        this.#entities.set(effect.connection, effect.entity);
        this.#waiting.push({ type: 'link', events: [{ type: 'opened', connection: effect.connection, protocol: '', extensions: '' }] });
      }
      if (effect.type === 'send') this.said.push({ to: this.#entities.get(effect.connection) ?? '', data: String(effect.data), tick });
    }
    return [...results].slice(-inputs.length);
  }

  give(input: Input, author: Author = HOST): InputResult {
    const [result] = this.step([{ author, input }], 'pass');
    return result as InputResult;
  }
  send(send: SendSpec, author?: Author): number {
    const result = this.give({ type: 'send', send }, author);
    if (!result.ok) throw new Error(result.message);
    return result.run as number;
  }
  edit(...operations: readonly Operation[]): InputResult {
    return this.give({ type: 'operations', operations });
  }
  seconds(count: number): void {
    for (let tick = 0; tick < count * TICKS; tick++) this.step();
  }
  /** What was said since this was asked last. */
  heard(): readonly string[] {
    return this.said.splice(0).map(({ to, data }) => `${to}: ${data}`);
  }
  /** A device says something. */
  says(device: string, data: string): void {
    const connection = [...this.#entities].find(([, entity]) => entity === device)?.[0] as number;
    this.step([{ type: 'link', events: [{ type: 'message', connection, data }] }]);
  }
  async sends(run?: number): Promise<readonly SendRow[]> {
    return (await this.door.ask({ ask: 'sends', ...(run === undefined ? {} : { run }) })).sends;
  }
  async row(run: number): Promise<SendRow> {
    return (await this.sends(run)).find((each) => each.run === run) as SendRow;
  }
  hash(): string {
    return hashWorld(this.world);
  }
}
