import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimeLeft } from '../../../server/hosting/time-left.ts';
import type { Errand } from '../../../server/limits/errand.ts';

const ASKER = { who: 'ada', first: true, gone: () => false };

/** The errand by which a world in another thread is asked something; it answers once others have had their turn. */
function errandOf(answer: () => object): { readonly errand: Errand<unknown>; readonly asked: string[] } {
  const asked: string[] = [];
  let taken: Errand<unknown> | undefined;
  const left = new TimeLeft({
    pacer: { next: Infinity, period: 16 } as never,
    spare: { do: (_asker: unknown, errand: Errand<unknown>) => ((taken = errand), new Promise(() => undefined)) } as never,
    isElsewhere: true,
    ask: (async ({ ask }: { readonly ask: string }) => {
      asked.push(ask);
      if (ask === 'begin') return { work: 1 };
      if (asked.filter((each) => each === 'goOn').length > 1) throw new Error('no work has the number 1');
      await wait(100);
      return answer();
    }) as never,
  });
  void left.answer(ASKER, { ask: 'entity', entity: 'lamp' });
  return { errand: taken as unknown as Errand<unknown>, asked };
}

test('what a thread answers while others have their turn is there in the next, and it is not asked to go on with what it has ended', async () => {
  const { errand, asked } = errandOf(() => ({ done: true, answer: 'found' }));
  expect(await errand.part(5)).toEqual({ later: true });
  await wait(150);
  expect(await errand.part(5)).toEqual({ done: 'found' });
  expect(asked).toEqual(['begin', 'goOn']);
});

test('so is what it refuses', async () => {
  const { errand } = errandOf(() => {
    throw new Error('no such entity');
  });
  expect(await errand.part(5)).toEqual({ later: true });
  await wait(150);
  await expect(errand.part(5)).rejects.toThrow('no such entity');
});
