import type { FieldValues, Operation } from '../../server/protocol.ts';
import { chooseEntity } from '../hierarchy/parent-dialog.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { detailsOf } from '../session/details.ts';
import { copyText, fromClipboard } from '../controls/clipboard.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { asText, copyable, defaultsOf, fromText, settings, type CopiedComponent } from './component-copy.ts';

/** A component, or those of one key on several entities. */
export interface Components {
  readonly entities: readonly string[];
  readonly key: string;
  readonly values: FieldValues;
  /** Fields that something drives, as `Component.Field`. */
  readonly driven: readonly string[];
}

export function typeOf(key: string): string {
  return key.split('#')[0] ?? key;
}
/** "on 12 entities" behind the label of an edit of several. */
export function onSeveral(entities: readonly unknown[]): string {
  return entities.length === 1 ? '' : ` on ${plural(entities.length, 'entity', 'entities')}`;
}

/**
 * The component as the world has it by now, and not as it was last shown here: what was typed a moment ago may still be on its way. Null where it is
 * gone, which has been told. While the server is out of reach, what is shown is all that there is.
 */
async function asItIs(at: Components): Promise<Components | null> {
  const [entity] = at.entities;
  if (entity === undefined || session.phase.value !== 'online') return at;
  const detail = (await detailsOf([entity])).get(entity);
  const values = detail?.components[at.key];
  if (detail !== undefined && values !== undefined) return { ...at, values, driven: Object.keys(detail.driven) };
  tell(`${at.key} is no longer there.`, true);
  return null;
}

export async function copyComponent(at: Components): Promise<void> {
  const type = typeOf(at.key),
    now = await asItIs(at);
  if (now !== null) await copyText(asText({ type, values: copyable(session.manifest.value.get(type), now.values) }), at.key);
}

export async function copyAsJson(at: Components): Promise<void> {
  const now = await asItIs(at);
  if (now !== null) await copyText(JSON.stringify(now.values, null, 2), `the values of ${at.key} as JSON`);
}

/** Gives a component the values of the one that was copied. */
export async function pasteValues(at: Components, text?: string): Promise<void> {
  const copied = fromText(text ?? (await fromClipboard()) ?? '');
  if (copied === null) return tell('There is no component on the clipboard: copy one first.', true);
  const type = typeOf(at.key);
  if (copied.type !== type) return tell(`A ${copied.type} was copied, and this is a ${type}.`, true);
  await setValues(at, copied.values, `paste into ${at.key}`);
}

/** Adds the component that was copied. */
export async function pasteComponent(entities: readonly string[], text?: string): Promise<void> {
  const copied = fromText(text ?? (await fromClipboard()) ?? '');
  if (copied === null) return tell('There is no component on the clipboard: copy one first.', true);
  await add(entities, copied, `paste ${copied.type}`);
}

export async function resetComponent(at: Components): Promise<void> {
  const manifest = session.manifest.value.get(typeOf(at.key));
  if (manifest !== undefined) await setValues(at, defaultsOf(manifest), `reset ${at.key}`);
}

async function setValues(at: Components, wanted: FieldValues, label: string): Promise<void> {
  const { entities, key } = at,
    manifest = session.manifest.value.get(typeOf(key));
  // Of one, what it has already is left out; of several all is set.
  const now = entities.length === 1 ? await asItIs(at) : at;
  if (now === null) return;
  const { values, driven } = now;
  const operations = entities.flatMap((entity) => settings(manifest, { entity, component: key }, entities.length === 1 ? values : null, wanted, driven));
  if (operations.length === 0) return tell('It has these values already.');
  toldIfRefused(await session.edit(operations, { label: label + onSeveral(entities) }));
}

/** A second one of its type on the same entity, with the same values. */
export async function duplicateComponent(at: Components): Promise<void> {
  const type = typeOf(at.key),
    now = await asItIs(at);
  if (now !== null) await add(at.entities, { type, values: copyable(session.manifest.value.get(type), now.values) }, `duplicate ${at.key}`);
}

/** One of the same values on another entity, or on each that is selected. */
export async function duplicateTo(at: Components): Promise<void> {
  const { key, entities } = at;
  const others = selection.value.filter((id) => !entities.includes(id));
  const row = others.length > 0 ? null : await chooseEntity({ heading: `Duplicate ${key} to` });
  const targets = others.length > 0 ? others : row === null || row === undefined ? [] : [row.id];
  const type = typeOf(key);
  if (targets.length === 0) return;
  const now = await asItIs(at);
  if (now === null) return;
  if (await add(targets, { type, values: copyable(session.manifest.value.get(type), now.values) }, `duplicate ${key}`))
    tell(`Duplicated ${key} to ${targets.length === 1 ? (row?.name ?? 'another entity') : plural(targets.length, 'entity', 'entities')}.`);
}

async function add(entities: readonly string[], { type, values }: CopiedComponent, label: string): Promise<boolean> {
  const operations: Operation[] = entities.map((entity) => ({ op: 'addComponent', entity, component: type, values }));
  return toldIfRefused(await session.edit(operations, { label: label + onSeveral(entities) }));
}

export async function destroyComponent({ entities, key }: Pick<Components, 'entities' | 'key'>): Promise<string | null> {
  const answer = await session.edit(
    entities.map((entity) => ({ op: 'removeComponent', entity, component: key })),
    { label: `destroy ${key}${onSeveral(entities)}` },
  );
  if (!answer.ok) return answer.errors?.[0]?.message ?? answer.message;
  tell(`Destroyed ${key}${onSeveral(entities)}. Ctrl-Z brings it back.`);
  return null;
}

/** Asks a command of one component or of several. Gives what went wrong, if anything did. */
export async function runCommand(command: string, { entities, key }: Pick<Components, 'entities' | 'key'>, args?: FieldValues): Promise<string | null> {
  const asked = entities.map((entity) => ({ command, entity, component: key, ...(args === undefined ? {} : { args }) }));
  if (asked.length === 1) {
    const [only] = asked;
    const answer = only === undefined ? null : await session.command(only);
    return answer === null || answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
  }
  const answer = await session.commands(asked);
  if (!answer.ok) return answer.message;
  if (answer.refused.length === 0) tell(`${command} asked of ${plural(answer.done, 'component')}.`);
  return answer.refused.length === 0 ? null : `${answer.done} did, ${asked.length - answer.done} did not: ${answer.refused[0]?.message ?? ''}`;
}
