/** What the words of a condition are made of: a watched field, as the wire tells it. */
export interface Conditioned {
  readonly component: string;
  readonly field: string;
  readonly part?: string;
  readonly when?: { readonly is: string; readonly value?: number | string | boolean };
}

/** The field of a watched one as people write it: `FloatValue.Value`, `Transform.Position.x`. */
export function watchedPath({ component, field, part = '' }: Conditioned): string {
  return part === '' ? `${component}.${field}` : `${component}.${field}.${part}`;
}

/** A condition in words: `FloatValue.Value > 10`, `FloatValue.Value changed`, `FloatValue.Value silent for 5 s`. Page and server say it alike. */
export function conditionWords(watched: Conditioned): string {
  const path = watchedPath(watched);
  const { when } = watched;
  if (when === undefined) return path;
  const { is, value } = when;
  if (is === 'changed') return `${path} changed`;
  if (is === 'silent') return `${path} silent for ${value ?? 0} s`;
  return `${path} ${is} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
}
