import type { JoinedUser } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { session } from './session.ts';

/** A machine of somebody in the world. */
export interface Machine {
  readonly user: JoinedUser;
  /** False where it cannot slow a server down; undefined where that is not known. */
  readonly pauses?: boolean;
}

/** All machines in the world, those that came last at the end. Changes only when one of them does, and not with each status. */
export const machines = new Cell<readonly Machine[]>([]);
let told = '';

for (const source of [session.status, session.people])
  source.subscribe(() => {
    const pauses = new Map(session.people.value.map(({ user, features }) => [`${user.userId} ${user.machineId}`, features?.pauses]));
    const now = (session.status.value?.users ?? []).map((user): Machine => {
      const known = pauses.get(`${user.userId} ${user.machineId}`);
      return { user, ...(known === undefined ? {} : { pauses: known }) };
    });
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    machines.value = now;
  });

const KINDS = { server: 'the server', browser: 'browser tab', terminal: 'command line' } as const;

/** What kind of machine it is, in words; empty where it opens no sockets. */
export function kindWords(kind: JoinedUser['kind']): string {
  return kind === undefined ? '' : KINDS[kind];
}

/** A machine by its kind, and the end of its id to tell it from others: `browser tab 3f2a`; `this browser`. */
export function machineWords(userId: string, machineId: string): string {
  const me = session.me.value;
  if (me?.userId === userId && me.machineId === machineId) return 'this browser';
  const kind = machines.value.find(({ user }) => user.userId === userId && user.machineId === machineId)?.user.kind;
  if (kind === 'server') return KINDS.server;
  return kind === undefined ? `${machineId} (not here)` : `${KINDS[kind]} ${machineId.slice(-4)}`;
}
