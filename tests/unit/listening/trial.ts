import {
  createDoor,
  createRegistry,
  defineSystem,
  HOST,
  hashWorld,
  listen,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  WebsocketServer,
  type Effect,
  type FieldValues,
  type Input,
  type LinkEvent,
  type LocalDoor,
  type Step,
  type World,
} from '../../../engine/index.ts';

/** What can happen, with numbers that choose among what is there. */
export type Move =
  | { readonly do: 'tick' | 'pass' | 'disable' | 'enable' | 'remove' | 'undo' | 'restore' | 'takeUp' }
  | { readonly do: 'set'; readonly field: string; readonly value: string | number | readonly string[] }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'listens' | 'fails' | 'comes' }
  | { readonly do: 'says' | 'leaves' | 'stirs' | 'waits' | 'fails to get' | 'send' | 'close'; readonly which: number }
  | { readonly do: 'broadcast' };

interface Socket {
  readonly number: number;
  state: 'open' | 'closing' | 'dropped' | 'ended';
  said: number;
}

/** A world that listens beside a plain model of its host: what the host is asked must make sense to it, and what it tells must come out in order. */
export class Trial {
  world: World;
  door: LocalDoor;
  readonly steps: Step[] = [];
  readonly told: string[] = [];
  private real = 0;
  private inputs: Input[] = [];
  private events: LinkEvent[] = [];
  private listener: { readonly number: number; listens: boolean } | undefined;
  private readonly numbers = new Set<number>();
  private guests = 0;
  private readonly waiting = new Set<number>();
  private readonly sockets = new Map<number, Socket>();
  private readonly registry = createRegistry({ systems: [this.witness()] });

  constructor(fields: FieldValues = {}) {
    const entities = [{ id: 'server', name: 'server', components: { WebsocketServer: { RetryInterval: 1, PingInterval: 3, ...fields } } }];
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Trial', entities });
    this.world = openWorld({ registry: this.registry, scene: readScene(text, { registry: this.registry }).scene, seed: 'trial' });
    this.door = createDoor(this.world);
  }

  private witness() {
    return defineSystem({
      name: 'witness',
      over: WebsocketServer,
      on: [
        listen(WebsocketServer, 'OnClientConnected', (_world, _source, { client }) => this.heard(client, 'connected')),
        listen(WebsocketServer, 'OnMessage', (_world, _source, { client, data }) => this.heard(client, `said ${String(data)}`)),
        listen(WebsocketServer, 'OnClientDisconnected', (_world, _source, { client }) => this.heard(client, 'disconnected')),
      ],
    });
  }

  private heard(client: number, what: string): void {
    this.told.push(`${client} ${what}`);
  }

  /** What of the model does not hold. */
  must(holds: boolean, what: string): void {
    if (!holds) throw new Error(`broken: ${what}\ntold: ${this.told.slice(-12).join(', ')}`);
  }

  get hash(): string {
    return hashWorld(this.world);
  }

  private get isThere(): boolean {
    return this.world.entities.held(this.world.entities.rowOf('server') as number).length > 0;
  }

  field(name: string): unknown {
    return this.world.store(WebsocketServer).get(this.world.entities.rowOf('server') as number, name);
  }

  move(move: Move): void {
    const open = (): Socket[] => [...this.sockets.values()].filter(({ state }) => state === 'open' || state === 'closing');
    const chosen = 'which' in move ? open()[move.which % Math.max(1, open().length)] : undefined;
    switch (move.do) {
      case 'tick':
      case 'pass':
        return this.step(move.do);
      case 'wait':
        return this.step('tick', move.seconds * 1000);
      case 'disable':
      case 'enable':
        if (this.isThere) this.inputs.push(setField('Enabled', move.do === 'enable'));
        return;
      case 'set':
        if (this.isThere) this.inputs.push(setField(move.field, move.value));
        return;
      case 'remove':
        if (this.isThere) this.inputs.push({ type: 'operations', operations: [{ op: 'removeComponent', entity: 'server', component: 'WebsocketServer' }] });
        return;
      case 'undo':
        this.inputs.push({ type: 'undo' });
        return;
      case 'restore':
        return this.restore();
      case 'takeUp':
        return this.takeUp();
      case 'listens':
        if (this.listener === undefined || this.listener.listens) return;
        this.listener.listens = true;
        this.events.push({ type: 'listening', connection: this.listener.number, host: '127.0.0.1', port: 9000 });
        return;
      case 'fails':
        if (this.listener === undefined) return;
        this.events.push({ type: 'closed', connection: this.listener.number, code: 1006, reason: '', error: { code: 'WW_PORT_IN_USE', message: 'taken' } });
        this.listener = undefined;
        return;
      case 'comes':
        if (this.listener?.listens !== true) return;
        this.waiting.add(++this.guests);
        this.events.push({ type: 'accepted', connection: this.listener.number, guest: this.guests, path: '/', protocol: '', address: '127.0.0.1:1' });
        return;
      case 'broadcast':
        if (this.isThere) this.inputs.push(commandOf('Broadcast', { Data: 'all' }));
        return;
      case 'says':
        if (chosen?.state === 'open') this.events.push({ type: 'message', connection: chosen.number, data: String(chosen.said++) });
        return;
      case 'stirs':
        if (chosen?.state === 'open') this.events.push({ type: 'activity', connection: chosen.number });
        return;
      case 'waits':
        if (chosen !== undefined) this.events.push({ type: 'buffered', connection: chosen.number, bytes: move.which });
        return;
      case 'fails to get':
        if (chosen !== undefined) this.events.push({ type: 'sendFailed', connection: chosen.number, bytes: 1, message: 'gone' });
        return;
      case 'leaves':
        return this.leaves(chosen);
      case 'send':
        if (this.isThere && chosen !== undefined) this.inputs.push(commandOf('Send', { Client: chosen.number, Data: 'x' }));
        return;
      case 'close':
        if (this.isThere && chosen !== undefined) this.inputs.push(commandOf('Close', { Client: chosen.number, Code: 4000, Reason: 'by command' }));
        return;
    }
  }

