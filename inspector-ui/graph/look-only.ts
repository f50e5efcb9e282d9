import { session } from '../session/session.ts';

/** Why somebody may only look at a graph; empty where they may do more. */
export function lookOnly(right: 'edit' | 'control', not: string): string {
  if (session.past.value !== null) return 'This is the past: it can be looked at, and nothing changes it.';
  if (session.adrift.value) return 'The server does not answer: until it does, nothing can be done here.';
  const role = session.me.value?.role;
  return session.may(right) ? '' : `${role === undefined ? 'You may' : `As ${role} you may`} look at this graph, ${not}.`;
}
