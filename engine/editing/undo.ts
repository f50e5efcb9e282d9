import { editPath, namesIn } from './edit-path.ts';
import type { Author, KeptChange, OperationResult, TakenStep } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { markOf, ORDER } from '../instance-marks.ts';
import type { HistoryEntry, Reversal } from './history-entry.ts';
import { soleEntity, type Turned } from './history.ts';
import { Following } from './following.ts';
import { PuttingBack, type Kept } from './instances.ts';
import { Links } from './links.ts';
import { OperationFault } from './lookups.ts';
import { patchBack, PatchFault } from './json-patch.ts';
import { BY_INDEX } from './members.ts';
import { mayEdit } from './may-edit.ts';
import { prepareNote } from './noting.ts';
import { perform } from './perform.ts';
import type { Performed } from './performed.ts';
import { Transaction } from './transaction.ts';
import { errorWords } from '../world/plugin-faults.ts';
import type { Editable } from './editable.ts';

export interface Taken {
  readonly results: readonly OperationResult[];
  readonly kept: readonly KeptChange[];
  readonly step: TakenStep;
}

/** Steps that are looked at for one of which something can be taken back. */
const LOOKS = 20;
/** What was left alone is told of so many in words. */
const MOST_TOLD = 3;
/** Stands for whoever has changed something where nobody has, and a fault of ours keeps it from being taken back. */
const BY_FAULT = 'WW_INTERNAL';

/**
 * Takes back an author's newest edit. What somebody else has changed since, or removed, stays as it is and is told; a step of which that is
 * all stays too, and the one before it is taken back. Throws WW_NOTHING_TO_UNDO, and WW_UNDO_BLOCKED where others have changed all of it. What
 * fails unexpectedly stays as well, and the rest is taken back and counted as an edit; where nothing was, what failed is thrown.
 */
export function undo(world: Editable, author: Author): Taken {
  return take(world, author, 'undo');
}

/** Brings back the edit that the author undid last, by the same rules. Throws WW_NOTHING_TO_REDO and WW_UNDO_BLOCKED. */
export function redo(world: Editable, author: Author): Taken {
  return take(world, author, 'redo');
}

function take(world: Editable, author: Author, way: 'undo' | 'redo'): Taken {
  mayEdit(author.role);
  const waiting = world.history.waiting(author.userId, way, LOOKS);
  if (waiting.length === 0) throw new WorldwireError(way === 'undo' ? 'WW_NOTHING_TO_UNDO' : 'WW_NOTHING_TO_REDO');
  const stays: KeptChange[] = [];
  let failed: Failure | undefined;
  for (const entry of waiting) {
    const entity = soleEntity(entry.touched);
    const before = nameOf(world, entity);
    const { forth, results, kept, turned, changes, failure } = takeSteps(world, author, entry, way === 'undo' ? entry.back : entry.forth);
    stays.push(...kept);
    failed ??= failure;
    if (results.length === 0) continue;
    world.edits++;
    world.unsaved.note(world.edits, kept.length > 0 || failure !== undefined ? null : entry.seq, way === 'undo' ? 'undone' : 'redone');
    world.history.turn(entry, forth, turned);
    // A step that came to nothing, such as a drag back to where it began, goes along with the one before it: nobody is told of an undo that did nothing.
    if (changes === 0) continue;
    if (failed !== undefined) {
      const code = failed.error instanceof WorldwireError ? failed.error.code : BY_FAULT;
      world.log('error', `${way} failed in part and left something alone: ${errorWords(failed.error)} (${code})`, { source: `input ${way}` });
    }
    return { results, kept: stays, step: { seq: entry.seq, label: entry.label, entity, name: nameOf(world, entity) ?? before } };
  }
  if (failed !== undefined) throw failed.error;
  if (stays.length === 0) throw new WorldwireError(way === 'undo' ? 'WW_NOTHING_TO_UNDO' : 'WW_NOTHING_TO_REDO');
  throw new WorldwireError('WW_UNDO_BLOCKED', `${way === 'undo' ? 'Nothing was taken back' : 'Nothing was done again'}: ${keptInWords(world, stays)}.`);
}

