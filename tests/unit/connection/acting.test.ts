import { expect, it } from 'vitest';
import {
  createRegistry,
  createDoor,
  defineSystem,
  hashWorld,
  listen,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  WebsocketClient,
  HOST,
} from '../../../engine/index.ts';
import type { AccessAnswer, Author, Effect, Envelope, Input, LinkEvent, LocalDoor, LogEntry, World } from '../../../engine/index.ts';
import { ANNA, BEN } from '../world-rig.ts';
import { command, edit, link, message, sceneOf, set } from './rig.ts';

/** A world of one client whose events are told with the user for whom they are. */
class Told {
  readonly told: string[] = [];
  readonly registry = createRegistry({
    systems: [
      defineSystem({
        name: 'probe',
        over: WebsocketClient,
        on: [
          listen(WebsocketClient, 'OnConnected', (world) => this.#tell(world, 'connected')),
          listen(WebsocketClient, 'OnDisconnected', (world) => this.#tell(world, 'disconnected')),
          listen(WebsocketClient, 'OnMessage', (world) => this.#tell(world, 'message')),
        ],
      }),
    ],
  });
  world: World;
  door: LocalDoor;
  effects: readonly Effect[] = [];
  log: readonly LogEntry[] = [];
  readonly record: { mode: 'tick' | 'pass'; real: number; inputs: Envelope[] }[] = [];

  constructor(fields: Parameters<typeof sceneOf>[0][string] = {}) {
    this.world = openWorld({ registry: this.registry, scene: readScene(sceneOf({ lamp: fields }), { registry: this.registry }).scene });
    this.door = createDoor(this.world);
  }

  #tell(world: World, what: string): void {
    this.told.push(`${what} for ${world.acting}`);
  }

  step(mode: 'tick' | 'pass', inputs: readonly Input[] = [], author: Author = HOST, after = 16): void {
    const step = { mode, real: this.world.real + after, inputs: inputs.map((input): Envelope => ({ author, input })) };
    this.record.push(step);
    ({ effects: this.effects, log: this.log } = this.door.step(step));
  }
  tick(...inputs: Input[]): void {
    this.step('tick', inputs);
  }
  /** Goes on from a snapshot, as another process would. */
  restore(): void {
    const { world } = this;
    this.world = restoreWorld(snapshotWorld(world), this.registry);
    expect(hashWorld(this.world)).toBe(hashWorld(world));
    this.door = createDoor(this.world);
  }
  answer(decision: AccessAnswer['decision'], by = 'host'): Input {
    const ask = this.effects.find((effect) => effect.type === 'ask')?.question.ask as number;
    return { type: 'access', answer: { ask, decision, by, at: '2026-11-20T05:12:00Z' } };
  }
  take(): string[] {
    return this.told.splice(0);
  }
}

const opened = (connection: number): LinkEvent => ({ type: 'opened', connection, protocol: '', extensions: '' });
const closed = (connection: number): LinkEvent => ({ type: 'closed', connection, code: 1006, reason: '' });

it('a connection that a user sets off goes on for them: through its turn, the question of access, the handshake and every retry, over snapshots', () => {
  const rig = new Told({ Enabled: false, ConnectRetryInterval: 1 });
  rig.tick();
  // As a system does that has its turn after the clients: it waits for theirs.
  rig.world.actFor('anna', () => rig.world.setValue(rig.world.store(WebsocketClient), rig.world.entities.rowOf('lamp') as number, 'Enabled', true));
  rig.restore();
  rig.tick();
  // Ben lets it through, and still it is Anna's.
  rig.restore();
  rig.tick(rig.answer('allow', 'ben'));
  rig.restore();
  rig.step('pass', [link(opened(1))]);
  rig.restore();
  rig.tick();
  expect(rig.take()).toEqual(['connected for anna']);
  expect(rig.world.acting).toBe('host');
  rig.tick(link(message(1, 'hi')));
  expect(rig.take()).toEqual(['message for anna']);
  rig.step('pass', [link(closed(1))]);
  expect(rig.log).toMatchObject([{ source: 'WebsocketClient', user: 'anna' }]);
  rig.restore();
  rig.step('tick', [], HOST, 1000);
  expect(rig.take()).toEqual(['disconnected for anna']);
  rig.tick();
  rig.tick(link(opened(2)));
  expect(rig.take()).toEqual(['connected for anna']);
});

it('whoever sets it off anew takes it over, from what they set off on, and no answer, link or time does', () => {
  const rig = new Told();
  rig.tick();
  rig.tick(rig.answer('allow', 'anna'));
  rig.step('pass', [link(opened(1))]);
  rig.step('pass', [command('Disconnect')], BEN);
  // What came about before is told for whom it came about.
  rig.tick(link({ type: 'drained', connection: 1 }));
  expect(rig.take()).toEqual(['connected for host', 'disconnected for ben']);
  rig.step('tick', [command('Connect')], ANNA);
  rig.tick(link(opened(2)));
  rig.step('pass', [edit({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'IdleTimeout', value: 9 })], BEN);
  rig.tick(link(message(2, 'hi')));
  expect(rig.take()).toEqual(['connected for anna', 'message for anna']);
});

it('a client that begins of its own accord does so for the host, whoever had it before', () => {
  const rig = new Told({ Enabled: false });
  rig.step('tick', [set('Enabled', true)], ANNA);
  rig.tick(rig.answer('allow'));
  rig.tick(link(opened(1)));
  rig.step('tick', [command('Disconnect')], ANNA);
  rig.tick(link({ type: 'drained', connection: 1 }));
  rig.take();
  rig.tick(command('Connect'));
  rig.tick(link(opened(2)));
  expect(rig.take()).toEqual(['connected for host']);
});

it('who comes and handles a client sets it off', () => {
  const rig = new Told({ HandlingUser: { userId: 'mika' } });
  rig.tick({ type: 'join', user: { userId: 'mika', machineId: 'm1', name: 'Mika', role: 'Guest', kind: 'browser' } });
  rig.tick(rig.answer('allow', 'mika'));
  rig.tick(link(opened(1)));
  expect(rig.take()).toEqual(['connected for mika']);
});

it('worlds that wait for different users have different hashes, and a replay has the same', () => {
  const lived = (author: Author): Told => {
    const rig = new Told({ Enabled: false });
    rig.step('tick', [set('Enabled', true)], author);
    rig.step('pass', [rig.answer('allow', 'ben')]);
    return rig;
  };
  const [hers, his, hosts] = [lived(ANNA), lived(BEN), lived(HOST)].map(({ world, record }) => ({ hash: hashWorld(world), record }));
  expect(new Set([hers?.hash, his?.hash, hosts?.hash]).size).toBe(3);
  const again = new Told({ Enabled: false });
  for (const step of hers?.record ?? []) again.door.step(step);
  expect(hashWorld(again.world)).toBe(hers?.hash);
});
