import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameWriter, type AnyRecord, type FromAgent } from '../../../agent/frames.ts';
import type { LinkEvent } from '../../../engine/index.ts';
import { Agents } from '../../../server/agents/agents.ts';
import { ConnectedAgent } from '../../../server/agents/connected-agent.ts';
import { CreditLedger, windowOf } from '../../../server/links/credit-ledger.ts';
import { budgetsOf } from '../../../server/links/budget.ts';
import { LinkManager } from '../../../server/links/link-manager.ts';
import { LIMITS } from '../../peers/link-rig.ts';
import { samples } from '../../samples.ts';

const FEATURES = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true } as const;
const NUMBERS = 4;

/** An agent whose line ends here: the test is the machine. */
function agentOf(userId: string): { agent: ConnectedAgent; faults: string[] } {
  const faults: string[] = [];
  const agent = new ConnectedAgent('rig', { userId, machineId: 'm', name: userId, role: 'Guest', kind: 'terminal' }, FEATURES, {
    questions: () => undefined,
    relay: () => undefined,
    backlog: () => 0,
    end: (reason) => faults.push(reason),
  });
  return { agent, faults };
}

function framesOf(records: readonly AnyRecord[]): Uint8Array[] {
  const writer = new FrameWriter();
  for (const record of records) writer.write(record);
  return writer.take();
}

const number = fc.integer({ min: 1, max: NUMBERS });
const small = fc.oneof(fc.nat(3), fc.constantFrom(100, 2 ** 31));
const error = fc.constantFrom({ code: 'WW_TLS' as const, message: 'no' }, { code: 'WW_BOGUS' as never, message: '' });
const word: fc.Arbitrary<FromAgent> = fc.oneof(
  { weight: 6, arbitrary: number.map((connection): FromAgent => ({ type: 'opened', connection, protocol: '', extensions: '' })) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('message' as const), connection: number, data: fc.oneof(fc.string(), fc.uint8Array()) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('sent' as const), connection: number, messages: small, bytes: small }) },
  fc.record({ type: fc.constant('failed' as const), connection: number, messages: small, bytes: small, error }),
  fc.record({ type: fc.constant('closed' as const), connection: number, code: fc.constantFrom(1000, 1006), reason: fc.string() }),
  number.map((connection): FromAgent => ({ type: 'drained', connection })),
  fc.record({ type: fc.constant('discarded' as const), connection: number, messages: small }),
  number.map((connection): FromAgent => ({ type: 'activity', connection })),
);
type Step =
  | { readonly do: 'open' | 'send' | 'close' | 'drop' | 'look'; readonly connection: number }
  | { readonly do: 'collect'; readonly mode: 'tick' | 'pass' }
  | { readonly do: 'say'; readonly words: readonly FromAgent[] }
  | { readonly do: 'bytes'; readonly bytes: Uint8Array }
  | { readonly do: 'lose' };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'send' as const, 'send' as const), connection: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'drop' as const, 'look' as const), connection: number }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('collect' as const), mode: fc.constantFrom('tick' as const, 'pass' as const) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('say' as const), words: fc.array(word, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 40 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'lose' as const }) },
);

