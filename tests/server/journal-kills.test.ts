import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ended, start, type Program } from './built.ts';
import { atEnd, SCENE, until } from './running.ts';

const TOKEN = 'journal-token-journal-token';
/** How often the process is killed; `WW_KILLS=1000` for as long as somebody has. */
const ROUNDS = Number(process.env['WW_KILLS'] ?? 8);

/** A number that follows from the round alone, from 0 to 1. */
function chance(round: number): number {
  return ((round * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
}

test(
  'a server that is killed at any moment loses nothing that it answered as durable, and goes on from there, time after time',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    atEnd(() => rm(home, { recursive: true, force: true, maxRetries: 3 }));
    const file = join(home, 'garden.scene.json');
    await writeFile(file, JSON.stringify(SCENE));
    let durable = 1,
      applied = 1,
      given = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const program: Program = start(['run', file, '--journal', 'all', '--port', '0', '--no-open', '--token', TOKEN], { XDG_STATE_HOME: home });
      const origin = await until('the address', () => /(http:\/\/\S+)\/\?token=/.exec(program.out)?.[1]);
      const ask = async (path: string, body?: object): Promise<Record<string, never>> => {
        const response = await fetch(`${origin}/api/worlds/garden${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return (await response.json()) as Record<string, never>;
      };
      const found = ((await ask('/entities/lamp')) as { components?: { FloatValue: { Value: number } } }).components?.FloatValue.Value ?? NaN;
      expect(found, `round ${round}: what was durable`).toBeGreaterThanOrEqual(durable);
      expect(found, `round ${round}: what was given`).toBeLessThanOrEqual(given);
      expect(program.out + program.err).not.toContain('of the journal:');
      applied = given = found;
      const isOver = { value: false };
      const killing = wait(chance(round + 1) * 700).then(() => {
        isOver.value = true;
        program.child.kill('SIGKILL');
      });
      while (!isOver.value) {
        const value = ++given,
          isAsked = value % 3 !== 0;
        const operations = [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }];
        const answer = (await ask('/operations', { operations, durable: isAsked }).catch(() => undefined)) as { tick?: number; durable?: boolean } | undefined;
        if (answer?.tick === undefined) break;
        applied = value;
        if (answer.durable === true) durable = value;
      }
      await killing;
      await ended(program);
      expect(applied).toBeGreaterThanOrEqual(durable);
    }
    expect(durable).toBeGreaterThan(ROUNDS);
  },
  20_000 + ROUNDS * 15_000,
);
