import { entityOf } from '../editing/edit-path.ts';
import type { Author, EntityData, Envelope, Input, InputResult, KeptChange, OperationResult, TakenStep } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { may } from '../rights.ts';
import { requestOf } from '../world/request-id.ts';
import { errorWords } from '../world/plugin-faults.ts';
import type { HistoryEntry } from '../editing/history-entry.ts';
import { labelBack } from '../editing/joining.ts';
import { keptInWords, redo, undo } from '../editing/undo.ts';
import { mayEdit, mayTrigger } from '../editing/may-edit.ts';
import { revertChanges } from '../editing/revert.ts';
import { HOST } from '../door.ts';
import { join, leave, leaveAll } from './presence.ts';
import { giveCommand, giveImpulse, giveSend, stopSends } from '../world/commanding.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Turns an item into a tree to be added; given from outside, since a world does not know files. */
export type ItemReader = (world: LiveWorld, input: Extract<Input, { type: 'spawn' }>, author: Author) => EntityData;

/** Takes one input in. Whatever is wrong with it becomes its result; the world is then as it was. */
export function takeInput(world: LiveWorld, envelope: Envelope, readItem: ItemReader): InputResult {
  const { requestId, author } = envelope;
  const common = { tick: world.tick, ...(requestId === undefined ? {} : { requestId }) };
  const { edits } = world;
  let result: InputResult;
  const request = requestId === undefined ? '' : requestOf(envelope.input.type, envelope.input);
  try {
    const known = requestId === undefined ? undefined : world.answered.get(author.userId, requestId, request);
    if (known !== undefined) return known;
    const { results = [], kept = [], step, triggered, sent, run, stopped } = world.actFor(author.userId, () => take(world, envelope.input, author, readItem));
    result = {
      ok: true,
      ...common,
      results,
      ...(kept.length > 0 ? { kept } : {}),
      ...(step === undefined ? {} : { step }),
      ...(triggered === undefined ? {} : { triggered }),
      ...(sent === undefined ? {} : { sent }),
      ...(run === undefined ? {} : { run }),
      ...(stopped === undefined ? {} : { stopped }),
      ...(world.edits === edits ? {} : { edit: world.edits }),
    };
  } catch (error) {
    if (!(error instanceof WorldwireError))
      world.log('error', `input ${envelope.input.type} failed: ${errorWords(error)} (WW_INTERNAL)`, { source: `input ${envelope.input.type}` });
    const coded = error instanceof WorldwireError ? error : new WorldwireError('WW_INTERNAL');
    result = { ok: false, ...common, code: coded.code, message: coded.message, errors: coded.faults };
    // The id stays that of the request that had it first.
    if (coded.code === 'WW_REQUEST_ID') return result;
  }
  if (requestId !== undefined) world.answered.add(author.userId, requestId, request, result, may(author.role, 'edit'));
  return result;
}

/** Characters of the name of a world. */
const LONGEST_NAME = 200;

interface Outcome {
  readonly results?: readonly OperationResult[];
  readonly kept?: readonly KeptChange[];
  readonly step?: TakenStep;
  readonly triggered?: number;
  readonly sent?: number;
  readonly run?: number;
  readonly stopped?: number;
}

