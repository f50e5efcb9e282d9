import type { SendSpec } from '../door.ts';
import type { Json } from '../schema/field.ts';
import { count, id, listOf, orNull, record, text, tuple, whole, wrong, type Form } from '../world/form.ts';
import type { World } from '../world/world.ts';
import { demandSpec } from './spec.ts';
import { Run, Runs, SENDING, type Target } from './runs.ts';

const PLACE = `systems/${SENDING}`;

interface SavedRun {
  readonly run: number;
  readonly of: Run['of'] | null;
  readonly acting: string;
  readonly spec: SendSpec;
  readonly began: number;
  readonly round: number;
  readonly roundBegan: number;
  readonly targets: readonly Target[];
  readonly said: number;
  readonly size: number;
  readonly next: number | null;
  readonly counts: readonly [sent: number, bytes: number, closed: number, failed: number, late: number];
  readonly fault: Run['fault'];
  readonly over: string | null;
}
interface Saved {
  readonly last: number;
  readonly runs: readonly SavedRun[];
  readonly rested: readonly (readonly [place: string, spec: SendSpec])[];
}

export function saveRuns({ last, all, rested }: Runs): Json {
  const saved: Saved = {
    last,
    runs: [...all.values()].map((run) => ({
      run: run.run,
      of: run.of ?? null,
      acting: run.acting,
      spec: run.spec,
      began: run.began,
      round: run.round,
      roundBegan: run.roundBegan,
      targets: run.targets,
      said: run.said,
      size: run.size,
      next: run.next,
      counts: [run.sent, run.bytes, run.closed, run.failed, run.late],
      fault: run.fault,
      over: run.over,
    })),
    rested: [...rested],
  };
  return saved as unknown as Json;
}

const spec: Form = (value, place) => {
  record({ text }, {})(value, place);
};
const savedRun = record({
  run: whole(1),
  of: orNull(record({ name: text, entity: id, component: id })),
  acting: id,
  spec,
  began: count,
  round: count,
  roundBegan: count,
  targets: listOf(tuple(id, id)),
  said: count,
  size: count,
  next: orNull(count),
  counts: tuple(count, count, count, count, count),
  fault: orNull(record({ entity: id, message: text })),
  over: orNull(text),
});
const form = record({ last: count, runs: listOf(savedRun), rested: listOf(tuple(text, spec)) });

/** Throws WW_SNAPSHOT_INVALID where a world could not have saved it. */
export function loadRuns(data: Json, world: World): Runs {
  form(data, PLACE);
  const saved = data as unknown as Saved;
  const runs = new Runs();
  runs.last = saved.last;
  for (const [at, each] of saved.runs.entries()) {
    const place = `${PLACE}/runs/${at}`;
    if (each.run > saved.last || runs.all.has(each.run)) wrong(`${place}/run`, 'a number of its own that was given', each.run);
    try {
      demandSpec(each.spec, world.registry.components);
    } catch {
      wrong(`${place}/spec`, 'a send that can be said', each.spec.text);
    }
    if (each.said > each.size) wrong(`${place}/said`, `at most ${each.size}`, each.said);
    if (each.targets.length > 0 && each.targets.length !== each.size) wrong(`${place}/targets`, `none, or ${each.size}`, each.targets.length);
    const run = new Run(each.run, each.spec, each.acting, each.began, each.of ?? undefined);
    const [sent, bytes, closed, failed, late] = each.counts;
    Object.assign(run, { sent, bytes, closed, failed, late });
    run.round = each.round;
    run.roundBegan = each.roundBegan;
    run.targets = each.targets;
    run.said = each.said;
    run.size = each.size;
    run.next = each.next;
    run.fault = each.fault;
    run.over = each.over;
    runs.all.set(run.run, run);
  }
  for (const [place, spec] of saved.rested) runs.rested.set(place, spec);
  return runs;
}
