/** Servers that are killed at any moment, with a world that holds what a crash could take. */
import { cp, mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRegistry } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { IS_FUZZ } from '../samples.ts';
import { chance, comeIn, Home, LIVELY, SCRIPTED_TOO, type Life } from './killed.ts';
import { takenUp } from './journal-house.ts';
import { ask, atEnd, until } from './running.ts';

/** How often a process is killed in all; `npm run fuzz` does so a thousand times, or as often as WW_KILLS says. */
const ROUNDS = Number(process.env['WW_KILLS'] ?? (IS_FUZZ ? 1000 : 50));
/** Every so many rounds it is killed while it takes its world up; in every so many Ada is there; and so many milliseconds it lives at most. */
const EARLY = 4,
  VISIT = 5,
  LONGEST = 300,
  START = 450;
/** One round in four is that of a world with a script, which takes longer to begin; it has a thread of its own in one of so many. */
const SCRIPTED = 4,
  THREADED = 4;

/** What is known of a world from outside: what was answered as durable, what was asked for, and what its own doings had come to by then. */
interface Known {
  durable: number;
  given: number;
  stone: number;
  stoneGiven: number;
  chain: number;
  script: number;
  saves: number;
  ada: string;
}

/** Lives so often, and is killed each time. @param threaded in one of so many its world has a thread of its own; 0: in none */
async function lane(home: Home, rounds: readonly number[], threaded = 0): Promise<Known> {
  const known: Known = { durable: 1, given: 1, stone: 0, stoneGiven: 0, chain: 0, script: 0, saves: 0, ada: '' };
  const cookie: { value?: string } = {};
  home.standBy();
  for (const [at, round] of rounds.entries()) {
    const life = await home.live(threaded > 0 && at % threaded === 1 ? ['--threads'] : []);
    home.standBy();
    if (at % EARLY === EARLY - 1) {
      await wait(chance(round) * START);
      await life.kill();
      continue;
    }
    const begun = performance.now();
    await look(life, known, round, at > 0);
    // On a machine that others keep busy, no answer would come before the kill.
    const longest = LONGEST + 4 * (performance.now() - begun);
    if (at === 0) await life.ask('/impulses/go', {});
    let isOver = false;
    const killing = wait(chance(round, 1) * longest).then(async () => {
      isOver = true;
      await life.kill();
    });
    // What a page asks of a server that is gone is not answered for long.
    if (at % VISIT === 0) await Promise.race([visit(life, known, cookie).catch(() => undefined), killing]);
    while (!isOver) await edit(life, known, round);
    await killing;
  }
  return known;
}

/** What the world has come to is what was durable, or more. */
async function look(life: Life, known: Known, round: number, isTakenUp: boolean): Promise<void> {
  const [lamp, stone, chain, script] = await Promise.all([life.value('lamp'), life.value('stone'), life.value('chain'), life.value('script')]);
  const context = `round ${round}, ${life.printed}`;
  expect(lamp, context).toBeGreaterThanOrEqual(known.durable);
  expect(lamp, context).toBeLessThanOrEqual(known.given);
  expect(stone, context).toBeGreaterThanOrEqual(known.stone);
  expect(stone, context).toBeLessThanOrEqual(known.stoneGiven);
  expect(chain, context).toBeGreaterThanOrEqual(known.chain);
  expect(script, context).toBeGreaterThanOrEqual(known.script);
  expect(life.printed).not.toContain('of the journal:');
  if (isTakenUp) expect(life.printed).toMatch(/taken up from the journal at tick \d+, nothing is missing/);
  known.given = lamp;
  known.stoneGiven = stone;
}

async function edit(life: Life, known: Known, round: number): Promise<void> {
  const before = await Promise.all([life.value('chain'), life.value('script')]).catch(() => undefined);
  if (before === undefined) return;
  const value = ++known.given;
  const answer = await life.set('lamp', value, value % 3 !== 0);
  if (answer?.durable === true) {
    known.durable = value;
    // What they had come to before it was asked for went before it.
    [known.chain, known.script] = before;
  }
  if (chance(round, value) < 0.1 && (await life.ask('/save', {}).catch(() => undefined))?.['durable'] === true) known.saves++;
}

/** Ada comes in, and edits what nobody else does. */
async function visit(life: Life, known: Known, cookie: { value?: string }): Promise<void> {
  const page = await life.page(cookie);
  try {
    const { role, userId } = await comeIn(page, WIRE_VERSION);
    expect(role).toBe('Builder');
    const value = ++known.stoneGiven;
    const operations = [{ op: 'setField', entity: 'stone', component: 'FloatValue', field: 'Value', value }];
    const answer = await ask(page, 'edit', { operations, requestId: `stone-${value}`, durable: true });
    if (answer['durable'] === true) {
      known.stone = value;
      known.ada = userId;
    }
  } finally {
    page.disconnect();
  }
}

test(
  'a server that is killed at any moment loses nothing that it answered as durable, and goes on from there, time after time',
  async () => {
    const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
    const [here, apart] = [await Home.make(LIVELY), await Home.make(SCRIPTED_TOO)];
    // Two beside each other: one process reads its code while another runs.
    const isScripted = (round: number): boolean => round % SCRIPTED === 0;
    const known = await Promise.all([
      lane(
        here,
        rounds.filter((round) => !isScripted(round)),
      ),
      lane(apart, rounds.filter(isScripted), THREADED),
    ]);
    expect(known[0].durable + known[1].durable).toBeGreaterThan(ROUNDS / 5);
    for (const [at, home] of [here, apart].entries()) {
      const of = known[at] as Known;
      // A history has an end, so that she comes once more right before it is looked at.
      const last = await home.live();
      await visit(last, of, {});
      await last.kill();
      const life = await home.live();
      await look(life, of, ROUNDS, true);
      const lamp = await life.value('lamp'),
        [chain, script] = [of.chain, of.script];
      await until('what waits in a graph to go on', async () => (await life.value('chain')) > chain + 3);
      if (home === apart) await until('what a script counts to go on', async () => (await life.value('script')) > script + 3);
      const history = await life.history();
      expect(new Set(history.map(({ author }) => author))).toContain(of.ada);
      for (let back = 1; back <= Math.min(5, lamp - 1); back++) {
        await life.ask('/undo', {});
        expect(await life.value('lamp'), 'what was edited in former lives is taken back one by one').toBe(lamp - back);
      }
      await life.kill('SIGTERM');
      await alike(home);
    }
  },
  60_000 + ROUNDS * 15_000,
);

/** From whichever state a journal is lived through, with whatever deaths in between, it comes to the same. */
async function alike(home: Home): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await cp(await home.journal(), folder, { recursive: true });
  const registry = createRegistry({ sandbox: quickJs });
  const hashes = new Set<string>();
  const snapshots = (await readdir(folder)).filter((name) => name.endsWith('.snapshot')).sort();
  expect(snapshots.length).toBeGreaterThan(1);
  for (const snapshot of snapshots.slice(-4).toReversed()) {
    const life = await takenUp(folder, registry);
    expect(life).toMatchObject({ isEnded: true, missing: [] });
    hashes.add(life?.hash ?? '');
    await unlink(join(folder, snapshot));
  }
  expect(hashes.size).toBe(1);
}
