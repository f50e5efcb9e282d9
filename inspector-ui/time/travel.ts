import type { RunStatus } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { holding, stretch, ticksOf, zoomed } from './stretch.ts';
import { tell } from '../controls/notices.ts';

/** Milliseconds that a tick may take to be shown before the page says that it is on its way. */
const PATIENCE = 300;
/** Milliseconds between two pictures while the past plays. */
const FRAME = 50;

/** The tick that is on its way; null where none is. */
export const wanted = new Cell<number | null>(null);
/** Whether it has been on its way for long enough to say so. */
export const late = new Cell(false);
/** The part of a long way to a tick that is done, from 0 to 1; null where none is under way. */
export const underway = new Cell<number | null>(null);
/** Whether the past goes on by itself. */
export const playing = new Cell(false);
/** Why the last tick asked for is not shown; empty where it is. */
export const trouble = new Cell('');

let next: number | null = null;
let asking = false;
/** Whether the person has asked for now. */
let leaving = false;
let patience: ReturnType<typeof setTimeout> | undefined;
let frames: ReturnType<typeof setInterval> | undefined;

/** Whether the person may decide that the past is kept. That does not change while one looks at it. */
export function mayRecord(): boolean {
  return session.mayRun;
}

/** The ticks that can be shown; null while nothing is kept. */
export function kept(): RunStatus['past'] {
  return session.run.value?.past ?? null;
}

/** The tick that the page shows or is about to show: of the past, or the newest. */
export function shownTick(): number {
  return wanted.value ?? session.past.value ?? kept()?.to ?? session.run.value?.tick ?? 0;
}

/** Seconds of the world between a tick and now. */
export function secondsAgo(tick: number): number {
  return Math.max(0, ((session.run.value?.tick ?? tick) - tick) / (session.status.value?.tickRate ?? 60));
}

/** Shows a tick; the newest one, or a later one, is now. Of several asked for in a row only the last counts. */
export function show(tick: number): void {
  stop();
  go(tick);
}

/** Moves by some ticks from what is shown. */
export function move(ticks: number): void {
  show(shownTick() + ticks);
}

/** Back to the world as it is. */
export function backToNow(): void {
  stop();
  leaving = true;
  if (stretch.value.to !== null) stretch.value = { ...stretch.value, to: null };
  next = null;
  arrive();
  trouble.value = '';
  if (session.past.value !== null || asking) void session.goTo(null);
}

/** Lets the past go on at the world's own speed, from what is shown, until it has come to now. */
export function play(): void {
  const from = wanted.value ?? session.past.value;
  if (from === null || playing.value) return;
  playing.value = true;
  const begun = performance.now(),
    rate = session.status.value?.tickRate ?? 60;
  frames = setInterval(() => {
    if (session.past.value === null && !asking) stop();
    // A page or server that is behind leaves pictures out.
    else if (!asking) go(from + Math.floor(((performance.now() - begun) * rate) / 1000));
  }, FRAME);
}

/** Shows so many times as much of the time that is kept; without end: all of it. The tick that is shown stays where it is. */
export function zoom(times: number): void {
  const range = kept();
  if (range === null) return;
  const rate = session.status.value?.tickRate ?? 60;
  stretch.value = times === Infinity ? { seconds: null, to: null } : zoomed(ticksOf(stretch.value, range, rate), range, rate, times, shownTick());
}

export function stop(): void {
  clearInterval(frames);
  playing.value = false;
}

function go(tick: number): void {
  const range = kept();
  if (range === null) return;
  if (tick >= range.to) {
    backToNow();
    return;
  }
  leaving = false;
  next = Math.max(range.from, Math.round(tick));
  wanted.value = next;
  stretch.value = holding(next, stretch.value, range, session.status.value?.tickRate ?? 60);
  if (asking) return;
  patience ??= setTimeout(() => {
    late.value = true;
  }, PATIENCE);
  void travel();
}

async function travel(): Promise<void> {
  asking = true;
  while (next !== null) {
    const tick = next;
    next = null;
    const answer = await session.goTo(tick);
    if (answer.ok) trouble.value = '';
    else {
      trouble.value = answer.message;
      stop();
    }
  }
  asking = false;
  arrive();
}

function arrive(): void {
  clearTimeout(patience);
  patience = undefined;
  late.value = false;
  underway.value = null;
  wanted.value = null;
}

session.underway.subscribe(() => {
  const way = session.underway.value;
  if (asking && way !== null) underway.value = way.share;
});

// The recording was ended, or the page stood still for too long: whoever looked at the past is told why it is now again.
let before: number | null = null;
session.past.subscribe(() => {
  const { value } = session.past;
  const worlds = session.entered.value;
  if (before !== null && value === null && !leaving)
    setTimeout(() => {
      if (session.entered.value === worlds && session.past.value === null) tell('You see now again: what you saw of the past is kept no longer.');
    });
  if (value === null) stop();
  before = value;
});

for (const change of [session.entered, session.phase])
  change.subscribe(() => {
    stop();
    next = null;
    trouble.value = '';
    arrive();
  });
