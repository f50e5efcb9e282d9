import { createHash } from 'node:crypto';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { flushFolder, targetOf } from '../files/whole-file.ts';
import { packedLog } from './packed-logs.ts';

/** A stretch of a world's life on disk: its state at the beginning, and what reached it from there. */
export interface SegmentNames {
  readonly number: number;
  readonly hasLog: boolean;
  /** Whether its log is packed (`packed-logs.ts`). */
  readonly isPacked: boolean;
  readonly hasSnapshot: boolean;
}
export interface SegmentFiles extends SegmentNames {
  /** Its bytes, those of the snapshot included. */
  readonly bytes: number;
  /** When something was written to it last, in milliseconds since 1970. */
  readonly written: number;
}

/** Files that are looked at at once. */
const AT_ONCE = 64;
const FILE = /^(\d{8})\.(log|snapshot)(\.gz)?$/;
/** What a snapshot or the packing of a log leaves that was being written as its process was killed. */
const HALF = /^\d{8}\.(?:snapshot|log\.gz)\.new$/;

/** The folder of a scene's journal: named after the file, and told from others that are called alike by where that lies. */
export async function journalFolder(stateFolder: string, scene: string): Promise<string> {
  const file = await targetOf(scene);
  const place = createHash('sha256').update(file).digest('hex').slice(0, 12);
  const name = basename(file)
    .replace(/(?:\.scene)?\.json$/i, '')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 60);
  return join(stateFolder, 'journals', `${name === '' ? 'world' : name}-${place}`);
}

export function logFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(8, '0')}.log`);
}
export function snapshotFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(8, '0')}.snapshot`);
}

/** Makes the folder where there is none, for its owner alone: what passed through a world is nobody else's to read. Takes away half snapshots. */
export async function prepareFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder is there after power was cut when the one that it lies in is on the disk.
  if (first !== undefined) for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
  for (const name of await readdir(folder)) if (HALF.test(name)) await unlink(join(folder, name)).catch(() => undefined);
}

/** What the names in a folder tell of its segments, oldest first. What else lies in it is none. A folder that is not there has none. */
export async function segmentNames(folder: string): Promise<SegmentNames[]> {
  const found = new Map<number, { -readonly [each in keyof SegmentNames]: SegmentNames[each] }>();
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  });
  for (const entry of entries) {
    const [, digits, kind, packed] = FILE.exec(entry.name) ?? [];
    if (digits === undefined || !entry.isFile() || (kind === 'snapshot' && packed !== undefined)) continue;
    const number = Number(digits);
    const segment = found.get(number) ?? { number, hasLog: false, isPacked: false, hasSnapshot: false };
    if (kind === 'log') segment.hasLog = true;
    else segment.hasSnapshot = true;
    segment.isPacked ||= packed !== undefined;
    found.set(number, segment);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

/** Sizes and ages that were looked up before. A packed log and its snapshot never change, so that each is looked at once. */
export type KnownFiles = Map<string, Pick<SegmentFiles, 'bytes' | 'written'>>;

/** The same with the size and age of each, for which files are looked at: in a journal of months that takes seconds the first time. */
export async function segmentsIn(folder: string, known: KnownFiles = new Map()): Promise<SegmentFiles[]> {
  const segments = await segmentNames(folder);
  const found: SegmentFiles[] = [];
  const still: KnownFiles = new Map();
  for (let at = 0; at < segments.length; at += AT_ONCE)
    found.push(
      ...(await Promise.all(
        segments.slice(at, at + AT_ONCE).map(async (segment) => {
          const key = `${segment.number}${segment.hasSnapshot ? ' with its snapshot' : ''}`;
          const about = (segment.isPacked ? known.get(key) : undefined) ?? (await lookedAt(folder, segment));
          if (segment.isPacked) still.set(key, about);
          return { ...segment, ...about };
        }),
      )),
    );
  known.clear();
  for (const [key, about] of still) known.set(key, about);
  return found;
}

async function lookedAt(folder: string, { number, hasLog, hasSnapshot }: SegmentNames): Promise<Pick<SegmentFiles, 'bytes' | 'written'>> {
  const log = logFile(folder, number);
  const files = [...(hasLog ? [log, packedLog(log)] : []), ...(hasSnapshot ? [snapshotFile(folder, number)] : [])];
  const about = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return { bytes: about.reduce((sum, each) => sum + (each?.size ?? 0), 0), written: Math.max(0, ...about.map((each) => each?.mtimeMs ?? 0)) };
}

/** What is kept of a journal, at most: bytes, and milliseconds back. */
export interface JournalKeep {
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Takes away the oldest segments past what is kept. The newest with a snapshot, and all after it, stay: a world is taken up from them.
 * @param now milliseconds since 1970
 * @param known what was looked up when it was trimmed before
 */
export async function trim(folder: string, keep: JournalKeep, now: number, known?: KnownFiles): Promise<void> {
  const segments = await segmentsIn(folder, known);
  const needed = segments.findLast(({ hasSnapshot }) => hasSnapshot)?.number ?? 0;
  let bytes = segments.reduce((sum, each) => sum + each.bytes, 0);
  for (const segment of segments) {
    if (segment.number >= needed || (bytes <= keep.bytes && now - segment.written <= keep.milliseconds)) return;
    // The snapshot goes first: a log without one is only ever gone on with.
    const log = logFile(folder, segment.number);
    for (const file of [snapshotFile(folder, segment.number), packedLog(log), log]) await unlink(file).catch(() => undefined);
    bytes -= segment.bytes;
  }
}
