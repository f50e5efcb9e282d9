import fc from 'fast-check';
import type { Effect, Input, LinkEvent } from '../../../engine/index.ts';
import { send } from '../../../engine/systems/network.ts';
import { command, edit, leaves, LOST, message, mika, Rig, set } from './rig.ts';

/**
 * Random histories of one client against a model that knows nothing of the state machine: a link that keeps its contract, a
 * user who answers at random, and the promises of the design written down as what must hold after each step.
 */
const URLS = [null, 'ws://127.0.0.1:1/', 'ws://127.0.0.1:2/', ''];
const USERS = [null, { userId: 'host' }, { userId: 'mika' }, { userId: 'mika' }, { userId: 'mika', machineId: 'm1' }];
const MACHINES = ['m1', 'm2'];

export const action = fc.oneof(
  fc.record({ do: fc.constant('set' as const), field: fc.constantFrom('Enabled'), value: fc.boolean() }),
  fc.record({ do: fc.constant('set' as const), field: fc.constant('URL'), value: fc.constantFrom(...URLS) }),
  fc.record({ do: fc.constant('set' as const), field: fc.constant('HandlingUser'), value: fc.constantFrom(...USERS) }),
  fc.record({ do: fc.constant('set' as const), field: fc.constant('Protocols'), value: fc.constantFrom([], ['a'], ['b']) }),
  fc.record({ do: fc.constant('set' as const), field: fc.constantFrom('ConnectRetryInterval', 'IdleTimeout'), value: fc.constantFrom(0, 1, 5) }),
  fc.record({ do: fc.constant('set' as const), field: fc.constant('AccessReason'), value: fc.constantFrom('a', 'b') }),
  fc.record({
    do: fc.constantFrom(
      'Connect' as const,
      'Disconnect' as const,
      'remove' as const,
      'undo' as const,
      'changed' as const,
      'active' as const,
      'send' as const,
      'restore' as const,
    ),
  }),
  // What random answers and words of the link would seldom come to: that it is open.
  fc.constant({ do: 'proceed' as const }),
  fc.constant({ do: 'proceed' as const }),
  // In a browser tab, from a terminal, only to look; or not at all any more. `Mo` is Mika under another name.
  fc.record({
    do: fc.constant('join' as const),
    machine: fc.constantFrom(...MACHINES),
    as: fc.constantFrom('browser', 'browser', 'terminal', 'Spectator', 'Mo'),
  }),
  fc.record({ do: fc.constant('leave' as const), machine: fc.constantFrom(...MACHINES) }),
  fc.record({
    do: fc.constant('answer' as const),
    decision: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const, 'dismissed' as const, 'waiting' as const, 'revoked' as const),
  }),
  fc.record({ do: fc.constant('ended' as const), code: fc.constantFrom('WW_ADDRESS_NEAR' as const, 'WW_AGENT_LOST' as const, 'WW_ACCESS_DENIED' as const) }),
  fc.record({
    do: fc.constantFrom('opened' as const, 'opened' as const, 'lost' as const, 'drained' as const, 'drained' as const, 'late' as const, 'activity' as const),
  }),
  fc.record({ do: fc.constant('messages' as const), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    do: fc.constant('step' as const),
    mode: fc.constantFrom('tick' as const, 'tick' as const, 'pass' as const),
    after: fc.constantFrom(1, 16, 900, 6_000),
  }),
);
export type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** What the link knows of one connection. */
interface Socket {
  readonly number: number;
  state: 'connecting' | 'open' | 'closing' | 'ended';
  readonly url: string;
  readonly user: string;
  readonly machine: string;
}

/** Fails with the promise that did not hold. */
function must(holds: boolean, promise: string): void {
  if (!holds) throw new Error(`broken: ${promise}`);
}

export class Trial {
  rig: Rig;
  inputs: Input[] = [];
  sockets: Socket[] = [];
  /** Questions that stand: number to place. */
  questions = new Map<number, { user: string; machine: string; host: string; port: number }>();
  /** Mika's machines that are here, and as what. */
  machines = new Map<string, string>();
  /** By which name she came there last. */
  names = new Map<string, string>();
  /** What is allowed, as `user@machine host:port`, since URL or HandlingUser changed last, the machine came, or its agent went. */
  allowed = new Set<string>();
  next = 0;
  /** Messages told to the world for a connection, to come out in this order. */
  expected: string[] = [];
  heard: string[] = [];
  discarded = 0;

  live(): Socket | undefined {
    return this.sockets.find(({ state }) => state !== 'ended');
  }