it('whatever an agent says, and whenever: events keep their order, ends come once, and nothing is left behind', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const agents = new Agents();
      const [liar, other] = [agentOf('u-liar'), agentOf('u-other')];
      agents.add(liar.agent);
      agents.add(other.agent);
      const links = new LinkManager({ agents: (user) => agents.newest('rig', user) });
      const open = (connection: number, userId: string): void =>
        links.perform({
          type: 'open',
          connection,
          user: { userId, machineId: 'm' },
          entity: 'lamp',
          component: 'WebsocketClient',
          url: 'ws://a.example/',
          protocols: [],
          headers: {},
          limits: LIMITS,
        });
      open(1000, 'u-other');
      const events: LinkEvent[] = [];
      const sends = new Map<number, number>();
      const opened = new Set<number>();
      for (const each of steps) {
        if (each.do === 'collect') events.push(...links.collect(each.mode));
        else if (each.do === 'say') for (const frame of framesOf(each.words)) liar.agent.receive(frame);
        else if (each.do === 'bytes') liar.agent.receive(each.bytes);
        else if (each.do === 'lose') agents.remove(liar.agent, 'gone');
        else if (each.do === 'look') links.socketInfo(each.connection);
        else if (each.do === 'open') {
          // A world gives a number once.
          if (!opened.has(each.connection)) open(each.connection, 'u-liar');
          opened.add(each.connection);
        } else if (each.do === 'send') {
          sends.set(each.connection, (sends.get(each.connection) ?? 0) + 1);
          links.perform({ type: 'send', connection: each.connection, data: 'hi' });
        } else if (each.do === 'close') links.perform({ type: 'close', connection: each.connection, code: 1000, reason: '' });
        else links.perform({ type: 'drop', connection: each.connection });
      }
      expect(liar.faults.length).toBeLessThanOrEqual(1);
      agents.remove(liar.agent, 'gone');
      for (let i = 0; i < 3; i += 1) events.push(...links.collect('tick'));

      expect(links.stats.connections).toBe(1);
      expect(links.stats.queuedBytes).toBe(0);
      expect(liar.agent.carries).toBe(0);
      expect([other.faults, other.agent.carries]).toEqual([[], 1]);
      for (let connection = 1; connection <= NUMBERS; connection += 1) {
        const story = events.filter((event) => event.connection === connection);
        const types = story.map((event) => event.type);
        const first = types.indexOf('opened');
        const end = types.findIndex((type) => type === 'closed' || type === 'drained' || type === 'discarded');
        expect(types.filter((type) => type === 'opened').length).toBeLessThanOrEqual(1);
        expect(types.filter((type) => type === 'closed').length).toBeLessThanOrEqual(1);
        if (types.includes('message')) {
          expect(first).toBeGreaterThanOrEqual(0);
          expect(types.indexOf('message')).toBeGreaterThan(first);
          expect(types.lastIndexOf('message')).toBeLessThan(end);
        }
        const failed = story.reduce((sum, event) => sum + (event.type === 'sendFailed' ? (event.messages ?? 1) : 0), 0);
        expect(failed).toBeLessThanOrEqual(sends.get(connection) ?? 0);
      }
    }),
    samples(2000),
  );
});

it('credit: an agent that keeps to it never stands still for good, and never holds more than the largest window and one message', () => {
  const budgets = budgetsOf();
  const target = fc.record({ messages: fc.integer({ min: 16, max: 1024 }), bytes: fc.integer({ min: 4096, max: 262_144 }) });
  const action = fc.oneof(fc.record({ send: fc.integer({ min: 0, max: 300_000 }) }), fc.record({ take: fc.integer({ min: 1, max: 50 }), target }));
  fc.assert(
    fc.property(target, fc.array(action, { maxLength: 200 }), (first, actions) => {
      const ledger = new CreditLedger(first);
      const mine = { ...first };
      const waiting: number[] = [];
      let largest = first.bytes;
      for (const each of actions) {
        if ('send' in each) {
          const may = mine.messages > 0 && mine.bytes > 0;
          expect(ledger.isSpent).toBe(!may);
          if (!may) continue;
          expect(ledger.spend(each.send)).toBe(true);
          mine.messages -= 1;
          mine.bytes -= each.send;
          waiting.push(each.send);
        } else {
          largest = Math.max(largest, each.target.bytes);
          for (const bytes of waiting.splice(0, each.take)) ledger.take(bytes);
          const given = ledger.isDue ? ledger.giveBack(each.target) : undefined;
          mine.messages += given?.messages ?? 0;
          mine.bytes += given?.bytes ?? 0;
        }
        expect(waiting.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(largest + 300_000);
      }
      // All is taken: it must be able to go on.
      for (const bytes of waiting.splice(0)) ledger.take(bytes);
      if (ledger.isSpent) {
        expect(ledger.isDue).toBe(true);
        ledger.giveBack(windowOf(budgets, 1, 0));
        expect(ledger.isSpent).toBe(false);
      }
    }),
    samples(500),
  );
});
