import type { EntityDetail, Operation } from '../../server/protocol.ts';
import { readMark, markInWords } from '../../engine/instance-marks.ts';
import { confirmed } from '../controls/confirm.ts';
import type { MenuItem, MenuItems } from '../controls/menu.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';
import { freshId } from '../session/asks.ts';
import { detailsOf } from '../session/details.ts';
import { nameOf } from '../session/names.ts';
import { root, select, selectAll } from '../session/place.ts';
import { session } from '../session/session.ts';
import { rowsOf } from './peek.ts';

/** What can be done with templates and their instances. Each is one step of undo. */

export type Instance = NonNullable<EntityDetail['instance']>;

/** At most so many overrides stand in a menu, one by one. */
const LISTED = 30;
/** At most so many instances are selected at once. */
const MOST_SELECTED = 10_000;

async function edit(operations: readonly Operation[], label: string): Promise<readonly string[] | null> {
  const answer = await session.edit(operations, { label });
  return toldIfRefused(answer) && answer.ok ? answer.results.map(({ entity }) => entity) : null;
}

/** What an instance overrides follows its source again. @param marks default all */
export async function takeBack({ root: entity, rootName }: Instance, marks?: readonly string[]): Promise<void> {
  const what = wordsOf(marks);
  if ((await edit([{ op: 'takeBack', entity, ...(marks === undefined ? {} : { marks }) }], `take back ${what} of ${rootName}`)) !== null)
    tell(`Took back ${what}: ${rootName} follows its template again. Ctrl-Z undoes it.`);
}

/** The same of several instances, and of the parts of such that are selected. */
export async function takeBackAll(ids: readonly string[]): Promise<void> {
  const details = await detailsOf(ids);
  const operations = [...details.values()].flatMap(({ id, instance }): Operation[] => {
    if (instance === undefined || instance.marks.length + (instance.all?.length ?? 0) === 0) return [];
    if (instance.root === id) return [{ op: 'takeBack', entity: id }];
    return [{ op: 'takeBack', entity: instance.root, marks: instance.marks.map((what) => `${instance.of}/${what}`) }];
  });
  if (operations.length === 0) return tell('Nothing is overridden here.', true);
  if ((await edit(operations, 'take back overrides')) !== null) tell('Took back all overrides. Ctrl-Z undoes it.');
}

/** What an instance overrides becomes that of its source, and so of all others. */
export async function giveToSource({ root: entity, rootName, source, sourceName }: Instance, marks?: readonly string[]): Promise<void> {
  const what = wordsOf(marks);
  if ((await edit([{ op: 'giveToSource', entity, ...(marks === undefined ? {} : { marks }) }], `give ${what} of ${rootName} to ${sourceName}`)) === null)
    return;
  const reach = (await detailsOf([source])).get(source)?.reach ?? 0;
  tell(`Gave ${what} to ${sourceName}, which ${plural(reach, 'instance follows', 'instances follow')}. Ctrl-Z undoes it.`);
}

function wordsOf(marks: readonly string[] | undefined): string {
  const [only] = marks ?? [];
  if (marks === undefined || only === undefined) return 'all overrides';
  return marks.length === 1 ? markInWords(readMark(only).what) : plural(marks.length, 'override', 'overrides');
}

/** What one instance overrides, each to be taken back or given. */
export function overridesMenu(instance: Instance, locked: boolean): MenuItems {
  const all = instance.all ?? [];
  const each = all.slice(0, LISTED).map((mark): MenuItem => {
    const { part, what } = readMark(mark);
    return {
      label: `Take back ${markInWords(what)}${part === '' ? '' : ` (${nameOf(`${instance.root}:${part}`) ?? part})`}`,
      disabled: locked,
      run: () => void takeBack(instance, [mark]),
    };
  });
  return [
    ...each,
    ...(all.length > LISTED ? [{ label: `and ${all.length - LISTED} more`, disabled: true, run: (): void => undefined }] : []),
    ...(each.length > 0 ? [null] : []),
    { label: 'Take back all', disabled: locked || all.length === 0, run: () => void takeBack(instance) },
    { label: `Give all to ${instance.sourceName}`, disabled: locked || all.length === 0, run: () => void giveToSource(instance) },
  ];
}

