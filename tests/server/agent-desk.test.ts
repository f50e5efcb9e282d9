import { expect, test } from 'vitest';
import type { AccessAnswer, AccessQuestion } from '../../engine/index.ts';
import { AgentDesk } from '../../server/agents/agent-desk.ts';
import type { AgentAnswer } from '../../agent/messages.ts';
import type { ServerToPage } from '../../server/protocol.ts';
import { RelayRig, WORLD, type SeatedAgent } from './relay-rig.ts';
import { until } from './running.ts';

const AT = '2026-01-01T00:00:00.000Z';

interface Told {
  readonly asked: number[];
  readonly withdrawn: number[];
  readonly wholes: number;
}

/** A desk, with what it has answered to the world. */
class DeskRig {
  readonly desk: AgentDesk;
  readonly answers: AccessAnswer[] = [];
  readonly rig: RelayRig;

  constructor(rig: RelayRig) {
    this.rig = rig;
    this.desk = new AgentDesk(rig.agents, (host) => (host === '127.0.0.1' ? 'near' : undefined));
  }

  ask(number: number, host = 'a.example', more: Partial<AccessQuestion> = {}): void {
    const question: AccessQuestion = {
      ask: number,
      user: { userId: 'u-ann', machineId: 'm-1' },
      scope: 'Websocket',
      host,
      port: 80,
      url: `ws://${host}/`,
      reason: '',
      entity: 'lamp',
      path: ['Lamp'],
      component: 'WebsocketClient',
      ...more,
    };
    this.desk.ask(WORLD, question, (answer) => this.answers.push(answer));
  }

  /** A machine comes in, with what it is told from then on. */
  async seat(userId: string, machineId: string, kind: 'terminal' | 'browser' = 'terminal'): Promise<SeatedAgent & { told: Told }> {
    const seat = await this.rig.seat(userId, machineId, {
      silent: true,
      name: 'Ann',
      features: { kind, headers: true, pings: true, pauses: true, checksAddresses: true },
    });
    const told = { asked: [] as number[], withdrawn: [] as number[], wholes: 0 };
    seat.agent.line.on('questions', ({ asked, withdrawn, whole }: Parameters<ServerToPage['questions']>[0]) => {
      if (whole === true) told.wholes += 1;
      told.asked.push(...asked.map(({ ask }) => ask));
      told.withdrawn.push(...withdrawn);
    });
    this.desk.joined(seat.seated);
    await until('it is told what stands', () => told.wholes === 1);
    return { ...seat, told };
  }

  answer(seat: SeatedAgent, ask: number, decision: AgentAnswer['decision'], more: Partial<AgentAnswer> = {}): void {
    this.desk.answered(seat.seated, [{ ask, decision, at: AT, ...more }]);
  }
}

async function deskRig(): Promise<DeskRig> {
  return new DeskRig(await RelayRig.start());
}

test('a question is put to the machine that it is for, and its answer is the user’s', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  rig.ask(1, '127.0.0.1');
  await until('it is asked', () => ann.told.asked.length === 1);
  expect(ann.agent.asked[0]).toMatchObject({ ask: 1, host: '127.0.0.1', warning: 'near' });
  rig.answer(ann, 1, 'waiting', { note: 'believe me' });
  rig.answer(ann, 1, 'allow', { once: true });
  expect(rig.answers).toEqual([
    { ask: 1, decision: 'waiting', by: 'u-ann', at: AT, note: 'Ann is asked in their terminal' },
    { ask: 1, decision: 'allow', once: true, by: 'u-ann', name: 'Ann', at: AT },
  ]);
  rig.answer(ann, 1, 'deny');
  expect(rig.answers).toHaveLength(2);
});

test('only the machine that was asked can answer', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  const others = [await rig.seat('u-ann', 'm-2'), await rig.seat('u-bob', 'm-1')];
  rig.ask(1);
  await until('it is asked', () => ann.told.asked.length === 1);
  for (const other of others) rig.answer(other, 1, 'allow');
  expect(rig.answers).toEqual([]);
  expect(others.map(({ told }) => told.asked)).toEqual([[], []]);
});

