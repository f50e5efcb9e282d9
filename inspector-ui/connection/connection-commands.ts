import type { Json, Operation } from '../../server/protocol.ts';
import { pane, selectAll } from '../session/place.ts';
import { freshId } from '../session/asks.ts';
import { session } from '../session/session.ts';
import { copyText } from '../controls/clipboard.ts';
import { tell } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';

/** A connection: its entity and the key of its component. */
export interface Place {
  readonly entity: string;
  readonly component: string;
}

/** Commands or operations of one message to the server. */
const AT_ONCE = 2_000;

const ASKED = { Connect: 'asked to connect', Disconnect: 'asked to disconnect' } as const;

/** Asks connections to connect or to disconnect, and tells what came of it. */
export async function askAll(command: 'Connect' | 'Disconnect', places: readonly Place[]): Promise<void> {
  let done = 0,
    refused = 0,
    why = '';
  for (let from = 0; from < places.length; from += AT_ONCE) {
    const part = places.slice(from, from + AT_ONCE);
    const answer = await session.commands(part.map(({ entity, component }) => ({ command, entity, component })));
    if (!answer.ok) {
      tell(done > 0 ? `${grouped(done)} ${ASKED[command]}; then: ${answer.message}` : answer.message, true);
      return;
    }
    done += answer.done;
    refused += part.length - answer.done;
    why ||= answer.refused[0]?.message ?? '';
  }
  if (refused === 0) tell(`${grouped(done)} ${ASKED[command]}.`);
  else tell(`${grouped(done)} ${ASKED[command]}, ${grouped(refused)} refused: ${why}`, true);
}

/** Enables or disables components, as one step of undo. */
export function enableAll(places: readonly Place[], value: boolean): Promise<void> {
  const word = value ? 'enable' : 'disable';
  return editAll(places, `${word} ${plural(places.length, 'connection')}`, `${value ? 'enabled' : 'disabled'}`, ({ entity, component }) => ({
    op: 'setField',
    entity,
    component,
    field: 'Enabled',
    value: value as Json,
  }));
}

/** Removes components, as one step of undo. Their entities stay. */
export function removeAll(places: readonly Place[]): Promise<void> {
  return editAll(places, `remove ${plural(places.length, 'connection')}`, 'removed', ({ entity, component }) => ({ op: 'removeComponent', entity, component }));
}

async function editAll(places: readonly Place[], label: string, done: string, operation: (place: Place) => Operation): Promise<void> {
  const group = freshId();
  for (let from = 0; from < places.length; from += AT_ONCE) {
    const answer = await session.edit(places.slice(from, from + AT_ONCE).map(operation), { label, group });
    if (answer.ok) continue;
    tell(`${grouped(from)} ${done}; then: ${answer.errors?.[0]?.message ?? answer.message}`, true);
    return;
  }
  tell(`${grouped(places.length)} ${done}. Ctrl-Z takes it back.`);
}

/** Opens what their entities have in common, where a field is set in all of them at once. */
export function setFieldOfAll(places: readonly Place[]): void {
  selectAll(places.map(({ entity }) => entity));
  pane.value = 'entity';
}

export async function copyIds(places: readonly Place[]): Promise<void> {
  const ids = [...new Set(places.map(({ entity }) => entity))];
  await copyText(ids.join('\n'), plural(ids.length, 'id'));
}
