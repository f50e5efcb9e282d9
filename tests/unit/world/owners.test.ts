import { describe, expect, it } from 'vitest';
import {
  createDoor,
  createRegistry,
  defineComponent,
  defineSystem,
  hashWorld,
  HOST,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  type AccessAnswer,
  type Asking,
  type Effect,
  type Input,
  type Json,
  type Linked,
  type LinkEvent,
  type LocalDoor,
  type Plugin,
  type World,
} from '../../../engine/index.ts';

/** What the system keeps of a line: data, saved by the entity's id. */
interface Held extends Linked, Asking {
  readonly entity: string;
  heard: string[];
}

/** A component of its own that holds connections beside WebsocketClients, as accepted sockets, scripts and fetches will. */
const Line = defineComponent('Line', { doc: 'Holds a line.', category: 'Test', single: true, disabled: 'It holds none.', fields: {} });

const PLACE = { host: '127.0.0.1', port: 4602 };
const LIMITS = { maxMessageSize: 100, maxBufferedAmount: 100, maxMessagesPerTick: 10 };

const lines = defineSystem({
  name: 'lines',
  over: Line,
  added: (world, row) => {
    const entity = world.entities.id.get(row);
    const held: Held = { entity, number: 0, ask: 0, asked: null, grant: null, heard: [] };
    heldIn(world).set(entity, held);
    ask(world, held);
  },
  removed: (world, row) => {
    const held = heldOf(world, world.entities.id.get(row));
    world.access.withdraw(held);
    if (held.number !== 0) world.links.drop(held);
  },
  owns: {
    scope: 'HTTP',
    told: (world, held: Held | undefined, event) => {
      if (held === undefined) return world.log('info', `${event.type} ${event.connection}`, { source: 'lines' });
      if (event.type === 'message' && event.data === 'throw') throw new Error('it cannot take that');
      held.heard.push(event.type === 'message' ? `message ${String(event.data)}` : event.type);
      if (event.type === 'message') world.links.send(held, `re: ${String(event.data)}`);
      if (event.type === 'closed') world.links.release(held);
    },
    answered: (world, held, outcome) => {
      held.heard.push(outcome);
      if (outcome !== 'allowed' || held.number !== 0) return;
      world.links.open('lines', held, { entity: held.entity, component: 'Line', url: 'ws://127.0.0.1:4602/', protocols: [], headers: {}, limits: LIMITS });
    },
    asking: (world) => heldIn(world).values(),
    outdated: (world, concerned) => {
      for (const held of concerned) ask(world, held);
    },
  },
  state: {
    create: () => new Map<string, Held>(),
    save: (held) => [...held.values()] as unknown as Json,
    load: (data, world) => {
      const held = new Map((data as unknown as Held[]).map((each) => [each.entity, each]));
      world.links.restore('lines', { holders: held.values() });
      world.access.restore('lines', { holders: held.values() });
      return held;
    },
  },
});

function ask(world: World, held: Held): void {
  const user = { userId: 'host', machineId: 'host' };
  world.access.ask('lines', held, { user, ...PLACE, url: 'ws://127.0.0.1:4602/', reason: '', entity: held.entity, path: [held.entity], component: 'Line' });
}
function heldIn(world: World): Map<string, Held> {
  return world.stateOf(lines);
}
function heldOf(world: World, entity: string): Held {
  return heldIn(world).get(entity) as Held;
}

const plugin: Plugin = { name: 'lines', components: [Line], systems: [lines] as never };
const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Test',
  entities: [
    { id: 'lamp', name: 'lamp', components: { WebsocketClient: { URL: 'ws://127.0.0.1:4602/', HandlingUser: { userId: 'host' } } } },
    { id: 'line', name: 'line', components: { Line: {} } },
  ],
};

/** The world told by hand what links and users would tell. */
class Hand {
  readonly world: World;
  readonly door: LocalDoor;
  effects: readonly Effect[] = [];
  log: readonly string[] = [];

