import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Author, FieldPlace, Input, Operation } from '../../../engine/index.ts';
import { sameJson } from '../../../engine/index.ts';
import { WrittenPast, type Recorded } from './written-past.ts';

const ANNA: Author = { userId: 'anna', role: 'Builder' },
  BEN: Author = { userId: 'ben', role: 'Builder' };

const ENTITIES = [
  { id: 'yard', name: 'Yard' },
  { id: 'shed', name: 'Shed' },
  {
    id: 'lamp',
    name: 'Lamp',
    components: { Transform: {}, FloatValue: { Value: 1 }, Spinner: {} },
  },
];
const PLACES: readonly FieldPlace[] = [
  { entity: 'lamp', component: 'FloatValue', field: 'Value' },
  { entity: 'lamp', component: 'Transform', field: 'Rotation' },
  { entity: 'lamp', component: '', field: 'name' },
  { entity: 'lamp', component: '', field: 'parent' },
];

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    arbitrary: fc.integer({ min: 0, max: 5 }).map((value): Operation => ({ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value })),
    weight: 4,
  },
  { arbitrary: fc.boolean().map((value): Operation => ({ op: 'setField', entity: 'lamp', component: 'Spinner', field: 'Enabled', value })), weight: 3 },
  fc.constantFrom('Lamp', 'Lantern', 'Light').map((name): Operation => ({ op: 'updateEntity', entity: 'lamp', name })),
  fc.constantFrom('yard', 'shed', null).map((parent): Operation => ({ op: 'moveEntity', entity: 'lamp', parent })),
  fc.constant<Operation>({ op: 'removeEntity', entity: 'lamp' }),
  fc.constant<Operation>({ op: 'addEntity', entity: { id: 'lamp', name: 'Lamp', components: { Transform: {}, FloatValue: { Value: 3 }, Spinner: {} } } }),
  fc.constant<Operation>({ op: 'removeComponent', entity: 'lamp', component: 'FloatValue' }),
  fc.constant<Operation>({ op: 'addComponent', entity: 'lamp', component: 'FloatValue', values: { Value: 2 } }),
);
const input: fc.Arbitrary<Input> = fc.oneof(
  { arbitrary: operation.map((each): Input => ({ type: 'operations', operations: [each] })), weight: 5 },
  fc.constantFrom<Input>({ type: 'undo' }, { type: 'redo' }),
);
/** A pass with an input, many ticks without, or another segment, whose state may not be on the disk. So no step has two who change something. */
type Move = { readonly author: Author; readonly input: Input } | { readonly ticks: number } | { readonly whole: boolean };
const move: fc.Arbitrary<Move> = fc.oneof(
  { arbitrary: fc.record({ author: fc.constantFrom(ANNA, BEN), input }), weight: 6 },
  { arbitrary: fc.record({ ticks: fc.integer({ min: 1, max: 100 }) }), weight: 2 },
  { arbitrary: fc.record({ whole: fc.boolean() }), weight: 2 },
);

async function lived(moves: readonly Move[]): Promise<WrittenPast> {
  const past = await new WrittenPast(ENTITIES, PLACES).begin();
  for (const each of moves) {
    if ('whole' in each) await past.segment(each.whole);
    else if ('ticks' in each) for (let i = 0; i < each.ticks; i++) await past.live({ mode: 'tick', inputs: [] });
    else await past.live({ mode: 'pass', inputs: [{ author: each.author, input: each.input }] });
  }
  return past;
}

/** Of a record of what each step made of a field: the steps that made another of it, newest last. */
function changesIn(record: readonly Recorded[]): (Recorded & { readonly before: Recorded['value'] })[] {
  return record.flatMap((each, at) => {
    const before = record[at - 1];
    return before === undefined || sameJson(before.value, each.value) ? [] : [{ ...each, before: before.value }];
  });
}

test('when a field changed, from what to what and by whom is found as a record of each step has it', { timeout: 240_000 }, async () => {
  let byUsers = 0,
    inRows = 0,
    came = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 40 }), async (moves) => {
      const past = await lived(moves);
      for (const place of PLACES) {
        const record = past.recordOf(place),
          changes = changesIn(record);
        const { first, all, last } = await past.search(place);
        const told = (value: Recorded['value']) => (value === undefined ? null : { value });
        // All that is kept was looked through, and one is told what the field holds.
        expect(last.from).toBe(0);
        expect(first.to).toBe(past.to);
        if (all.length === 0) expect(first.now).toEqual(told(record.at(-1)?.value));
        // Each goes on from the one before, from the first value to the last.
        expect(all.map(({ before }) => before)).toEqual([...all.slice(1).map(({ after }) => after), ...(all.length === 0 ? [] : [told(record[0]?.value)])]);
        expect(all[0]?.after).toEqual(changes.length === 0 ? undefined : told(record.at(-1)?.value));
        expect(all[0]?.tick).toBe(changes.at(-1)?.tick);
        // Those of a row are as many as there were, and nobody else's change is among them.
        const rows = all.toReversed();
        let at = 0;
        for (const row of rows) {
          expect(changes[at]?.tick).toBe(row.since);
          const taken = changes.slice(at, at + row.count);
          expect(taken.at(-1)?.tick).toBe(row.tick);
          expect(told(taken.at(-1)?.value)).toEqual(row.after);
          if (row.cause.kind === 'driven') {
            expect(row.cause).toEqual({ kind: 'driven', component: { entity: 'lamp', component: 'Spinner' } });
            if (row.count > 1) inRows += 1;
          } else {
            for (const { users } of taken) expect(users).toEqual([row.cause.user]);
            byUsers += 1;
          }
          if (row.what !== 'value') came += 1;
          at += row.count;
        }
        expect(at).toBe(changes.length);
        // Who looks at a tick of the past is told of what was by then.
        const until = Math.floor(past.to / 2),
          then = record.findLast(({ tick }) => tick <= until),
          by = changes.filter(({ tick }) => tick <= until).at(-1);
        const halfway = await past.search(place, 1, until);
        expect(halfway.first.to).toBe(until);
        expect(halfway.all[0]?.tick).toBe(by?.tick);
        expect(halfway.all[0] === undefined ? halfway.first.now : halfway.all[0].after).toEqual(told(then?.value));
      }
    }),
    { numRuns: 80 },
  );
  // The generated worlds had in them what is told apart.
  expect([byUsers, inRows, came].map((each) => each > 10)).toEqual([true, true, true]);
});
