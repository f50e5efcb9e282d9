import { expect, test } from 'vitest';
import { HOST, type Json, type Step } from '../../../engine/index.ts';
import { recordsOf, RecordWriter, RECORDING_VERSION, StepWords } from '../../../server/recording/recording.ts';

test('a step is put into words once, however many files it goes to, and as the records of each stand in it', () => {
  let count = 0;
  const value = { toJSON: () => ((count += 1), 'grün "\u2028') } as unknown as Json;
  const step: Step = {
    mode: 'tick',
    real: 5,
    wall: 1.5e12,
    inputs: [
      { author: { userId: 'u"1', role: 'Admin' }, requestId: 'r', input: { type: 'impulse', tag: 'ring', value } },
      { author: HOST, input: { type: 'link', events: [{ type: 'message', connection: 1, data: new Uint8Array([1, 2, 255]) }] } },
    ],
  };
  const words = new StepWords(step);
  const files = [new RecordWriter({ world: 'a "world"', epoch: 'e1' }), new RecordWriter({ world: 'b', epoch: 'e2' })];
  const [first, second] = files.map((writer) => words.records.map((record, at) => writer.text(at, 7, record)));
  expect(count).toBe(1);
  const whole = (world: string, epoch: string) =>
    recordsOf(step).map((record, seq) => JSON.stringify({ v: RECORDING_VERSION, world, epoch, seq, tick: 7, ...record }));
  expect(first).toEqual(whole('a "world"', 'e1'));
  expect(second).toEqual(whole('b', 'e2'));
});
