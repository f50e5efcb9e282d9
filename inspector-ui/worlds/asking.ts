import type { Fault } from '../../server/protocol.ts';

/** What the server said to a request about worlds and their files. */
export type Said<T> =
  | { readonly ok: true; readonly json: T }
  | { readonly ok: false; readonly message: string; readonly code?: string; readonly errors: readonly Fault[] };

/** Asks the server over HTTP, as the person at this page. */
export async function askServer<T>(path: string, method: 'GET' | 'POST' | 'DELETE' = 'GET', body?: object): Promise<Said<T>> {
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => undefined);
  if (answer === undefined) return { ok: false, message: 'The server could not be asked; is it still there?', errors: [] };
  const json = (await answer.json().catch(() => undefined)) as unknown;
  if (answer.ok) return { ok: true, json: json as T };
  const { message, code, errors } = (json ?? {}) as { readonly message?: string; readonly code?: string; readonly errors?: readonly Fault[] };
  return { ok: false, message: message ?? `The server answered ${answer.status}.`, ...(code === undefined ? {} : { code }), errors: errors ?? [] };
}

/** A scene file of the worlds folder. */
export interface FolderFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: string;
  readonly world?: string;
}
export interface FolderFiles {
  readonly folder: boolean;
  readonly files: readonly FolderFile[];
  readonly more: boolean;
}

const ENDING = '.scene.json';

/** The name of a scene file, from what somebody has typed or a file is called; empty where nothing is left of it. */
export function fileName(typed: string): string {
  const name = typed
    .trim()
    .replace(/(?:\.scene)?\.json$/i, '')
    .replace(/[^\w .-]+/g, '-')
    .replace(/^[^\w]+/, '')
    .slice(0, 100);
  return name === '' ? '' : `${name}${ENDING}`;
}
