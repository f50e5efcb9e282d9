import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalSettings } from '../../../server/journal/journal.ts';

/** The journal of a world in this process: in a folder of its own, which goes with the process, and with the bounds that the program has. */
export function journalOf(mode: JournalSettings['mode'], keep = { bytes: 1e9, milliseconds: 1e10 }): JournalSettings {
  const folder = mkdtempSync(join(tmpdir(), 'worldwire-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { folder, mode, flush: 100, keep };
}
