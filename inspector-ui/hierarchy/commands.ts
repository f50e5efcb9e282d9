import type { Action } from '../actions/registry.ts';
import { expanded, keepOpen, kept, pin, pins, root, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { askText } from '../controls/ask-text.ts';
import { tell } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';
import { nameOf } from '../session/names.ts';
import { sendTo } from '../session/send-scope.ts';
import { showTraffic } from '../session/traffic-scope.ts';
import { addBelow, addChild } from './actions.ts';
import { selectKin } from './by-rule.ts';
import { copy, copyId, cut, paste } from './clipboard.ts';
import { goToSource, makeTemplates, placeInstance, selectInstances, takeBackAll, unlink } from './instances.ts';
import { pickAndSpawn, placeFile, saveAsItem } from './item-files.ts';
import { chooseEntity } from './parent-dialog.ts';
import { rowsOf } from './peek.ts';
import { objectRoot, rootUp, setRoot, unfoldBelow, unfoldSiblings } from './roots.ts';
import { duplicateAll, insertParent, moveAll, moveIn, moveOut, namesOf, removeKeepingChildren, shiftAll, updateAll } from './several.ts';

/** What the tree in the page does itself. */
export interface TreeParts {
  /** Whether it shows the results of a search: they have no siblings beside them. */
  found(): boolean;
  rename(): void;
  /** Removes what is selected; the selection goes to what takes its place. */
  remove(): void;
  all(): void;
  /** Selects those in view that are not, and no others. */
  invert(): void;
  reveal(): void;
}

/** All that the hierarchy can do with what is selected, by id; each is an action of the page. */
export function treeCommands(tree: TreeParts): readonly Action[] {
  const some = (): boolean => selection.value.length > 0;
  const editable = (): boolean => session.mayEdit && some();
  const placed = (): boolean => editable() && !tree.found();
  const of = (id: string, label: string, run: Action['run'], more: Partial<Action> = {}): Action => ({
    id: `hierarchy.${id}`,
    label,
    group: 'Hierarchy',
    ...(more.keys === undefined ? {} : { where: 'tree' }),
    run,
    ...more,
  });
  const edit = { enabled: editable };
  const ids = (): readonly string[] => selection.value;
  return [
    of('addEntity', 'Add entity', async () => void (await addBelow()), { enabled: () => session.mayEdit }),
    of('addChild', 'Add child', async () => void (await addChild(selected.value)), edit),
    of('insertParent', 'Insert parent', async () => void (await insertParent(ids())), edit),
    of('duplicate', 'Duplicate', () => duplicateAll(ids()), { ...edit, keys: ['Ctrl-D'] }),
    of('rename', 'Rename', () => tree.rename(), { ...edit, keys: ['F2'] }),
    of('cut', 'Cut', () => cut(ids()), { ...edit, keys: ['Ctrl-X'] }),
    of('copy', 'Copy', () => copy(ids()), { enabled: some, keys: ['Ctrl-C'] }),
    of('paste', 'Paste', () => paste(selected.value ?? root.value, false), { enabled: () => session.mayEdit, keys: ['Ctrl-V'] }),
    of('pasteBeside', 'Paste beside', () => paste(selected.value, true), { enabled: () => session.mayEdit, keys: ['Ctrl-Shift-V'] }),
    of('copyId', 'Copy id', () => copyId(ids()), { enabled: some }),
    of('openPane', 'Open in a pane of its own', () => openPanes(), { enabled: some }),
    of('traffic', 'Traffic of it and below', () => trafficOfSelected(), { enabled: some }),
    of('send', 'Send to it and below…', () => sendToSelected(), { enabled: editable }),
    of('pin', 'Pin', () => togglePins(), { enabled: some }),
    of('setRoot', 'Set root', () => setRoot(selected.value), { enabled: some }),
    of('objectRoot', 'Object root', () => objectRoot(), { enabled: some }),
    of('rootUp', 'Root up', () => rootUp(), { enabled: () => root.value !== null }),
    of('wholeWorld', 'Show the whole world', () => setRoot(null), { enabled: () => root.value !== null }),
    of('activate', 'Activate', () => updateAll(ids(), { active: true }), edit),
    of('deactivate', 'Deactivate', () => updateAll(ids(), { active: false }), edit),
    of('persistent', 'Make persistent', () => updateAll(ids(), { persistent: true }), edit),
    of('notPersistent', 'Make not persistent', () => updateAll(ids(), { persistent: false }), edit),
    of('tag', 'Set tag…', () => askTag(), edit),
    of('moveTo', 'Move to…', () => moveTo(), edit),
    of('moveUp', 'Move up', () => shiftAll(ids(), -1), { enabled: placed, keys: ['Alt-ArrowUp'] }),
    of('moveDown', 'Move down', () => shiftAll(ids(), 1), { enabled: placed, keys: ['Alt-ArrowDown'] }),
    of('moveOut', 'Move out of its parent', () => moveOut(ids()), { enabled: placed, keys: ['Alt-ArrowLeft'] }),
    of('moveIn', 'Move into the sibling above', () => moveIn(ids()), { enabled: placed, keys: ['Alt-ArrowRight'] }),
    of('makeTemplate', 'Make a template', () => makeTemplates(ids()), edit),
    of('placeInstance', 'Place an instance', () => withOne(placeInstance), { ...edit, keys: ['Alt-I'] }),
    of('goToSource', 'Go to the template', () => withOne(goToSource), { enabled: some }),
    of('selectInstances', 'Select all instances', () => withOne(selectInstances), { enabled: some }),
    of('takeBackAll', 'Take back all overrides', () => takeBackAll(ids()), edit),
    of('unlink', 'Unlink from its template', () => unlink(ids()), edit),
    of('saveItem', 'Save as item', () => saveItems(), { enabled: some }),
    of('spawnItem', 'Spawn item…', () => pickAndSpawn(selected.value ?? root.value), { enabled: () => session.mayEdit }),
    of('placeItem', 'Place item, linked…', () => pickAndSpawn(selected.value ?? root.value, placeFile), { enabled: () => session.mayEdit }),
    of('unfoldBelow', 'Unfold all below', () => unfold(), { enabled: () => some() && !tree.found() }),
    of('unfoldSiblings', 'Unfold all beside it', () => beside(), { enabled: () => some() && !tree.found(), keys: ['*'] }),
    of('foldAll', 'Fold everything', () => {
      expanded.value = new Set();
    }),
    of('showSelected', 'Show the selected', () => tree.reveal(), { enabled: some }),
    of('selectAll', 'Select all that is visible', () => tree.all(), { keys: ['Ctrl-A'] }),
    of('invert', 'Invert the selection', () => tree.invert(), { keys: ['Ctrl-I'] }),
    of('selectParents', 'Select the parents', () => selectKin('parents'), { enabled: some, keys: ['Shift-ArrowLeft'] }),
    of('selectChildren', 'Select the children', () => selectKin('children'), { enabled: some, keys: ['Shift-ArrowRight'] }),
    of('selectBelow', 'Select all below', () => selectKin('below'), { enabled: some, keys: ['Ctrl-Shift-ArrowRight'] }),
    of('selectAlike', 'Select all with the same components', () => selectKin('alike'), { enabled: some, keys: ['Alt-L'] }),
    of('selectTagged', 'Select all with the same tag', () => selectKin('tagged'), { enabled: some, keys: ['Alt-G'] }),
    of('selectOfTemplate', 'Select all of the same template', () => selectKin('template'), { enabled: some, keys: ['Alt-M'] }),
    of('remove', 'Destroy', () => tree.remove(), { ...edit, destroys: true, keys: ['Delete'] }),
    of('removeKeeping', 'Destroy, keep children', () => removeKeepingChildren(ids()), { ...edit, destroys: true, keys: ['Shift-Delete'] }),
  ];
}

function withOne(run: (id: string) => Promise<void>): Promise<void> {
  return selected.value === null ? Promise.resolve() : run(selected.value);
}

/** Whether all that is selected is pinned. */
export function allPinned(): boolean {
  return selection.value.every((id) => pins.value.includes(id));
}

function togglePins(): void {
  const on = !allPinned();
  for (const id of selection.value.slice(0, 50)) pin(id, on);
}

function openPanes(): void {
  for (const id of selection.value.slice(0, 8)) if (!kept.value.includes(id)) keepOpen(id);
}

async function saveItems(): Promise<void> {
  for (const row of await rowsOf(selection.value.slice(0, 20))) await saveAsItem(row);
}

async function askTag(): Promise<void> {
  const ids = selection.value;
  const tag = await askText(`Tag of ${namesOf(ids)}`, '');
  if (tag !== null) await updateAll(ids, { tag });
}

async function moveTo(): Promise<void> {
  const ids = selection.value;
  const choice = await chooseEntity({ heading: `Move ${namesOf(ids)} to`, none: 'Top of the world' });
  if (choice !== undefined) await moveAll(ids, choice?.id ?? null);
}

async function unfold(): Promise<void> {
  const { unfolded, all } = await unfoldBelow(selected.value);
  if (!all) tell(`Unfolded the first ${grouped(unfolded)}; there is more below.`);
}

async function beside(): Promise<void> {
  const id = selected.value;
  if (id === null) return;
  const [row] = await rowsOf([id]);
  if (row !== undefined) await unfoldSiblings(row.parent);
}

/** Something is said to the clients of what is selected, and of all below it: whoever comes there later is told as well. */
function sendToSelected(): void {
  const ids = selection.value;
  const first = ids[0] === undefined ? '' : (nameOf(ids[0]) ?? ids[0]);
  const query = ids.map((id) => `in=${JSON.stringify(id)}`).join(' or ');
  sendTo(query.length <= LONGEST_QUERY ? query : ids, ids.length === 1 ? `${first} and below` : plural(ids.length, 'entity', 'entities'));
}

/** Characters of a query that a send may be for. */
const LONGEST_QUERY = 2_000;

/** What passes the connections of what is selected, and of all below it. */
function trafficOfSelected(): void {
  const ids = selection.value;
  const first = ids[0] === undefined ? '' : (nameOf(ids[0]) ?? ids[0]);
  showTraffic(
    ids.map((entity) => ({ entity, below: true })),
    ids.length === 1 ? first : plural(ids.length, 'entity', 'entities'),
  );
}