  constructor(world: World) {
    this.world = world;
    this.door = createDoor(world);
  }
  give(...inputs: readonly Input[]): void {
    const { effects, log } = this.door.step({ mode: 'tick', real: this.world.real + 17, inputs: inputs.map((input) => ({ author: HOST, input })) });
    this.effects = effects;
    this.log = log.map(({ message }) => message);
  }
  /** What was asked for in the last step, in short. */
  get sent(): string[] {
    return this.effects.map((effect) => {
      if (effect.type === 'ask') return `ask ${effect.question.ask} ${effect.question.scope} ${effect.question.entity}`;
      if (effect.type === 'withdraw') return `withdraw ${effect.ask}`;
      if (effect.type === 'run' || effect.type === 'stop') return `${effect.type} ${effect.job}`;
      return effect.type === 'send' ? `send ${effect.connection} ${String(effect.data)}` : `${effect.type} ${effect.connection}`;
    });
  }
  get lamp(): Record<string, Json> {
    const clients = this.world.storeOf('WebsocketClient');
    const { State, MessagesReceived, BytesReceived } = clients.values(this.world.entities.rowOf('lamp') as number) as Record<string, Json>;
    return { State: State as Json, MessagesReceived: MessagesReceived as Json, BytesReceived: BytesReceived as Json };
  }
  get heard(): string[] {
    return heldOf(this.world, 'line').heard;
  }
  /** Both connections open: the client has 2 and the line has 1, since its answer came first. */
  open(): this {
    this.give();
    expect(this.sent).toEqual(['ask 1 HTTP line', 'ask 2 Websocket lamp']);
    this.give(answer(1), answer(2));
    expect(this.sent).toEqual(['open 1', 'open 2']);
    this.give(link(opened(2), opened(1)));
    return this;
  }
}