function nameOf(world: Editable, id: string | null): string | null {
  const row = id === null ? undefined : world.entities.rowOf(id);
  return row === undefined ? null : world.entities.name.get(row);
}

/** What was left alone, in words: what of which entity, and who changed it. */
export function keptInWords(world: Editable, kept: readonly KeptChange[]): string {
  const said = kept.slice(0, MOST_TOLD).map(({ name, what, by }) => {
    const which = `${what === '' ? '' : `${what} of `}${name ?? 'an entity that is gone'}`;
    if (by === BY_FAULT) return `${which} could not be changed because of a fault in Worldwire`;
    const who = world.users.list.find((user) => user.userId === by)?.name ?? by;
    return `${which} has been changed by ${who} since`;
  });
  return [...said, ...(kept.length > MOST_TOLD ? [`and ${kept.length - MOST_TOLD} more`] : [])].join(', ');
}

function keptChange(world: Editable, path: string, by: string): KeptChange {
  const [entity = '', part = '', field] = namesIn(path);
  const what = part.startsWith('@') ? part.slice(1) : field === undefined ? part : `${part}.${field}`;
  return { path, by, entity, name: nameOf(world, entity), what };
}

/** Something that was thrown and is no answer to what was asked. */
interface Failure {
  readonly error: unknown;
}

interface StepsTaken extends Omit<Taken, 'step'> {
  readonly forth: readonly Reversal[];
  readonly turned: Turned;
  readonly changes: number;
  /** The first failure that nobody expects. Its step was left alone as a whole, and the others were taken all the same. */
  readonly failure: Failure | undefined;
}

/** Takes each step that nothing stands in the way of. It throws nothing, since what it has taken by then stands, and has to be told. */
function takeSteps(world: Editable, author: Author, entry: HistoryEntry, steps: readonly Reversal[]): StepsTaken {
  let changes = 0;
  let failure: Failure | undefined;
  const turned = { changed: [] as string[], strayed: [] as string[], kept: [] as string[] };
  const keep = (paths: readonly string[], by: string): void => {
    const [first] = paths;
    // A step that would change nothing leaves nothing alone.
    if (first === undefined) return;
    kept.push(keptChange(world, first, by));
    for (const path of paths) turned.kept.push(path);
  };
  const results: OperationResult[] = [];
  const kept: KeptChange[] = [];
  const forth: Reversal[][] = [];
  const links = new Links(world);
  const back = new PuttingBack(
    (path) => world.history.changedSince(entry, [path]) !== undefined,
    (_path, source) => world.history.changedSince(entry, [source]) !== undefined,
  );
  for (const step of [...steps, undefined]) {
    if (step !== undefined && back.hasGone(step)) continue;
    let paths: readonly string[] = [];
    let stands = false;
    const transaction = new Transaction(world);
    transaction.cause = 'undo';
    try {
      paths = step === undefined ? [] : pathsOf(world, step);
      if (step !== undefined && isOfOthersSource(world, links, entry, step)) continue;
      const by = world.history.changedSince(entry, paths);
      if (by !== undefined) {
        keep(paths, by);
        continue;
      }
      const taken: (readonly [Performed, Kept])[] = [];
      const following = new Following(
        world,
        transaction,
        (each, keptOf) => {
          const note = prepareNote(world, each);
          const { turned: from } = world.drives;
          const performed = perform(world, transaction, author.userId, each);
          transaction.putBackEnded(from);
          note(performed, author.userId);
          taken.push([performed, keptOf]);
          return performed;
        },
        { links, back },
      );
      world.baseline.begin();
      // Behind all steps comes what they have not said of instances.
      if (step === undefined) following.settle();
      else following.run(step, 'back');
      const already = step?.op === 'patchBack' && transaction.changes === 0 ? world.history.changedSince(entry, [fieldPath(step)]) : undefined;
      if (already !== undefined) {
        // Another has brought the same about: there is nothing left to be taken back here.
        transaction.rollback();
        world.baseline.end(false);
        links.forget();
        keep(paths, already);
        continue;
      }
      // From here on it stands, whatever becomes of telling others.
      stands = true;
      world.baseline.end(true);
      changes += transaction.changes;
      for (const [performed, keptOf] of taken) {
        if (keptOf !== 'nothing') forth.push([...performed.back]);
        if (keptOf !== 'own') continue;
        for (const path of performed.touched) turned.changed.push(path);
        turned.strayed.push(...(performed.strayed ?? []));
        results.push(performed.result);
      }
      transaction.commit(author.userId);
    } catch (error) {
      const isExpected = error instanceof OperationFault;
      if (!isExpected) failure ??= { error };
      if (stands) continue;
      transaction.rollback();
      world.baseline.end(false);
      links.forget();
      keep(paths, isExpected ? 'another edit' : BY_FAULT);
    }
  }
  return { results, kept, turned, changes, failure, forth: forth.toReversed().flat() };
}

