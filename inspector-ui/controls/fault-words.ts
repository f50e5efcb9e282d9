import type { InputResult, Refusal } from '../../server/protocol.ts';

type Refused = Extract<InputResult | Refusal, { readonly ok: false }>;

/** Why an edit of one field was refused, as it stands below that field: without the field's own name, and with what is expected instead. */
export function fieldFault(answer: Pick<Refused, 'message' | 'errors'>): string {
  const fault = answer.errors?.[0];
  if (fault === undefined) return answer.message;
  const text = fault.message.replace(/^\p{Lu}[\w#]*\.\w+(?:\/[^\s:]*)?: /u, '');
  return fault.expected === '' || text.includes(fault.expected) || fault.expected.startsWith('{"op"') ? text : `${text}; expected ${fault.expected}`;
}

const LONGEST = 40;

/** An edit in few words, for the log and for undo: "ConnectRetryInterval 10 → 5". What does not fit into few is left out. */
export function editWords(name: string, before: unknown, after: unknown): string {
  const from = valueWords(before),
    to = valueWords(after);
  return (from === null || to === null ? name : `${name} ${from} → ${to}`).slice(0, 200);
}

/** A value in few words; null where it does not fit into few. */
export function valueWords(value: unknown): string | null {
  if (value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : value.includes('\n') || value.length > LONGEST ? null : value;
  if (typeof value === 'number') return String(Number(value.toFixed(4)));
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'userId' in value && typeof value.userId === 'string') return value.userId;
  if (Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number')) return `[${value.map(valueWords).join(', ')}]`;
  return null;
}
