import type { WatchCondition } from '../door.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';

/** Whether a value is as a condition wants it; conditions of time and of change are never answered by a value alone. */
function compares(value: Json, { is, value: wanted }: WatchCondition): boolean {
  if (wanted === undefined) return false;
  if (is === '=' || is === '!=') {
    // A value that is not there is neither the same nor another.
    if (value === null) return false;
    const isSame = typeof wanted === 'string' && typeof value !== 'string' ? JSON.stringify(value) === wanted : value === wanted;
    return isSame === (is === '=');
  }
  if (typeof value !== 'number' || typeof wanted !== 'number') return false;
  switch (is) {
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    default:
      return is === '<=' && value <= wanted;
  }
}

/**
 * A condition of one watched field, followed from tick to tick. It comes to be when it holds and did not in the tick before, so that what holds
 * already when somebody begins to watch is not told as news.
 */
export class ValueCondition {
  readonly what: WatchCondition;
  /** Whether it holds now; a change holds in its own tick alone. */
  holds = false;
  private value: Json;
  /** Seconds of the world's time at which the value changed last. */
  private since: number;

  constructor(what: WatchCondition, value: Json, seconds: number) {
    this.what = what;
    this.value = value;
    this.since = seconds;
    this.holds = compares(value, what);
  }

  /** Whether it has come to be with this value, at so many seconds of the world's time. */
  follow(value: Json, seconds: number): boolean {
    const { what } = this;
    const changed = !sameJson(value, this.value);
    if (changed) {
      this.value = value;
      this.since = seconds;
    }
    const before = what.is === 'changed' ? false : this.holds;
    this.holds =
      what.is === 'changed'
        ? changed
        : what.is === 'silent'
          ? value !== null && typeof what.value === 'number' && seconds - this.since >= what.value
          : compares(value, what);
    return this.holds && !before;
  }
}
