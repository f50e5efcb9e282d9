import { html, nothing, type TemplateResult } from 'lit';
import type { Json } from '../../server/protocol.ts';
import { sizeWords } from '../connection/bytes.ts';
import { closeWords } from '../connection/close-names.ts';
import { realNow } from '../connection/real-time.ts';
import { besideBadge, stateDot, wordOf } from '../controls/states.ts';
import { personName } from '../session/people-names.ts';
import { about, grouped } from '../controls/words.ts';
import type { RowRate } from '../connection/row-rates.ts';

/** What a cell is drawn from. */
export interface CellContext {
  value(field: string): Json;
  /** A value as text; empty where it is none. */
  text(field: string): string;
  readonly rate: RowRate | undefined;
  /** Key of the component, where it is not the first of its type. */
  readonly suffix: string;
}
/** A column of the table of connections. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** What it is sorted by; absent where only the page knows it. */
  readonly by?: string;
  /** Fields that it needs. */
  readonly fields: readonly string[];
  /** Least width in pixels, and its share of what is left. */
  readonly width: number;
  readonly share: number;
  readonly numeric?: boolean;
  readonly cell: (row: CellContext) => TemplateResult | string | typeof nothing;
  /** What the cell says in full. */
  readonly title?: (row: CellContext) => string;
}

function text(id: string, label: string, field: string, width: number, share: number): Column {
  const read = (row: CellContext): string => row.text(field);
  return { id, label, by: field, fields: [field], width, share, cell: read, title: read };
}
function count(id: string, label: string, field: string, words: (value: number) => string = grouped, width = 86): Column {
  return { id, label, by: field, fields: [field], width, share: 0, numeric: true, cell: ({ value }) => words(Number(value(field) ?? 0)) };
}
function rate(id: string, label: string, field: string, read: (rate: RowRate) => number): Column {
  return {
    id,
    label,
    fields: [field],
    width: 66,
    share: 0,
    numeric: true,
    cell: (row) => (row.rate === undefined ? nothing : read(row.rate) === 0 ? html`<span class="none">0</span>` : about(read(row.rate))),
  };
}

/** Every column that the table of connections can have, in their order. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'name',
    label: 'Entity',
    by: 'name',
    fields: ['name'],
    width: 130,
    share: 2,
    cell: ({ value, suffix }) =>
      html`${value('name') === '' ? html`<i>no name</i>` : value('name')}${suffix === '' ? nothing : html` <span class="none">${suffix}</span>`}`,
    title: (row) => row.text('name'),
  },
  {
    id: 'state',
    label: 'State',
    by: 'State',
    fields: ['State'],
    width: 130,
    share: 0,
    cell: (row) => {
      const state = row.text('State');
      return html`<span class="state ${state}">${stateDot(state)}<span>${wordOf(state)}</span></span>`;
    },
  },
  text('parent', 'Parent', 'parent', 100, 1),
  {
    id: 'url',
    label: 'URL',
    by: 'URL',
    fields: ['URL'],
    width: 176,
    share: 3,
    // Nearly all begin alike; where they lead is what they differ in.
    cell: (row) => row.text('URL').replace(/^ws:\/\//, ''),
    title: (row) => row.text('URL'),
  },
  count('received', 'Received', 'MessagesReceived'),
  count('sent', 'Sent', 'MessagesSent'),
  rate('inRate', '↓/s', 'MessagesReceived', (each) => each.received),
  rate('outRate', '↑/s', 'MessagesSent', (each) => each.sent),
  count('buffered', 'Buffered', 'BufferedAmount', sizeWords),
  {
    id: 'retry',
    label: 'Retry in',
    by: 'RetryAt',
    fields: ['RetryAt'],
    width: 78,
    share: 0,
    numeric: true,
    cell: ({ value }) => {
      const at = Number(value('RetryAt') ?? 0),
        now = realNow();
      return at === 0 || now === null ? nothing : `${Math.max(0, at - now / 1000).toFixed(0)}\u202fs`;
    },
  },
  {
    id: 'close',
    label: 'Close code',
    by: 'CloseCode',
    fields: ['CloseCode'],
    width: 140,
    share: 0.5,
    cell: ({ value }) => closeWords(Number(value('CloseCode') ?? 0)),
  },
  text('error', 'Last error', 'LastError', 150, 2),
  {
    id: 'reason',
    label: 'Reason',
    by: 'StateReason',
    fields: ['StateReason'],
    width: 170,
    share: 2,
    cell: (row) => besideBadge(row.text('StateReason')),
    title: (row) => row.text('StateReason'),
  },
  count('bytesIn', 'Bytes in', 'BytesReceived', sizeWords),
  count('bytesOut', 'Bytes out', 'BytesSent', sizeWords),
  {
    id: 'user',
    label: 'User',
    by: 'HandlingUser',
    fields: ['HandlingUser'],
    width: 70,
    share: 0.5,
    cell: ({ value }) => {
      const user = value('HandlingUser');
      return typeof user === 'object' && user !== null && 'userId' in user && typeof user['userId'] === 'string' ? personName(user['userId']) : nothing;
    },
  },
  text('protocol', 'Subprotocol', 'NegotiatedProtocol', 110, 0.5),
  text('tag', 'Tag', 'tag', 80, 0.5),
  {
    id: 'enabled',
    label: 'Enabled',
    by: 'Enabled',
    fields: ['Enabled'],
    width: 76,
    share: 0,
    cell: ({ value }) => (value('Enabled') === false ? 'no' : 'yes'),
  },
];

/** Shown where nobody has chosen. */
export const USUAL: readonly string[] = ['name', 'state', 'url', 'user', 'received', 'sent', 'inRate', 'outRate', 'buffered', 'retry', 'close', 'error'];

/** What the server is asked for. The name is always among it. */
export function fieldsOf(columns: readonly Column[]): string[] {
  return [...new Set(['name', 'State', ...columns.flatMap(({ fields }) => fields)])];
}
