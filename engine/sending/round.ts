import type { SendSpec } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { CONNECTION_STATES, WebsocketClient } from '../components/websocket-client.ts';
import { send } from '../systems/network.ts';
import type { Template } from '../template/template.ts';
import { parseTemplate } from '../template/template.ts';
import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { Addressee } from './context.ts';
import { SENDING, type Run, type Runs, type Target } from './runs.ts';
import { USUAL_RATE } from '../send-limits.ts';
import { SAID } from './spec.ts';
import { targetsOf } from './targets.ts';

/** What all sends of a world may do in one tick, counted and never timed: messages, steps of expressions, bytes, and clients that queries look through. */
const MOST_MESSAGES = 2_000,
  MOST_STEPS = 50_000,
  MOST_BYTES = 8 * 1024 * 1024,
  MOST_LOOKED_THROUGH = 20_000;
/** What a message counts for at least, for all that is not its text. */
const STEPS_A_MESSAGE = 4;

interface Left {
  messages: number;
  steps: number;
  bytes: number;
  clients: number;
}

/** Lets all sends go on by one tick: begins rounds that are due, and says what is due of each by its rate. No send is left behind by another for long. */
export function goOn(world: World, runs: Runs): void {
  const going = runs.going;
  if (going.length === 0) return;
  const left: Left = { messages: MOST_MESSAGES, steps: MOST_STEPS, bytes: MOST_BYTES, clients: MOST_LOOKED_THROUGH };
  // What one leaves is the next one's; who is first changes from tick to tick.
  const first = world.tick % going.length;
  for (let at = 0; at < going.length; at++) {
    const run = going[(first + at) % going.length] as Run;
    world.actFor(run.acting, () => advance(world, runs, run, left));
  }
}

function advance(world: World, runs: Runs, run: Run, left: Left): void {
  if (run.next !== null && run.next <= world.tick) {
    if (run.isSaying) skipRound(world, run);
    else if (left.clients > 0) beginRound(world, runs, run, left);
  }
  if (run.over === null && run.isSaying) say(world, run, left);
  if (run.over === null && !run.isSaying && run.next === null) runs.end(run, 'done');
}

/** The round before is not over: the one that is due is left out, and told as late. */
function skipRound(world: World, run: Run): void {
  run.late++;
  run.next = dueAfter(run, world, run.round + run.late);
}

function beginRound(world: World, runs: Runs, run: Run, left: Left): void {
  let targets: readonly Target[];
  try {
    targets = targetsOf(world, run.spec);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    world.log('error', `${title(run)} has ended: ${error.message} (${error.code})`, about(run));
    runs.end(run, error.message);
    return;
  }
  left.clients -= typeof run.spec.to === 'string' ? Math.max(1, targets.length) : 1;
  // It is left out, as one that is due while the one before it goes on.
  if (!runs.hasRoomFor(targets.length)) {
    skipRound(world, run);
    return;
  }
  run.targets = targets;
  run.said = 0;
  run.size = run.targets.length;
  run.round++;
  run.roundBegan = world.tick;
  run.next = dueAfter(run, world, run.round + run.late);
}

/** Tick of the round after so many; null where there is none. */
function dueAfter(run: Run, world: World, rounds: number): number | null {
  const { every, at, times } = run.spec;
  if (at !== undefined) {
    const moment = moments(run.spec)[rounds];
    return moment === undefined ? null : run.began + Math.round(moment * world.tickRate);
  }
  if (every === undefined || (times !== undefined && rounds >= times)) return null;
  // Told from where it began, so that what is no whole number of ticks does not add up.
  return Math.max(world.tick + 1, run.began + Math.round(rounds * every * world.tickRate));
}

/** When the first round is due. */
export function firstDue(spec: SendSpec, tick: number, tickRate: number): number {
  return tick + Math.round((moments(spec)[0] ?? 0) * tickRate);
}

function moments({ at = [] }: SendSpec): readonly number[] {
  return at.toSorted((one, other) => one - other);
}

function say(world: World, run: Run, left: Left): void {
  // To read a text takes as long as to say some: of many long ones a tick reads a few.
  if (!run.isRead) {
    if (left.steps <= 0) return;
    left.steps -= run.spec.text.length;
  }
  const template = run.templateBy(read);
  if (template === undefined) return;
  const rate = run.spec.rate ?? USUAL_RATE;
  const due = Math.ceil(((world.tick - run.roundBegan + 1) * rate) / world.tickRate);
  while (run.said < Math.min(due, run.targets.length) && left.messages > 0 && left.steps > 0 && left.bytes > 0)
    sayTo(world, run, template, run.targets[run.said] as Target, left);
  if (!run.isSaying) run.targets = [];
}

function sayTo(world: World, run: Run, template: Template<string>, [entity, component]: Target, left: Left): void {
  const index = run.said++;
  left.messages--;
  left.steps -= STEPS_A_MESSAGE;
  const row = world.entities.rowOf(entity);
  const held = row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component);
  if (row === undefined || held === undefined || !isOpen(world, held.row)) {
    run.closed++;
    return;
  }
  const said = template.say(new Addressee(world, row, { index, count: run.targets.length, counter: run.round }, () => world.random()));
  left.steps -= said.steps;
  if ('fault' in said) {
    fail(world, run, entity, said.fault.message);
    return;
  }
  try {
    const before = bytesOf(world, held.row);
    send(world, held.row, said.value);
    const bytes = bytesOf(world, held.row) - before;
    run.sent++;
    run.bytes += bytes;
    left.bytes -= bytes;
    trafficOf(world)?.asked?.(held.row, entity, run);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    fail(world, run, entity, error.message);
  }
}

/** Counts what was not said. The first of a send is told in the log: thousands of the same would drive out all else. */
function fail(world: World, run: Run, entity: string, message: string): void {
  run.failed++;
  if (run.fault !== null) return;
  run.fault = { entity, message };
  const name = world.entities.name.get(world.entities.rowOf(entity) as number);
  world.log('warn', `${title(run)}: nothing was said to ${name}: ${message}; others that fail are counted with the send`, { source: SENDING, entity });
}

const OPEN = CONNECTION_STATES.indexOf('Open');
function isOpen(world: World, row: number): boolean {
  return world.store(WebsocketClient).columns.State.reading[row] === OPEN;
}
function bytesOf(world: World, row: number): number {
  return world.store(WebsocketClient).columns.BytesSent.reading[row] as number;
}

function read(text: string): Template<string> | undefined {
  const found = parseTemplate(text, SAID);
  return 'template' in found ? found.template : undefined;
}

export function title(run: Run): string {
  return run.of === undefined ? `send ${run.run}` : `send ${JSON.stringify(run.of.name)}`;
}

export function about(run: Run): { readonly source: string; readonly entity?: string } {
  return run.of === undefined ? { source: SENDING } : { source: SENDING, entity: run.of.entity };
}