test('where no machine is there the world is told that it waits; one that comes in is asked', async () => {
  const rig = await deskRig();
  rig.ask(1);
  expect(rig.answers).toMatchObject([{ ask: 1, decision: 'waiting' }]);
  expect(rig.answers[0]?.note).toContain('no machine of that user');
  rig.ask(2, 'b.example');
  rig.desk.withdraw(WORLD, 2);
  const ann = await rig.seat('u-ann', 'm-1', 'browser');
  expect(ann.told.asked).toEqual([1]);
  rig.answer(ann, 1, 'waiting');
  expect(rig.answers.at(-1)?.note).toBe('Ann is asked at their page');
});

test('all lines of a machine are asked; the first answer counts, and the others are told that it no longer stands', async () => {
  const rig = await deskRig();
  const [one, two] = [await rig.seat('u-ann', 'm-1'), await rig.seat('u-ann', 'm-1')];
  rig.ask(1);
  await until('both are asked', () => one.told.asked.length === 1 && two.told.asked.length === 1);
  rig.answer(two, 1, 'deny');
  await until('the other knows', () => one.told.withdrawn.length === 1);
  rig.answer(one, 1, 'allow');
  expect(rig.answers).toMatchObject([{ ask: 1, decision: 'deny', by: 'u-ann' }]);
  expect(two.told.withdrawn).toEqual([]);
});

test('what the machine decided for good, and what stands on that, does not wait behind questions that nobody has answered', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  for (let i = 1; i <= 300; i += 1) rig.ask(i, `h${i}.example`);
  await until('as many are asked as may be', () => ann.told.asked.length >= 200);
  rig.answer(ann, 7, 'deny');
  await until('one of the others follows', () => ann.told.asked.length === 201);
  const answered = rig.answers.length;
  rig.ask(1007, 'h7.example');
  await until('its memory is asked', () => ann.told.asked.includes(1007));
  expect(rig.answers).toHaveLength(answered);
});

test('a thousand prompts are put to nobody: at most 200 hosts and ports at a time, the rest in order behind them', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  for (let i = 1; i <= 1000; i += 1) rig.ask(i, `h${i}.example`);
  await until('some are asked', () => ann.told.asked.length >= 200);
  expect(rig.answers).toHaveLength(800);
  expect(rig.answers[0]?.note).toContain('200 questions stand');
  // Not asked yet, so not theirs to answer.
  rig.answer(ann, 500, 'allow');
  expect(rig.answers).toHaveLength(800);
  rig.answer(ann, 7, 'deny');
  rig.desk.withdraw(WORLD, 9);
  rig.desk.withdraw(WORLD, 201);
  await until('two more are asked', () => ann.told.asked.length === 202);
  expect(ann.told.asked).toEqual([...Array.from({ length: 200 }, (_, i) => i + 1), 202, 203]);
  expect(ann.told.withdrawn).toEqual([9]);
  // Another client of a host that is asked about joins its prompt.
  rig.ask(2000, 'h1.example');
  await until('it is asked', () => ann.told.asked.includes(2000));
});

test('of one host and port at most 1,000 questions stand before a machine', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  for (let i = 1; i <= 1500; i += 1) rig.ask(i);
  await until('some are asked', () => ann.told.asked.length >= 1000);
  expect(rig.answers).toHaveLength(500);
  rig.desk.answered(
    ann.seated,
    ann.told.asked.map((ask) => ({ ask, decision: 'allow', at: AT })),
  );
  await until('the rest is asked', () => ann.told.asked.length === 1500);
  expect(ann.told.asked.at(-1)).toBe(1500);
});

test('another machine is asked its own, however much stands before this one', async () => {
  const rig = await deskRig();
  const [ann, bob] = [await rig.seat('u-ann', 'm-1'), await rig.seat('u-bob', 'm-1')];
  for (let i = 1; i <= 300; i += 1) rig.ask(i, `h${i}.example`);
  rig.ask(301, 'b.example', { user: { userId: 'u-bob', machineId: 'm-1' } });
  await until('both are asked', () => ann.told.asked.length === 200 && bob.told.asked.length === 1);
});

test('a world that has closed asks nobody any more', async () => {
  const rig = await deskRig();
  const ann = await rig.seat('u-ann', 'm-1');
  rig.ask(1);
  await until('it is asked', () => ann.told.asked.length === 1);
  rig.desk.forgetWorld(WORLD);
  await until('it is taken back', () => ann.told.withdrawn.length === 1);
  rig.answer(ann, 1, 'allow');
  expect(rig.answers).toEqual([]);
  const again = await rig.seat('u-ann', 'm-1');
  expect(again.told.asked).toEqual([]);
});
