import type {
  AccessQuestion,
  AccessScope,
  Command,
  ControlAction,
  InputResult,
  Json,
  Kinship,
  Message,
  Operation,
  Refusal,
  Role,
  RowsView,
  SendSpec,
  TextSearch,
  Wanted,
} from '../../server/protocol.ts';
import type { ReplyTo, Wire } from './wire.ts';

/** Everything that can be asked of the server while one is in a world. */
export class Asks {
  protected readonly wire: Wire;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(wire: Wire) {
    this.wire = wire;
  }

  /** Resolves when every edit that was sent until now has been answered: what is asked of the world then holds all of them. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #edits<T>(answer: Promise<T>): Promise<T> {
    this.#underWay.add(answer);
    void answer.finally(() => this.#underWay.delete(answer));
    return answer;
  }

  /** Edits the world: all of it, or nothing. `group` joins the edits of a drag into one step of undo. */
  edit(operations: readonly Operation[], options: { group?: string; label?: string } = {}): Promise<InputResult | Refusal> {
    return this.#edits(this.wire.ask('edit', { operations, requestId: freshId(), ...options }));
  }

  command(command: Command): Promise<InputResult | Refusal> {
    return this.wire.ask('command', { command, requestId: freshId() });
  }
  /** Several commands in one tick; what is refused does not keep the others back. */
  commands(commands: readonly Command[]): Promise<ReplyTo<'commands'> | Refusal> {
    return this.wire.ask('commands', { commands, requestId: freshId() });
  }
  /** Says something to many. */
  send(send: SendSpec): Promise<InputResult | Refusal> {
    return this.wire.ask('send', { send, requestId: freshId() });
  }
  /** Calls the world otherwise. */
  renameWorld(name: string): Promise<InputResult | Refusal> {
    return this.wire.ask('rename', { name, requestId: freshId() });
  }
  /** Stops a send, or all of the world. */
  stopSends(run?: number): Promise<InputResult | Refusal> {
    return this.wire.ask('stopSends', { requestId: freshId(), ...(run === undefined ? {} : { run }) });
  }
  /** Takes back changes since the world was loaded, by their numbers. */
  revert(changes: readonly number[]): Promise<InputResult | Refusal> {
    return this.#edits(this.wire.ask('revert', { changes, requestId: freshId() }));
  }
  /** Some of what passed the connections, as far as it is kept. */
  passed(seqs: readonly number[], hold?: string): Promise<ReplyTo<'passed'> | Refusal> {
    return this.wire.ask('passed', { seqs, ...(hold === undefined ? {} : { hold }) });
  }
  /** Where a row stands in a view. */
  locate(what: RowsView, wanted: Wanted): Promise<ReplyTo<'locate'> | Refusal> {
    return this.wire.ask('locate', { what, wanted });
  }
  /** What stands from one row to another of a view, both included. */
  rows(what: RowsView, from: number, to: number): Promise<ReplyTo<'rows'> | Refusal> {
    return this.wire.ask('rows', { what, from, to });
  }
  /** Who stands to some entities as is asked. */
  kin(of: readonly string[], to: Kinship): Promise<ReplyTo<'kin'> | Refusal> {
    return this.wire.ask('kin', { of, to });
  }
  /** Texts in which something is found. */
  texts(search: TextSearch): Promise<ReplyTo<'texts'> | Refusal> {
    return this.wire.ask('texts', search);
  }
  connection(entity: string, component: string): Promise<ReplyTo<'connection'> | Refusal> {
    return this.wire.ask('connection', { entity, component });
  }
  /** Shows the world as it was at a tick, or as it is (null). */
  goTo(tick: number | null): Promise<ReplyTo<'past'> | Refusal> {
    // What is shown then comes with the updates, and says of which tick it is.
    return this.wire.ask('past', { tick });
  }
  /** When a field changed last, or before that. */
  searchField(question: Message<'searchField'>): Promise<ReplyTo<'searchField'> | Refusal> {
    return this.wire.ask('searchField', question);
  }
  endSearch(): Promise<ReplyTo<'endSearch'> | Refusal> {
    return this.wire.ask('endSearch', {});
  }
  /** What happened in a stretch of time. */
  timeline(question: Message<'timeline'>): Promise<ReplyTo<'timeline'> | Refusal> {
    return this.wire.ask('timeline', question);
  }
  control(action: ControlAction, more: { ticks?: number; speed?: number; file?: string; overwrite?: boolean } = {}): Promise<ReplyTo<'control'> | Refusal> {
    const answer = this.wire.ask('control', { action, requestId: freshId(), ...more });
    return action === 'undo' || action === 'redo' ? this.#edits(answer) : answer;
  }
  /** How the world's file differs from the world. */
  difference(): Promise<ReplyTo<'difference'> | Refusal> {
    return this.wire.ask('difference', {});
  }
  /** The versions of the world's scene, the newest last. */
  versions(): Promise<ReplyTo<'versions'> | Refusal> {
    return this.wire.ask('versions', {});
  }
  /** How a version differs from another, or from the world as it is with all that was edited here until now. */
  async versionDifference(version: number, other?: number): Promise<ReplyTo<'version'> | Refusal> {
    await this.settled();
    return this.wire.ask('version', { version, ...(other === undefined ? {} : { with: other }) });
  }
  /** Takes parts of a version back, or all of it, as one edit. */
  takeBackFrom(version: number, parts?: readonly { readonly entity: string; readonly what?: string }[]): Promise<ReplyTo<'takeBack'> | Refusal> {
    return this.#edits(this.wire.ask('takeBack', { version, requestId: freshId(), ...(parts === undefined ? {} : { parts }) }));
  }
  answer(prompt: AccessQuestion & { world: string }, decision: 'once' | 'always' | 'deny' | 'dismissed'): Promise<ReplyTo<'answer'> | Refusal> {
    return this.wire.ask('answer', { world: prompt.world, ask: prompt.ask, decision });
  }
  /** `group` joins several into one step of undo. */
  spawn(item: Json, parent: string | null, options: { group?: string } = {}): Promise<InputResult | Refusal> {
    return this.#edits(this.wire.ask('spawn', { item, parent, requestId: freshId(), ...options }));
  }
  item(entity: string): Promise<ReplyTo<'item'> | Refusal> {
    return this.wire.ask('item', { entity });
  }
  /** Gives somebody else another role, as long as the server runs. */
  role(userId: string, role: Role): Promise<ReplyTo<'role'> | Refusal> {
    return this.wire.ask('role', { userId, role });
  }
  /** Puts somebody out and keeps them out, or lets them back in. */
  remove(userId: string, back = false): Promise<ReplyTo<'remove'> | Refusal> {
    return this.wire.ask('remove', { userId, back });
  }
  /** Which connections a machine carries. */
  carried(userId: string, machineId: string): Promise<ReplyTo<'carried'> | Refusal> {
    return this.wire.ask('carried', { userId, machineId });
  }
  /** What the host has decided for good of hosts and ports; Admins alone. */
  decisions(): Promise<ReplyTo<'decisions'> | Refusal> {
    return this.wire.ask('decisions', {});
  }
  /** Changes what the host has decided of a host and port; Admins alone. */
  decide(decided: { scope: AccessScope; host: string; port: number; decision: 'allow' | 'deny' | 'forget' }): Promise<ReplyTo<'decide'> | Refusal> {
    return this.wire.ask('decide', decided);
  }
  /** A command with which whoever is at this page joins from another machine; it is a secret. */
  joinCommand(): Promise<ReplyTo<'joinCommand'> | Refusal> {
    return this.wire.ask('joinCommand', {});
  }
}

/** A fresh id; `randomUUID` is missing where the page comes over plain HTTP from another machine. */
export function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
