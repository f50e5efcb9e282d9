import { createDoor, witnessField, type FieldState, type FieldTurn, type LocalDoor, type Step, type WatchedField, type World } from '../../engine/index.ts';
import { causeOf, isSameCause } from './change-cause.ts';
import { isBefore, seen, type CauseKind, type ChangePlace, type FieldChange, type FieldQuestion, type SeenValue } from './field-change.ts';

/** A part of a stretch of time that a ghost lives through: its beginning, packed, or steps that go on from there. */
export type StretchPart =
  | { readonly snapshot: Uint8Array; readonly question: FieldQuestion }
  | { readonly steps: readonly Step[]; /** Number of the first. */ readonly first: number };
/** What that came to, from the beginning of the stretch. */
export interface StretchSeen {
  /** What the field holds by now. */
  readonly now: SeenValue;
  /** Oldest first. */
  readonly changes: readonly FieldChange[];
  /** Milliseconds that it took. */
  readonly took: number;
}

/** What may make a field another in each tick. */
const ALL_THE_TIME: ReadonlySet<CauseKind> = new Set(['driven', 'component', 'system', 'outside']);

/** A stretch of a world's time that is lived through once more to see when one of its fields changed. */
export class FieldStretch {
  readonly #world: World;
  readonly #door: LocalDoor;
  readonly #question: FieldQuestion;
  readonly #field: WatchedField;
  /** Oldest first; of more than are wanted the newest. */
  #changes: FieldChange[] = [];
  #turns: FieldTurn[] = [];
  /** Of the edit that was the last change. */
  #group: string | undefined;
  /** What it held at the beginning, where that stands, and the last time of day. */
  readonly began: FieldState;
  readonly from: number;
  #tick: number;
  #wall: number | undefined;

  /** Throws WW_UNKNOWN_COMPONENT and WW_UNKNOWN_FIELD where there can be no such field. */
  constructor(world: World, question: FieldQuestion) {
    this.#world = world;
    this.#question = question;
    this.#door = createDoor(world);
    this.#field = witnessField(world, question, (turn) => this.#turns.push(turn));
    this.began = this.#field.state;
    this.from = this.#tick = world.tick;
  }

  /** The tick that it has come to. */
  get tick(): number {
    return this.#tick;
  }
  /** What the field holds there. */
  get state(): FieldState {
    return this.#field.state;
  }
  get changes(): readonly FieldChange[] {
    return this.#changes;
  }

  /** Does a step. @param place where it stands; what is not before the one that is asked for is passed over */
  live(step: Step, place: Omit<ChangePlace, 'part'>): void {
    this.#turns = [];
    this.#wall = step.wall ?? this.#wall;
    let log: ReturnType<LocalDoor['step']>['log'] = [];
    try {
      ({ tick: this.#tick, log } = this.#door.step(step));
    } catch {
      // The world that wrote it down had it fail as well, and went on.
      this.#tick = this.#world.tick;
    }
    const { before } = this.#question;
    for (const [part, turn] of this.#turns.entries()) {
      const at = { ...place, part };
      if (before?.segment === place.segment && !isBefore(at, before)) return;
      this.#add(turn, at, causeOf(turn, this.#question, { step, log, nameOf: (userId) => this.#field.nameOf(userId) }), groupOf(step, turn));
    }
  }

  /** That the field was another when the next stretch began than this one had come to, and nothing says why. */
  missed(after: FieldState, tick: number, place: ChangePlace): void {
    const before = this.#field.state;
    this.#changes.push({
      tick,
      count: 1,
      since: this.#tick,
      before: seen(before.value),
      after: seen(after.value),
      what: whatCame(before, after),
      cause: { kind: 'unknown' },
      place,
    });
  }

  #add({ before, after }: FieldTurn, place: ChangePlace, cause: FieldChange['cause'], group: string | undefined): void {
    const tick = this.#tick,
      what = whatCame(before, after),
      last = this.#changes.at(-1);
    // Each edit is one of its own, but for those that a drag is made of.
    const isOne = ALL_THE_TIME.has(cause.kind) || (group !== undefined && group === this.#group);
    this.#group = group;
    const common = { tick, ...(this.#wall === undefined ? {} : { wall: this.#wall }), after: seen(after.value), cause };
    // What changes all the time is one thing that happens, and not thousands.
    if (
      last !== undefined &&
      isOne &&
      what === 'value' &&
      last.what === 'value' &&
      tick - last.tick <= this.#world.tickRate &&
      isSameCause(cause, last.cause)
    ) {
      this.#changes[this.#changes.length - 1] = { ...last, ...common, count: last.count + 1 };
      return;
    }
    this.#changes.push({ ...common, count: 1, since: tick, before: seen(before.value), what, place });
    if (this.#changes.length > this.#question.limit) this.#changes.shift();
  }
}

function groupOf({ inputs }: Step, { input }: FieldTurn): string | undefined {
  const given = input === undefined ? undefined : inputs[input]?.input;
  return given?.type === 'operations' ? given.group : undefined;
}

function whatCame(before: FieldState, after: FieldState): FieldChange['what'] {
  if (before.value !== undefined && after.value !== undefined) return 'value';
  const absent = before.value === undefined ? before : after;
  return 'entity' in absent && !absent.entity ? 'entity' : 'component';
}
