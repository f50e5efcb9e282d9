import type { Operation, TextFound } from '../../server/protocol.ts';

/** By which a place is known again when it is looked at anew. */
export function placeKey({ entity, component, field, at = '' }: TextFound): string {
  return JSON.stringify([entity, component, field, at]);
}

/** Whether it can be changed as it is shown. */
export function canBe(row: TextFound): boolean {
  return row.now !== undefined && row.fault === undefined;
}

/** Where it is, as a place is named: `WebsocketClient.URL`, or `name`. */
export function placeWords({ component, field, at }: TextFound): string {
  return component === '' ? field : `${component}.${field}${at === undefined ? '' : ` ${at}`}`;
}

/** Changes one text, provided that it still is what was shown. */
export function operationOf({ entity, component, field, at = '', was, now = was }: TextFound): Operation {
  if (component === '' && field === 'tag') return { op: 'updateEntity', entity, tag: now, was: { tag: was } };
  if (component === '') return { op: 'updateEntity', entity, name: now, was: { name: was } };
  const patch = [
    { op: 'test', path: at, value: was },
    { op: 'replace', path: at, value: now },
  ] as const;
  return { op: 'patchField', entity, component, field, patch };
}

/** Bytes of a request; the server takes a little more. */
const LONGEST = 800_000;

/** Operations in as few requests as take them. */
export function requestsOf(operations: readonly Operation[]): Operation[][] {
  const requests: Operation[][] = [[]];
  let size = 0;
  for (const operation of operations) {
    const takes = new Blob([JSON.stringify(operation)]).size + 1;
    if (size + takes > LONGEST) {
      requests.push([]);
      size = 0;
    }
    requests.at(-1)?.push(operation);
    size += takes;
  }
  return requests.filter(({ length }) => length > 0);
}

/** A part of a text as it is drawn: as it is, or where something was found. */
export interface TextPart {
  readonly text: string;
  readonly found: boolean;
}

/** Characters that are shown before the first place, between two and behind the last. */
const AROUND = 40,
  MOST_SHOWN = 300;

/** A text with the places that are marked in it, so much of it as is worth seeing. */
export function partsOf(text: string, places: readonly (readonly [from: number, to: number])[]): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  const plain = (to: number): void => {
    const between = text.slice(done, to);
    if (between.length <= 2 * AROUND) parts.push({ text: between, found: false });
    else parts.push({ text: `${done === 0 ? '' : between.slice(0, AROUND)}…${to === text.length ? '' : between.slice(-AROUND)}`, found: false });
  };
  let shown = 0;
  for (const [from, to] of places) {
    if (shown > MOST_SHOWN) break;
    plain(from);
    const found = text.slice(from, to);
    parts.push({ text: found.length > MOST_SHOWN ? `${found.slice(0, MOST_SHOWN)}…` : found, found: true });
    shown += Math.min(found.length, MOST_SHOWN) + AROUND;
    done = to;
  }
  const rest = text.slice(done);
  parts.push({ text: rest.length > AROUND * 2 ? `${rest.slice(0, AROUND)}…` : rest, found: false });
  return parts.filter((part) => part.text !== '');
}
