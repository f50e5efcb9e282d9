import type { Socket } from 'socket.io';
import { may, WorldwireError, type Right, type Role } from '../../engine/index.ts';
import type { Asker } from '../limits/errand.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import { TooMuchWaits } from '../limits/errand-queues.ts';
import { Bucket } from '../limits/bucket.ts';
import { errorBody } from '../answers/statuses.ts';
import type { MachineToServer } from '../../agent/messages.ts';
import type { Answer, Message, PageToServer, Refusal, ServerToPage } from '../protocol.ts';
import { PAGE_CHECKS } from '../schemas/page.ts';
import { notPlain, PLAIN_LIMITS, type PlainLimits } from '../schemas/plain.ts';
import { ACTION_RIGHTS, DIFFERENCE_RIGHT, VERSIONS_RIGHT } from '../security/action-rights.ts';
import { demand } from '../security/roles.ts';
import type { Allowance } from './allowances.ts';
import type { Brake } from './brake.ts';
import { unparsedReason } from './measured.ts';

export type PageSocket = Socket<PageToServer & MachineToServer, ServerToPage>;
/** What is done with each message, once it is known to have its form. */
export type Handlers = { readonly [E in keyof PageToServer]: (message: Message<E>) => Answer<E> | Promise<Answer<E>> };

/** Messages in a wrong form in a row before the connection ends, and how many more a second: a page of ours sends none. */
const MALFORMED = { most: 50, perSecond: 0.5 };

export interface ReceptionOptions {
  readonly socket: PageSocket;
  /** What its user may send, from all their pages together. */
  readonly allowance: Allowance;
  readonly brake: Brake;
  /** The role that its user has now. */
  readonly role: () => Role;
  readonly handlers: () => Handlers;
  /** In whose time it is answered, where one may only look. */
  readonly spare: SpareTime;
  readonly asker: Asker;
}

/**
 * What it takes to say each message, where it takes more than to look; known before the message is walked through. Of several rights
 * any lets the message in, and which of them it takes is asked when its action is known.
 */
const RIGHTS: { readonly [E in keyof PageToServer]?: Right | readonly Right[] } = {
  edit: 'edit',
  command: 'edit',
  commands: 'edit',
  spawn: 'edit',
  send: 'edit',
  rename: 'edit',
  stopSends: 'edit',
  revert: 'edit',
  control: [...new Set(Object.values(ACTION_RIGHTS))],
  difference: DIFFERENCE_RIGHT,
  versions: VERSIONS_RIGHT,
  version: VERSIONS_RIGHT,
  searchField: VERSIONS_RIGHT,
  takeBack: 'edit',
  answer: 'answer',
  answers: 'carry',
  decided: 'carry',
  joinCommand: 'carry',
  decisions: 'administer',
  decide: 'administer',
  role: 'administer',
  remove: 'remove',
};

/** What is no edit holds at most the ids of what is unfolded, of which there are 20,000. */
const SMALL: PlainLimits = { ...PLAIN_LIMITS, values: 50_000 };

/** Takes in what a page sends: what has its form is handed on and answered, what comes too fast is slowed, and who sends nonsense is put out. */
export function receive(options: ReceptionOptions): void {
  const reception = new Reception(options);
  options.socket.onAny((event: string, ...values: unknown[]) => reception.receive(event, values));
}

class Reception {
  readonly #options: ReceptionOptions;
  readonly #patience = new Bucket(MALFORMED.perSecond, MALFORMED.most);
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** Anything at all may arrive here. What has no way to be answered, or no known name, is counted and passed over. */
  receive(event: string, values: unknown[]): void {
    // What an agent relays goes another way (server/agents).
    if (event === 'relay') return;
    const reply = typeof values.at(-1) === 'function' ? (values.pop() as (answer: unknown) => void) : undefined;
    const { allowance, brake, role, handlers } = this.#options;
    if (!allowance.event()) {
      brake.press();
      reply?.(refusal(new WorldwireError('WW_RATE_LIMITED')));
      return;
    }
    if (!Object.hasOwn(PAGE_CHECKS, event) || reply === undefined || values.length !== 1) {
      reply?.(refusal(new WorldwireError('WW_BAD_REQUEST', 'Expected one message and an acknowledgement of an event of this wire.')));
      this.#count();
      return;
    }
    const known = event as keyof PageToServer;
    const refused = refusedTo(role(), known);
    if (refused !== undefined) {
      reply(refusal(refused));
      return;
    }
    const wrong = faultOf(known, values[0]);
    if (wrong !== undefined) {
      reply(refusal(wrong));
      this.#count();
      return;
    }
    const handle = handlers()[known] as (message: unknown) => unknown;
    // Only what moves the page between worlds must have ended before the next message is looked at.
    const going = this.#turn
      .then(() => this.#handle(() => handle(values[0])))
      .then(reply, (error: unknown) => {
        if (error instanceof TooMuchWaits) brake.press(error.retryAfter * 1000);
        reply(refusal(error));
      });
    if (known === 'hello' || known === 'enter') this.#turn = going;
  }

  /** Who may edit is answered at once, all others in the time that worlds leave over. */
  #handle(handle: () => unknown): unknown {
    const { spare, asker, role } = this.#options;
    return may(role(), 'edit') ? handle() : spare.do<unknown>(asker, { part: () => ({ done: handle() }) });
  }

  #count(): void {
    if (!this.#patience.take()) this.#options.socket.disconnect(true);
  }
}

function refusedTo(role: Role, event: keyof PageToServer): WorldwireError | undefined {
  const rights = [RIGHTS[event] ?? 'look'].flat();
  if (rights.some((right) => may(role, right))) return undefined;
  try {
    for (const right of rights) demand(role, right);
    return undefined;
  } catch (error) {
    return error as WorldwireError;
  }
}

function faultOf(event: keyof PageToServer, message: unknown): WorldwireError | undefined {
  const unparsed = unparsedReason(message);
  if (unparsed !== undefined) return unparsed;
  const wrong = notPlain(message, RIGHTS[event] === 'edit' ? PLAIN_LIMITS : SMALL);
  if (wrong !== undefined) return new WorldwireError('WW_BAD_REQUEST', `The message holds ${wrong.message}${wrong.path === '' ? '' : ` at ${wrong.path}`}.`);
  const faults = PAGE_CHECKS[event](message);
  return faults.length === 0 ? undefined : new WorldwireError('WW_BAD_REQUEST', faults[0]?.message, faults);
}

function refusal(error: unknown): Refusal {
  return { ok: false, ...errorBody(error) };
}
