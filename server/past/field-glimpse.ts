import { setTimeout as wait } from 'node:timers/promises';
import { sameJson, type ComponentRef, type Json } from '../../engine/index.ts';
import type { Turns } from '../doors/paced-copy.ts';
import { seen, type ChangePlace, type FieldHistory, type FieldQuestion } from './field-change.ts';

/** Milliseconds that a world is looked at. */
const LONGEST = 250,
  BETWEEN = 10;

interface Look {
  readonly tick: number;
  readonly value: Json;
  readonly driver: ComponentRef;
}

/**
 * What changes in each tick need not be looked for in what was: two looks at the world as it runs tell it, and the field's driver who does it. Undefined
 * where it is not driven, or does not change just now.
 * @param end the place behind all that is kept, from which a search goes on
 */
export async function glimpse(ask: Turns['ask'], question: FieldQuestion, end: ChangePlace): Promise<Omit<FieldHistory, 'of'> | undefined> {
  const first = await look(ask, question);
  if (first === undefined) return undefined;
  for (let left = LONGEST; left > 0; left -= BETWEEN) {
    await wait(BETWEEN);
    const { tick } = await ask({ ask: 'clock' });
    if (tick === first.tick) continue;
    const now = await look(ask, question);
    if (now === undefined || sameJson(first.value, now.value)) return undefined;
    const { value, driver } = now;
    const times = { tick: now.tick, since: first.tick + 1, count: 1, what: 'value' as const };
    const change = { ...times, before: seen(first.value), after: seen(value), cause: { kind: 'driven' as const, component: driver }, place: end };
    return { changes: [change], from: first.tick, to: now.tick, now: seen(value), holes: [], next: end };
  }
  return undefined;
}

async function look(ask: Turns['ask'], { entity, component, field }: FieldQuestion): Promise<Look | undefined> {
  const detail = await ask({ ask: 'entity', entity }).catch(() => undefined);
  const value = detail?.components[component]?.[field],
    driver = detail?.driven[`${component}.${field}`];
  if (value === undefined || driver === undefined) return undefined;
  return { tick: (await ask({ ask: 'clock' })).tick, value, driver };
}