/** Instances become plain entities, as they are. */
export async function unlink(ids: readonly string[]): Promise<void> {
  const rows = (await rowsOf(ids)).filter(({ link }) => link === 'instance');
  if (rows.length === 0) return tell('None of these is an instance: select the root of one.', true);
  const operations = rows.map(({ id }): Operation => ({ op: 'removeComponent', entity: id, component: 'Instance' }));
  const [first] = rows;
  const words = rows.length === 1 ? (first?.name ?? '') : plural(rows.length, 'instance', 'instances');
  if ((await edit(operations, `unlink ${words}`)) !== null) tell(`Unlinked ${words}: nothing follows the template any more. Ctrl-Z links again.`);
}

/** Makes a template of each of some entities, which stay as instances of it. */
export async function makeTemplates(ids: readonly string[]): Promise<void> {
  const made = await edit(
    ids.map((entity) => ({ op: 'makeTemplate', entity })),
    ids.length === 1 ? `make a template of ${nameOf(ids[0] ?? '') ?? 'an entity'}` : `make ${ids.length} templates`,
  );
  if (made !== null) tell(`Made ${plural(made.length, 'template', 'templates')} below Templates. What you selected is an instance now.`);
}

/** Places an instance of what is selected: of a template, or of that of an instance. */
export async function placeInstance(id: string, where?: { readonly parent: string | null; readonly before: string | null }): Promise<void> {
  const detail = (await detailsOf([id])).get(id);
  if (detail === undefined) return;
  const source = detail.instance?.root === id ? detail.instance.source : id;
  const name = detail.instance?.root === id ? detail.instance.sourceName : detail.name;
  const { parent, before } = where ?? { parent: detail.instance?.root === id ? detail.parent : root.value, before: null };
  const fresh = `i${freshId().slice(0, 12)}`;
  const placed = await edit([{ op: 'addEntity', entity: { id: fresh, name, components: { Instance: { Source: source } } }, parent, before }], `place ${name}`);
  if (placed === null) return;
  select(fresh, { show: true });
  tell(`Placed an instance of ${name}.`);
}

/** Goes to what an instance, or a part of one, follows. */
export async function goToSource(id: string): Promise<void> {
  const { instance } = (await detailsOf([id])).get(id) ?? {};
  if (instance === undefined) return tell('This follows no template.', true);
  select(instance.of ?? instance.source, { show: true });
}

/** Selects all instances of a template, or of that of an instance. */
export async function selectInstances(id: string): Promise<void> {
  const { instance } = (await detailsOf([id])).get(id) ?? {};
  const source = instance?.root === id ? instance.source : id;
  const query = `Instance.Source="${source.replace(/(["\\])/g, '\\$1')}"`;
  const answer = await session.rows({ kind: 'tree', expanded: [], offset: 0, limit: 0, query }, 0, MOST_SELECTED - 1);
  if (!answer.ok || answer.rows.length === 0) return tell('There is no instance of it.', true);
  const ids = answer.rows.map(({ entity }) => entity);
  select(ids.at(-1) as string, { show: true });
  selectAll(ids);
  tell(`Selected ${plural(ids.length, 'instance', 'instances')}.`);
}

/** Asks whether templates may go that are followed; their instances stay, as plain entities. */
export async function mayRemove(ids: readonly string[]): Promise<boolean> {
  const sources = (await rowsOf(ids.slice(0, 200))).filter(({ link }) => link === 'source');
  if (sources.length === 0) return true;
  const details = await detailsOf(sources.map(({ id }) => id));
  const reach = [...details.values()].reduce((sum, each) => sum + (each.reach ?? 0), 0);
  const [only] = sources;
  const what = sources.length === 1 ? only?.name || 'the template' : `${sources.length} templates`;
  return confirmed(
    `Remove ${what}?`,
    [
      `${reach === 1 ? 'One instance follows' : `${grouped(reach)} instances follow`} it, and will stay as plain entities that nothing links any more.`,
      'Ctrl-Z brings all of it back.',
    ],
    'Remove',
  );
}