function take(world: LiveWorld, input: Input, author: Author, readItem: ItemReader): Outcome {
  switch (input.type) {
    case 'operations': {
      const { seq } = world.history,
        told = input.group === undefined ? undefined : newestOf(world, author)?.label;
      const results = world.apply(author, input.operations, {
        edit: true,
        history: input.history !== false,
        ...(input.group === undefined ? {} : { group: input.group }),
        ...(input.label === undefined ? {} : { label: input.label }),
      });
      // What joins a step that began before, as in a drag, is in the log already, until its end tells from what to what it went.
      if (world.history.seq !== seq || (input.group !== undefined && newestOf(world, author)?.label !== told)) logEdit(world, author);
      return { results };
    }
    case 'undo':
    case 'redo': {
      const taken = input.type === 'undo' ? undo(world, author) : redo(world, author);
      const { label, entity, name } = taken.step;
      const words = input.type === 'undo' ? labelBack(label) : label;
      const kept = taken.kept.length === 0 ? '' : `; left alone: ${keptInWords(world, taken.kept)}`;
      const isHere = entity !== null && world.entities.rowOf(entity) !== undefined;
      world.log('edit', `${input.type}${name === null ? '' : ` on ${name}`}: ${words}${kept}`, { source: author.userId, entity: isHere ? entity : null });
      return taken;
    }
    case 'spawn': {
      mayEdit(author.role);
      const entity = readItem(world, input, author);
      const { seq } = world.history;
      const results = world.spawn(author, entity, input.parent, {
        history: input.history !== false,
        ...(input.group === undefined ? {} : { group: input.group }),
      });
      if (world.history.seq !== seq) logEdit(world, author);
      return { results };
    }
    case 'revert': {
      const results = revertChanges(world, author, input.changes);
      if (results.length > 0) logEdit(world, author);
      return { results };
    }
    case 'command': {
      mayEdit(author.role);
      return giveCommand(world, input.command, author);
    }
    case 'impulse':
      mayTrigger(author.role);
      return { triggered: giveImpulse(world, input, author) };
    case 'send':
      mayEdit(author.role);
      return { run: giveSend(world, input) };
    case 'stopSends':
      mayEdit(author.role);
      if (input.acting !== undefined) fromHost(author, () => undefined);
      return { stopped: stopSends(world, input) };
    case 'rename':
      mayEdit(author.role);
      rename(world, author, input.name);
      return {};
    case 'join':
      return fromHost(author, () => join(world, input.user));
    case 'leave':
      return fromHost(author, () => leave(world, input));
    case 'note':
      return fromHost(author, () => {
        const { entity } = input;
        const isHere = entity !== undefined && world.entities.rowOf(entity) !== undefined;
        world.log(input.level, input.message, { source: 'host', ...(isHere ? { entity } : {}) });
      });
    case 'takenUp':
      return fromHost(author, () => {
        // What stood outside is lost first, so that nothing is said to links and people that never had it.
        world.access.lose();
        for (const system of world.registry.systems) world.attempt(system, () => system.inputs?.takenUp?.(world, input));
        world.links.lose(input.reason);
        world.jobs.lose(input.reason);
        leaveAll(world, input.reason);
        if (input.unsaved !== true || world.unsaved.differs) return;
        world.edits++;
        world.unsaved.note(world.edits, null);
      });
    case 'saving':
      return fromHost(author, () => {
        for (const system of world.registry.systems) world.attempt(system, () => system.inputs?.saving?.(world, input));
      });
    case 'saved':
      return fromHost(author, () => {
        for (const system of world.registry.systems) world.attempt(system, () => system.inputs?.saved?.(world, input));
      });
    case 'link':
      return fromHost(author, () => world.links.tell(input.events));
    case 'ran':
      return fromHost(author, () => world.jobs.ran(input.job, input.outcome));
    case 'access':
      return fromHost(author, () => world.access.answer(input.answer));
    case 'accessChanged':
      return fromHost(author, () => world.access.outdate(input));
  }
}

/** Throws WW_BAD_VALUE for a name that a scene cannot have. */
function rename(world: LiveWorld, author: Author, name: string): void {
  if (name.trim() === '' || name.length > LONGEST_NAME) {
    const message = `a world has a name of 1 to ${LONGEST_NAME} characters`;
    throw new WorldwireError('WW_BAD_VALUE', message, [{ path: 'name', expected: `1 to ${LONGEST_NAME} characters`, message }]);
  }
  if (name === world.name) return;
  world.log('edit', `the world is called ${name}, and was ${world.name}`, { source: author.userId });
  world.name = name;
  world.edits++;
  world.unsaved.note(world.edits, null);
}

/** What only the machine that runs the world may tell it. */
function fromHost(author: Author, act: () => void): Outcome {
  if (author.userId !== HOST.userId) throw new WorldwireError('WW_FORBIDDEN', 'only the host tells a world this');
  act();
  return {};
}

function newestOf(world: LiveWorld, author: Author): HistoryEntry | undefined {
  return world.history.entries.findLast((entry) => entry.author === author.userId);
}

function logEdit(world: LiveWorld, author: Author): void {
  const entry = newestOf(world, author);
  if (entry !== undefined) {
    const [first] = entry.touched;
    const id = first === undefined ? undefined : entityOf(first);
    world.log('edit', entry.label, { source: author.userId, entity: id !== undefined && world.entities.rowOf(id) !== undefined ? id : null });
  }
}
