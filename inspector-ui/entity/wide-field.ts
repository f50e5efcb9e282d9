import type { FieldManifest } from '../../server/protocol.ts';

/** Whether a field is edited as text of many lines that are as long as they are: a column of half the pane would break each of them. */
export function isText({ kind, editor }: FieldManifest): boolean {
  return kind === 'json' && (editor === undefined || editor === 'json');
}
