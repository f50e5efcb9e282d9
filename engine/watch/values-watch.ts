import type { ConditionMet, ValueSample, View, WatchedValue } from '../door.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';
import { valuePart } from '../schema/value-part.ts';
import { wallOf } from '../world/wall.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { ValueCondition } from './value-condition.ts';
import { VALUES_PER_SECOND, periodOf, type Body, type Opener, type Watch } from './watch.ts';

/** Values of one field, and conditions of all, that are kept until the next look; and characters of a value that is told. */
const MOST_SAMPLES = 600,
  MOST_MET = 200,
  MOST_TEXT = 300;

interface Watched {
  readonly what: WatchedValue;
  readonly condition: ValueCondition | undefined;
  /** Reads it; looked up once for as long as no entity and no component comes or goes, since it is read in every tick. */
  read: () => Json;
  /** What it was when it was looked at last. */
  value: Json;
  samples: ValueSample[];
}

/** Fields of any entities: each value that they had after a tick, and the conditions that came to be. */
class ValuesWatch implements Watch {
  readonly period: number;
  readonly #fields: readonly Watched[];
  #met: ConditionMet[] = [];
  #missed = 0;
  #isPausing = false;
  #told: string | undefined;
  #structure: number;

  constructor(world: LiveWorld, what: Extract<View, { kind: 'values' }>) {
    this.period = periodOf(what.rate, VALUES_PER_SECOND);
    const seconds = secondsOf(world);
    this.#structure = world.structure;
    this.#fields = what.fields.map((field) => {
      const read = readerOf(world, field);
      const value = read();
      const condition = field.when === undefined ? undefined : new ValueCondition(field.when, value, seconds);
      return { what: field, condition, read, value, samples: [[world.tick, world.real, shown(value)]] };
    });
  }

  concerns(world: LiveWorld): boolean {
    // What the world stands still for is seen at once; else what changes in each tick would be told in each.
    return this.#isPausing || this.#fields.some(({ what }) => world.touched.has(what.entity));
  }

  halts(world: LiveWorld): { readonly met: readonly ConditionMet[] } | undefined {
    const seconds = secondsOf(world);
    if (this.#structure !== world.structure) {
      this.#structure = world.structure;
      for (const watched of this.#fields) watched.read = readerOf(world, watched.what);
    }
    let asked: ConditionMet[] | undefined;
    for (const [at, watched] of this.#fields.entries()) {
      const value = watched.read();
      if (!sameJson(value, watched.value)) {
        watched.value = value;
        watched.samples.push([world.tick, world.real, shown(value)]);
        if (watched.samples.length > MOST_SAMPLES) {
          watched.samples.shift();
          this.#missed += 1;
        }
      }
      const { condition } = watched;
      if (condition?.follow(value, seconds) !== true) continue;
      const met = { at, tick: world.tick, real: world.real, value: shown(value) };
      if (this.#met.length < MOST_MET) this.#met.push(met);
      else this.#missed += 1;
      this.#isPausing ||= condition.what.pause === true;
      if (condition.what.log === true || condition.what.pause === true) (asked ??= []).push(met);
    }
    return asked === undefined ? undefined : { met: asked };
  }

  look(world: LiveWorld): Body | undefined {
    const samples: Record<string, readonly ValueSample[]> = {};
    for (const [at, watched] of this.#fields.entries()) {
      if (watched.samples.length === 0) continue;
      samples[at] = watched.samples;
      watched.samples = [];
    }
    const holds = this.#fields.flatMap(({ condition }, at) => (condition?.holds === true && condition.what.is !== 'changed' ? [at] : []));
    const told = holds.join();
    if (Object.keys(samples).length === 0 && this.#met.length === 0 && told === this.#told) return undefined;
    const met = this.#met,
      missed = this.#missed;
    this.#met = [];
    this.#isPausing = false;
    this.#missed = 0;
    this.#told = told;
    return {
      kind: 'values',
      real: world.real,
      ...wallOf(world),
      samples,
      ...(missed === 0 ? {} : { missed }),
      ...(met.length === 0 ? {} : { met }),
      holds,
    };
  }
}

/** The world's own time, which stands still while it is paused. */
function secondsOf(world: LiveWorld): number {
  return world.tick / world.tickRate;
}

/** Reads what a watched field holds: null where there is no such entity, component, field or part. */
function readerOf(world: LiveWorld, { entity, component, field, part = '' }: WatchedValue): () => Json {
  const row = world.entities.rowOf(entity);
  const held = row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component);
  if (held === undefined || !held.component.fieldList.some(({ name }) => name === field)) return () => null;
  const store = world.storeOf(held.component.name);
  return part === '' ? () => store.get(held.row, field) : () => valuePart(store.get(held.row, field), part) ?? null;
}

/** A value as it is told: what is long is cut, since it is shown in a line. */
function shown(value: Json): Json {
  if (typeof value === 'string') return value.length <= MOST_TEXT ? value : `${value.slice(0, MOST_TEXT)}…`;
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  return text.length <= MOST_TEXT ? value : `${text.slice(0, MOST_TEXT)}…`;
}

export const openValues: Opener<'values'> = (world, what) => new ValuesWatch(world, what);