  private leaves(socket: Socket | undefined): void {
    if (socket === undefined) return;
    const type = socket.state === 'closing' ? 'drained' : 'closed';
    socket.state = 'ended';
    if (type === 'drained') this.events.push({ type, connection: socket.number });
    else this.events.push({ type, connection: socket.number, code: 1000, reason: 'bye' });
  }

  step(mode: 'tick' | 'pass' = 'tick', after = 16): void {
    this.real += after;
    const { events, inputs } = this;
    this.events = [];
    this.inputs = [];
    const all: Input[] = [...(events.length > 0 ? [{ type: 'link' as const, events }] : []), ...inputs];
    const step: Step = { mode, real: this.real, inputs: all.map((input) => ({ author: HOST, input })) };
    this.steps.push(step);
    const result = this.door.step(step);
    for (const effect of result.effects) this.take(effect);
    this.check();
  }

  private take(effect: Effect): void {
    switch (effect.type) {
      case 'listen':
        this.must(this.listener === undefined, 'it listens once at a time');
        this.fresh(effect.connection);
        this.listener = { number: effect.connection, listens: false };
        return;
      case 'admit':
        this.must(this.listener?.number === effect.connection, 'only what listens is told whom to let in');
        return;
      case 'unlisten':
        this.must(this.listener?.number === effect.connection, 'only what listens is stopped');
        this.listener = undefined;
        return;
      case 'take': {
        this.must(this.waiting.delete(effect.guest), 'a guest is taken once');
        this.fresh(effect.connection);
        this.sockets.set(effect.connection, { number: effect.connection, state: 'open', said: 0 });
        return;
      }
      case 'close':
        this.must(this.lives(effect.connection) === 'open', 'only what is open is closed, and once');
        (this.sockets.get(effect.connection) as Socket).state = 'closing';
        return;
      case 'drop': {
        const socket = this.sockets.get(effect.connection);
        this.must(socket !== undefined && socket.state !== 'dropped', 'a client is dropped once');
        if (socket !== undefined) socket.state = 'dropped';
        this.events.push({ type: 'discarded', connection: effect.connection, messages: 0 });
        return;
      }
      case 'send':
      case 'ping':
      case 'configure':
        this.must(this.lives(effect.connection) !== undefined, `${effect.type} goes to what is there`);
        return;
      default:
        this.must(false, `a server has no use for ${effect.type}`);
    }
  }

  /** One that has ended here may not have been told yet. */
  private lives(number: number): 'open' | 'ended' | undefined {
    const state = this.sockets.get(number)?.state;
    return state === 'open' ? 'open' : state === 'ended' ? 'open' : undefined;
  }

  private fresh(number: number): void {
    this.must(!this.numbers.has(number), 'numbers are given once');
    this.numbers.add(number);
  }

  private check(): void {
    if (!this.isThere) {
      this.must(this.listener === undefined, 'nothing listens for what is gone');
      return;
    }
    const state = this.field('State');
    this.must(this.field('IsListening') === (state === 'Listening'), 'IsListening says what State does');
    this.must((this.field('URL') === '') === (state !== 'Listening'), 'there is a URL while it listens');
    if (this.field('Enabled') === false) this.must(this.listener === undefined, 'a disabled server does not listen');
  }

  /** A fresh process goes on to the same. */
  private restore(): void {
    const { hash } = this;
    this.world = restoreWorld(snapshotWorld(this.world), this.registry);
    this.door = createDoor(this.world);
    this.must(this.hash === hash, 'a restored world has the same hash');
  }

  private takeUp(): void {
    this.restore();
    this.listener = undefined;
    this.events = [];
    this.waiting.clear();
    this.sockets.clear();
    // Before anything else that comes in.
    this.inputs = [{ type: 'takenUp', reason: 'another process' }];
    this.step();
  }

  /** All that was under way ends, and all of it has been told: each client once and in order. */
  settle(): void {
    this.move({ do: 'undo' });
    this.step();
    for (const socket of this.sockets.values()) if (socket.state === 'open' || socket.state === 'closing') this.leaves(socket);
    for (let at = 0; at < 4; at += 1) this.step();
    const lines = new Map<number, string[]>();
    for (const line of this.told) {
      const [client, ...what] = line.split(' ');
      lines.set(Number(client), [...(lines.get(Number(client)) ?? []), what.join(' ')]);
    }
    for (const [client, story] of lines) {
      this.must(story[0] === 'connected', `client ${client} comes first: ${story.join()}`);
      this.must(story.filter((what) => what === 'connected').length === 1, `client ${client} comes once`);
      const end = story.indexOf('disconnected');
      this.must(end < 0 || end === story.length - 1, `client ${client} says nothing behind its end: ${story.join()}`);
      const said = story.filter((what) => what.startsWith('said')).map((what) => Number(what.slice(5)));
      this.must(
        said.every((each, at) => each === at),
        `client ${client} is heard in order: ${story.join()}`,
      );
    }
    if (this.isThere) this.must(this.field('ClientCount') === 0, 'nobody is left');
  }
}

function setField(field: string, value: unknown): Input {
  return { type: 'operations', operations: [{ op: 'setField', entity: 'server', component: 'WebsocketServer', field, value: value as null }] };
}

function commandOf(command: string, args: FieldValues): Input {
  return { type: 'command', command: { command, entity: 'server', component: 'WebsocketServer', args } };
}
