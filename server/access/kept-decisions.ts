import Type from 'typebox';
import { ACCESS_SCOPES } from '../../engine/access-scopes.ts';
import { checkOf } from '../../engine/index.ts';
import type { RememberedDecision } from '../../agent/messages.ts';
import { readOwnFile } from '../files/own-file.ts';

/* What is remembered of hosts and ports, as a file holds it, and what can be changed of it. */

/** What was decided for good of a host and port. */
export type Decision = RememberedDecision;
/** Decisions by the key of what they are of. */
export type Kept = Map<string, Decision>;
/** What was changed of a host and port: decided, taken back, or given another reason alone. */
export type Edit = Decision | 'forget' | { readonly reason: string };

const VERSION = 1;
const check = checkOf(
  Type.Object({
    version: Type.Literal(VERSION),
    decisions: Type.Array(
      Type.Object({
        scope: Type.Enum([...ACCESS_SCOPES]),
        host: Type.String({ minLength: 1, maxLength: 300 }),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        decision: Type.Enum(['allow', 'deny']),
        by: Type.String({ maxLength: 200 }),
        name: Type.Optional(Type.String({ maxLength: 200 })),
        at: Type.String({ maxLength: 40 }),
        reason: Type.Optional(Type.String({ maxLength: 2000 })),
        near: Type.Optional(Type.Literal(true)),
      }),
    ),
  }),
  '{"version":1,"decisions":[{"scope","host","port","decision","by","at"}]}',
);

/** What a file holds; nothing where there is none. Rejects with WW_CONFIG_INVALID where it is damaged. */
export async function readKept(file: string): Promise<Kept> {
  const json = (await readOwnFile(file, check)) as { decisions: readonly Decision[] } | undefined;
  return new Map(json?.decisions.map((decision) => [keyOf(decision), decision]));
}

/** What a file is to hold. */
export function keptText(kept: Kept): string {
  return `${JSON.stringify({ version: VERSION, decisions: [...kept.values()] }, null, 2)}\n`;
}

/** Whether it changes what holds, and not the reason alone. */
export function isDecided(edit: Edit): edit is Decision | 'forget' {
  return edit === 'forget' || 'decision' in edit;
}

/** Changes what is kept of a host and port. */
export function apply(kept: Kept, key: string, edit: Edit): void {
  if (edit === 'forget') kept.delete(key);
  else if (isDecided(edit)) kept.set(key, edit);
  else {
    const known = kept.get(key);
    if (known !== undefined) kept.set(key, { ...known, ...edit });
  }
}

/** One edit that does what two do after each other. */
export function joined(before: Edit | undefined, edit: Edit): Edit {
  if (before === undefined || isDecided(edit)) return edit;
  return before === 'forget' ? before : { ...before, ...edit };
}

/** Whether two decisions differ by their reasons at most. */
export function sameBut(a: Decision, b: Decision): boolean {
  return a.decision === b.decision && a.by === b.by && a.at === b.at && a.near === b.near;
}

/** The key of a host and port. */
export function keyOf(of: Pick<Decision, 'scope' | 'host' | 'port'>): string {
  return `${of.scope} ${of.host} ${of.port}`;
}
