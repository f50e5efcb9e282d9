import { editPath } from './edit-path.ts';
import type { HistoryEntry, Recorded, Reversal } from './history-entry.ts';
import { pointerToken } from './json-pointer.ts';
import { keyOf } from './members.ts';

/** Real milliseconds within which an edit of the same field still belongs to the same step. */
const IN_A_ROW = 2_000;
/**
 * Operations that one step of a group takes back at most, as many as a batch has: what is grouped beyond is a step of its own, so that no undo is more
 * work than an edit.
 */
const LARGEST_GROUP = 10_000;

/** Whether an edit and the one before it of the same author are one step. */
export function belongsTo(edit: Recorded, last: HistoryEntry): boolean {
  if (edit.group !== last.group) return false;
  if (edit.group !== null) return last.back.length + edit.back.length <= LARGEST_GROUP;
  if (edit.real === undefined || last.real === undefined || edit.real - last.real > IN_A_ROW) return false;
  if (edit.touched.length === 1 && last.touched.length === 1) return edit.touched[0] === last.touched[0] && edit.back.every(isOfField);
  const [newer, older] = [soleBack(edit.back), soleBack(last.back)];
  return newer !== undefined && older !== undefined && joinedBack(newer, older) !== undefined;
}
function isOfField({ op }: Reversal): boolean {
  return op === 'setField' || op === 'patchBack';
}

type PatchBack = Extract<Reversal, { op: 'patchBack' }>;

/** The way back of an edit that did one thing in one structured field. */
function soleBack([step, ...more]: readonly Reversal[]): PatchBack | undefined {
  return more.length === 0 && step?.op === 'patchBack' && step.patch.length === 1 ? step : undefined;
}

/**
 * One way back for two edits in a row of the same place; of a member that is known by what it says, the newer edit has begun with what the older one
 * made of it.
 */
function joinedBack(newer: PatchBack, older: PatchBack): PatchBack | undefined {
  const [last, first] = [newer.patch[0], older.patch[0]];
  if (newer.entity !== older.entity || newer.component !== older.component || newer.field !== older.field) return undefined;
  if (last?.op !== 'replace' || (first?.op !== 'replace' && first?.op !== 'remove')) return undefined;
  const made = last.path.slice(0, last.path.lastIndexOf('/') + 1) + pointerToken(keyOf(last.value) ?? '');
  return first.path === last.path || first.path === made ? { ...older, patch: [{ ...first, path: last.path }] } : undefined;
}

/** `Speed 1 → 2` and `Speed 2 → 3` are `Speed 1 → 3`. */
export function joinedLabel(older: string, newer: string): string {
  const from = older.indexOf(ARROW),
    to = newer.lastIndexOf(ARROW);
  return from < 0 || to < 0 ? newer : older.slice(0, from) + newer.slice(to);
}

/** The label of a step of a group: its first one's, or the first that says from what to what it went, as the end of a drag does. */
export function groupLabel(older: string, newer: string): string {
  return !older.includes(ARROW) && newer.includes(ARROW) ? newer : older;
}

/** The label of a step as its undo is told: `Speed 1 → 2` went `Speed 1 ← 2`. What else the label says stays, so that the step is known by it. */
export function labelBack(label: string): string {
  return label.replaceAll(ARROW, BACK);
}
const ARROW = ' → ';
const BACK = ' ← ';

/** Of a drag's many values for one field, or for the same places in one, only the first matters for the way back. */
export function mergeBack(newer: readonly Reversal[], older: readonly Reversal[]): readonly Reversal[] {
  if (newer.length <= older.length && newer.every((step, at) => replacesSame(step, older[at] as Reversal))) return older;
  const [last, first] = [soleBack(newer), soleBack(older)];
  const joined = last === undefined || first === undefined ? undefined : joinedBack(last, first);
  if (joined !== undefined) return [joined];
  const known = new Set(older.map(fieldOf).filter((key) => key !== undefined));
  return [
    ...newer.filter((step) => {
      const key = fieldOf(step);
      return key === undefined || !known.has(key);
    }),
    ...older,
  ];
}

/** Whether both put values in the same places of one structured field, and neither adds nor removes members there. */
function replacesSame(newer: Reversal, older: Reversal): boolean {
  if (newer.op !== 'patchBack' || older.op !== 'patchBack' || newer.patch.length !== older.patch.length) return false;
  if (newer.entity !== older.entity || newer.component !== older.component || newer.field !== older.field) return false;
  return newer.patch.every((part, at) => part.op === 'replace' && older.patch[at]?.op === 'replace' && part.path === older.patch[at]?.path);
}

function fieldOf(step: Reversal): string | undefined {
  return step.op === 'setField' ? editPath(step.entity, step.component, step.field) : undefined;
}
