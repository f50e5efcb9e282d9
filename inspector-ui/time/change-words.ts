import type { ChangeCause, FieldChange, SeenValue } from '../../server/protocol.ts';
import { valueWords } from '../controls/fault-words.ts';
import { grouped } from '../controls/words.ts';
import { nameOf } from '../session/names.ts';
import { personName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { tickWords } from './time-words.ts';

/** Characters of a value that stand in a line. */
const LONGEST = 60;
/** Kinds of fields whose text is the id of an entity. */
const ENTITIES: ReadonlySet<string> = new Set(['entityRef', 'parent']);

/** A value as it was, in one line. */
export function seenWords(seen: SeenValue, kind: string): string {
  if (seen === null) return 'not there';
  if ('characters' in seen) return `${grouped(seen.characters)} characters`;
  const { value } = seen;
  if (ENTITIES.has(kind) && typeof value === 'string') return nameOf(value) ?? value;
  if (value !== null && typeof value === 'object' && 'userId' in value && typeof value['userId'] === 'string') return personName(value['userId']);
  const words = valueWords(value) ?? (typeof value === 'string' ? value : JSON.stringify(value));
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Who did it. */
export function whoWords(cause: ChangeCause): string {
  const { kind, component, system } = cause;
  const user = userWords(cause);
  const what = component === undefined ? system : `${component.component} of ${nameOf(component.entity) ?? component.entity}`;
  switch (kind) {
    case 'driven':
      return what ?? 'a driver';
    case 'component':
    case 'system':
      return user === '' ? (what ?? 'the world') : `${what ?? 'the world'}, for ${user}`;
    case 'outside':
      return what ?? 'a connection';
    case 'people':
      return user === '' ? 'somebody who came or left' : `${user} came or left`;
    case 'host':
      return 'the server';
    case 'unknown':
      return 'not known';
    default: {
      const who = user === '' ? 'the server' : user;
      return what === undefined ? who : `${what}, after ${who}`;
    }
  }
}

function userWords({ user, name }: ChangeCause): string {
  if (user === undefined) return '';
  return user === session.me.value?.userId ? 'you' : (name ?? personName(user));
}

const HOW: { readonly [K in ChangeCause['kind']]?: string } = {
  undo: 'undo',
  redo: 'redo',
  revert: 'taken back to what was loaded',
  spawn: 'an item',
  command: 'a command',
  impulse: 'an impulse',
  driven: 'drives this field',
  outside: 'over a connection',
};

/** How it came, beside who did it. */
export function howWords({ cause, what, before, after, count, since }: FieldChange): string {
  const words = [cause.label ?? HOW[cause.kind] ?? ''];
  if (cause.kind === 'unknown') words.push(`some time after ${tickWords(since)}`);
  if (what === 'entity') words.push(before === null ? 'the entity was added' : after === null ? 'the entity was removed' : '');
  if (what === 'component') words.push(before === null ? 'the component was added' : 'the component was removed');
  if (count > 1) words.push(`${grouped(count)} times since ${tickWords(since)}`);
  return words.filter((each) => each !== '').join(' · ');
}