  do(what: Action): void {
    const { inputs } = this;
    switch (what.do) {
      case 'set':
        if (!this.exists()) return;
        inputs.push(set(what.field, what.value as never));
        break;
      case 'Connect':
      case 'Disconnect':
        if (this.exists()) inputs.push(command(what.do));
        break;
      case 'join':
        inputs.push(this.join(what.machine, what.as));
        break;
      case 'leave':
        if (this.machines.delete(what.machine)) this.forget(what.machine);
        inputs.push(leaves(what.machine));
        break;
      case 'remove':
        if (this.exists()) inputs.push(edit({ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }));
        break;
      case 'undo':
        inputs.push({ type: 'undo' });
        break;
      case 'active':
        inputs.push(edit({ op: 'updateEntity', entity: 'lamp', active: this.next++ % 2 === 1 }));
        break;
      case 'changed':
        for (const userId of ['host', 'mika'])
          for (const port of [1, 2]) inputs.push({ type: 'accessChanged', userId, scope: 'Websocket', host: '127.0.0.1', port });
        break;
      case 'answer': {
        const [ask] = this.questions.keys();
        if (ask !== undefined) inputs.push({ type: 'access', answer: { ask, decision: what.decision, by: 'host', at: '' } });
        break;
      }
      case 'proceed':
        this.proceed();
        return;
      case 'send':
        this.step('tick', 16);
        if (this.exists() && this.rig.state() === 'Open') send(this.rig.world, this.rig.row(), 'x');
        this.step('tick', 16);
        return;
      case 'restore':
        this.step('tick', 16);
        this.rig = Object.assign(this.rig.restored(), { all: this.rig.all });
        return;
      case 'step':
        // A world lives through the time that goes by: one that stood still counts it as nobody's silence.
        for (let left = what.after - 1000; left > 0; left -= 1000) this.step('pass', Math.min(left, 1000));
        this.step(what.mode, Math.min(what.after, 1000));
        return;
      default:
        this.say(what);
    }
    // One thing a step, so that the model can tell what came of it.
    this.step('tick', 16);
  }

  /**
   * Mika comes on a machine, or what is there already is another. What was allowed for once before that counts no more, but for what
   * the machine still carries.
   */
  join(machine: string, as: string): Input {
    const before = this.machines.get(machine);
    const name = as === 'Mo' ? 'Mo' : 'Mika';
    if (as === 'Mo') as = before ?? 'browser';
    this.machines.set(machine, as);
    const live = this.live();
    // Another name alone ends only what was allowed for once, and the answers here are for good.
    const isRenamed = before === as && this.names.get(machine) !== name;
    this.names.set(machine, name);
    if (!isRenamed && (live?.machine !== machine || before !== as)) this.forget(machine);
    return as === 'Spectator' ? mika(machine, { name, role: 'Spectator' }) : mika(machine, { name, kind: as as 'browser' });
  }

  forget(machine: string): void {
    for (const key of this.allowed) if (key.includes(`@${machine} `)) this.allowed.delete(key);
  }

  serves(machine: string): boolean {
    return machine === 'host' || ['browser', 'terminal'].includes(this.machines.get(machine) ?? '');
  }

  exists(): boolean {
    return this.rig.world.storeOf('WebsocketClient').has(this.rig.row());
  }

  /** What a link may say now, if it keeps its contract; and late words, which it should not say but may. */
  say(what: Action): void {
    const socket = this.live();
    const events: LinkEvent[] = [];
    if (what.do === 'late') {
      const old = this.sockets.find(({ state }) => state === 'ended');
      if (old !== undefined)
        events.push(
          { type: 'opened', connection: old.number, protocol: '', extensions: '' },
          message(old.number, 'late'),
          { type: 'closed', connection: old.number, code: 4000, reason: 'late' },
          { type: 'drained', connection: old.number },
        );
    } else if (socket === undefined) return;
    else if (what.do === 'opened' && socket.state === 'connecting') {
      socket.state = 'open';
      events.push({ type: 'opened', connection: socket.number, protocol: '', extensions: '' });
    } else if (what.do === 'messages' && (socket.state === 'open' || socket.state === 'closing')) {
      for (let i = 0; i < what.count; i++) {
        const text = String(this.next++);
        this.expected.push(text);
        events.push(message(socket.number, text));
      }
    } else if (what.do === 'lost') {
      socket.state = 'ended';
      events.push({ type: 'closed', connection: socket.number, code: 1006, reason: '', error: LOST });
    } else if (what.do === 'ended') {
      // Only an attempt can fail for what was decided or for where it leads.
      if (what.code !== 'WW_AGENT_LOST' && socket.state !== 'connecting') return;
      socket.state = 'ended';
      this.forget(socket.machine);
      events.push({ type: 'closed', connection: socket.number, code: 1006, reason: '', error: { code: what.code, message: 'ended' } });
    } else if (what.do === 'drained' && socket.state === 'closing') {
      socket.state = 'ended';
      events.push({ type: 'drained', connection: socket.number });
    } else if (what.do === 'activity') events.push({ type: 'activity', connection: socket.number });
    if (events.length > 0) this.inputs.push({ type: 'link', events });
  }