/** Whether a part stands where it does since another has moved it in its source: it stays with that. */
function isOfOthersSource(world: Editable, links: Links, entry: HistoryEntry, step: Reversal): boolean {
  if (step.op !== 'placeEntity') return false;
  const row = world.entities.rowOf(step.entity);
  const part = row === undefined ? undefined : links.partAt(row);
  if (part === undefined || part.name === '' || Object.hasOwn(links.marksOf(part.root), markOf(part.name, ORDER))) return false;
  return world.history.changedSince(entry, [editPath(part.name, '@parent'), editPath(part.name, '@order')]) !== undefined;
}

function fieldPath({ entity, component, field }: Extract<Reversal, { op: 'setField' | 'patchField' | 'patchBack' }>): string {
  return editPath(entity, component, field);
}

/** What a step of the history would change. Removing an entity concerns everything in it. */
function pathsOf(world: Editable, step: Reversal): string[] {
  switch (step.op) {
    case 'removeEntity': {
      const row = world.entities.rowOf(step.entity);
      return row === undefined ? [editPath(step.entity)] : world.entities.subtree(row).map((each) => editPath(world.entities.id.get(each)));
    }
    case 'restoreEntities':
      return step.entities.map((entity) => editPath(entity.id));
    case 'restoreComponents':
      return step.components.map(({ key }) => editPath(step.entity, key));
    case 'setField':
      return [fieldPath(step)];
    case 'patchField':
      // Of a snapshot of an older version, which knows members by index alone: whatever another did in the field is in the way.
      return [fieldPath(step)];
    case 'patchBack':
      return placesOf(world, step).map((path) => `${fieldPath(step)}${path}`);
    case 'addComponent':
    case 'removeComponent':
    case 'takeComponent':
      return [editPath(step.entity, step.component)];
    case 'moveEntity':
    case 'placeEntity':
      return [editPath(step.entity, '@parent'), editPath(step.entity, '@order')];
    case 'updateEntity':
      return Object.keys(step)
        .filter((key) => key !== 'op' && key !== 'entity')
        .map((key) => editPath(step.entity, `@${key === 'orderOffset' ? 'order' : key}`));
    case 'addEntity':
    case 'duplicateEntity':
      return [step.entity === undefined || typeof step.entity !== 'string' ? '' : editPath(step.entity)];
  }
}

/** What taking a patch back would change of the value as it is; where it goes by index, also all others that are known by index in that list. */
function placesOf(world: Editable, { entity, component, field, patch }: Extract<Reversal, { op: 'patchBack' }>): readonly string[] {
  const row = world.entities.rowOf(entity);
  const held = row === undefined ? undefined : world.entities.held(row).find((each) => each.key === component);
  const named = patch.map(({ op, path }) => (op === 'place' ? `${path}/${BY_INDEX}` : path));
  if (held === undefined) return named;
  try {
    const { touched, moved } = patchBack(world.drives.keptOf(world.storeOf(held.component.name), held.row, field), patch);
    const places = new Set([...named, ...touched]);
    return [...places, ...moved.filter((list) => [...places].some((path) => path.startsWith(`${list}/`)))];
  } catch (error) {
    if (!(error instanceof PatchFault)) throw error;
    return named;
  }
}
