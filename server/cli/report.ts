import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { WorldwireError } from '../../engine/index.ts';
import { journalFolder } from '../journal/journal-folder.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { makeReport, reportBytes, writeReport } from '../report/report.ts';
import { holderOf } from '../saving/file-claim.ts';
import { unlessBrokenOff } from './broken-off.ts';
import { configOf, pluginsOf } from './config-of.ts';
import { OWN_VOICE, type Voice } from './output.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire report` says. */
export interface ReportFlags {
  /** Milliseconds that it reaches back. */
  readonly last?: number;
  readonly out?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** False leaves out what messages say. */
  readonly messages?: boolean;
  /** File that the server's log goes to. */
  readonly log?: string;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** Asks whoever runs the command; undefined where nobody can be asked. */
export type Asks = ((question: string) => Promise<string>) | undefined;

const LAST = 10 * 60_000;

/** Puts an incident report of a scene together, says what is in it, and writes it where that is wanted. Gives the code to end with. */
export async function reportScene(scene: string, flags: ReportFlags, voice: Voice = OWN_VOICE, asks: Asks = terminalAsks()): Promise<number> {
  const { print, say } = voice;
  const { yes = false, dryRun = false } = flags;
  if (!yes && !dryRun && asks === undefined)
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      'There is no terminal to ask whether the report is to be written: give --yes, which writes it, or --dry-run, which only says what would be in it.',
    );
  const file = flags.out ?? reportName(scene, new Date());
  if (!dryRun) await refuseThere(file);
  const config = flags.config === undefined ? undefined : await configOf(flags);
  const stateFolder = config?.stateFolder ?? defaultStateFolder();
  const [registry, holder] = await Promise.all([pluginsOf(flags).then((plugins) => loadRegistry(plugins)), holderOf(scene)]);
  const report = await unlessBrokenOff(`The report of ${scene}`, voice, async () =>
    makeReport({
      scene,
      folder: await journalFolder(stateFolder, scene),
      last: flags.last ?? LAST,
      keepsMessages: flags.messages !== false,
      config,
      serverLog: flags.log,
      registry,
      runs: holder === undefined ? null : (holder.origin ?? holder.world),
    }),
  );
  print(...report.words);
  if (dryRun) return 0;
  const question = `Write these ${Math.ceil(reportBytes(report) / 1000)} kB to ${file}?`;
  if (!yes && !/^\s*y(?:es)?\s*$/i.test((await asks?.(`${question} [y/N] `)) ?? '')) {
    say('Nothing was written.');
    return 1;
  }
  await writeReport(file, report);
  say(`wrote ${file}`);
  return 0;
}

/** The name of a scene's report, where none is given. */
export function reportName(scene: string, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const name = basename(scene).replace(/(?:\.scene)?\.json$/i, '');
  const date = [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-');
  return `${name}-report-${date}.zip`;
}

/** What a report takes minutes to put together is not refused afterwards for its name. */
async function refuseThere(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isFile() === true)
    throw new WorldwireError('WW_FILE_EXISTS', `There is a file ${file} already, and a report never writes over one: name another (--out).`);
}

function terminalAsks(): Asks {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return await new Promise<string>((resolve) => {
        // Ctrl-C and the end of what is typed are no yes.
        lines.once('close', () => resolve(''));
        void lines.question(question).then(resolve, () => resolve(''));
      });
    } finally {
      lines.close();
    }
  };
}
