import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { whyUnread } from '../files/why-unread.ts';
import { logFile, snapshotFile } from '../journal/journal-folder.ts';
import { writeSnapshot } from '../journal/snapshot-file.ts';
import { ABOUT, aboutFault, type ReportAbout } from './report-form.ts';
import { sumOf } from './report.ts';
import { ZipReader } from './zip-file.ts';

/** Bytes of what a report says of itself, and of one part, that are read. */
const LONGEST_ABOUT = 64 << 20,
  LARGEST_PART = 0x1fffffe8;
/** The parts from which a world is brought back. */
const SEGMENT = /^journal\/(\d{8})\.(log|snapshot\.json)$/;
const MARK = Buffer.from('PK\u0003\u0004');

/** A report whose journal was unpacked. */
export interface OpenedReport {
  readonly about: ReportAbout;
  /** Folder of the journal, of this process alone. */
  readonly folder: string;
  /** Takes what was unpacked away. */
  end(): Promise<void>;
}

/** Whether a file begins as a report does. */
export async function isReport(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
      return bytesRead === MARK.length && buffer.equals(MARK);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** Unpacks the journal of a report, each part held against its checksum. Rejects with WW_REPORT_INVALID. */
export async function openReport(file: string): Promise<OpenedReport> {
  const invalid = (why: string): WorldwireError => new WorldwireError('WW_REPORT_INVALID', `${file}: ${why}`);
  const zip = await ZipReader.open(file).catch((error: unknown) => {
    throw invalid((error as NodeJS.ErrnoException).code === undefined ? (error as Error).message : `it cannot be read: ${whyUnread(error)}`);
  });
  try {
    const about = await aboutIn(zip, invalid);
    const folder = await mkdtemp(join(tmpdir(), 'worldwire-report-'));
    const end = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      for (const { name, bytes, sha256 } of about.parts) {
        const [, number, kind] = SEGMENT.exec(name) ?? [];
        if (number === undefined) continue;
        const plain = await zip.read(name, Math.min(bytes, LARGEST_PART)).catch((error: unknown) => {
          throw invalid((error as Error).message);
        });
        if (sumOf(plain) !== sha256) throw invalid(`${name} is not what the report was made with: its checksum does not hold`);
        if (kind === 'log') await writeFile(logFile(folder, Number(number)), plain, { mode: 0o600 });
        else await writeSnapshot(snapshotFile(folder, Number(number)), one(plain.toString('utf8')));
      }
      return { about, folder, end };
    } catch (error) {
      await end();
      throw error;
    }
  } finally {
    await zip.close();
  }
}

async function aboutIn(zip: ZipReader, invalid: (why: string) => WorldwireError): Promise<ReportAbout> {
  if (!zip.entries.has(ABOUT)) throw invalid(`it is a ZIP file, and no report: ${ABOUT} is not in it`);
  let json: unknown;
  try {
    json = JSON.parse((await zip.read(ABOUT, LONGEST_ABOUT)).toString('utf8'));
  } catch (error) {
    throw invalid(`${ABOUT} cannot be read: ${(error as Error).message}`);
  }
  const fault = aboutFault(json);
  if (fault !== undefined) throw invalid(fault);
  return json as ReportAbout;
}

async function* one(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}