  step(mode: 'tick' | 'pass', after: number): void {
    const before = this.place();
    const { inputs } = this;
    const wasThere = this.exists();
    this.inputs = [];
    const told = this.rig.all.length;
    this.rig.step(mode, inputs, after);
    if (this.place() !== before || (!wasThere && this.exists())) this.allowed.clear();
    for (const input of inputs) {
      if (input.type !== 'access') continue;
      const place = this.questions.get(input.answer.ask);
      if (place === undefined) continue;
      const key = `${place.user}@${place.machine} ${place.host}:${place.port}`;
      if (input.answer.decision === 'allow') this.allowed.add(key);
      if (input.answer.decision === 'deny' || input.answer.decision === 'revoked') this.allowed.delete(key);
      if (input.answer.decision !== 'waiting') this.questions.delete(input.answer.ask);
    }
    for (const effect of this.rig.effects) this.effect(effect);
    this.heard.push(...this.rig.all.slice(told));
    must(mode === 'tick' || this.rig.all.length === told, 'a pass hands nothing out');
    this.check();
  }

  place(): string {
    if (!this.exists()) return 'removed';
    return JSON.stringify([this.rig.get('lamp', 'HandlingUser'), this.rig.get('lamp', 'URL')]);
  }

  effect(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        {
          const { user, host, port } = effect.question;
          must(this.serves(user.machineId ?? ''), 'only a machine that opens sockets is asked');
          this.questions.set(effect.question.ask, { user: user.userId, machine: user.machineId ?? '', host, port });
        }
        break;
      case 'run':
      case 'stop':
        must(false, 'a client has no jobs done');
        break;
      case 'listen':
      case 'admit':
      case 'unlisten':
      case 'take':
        must(false, 'a client does not listen');
        break;
      case 'withdraw':
        must(this.questions.delete(effect.ask), 'a question is taken back once');
        break;
      case 'open': {
        must(this.live() === undefined, 'at most one connection lives');
        must(!this.sockets.some(({ number }) => number === effect.connection), 'numbers are given once');
        const { host } = new URL(effect.url);
        const machine = effect.user.machineId ?? '';
        must(this.serves(machine), 'only a machine that is here opens sockets');
        must(this.allowed.has(`${effect.user.userId}@${machine} ${host}`), 'nothing is opened without permission, given on that machine');
        this.sockets.push({ number: effect.connection, state: 'connecting', url: effect.url, user: effect.user.userId, machine });
        break;
      }
      case 'close': {
        const socket = this.live();
        must(socket?.number === effect.connection && socket.state === 'open', 'only what is open is closed, and once');
        if (socket !== undefined) socket.state = 'closing';
        break;
      }
      case 'drop': {
        const socket = this.live();
        must(socket?.number === effect.connection, 'a connection is dropped while it lives, and once');
        if (socket !== undefined) socket.state = 'ended';
        this.inputs.push({ type: 'link', events: [{ type: 'discarded', connection: effect.connection, messages: 0 }] });
        break;
      }
      case 'send':
        must(this.live()?.number === effect.connection && this.live()?.state === 'open', 'only over an open connection is anything sent');
        break;
      case 'ping':
        must(this.live()?.number === effect.connection && this.live()?.state === 'open', 'only an open connection is asked for a sign of life');
        break;
      case 'configure':
        break;
    }
  }

  /** What holds after every step. */
  check(): void {
    const socket = this.live();
    if (!this.exists()) {
      must(socket === undefined && this.questions.size === 0, 'a removed client leaves nothing behind');
      // Nothing is told of its end, and what comes back in its place begins anew.
      this.heard = [];
      return;
    }
    const { rig } = this;
    const state = rig.state();
    const wanted = this.isWanted();
    for (const [shown, real] of [
      ['Connecting', 'connecting'],
      ['Open', 'open'],
      ['Closing', 'closing'],
    ])
      must((state === shown) === (socket?.state === real), `State is ${shown} just while the socket is ${real}`);
    must(rig.get('lamp', 'IsConnected') === (state === 'Open'), 'IsConnected is true from open to close');
    must((rig.reason() === '') === (state === 'Open'), 'StateReason says why it is not open');
    must((rig.get('lamp', 'RetryAt') as number) > 0 === (state === 'WaitingToRetry'), 'RetryAt is set just while it waits to retry');
    must(wanted || state === 'Idle' || state === 'Closing', 'what cannot connect ends');
    must(state !== 'AwaitingAccess' || this.questions.size === 1, 'a question stands while it waits for access');
    must((state !== 'Idle' && state !== 'Denied') || this.questions.size === 0, 'no question stands while it is at rest');
    if (state === 'Open' || state === 'Connecting') {
      const user = rig.get('lamp', 'HandlingUser') as { userId: string; machineId: string | null };
      must(socket?.url === rig.get('lamp', 'URL') && socket.user === user.userId, 'what is open was opened with the settings that it has');
      must(socket !== undefined && this.serves(socket.machine), 'what is open is on a machine that is here');
      must(socket?.machine === (user.machineId ?? socket?.machine), 'a machine that was chosen is the only one that serves');
      must(rig.get('lamp', 'HandlingMachine') === socket?.machine, 'HandlingMachine names the machine that serves now');
    }
    for (const { machine } of this.questions.values()) must(this.serves(machine), 'no question stands before a machine that has gone');
    const serving = rig.get('lamp', 'HandlingMachine') as string;
    must(this.hasMachine() === (serving !== ''), 'HandlingMachine is empty just where no machine would serve');
    must(serving === '' || this.serves(serving), 'HandlingMachine is a machine that opens sockets');
    this.checkHeard();
  }

  /** connected, then messages, then disconnected; or disconnected alone, for an attempt that failed or was refused. */
  checkHeard(): void {
    let open = false;
    for (const line of this.heard.map((each) => each.slice('lamp '.length))) {
      if (line === 'connected') {
        must(!open, 'OnConnected does not come twice');
        open = true;
      } else if (line.startsWith('disconnected')) open = false;
      else {
        must(open, 'messages come between OnConnected and OnDisconnected');
        this.take(line.slice(1, -1));
      }
    }
    this.heard = [];
    if (open) this.heard.push('lamp connected');
  }

  /** Messages come out once and in order; those before it that never came went with a removal. */
  take(text: string): void {
    const at = this.expected.indexOf(text);
    must(at >= 0, `message ${text} was received, and is handed out once`);
    must(at === 0 || this.removals > 0, 'only a removal discards');
    this.expected.splice(0, at + 1);
  }

  removals = 0;

  /** @param user who handles it at first */
  constructor(user: string) {
    this.rig = new Rig({ lamp: { URL: URLS[1] as string, HandlingUser: { userId: user }, ConnectRetryInterval: 1, IdleTimeout: 5 } });
    if (user === 'mika') this.inputs.push(this.join('m1', 'browser'));
    this.step('tick', 0);
  }

  isWanted(): boolean {
    const { rig } = this;
    const url = rig.get('lamp', 'URL');
    return (
      rig.get('lamp', 'Enabled') === true &&
      rig.world.entities.inactive[rig.row()] === 0 &&
      typeof url === 'string' &&
      url.startsWith('ws') &&
      this.hasMachine()
    );
  }

  /** Whether a machine of the handling user would serve. */
  hasMachine(): boolean {
    const user = this.rig.get('lamp', 'HandlingUser') as { userId: string; machineId: string | null } | null;
    if (user === null) return false;
    const machines = user.userId === 'host' ? ['host'] : MACHINES;
    return machines.some((machine) => (user.machineId ?? machine) === machine && this.serves(machine));
  }

  /** Lets everything run its course, everything being allowed. */
  settle(): void {
    for (let round = 0; round < 4; round++) this.proceed();
  }

  /** Allows what is asked, opens what is on the way, and lets end what closes. */
  proceed(): void {
    for (let round = 0; round < 3; round++) {
      for (const ask of this.questions.keys()) this.inputs.push({ type: 'access', answer: { ask, decision: 'allow', by: 'host', at: '' } });
      this.say({ do: 'opened' });
      this.say({ do: 'drained' });
      this.step('tick', 16);
    }
  }
}
