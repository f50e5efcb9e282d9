import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process from every other one, also from a later one that is given the same number. What a system does not tell is null. */
export interface ProcessName {
  readonly pid: number;
  /** When it began, in the system's own count. */
  readonly started: string | null;
  /** Which start of the machine it belongs to. */
  readonly boot: string | null;
  /** In which space its number counts: each container has one of its own. */
  readonly space: string | null;
  readonly host: string;
}

/** Six letters for this machine, to stand in the names of files. */
export const HOST_TAG = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);

/** The name of this process. */
export function ownName(): ProcessName {
  return { pid: process.pid, started: startOf(process.pid), boot: bootOf(), space: spaceOf(), host: hostname() };
}

/**
 * Whether a process runs: `yes`, `no`, or `unsure` where it belongs to another machine or container, or where its number may have been given
 * to another since.
 */
export function isRunning(name: ProcessName): 'yes' | 'no' | 'unsure' {
  if (name.host !== hostname()) return 'unsure';
  // The machine was started anew since, and nothing outlives that.
  if (name.boot !== null && bootOf() !== null && name.boot !== bootOf()) return 'no';
  if (name.space !== spaceOf()) return 'unsure';
  if (!isThere(name.pid)) return 'no';
  const started = startOf(name.pid);
  if (name.started === null || started === null) return 'unsure';
  return name.started === started ? 'yes' : 'no';
}

/** Whether a process of this number runs on this machine. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The second word is the program's name, which may hold spaces and brackets; the 22nd is the start.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function bootOf(): string | null {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}

function spaceOf(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
