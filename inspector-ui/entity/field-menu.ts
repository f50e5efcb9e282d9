import type { EditedField, FieldManifest, Json } from '../../server/protocol.ts';
import { copyText, fromClipboard } from '../controls/clipboard.ts';
import type { MenuItems } from '../controls/menu.ts';
import { tell } from '../controls/notices.ts';
import { askWhenChanged } from '../session/asked-change.ts';
import { session } from '../session/session.ts';
import type { Instance } from '../hierarchy/instances.ts';
import { overrideLines, overridesOf } from './overridden.ts';
import { isWatched, placesOf, unwatch, watchAlso } from '../session/watched.ts';

/** A field as its row shows it. */
interface ShownField {
  readonly field: FieldManifest;
  /** What its box shows: where an edit of it is under way, what that makes of it. */
  readonly shown: Json;
  /** It stands for several fields whose values are not the same. */
  readonly mixed: boolean;
  readonly place: EditedField | null;
  /** What its entity is in an instance. */
  readonly instance: Instance | null;
}
/** What its row can do. */
interface FieldHands {
  readonly locked: boolean;
  set(value: Json): void;
  about(): void;
}

/** Kinds whose value is pasted as the text that it is. */
const TEXTS: readonly string[] = ['string', 'uri', 'enumeration', 'entityRef'];

/** What can be done with a field. */
export function fieldMenu(row: ShownField, { locked, set, about }: FieldHands): MenuItems {
  const { field, mixed, place } = row;
  const copy = async (): Promise<void> => {
    const { shown } = row;
    await copyText(typeof shown === 'string' ? shown : JSON.stringify(shown), field.label);
  };
  return [
    ...overrideLines(row.instance, overridesOf(row.instance, place), locked),
    { label: 'Copy value', disabled: mixed, run: () => void copy() },
    { label: 'Paste value', disabled: locked, run: () => void paste(field, set) },
    { label: 'Reset to default', disabled: locked, run: () => set(field.default) },
    ...(place === null || place.component === ''
      ? []
      : [{ label: 'Copy its path', run: (): void => void copyText(`${place.entity}.${place.component}.${place.field}`, 'its path') }]),
    ...(place === null || place.component === ''
      ? []
      : [null, { label: watches(row) ? 'Stop watching it' : 'Watch it', hint: 'Alt-W', run: (): void => toggleWatch(row) }]),
    ...(place === null || !session.may('control') ? [] : [null, { label: 'When did this change?', hint: 'Shift-F1', run: () => whenChanged(row) }]),
    null,
    { label: `About ${field.label}`, hint: 'F1', run: about },
  ];
}

/** Looks for when a field changed last. Of one entity's alone: several have each their own past. */
export function whenChanged({ place, field: { name, label, kind } }: Pick<ShownField, 'place' | 'field'>): void {
  if (!session.may('control')) tell('Your role may not look that far back.', true);
  else if (place === null) tell('Select one entity alone: each field has a past of its own.', true);
  else askWhenChanged({ place, label, kind: place.component === '' && name === 'parent' ? 'parent' : kind });
}

/** Keeps an eye on a field, or no more. */
export function toggleWatch(row: Pick<ShownField, 'place' | 'field'>): void {
  const { place, field } = row;
  if (place === null || place.component === '') return tell('Only fields of components can be watched, of one entity at a time.', true);
  const places = placesOf(place, field.kind);
  if (watches(row)) {
    for (const each of places) unwatch(each);
    return tell(`${field.label} is watched no more.`);
  }
  const wrong = watchAlso(places);
  tell(wrong === '' ? `${field.label} is watched: see the tab Watch.` : wrong, wrong !== '');
}

function watches({ place, field }: Pick<ShownField, 'place' | 'field'>): boolean {
  return place !== null && placesOf(place, field.kind).every(isWatched);
}

async function paste({ kind }: FieldManifest, set: (value: Json) => void): Promise<void> {
  const text = await fromClipboard();
  if (text === null) return tell('There is nothing to paste: the browser keeps its clipboard closed.', true);
  let value: Json = text;
  if (!TEXTS.includes(kind) || text === 'null') {
    try {
      value = JSON.parse(text) as Json;
    } catch {
      // Then it is text, and the server says what it thinks of it.
    }
  }
  set(value);
}
