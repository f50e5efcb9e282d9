import type { EntityDetail, Operation } from '../../server/protocol.ts';
import { detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';
import { tell } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { noteRecent, takers } from './attach-list.ts';
import { onSeveral } from './component-actions.ts';
import { jumpTo } from './jump.ts';

/**
 * Adds component types to entities, to each that can take another one, as one step of undo; brings what was added to a single one into view.
 * Gives what went wrong, if anything did. `details` are the entities as they are, asked for where they are not given; `attached` is waited for before
 * anything is brought into view.
 */
export async function attachTypes(
  names: readonly string[],
  entities: readonly string[],
  options: { readonly details?: ReadonlyMap<string, EntityDetail>; readonly attached?: () => Promise<void> } = {},
): Promise<string | null> {
  const known = options.details ?? (await detailsOf(entities));
  const operations = names.flatMap((name) => {
    const type = session.manifest.value.get(name);
    return type === undefined ? [] : takers(type, entities, known).map((entity): Operation => ({ op: 'addComponent', entity, component: name }));
  });
  const [only = ''] = entities,
    isOne = entities.length === 1,
    to = isOne ? (known.get(only)?.name ?? only) : plural(entities.length, 'entity', 'entities');
  if (operations.length === 0) return `There is a ${names.join(', ')} on ${to} already, and an entity takes one at most.`;
  const answer = await session.edit(operations, { label: `attach ${names.join(', ')}${onSeveral(entities)}` });
  if (!answer.ok) return answer.errors?.[0]?.message ?? answer.message;
  noteRecent(names);
  const key = answer.results.at(-1)?.component ?? names.at(-1) ?? '';
  tell(`Attached ${names.length === 1 && isOne ? key : names.join(', ')} to ${to}.`);
  await options.attached?.();
  if (isOne) jumpTo(only, key);
  return null;
}