const registry = createRegistry(plugin);
const hand = (): Hand => new Hand(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
const answer = (number: number, decision: AccessAnswer['decision'] = 'allow'): Input => ({
  type: 'access',
  answer: { ask: number, decision, by: 'host', at: '2026-11-20T05:12:00Z' },
});
const link = (...events: readonly LinkEvent[]): Input => ({ type: 'link', events });
const opened = (connection: number): LinkEvent => ({ type: 'opened', connection, protocol: '', extensions: '' });
const message = (connection: number, data: string): LinkEvent => ({ type: 'message', connection, data });

describe('a second owner of connections beside the WebsocketClients', () => {
  it('asks, opens, sends and hears under numbers of its own, and nothing of the clients', () => {
    const rig = hand().open();
    expect(rig.lamp['State']).toBe('Open');
    rig.give(link(message(1, 'a'), message(2, 'lamp’s'), message(1, 'b'), message(7, 'nobody’s')));
    expect(rig.heard).toEqual(['allowed', 'opened', 'message a', 'message b']);
    expect(rig.lamp).toMatchObject({ MessagesReceived: 1 });
    expect(rig.sent).toEqual(['send 1 re: a', 'send 1 re: b']);
    rig.give(link({ type: 'closed', connection: 1, code: 1000, reason: '' }, message(1, 'late')));
    expect([rig.heard.at(-1), rig.lamp['State']]).toEqual(['closed', 'Open']);
  });

  it('is answered for its own questions alone, and asks anew where a user has decided otherwise in its scope', () => {
    const rig = hand().open();
    const changed = (scope: 'HTTP' | 'Websocket'): Input => ({ type: 'accessChanged', userId: 'host', scope, ...PLACE });
    rig.give(changed('HTTP'));
    expect(rig.sent).toEqual(['ask 3 HTTP line']);
    rig.give(changed('Websocket'));
    expect(rig.sent).toEqual(['ask 4 Websocket lamp']);
    rig.give(answer(3, 'deny'));
    expect([rig.heard.at(-1), rig.lamp['State'], heldOf(rig.world, 'line').grant]).toEqual(['denied', 'Open', null]);
    rig.give(answer(3), answer(99));
    expect(rig.heard.at(-1)).toBe('denied');
  });

  it('does nothing to a connection that is another’s, and opens nothing that is not allowed', () => {
    const rig = hand().open();
    const forged: Held = { entity: 'line', number: 2, ask: 0, asked: null, grant: null, heard: [] };
    const { links, access } = rig.world;
    const opening = { entity: 'line', component: 'Line', url: 'ws://127.0.0.1:4602/', protocols: [], headers: {}, limits: LIMITS };
    for (const act of [() => links.send(forged, 'x'), () => links.close(forged, 1000, ''), () => links.drop(forged), () => links.ping(forged)])
      expect(act).toThrow(expect.objectContaining({ code: 'WW_NOT_OPEN' }) as Error);
    expect(() => links.open('lines', forged, opening)).toThrow(expect.objectContaining({ code: 'WW_ACCESS_DENIED' }) as Error);
    links.release(forged);
    const user = { userId: 'host', machineId: 'host' };
    expect(() => access.ask('spinner', forged, { user, ...PLACE, url: '', reason: '', entity: 'line', path: [], component: 'Line' })).toThrow(
      /system spinner has no `owns`/,
    );
    rig.give(link(message(2, 'still')));
    expect([rig.sent, rig.lamp['MessagesReceived']]).toEqual([[], 1]);
  });

  it('that fails at an event loses that event, and neither its later ones nor anybody else’s', () => {
    const rig = hand().open();
    rig.give(link(message(1, 'throw'), message(2, 'lamp’s'), message(1, 'after')));
    expect([rig.heard.at(-1), rig.lamp['MessagesReceived']]).toEqual(['message after', 1]);
    expect(rig.log).toEqual([expect.stringMatching(/plugin lines.*it cannot take that \(WW_SYSTEM_FAILED\)/) as string]);
  });

  it('hears how much went with a connection that it dropped, once', () => {
    const rig = hand().open();
    rig.give({ type: 'operations', operations: [{ op: 'removeComponent', entity: 'line', component: 'Line' }] });
    expect(rig.sent).toEqual(['drop 1']);
    const discarded: LinkEvent = { type: 'discarded', connection: 1, messages: 2 };
    rig.give(link(message(1, 'late'), discarded, discarded));
    expect(rig.log).toEqual(['message 1', 'discarded 1']);
  });

  it('goes on from a snapshot with what was its own, and the numbers go on from the last of all', () => {
    const rig = hand().open();
    const after = new Hand(restoreWorld(snapshotWorld(rig.world), registry));
    expect(hashWorld(after.world)).toBe(hashWorld(rig.world));
    for (const each of [rig, after]) {
      each.give({ type: 'accessChanged', userId: 'host', scope: 'HTTP', ...PLACE }, link(message(1, 'a'), message(2, 'lamp’s')));
      expect(each.sent).toEqual(['ask 3 HTTP line', 'send 1 re: a']);
      each.give(answer(3), link({ type: 'closed', connection: 1, code: 1000, reason: '' }));
      each.give({ type: 'accessChanged', userId: 'host', scope: 'HTTP', ...PLACE });
      each.give(answer(4));
      expect(each.sent).toEqual(['open 3']);
    }
    expect(hashWorld(after.world)).toBe(hashWorld(rig.world));
  });

  it('does not come back with a number that another has', () => {
    const rig = hand().open();
    heldOf(rig.world, 'line').number = 2;
    const message = /systems\/lines: a connection of network has the number 2 already/;
    expect(() => restoreWorld(snapshotWorld(rig.world), registry)).toThrow(message);
  });

  it.each([2 ** 52, 2 ** 53, -1, 1.5, '2'])('does not come back with a number that is none: %s', (number) => {
    for (const key of ['number', 'ask'] as const) {
      const rig = hand().open();
      (heldOf(rig.world, 'line') as unknown as Record<string, unknown>)[key] = number;
      expect(() => restoreWorld(snapshotWorld(rig.world), registry)).toThrow(
        /systems\/lines: expected a whole number of at least 1 and at most 4503599627370495/,
      );
    }
  });

  it('loses what it had in another process, is told so without knowing of such a thing itself, and says nothing to what never had it', () => {
    const rig = hand().open();
    rig.give({ type: 'accessChanged', userId: 'host', scope: 'HTTP', ...PLACE });
    expect(rig.sent).toEqual(['ask 3 HTTP line']);
    const after = new Hand(restoreWorld(snapshotWorld(rig.world), registry));
    after.give({ type: 'takenUp', reason: 'restarted' });
    expect(after.heard.at(-1)).toBe('closed');
    expect(heldOf(after.world, 'line')).toMatchObject({ number: 0, ask: 0, grant: null });
    expect([after.lamp['State'], after.sent]).toEqual(['WaitingToRetry', []]);
    after.give(answer(3), link(message(1, 'late')));
    expect(after.heard.at(-1)).toBe('closed');
  });

  it('has its questions taken back when the world ends, as everybody has', () => {
    const rig = hand();
    rig.give();
    expect(rig.door.end()).toEqual([
      { type: 'withdraw', ask: 1 },
      { type: 'withdraw', ask: 2 },
    ]);
  });
});

it('a system whose questions are of a scope that there is not is refused when it is registered', () => {
  const wrong = defineSystem({ name: 'wrong', over: Line, owns: { scope: 'Gopher' as 'HTTP' } });
  expect(() => createRegistry({ components: [Line], systems: [wrong] as never })).toThrow(
    /system wrong asks for access of the scope "Gopher"; expected one of Websocket, HTTP/,
  );
});
