import type { EditedField, JoinedUser, MachineKind, Person } from '../../server/protocol.ts';

/** A machine of somebody in the world, with all its pages. */
export interface Machine {
  readonly machineId: string;
  /** Absent where it opens no sockets. */
  readonly kind: MachineKind | undefined;
  readonly pages: readonly Page[];
  /** Milliseconds, of its nearest page; null where none has measured yet. */
  readonly latency: number | null;
  readonly carries: number;
}
/** What one page of a machine looks at. */
export interface Page {
  readonly page: number;
  readonly looksAt: string | null;
  readonly selection: readonly string[];
  readonly editing: EditedField | null;
}
/** Somebody in the world, on all their machines. */
export interface Somebody {
  readonly user: JoinedUser;
  readonly machines: readonly Machine[];
}

/** Several pages and machines of one user under one head: oneself first, then by name. */
export function grouped(people: readonly Person[], me: string | undefined): Somebody[] {
  const users = new Map<string, Person[]>();
  for (const person of people) users.set(person.user.userId, [...(users.get(person.user.userId) ?? []), person]);
  return [...users.values()]
    .map((pages) => somebody(pages.toSorted((a, b) => a.page - b.page)))
    .toSorted(
      (a, b) =>
        Number(b.user.userId === me) - Number(a.user.userId === me) || a.user.name.localeCompare(b.user.name) || (a.user.userId < b.user.userId ? -1 : 1),
    );
}

function somebody(pages: readonly Person[]): Somebody {
  const machines = new Map<string, Person[]>();
  for (const person of pages) machines.set(person.user.machineId, [...(machines.get(person.user.machineId) ?? []), person]);
  const { user } = pages.at(-1) as Person;
  return { user, machines: Array.from(machines, ([machineId, of]) => machine(machineId, of)) };
}

function machine(machineId: string, pages: readonly Person[]): Machine {
  const latencies = pages.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  return {
    machineId,
    kind: pages.findLast(({ user }) => user.kind !== undefined)?.user.kind,
    pages,
    latency: latencies.length === 0 ? null : Math.min(...latencies),
    carries: pages.reduce((sum, { carries }) => sum + carries, 0),
  };
}
