import { dirname, join, parse, resolve } from 'node:path';
import { checkConfig, readConfig, type Config } from './config.ts';
import { canOpenBrowser, openBrowser } from './browser.ts';
import { refuseFlags } from './flag-faults.ts';
import { targetOf } from '../files/whole-file.ts';
import { createLog } from '../log/log.ts';
import { lossWords } from '../saving/loss.ts';
import { WorldwireError } from '../../engine/index.ts';
import type { WorldSource } from '../hosting/opener.ts';
import { takeUpFile } from '../recording/take-up.ts';
import { isLoopback, isWildcard } from '../security/addresses.ts';
import type { ServerOptions } from '../server-options.ts';
import { startServer, type RunningServer } from '../start-server.ts';
import { outliveOutput, print, say } from './output.ts';
import { recordingName } from './recording-name.ts';
import { stopOnSignal } from './signals.ts';
import { endOnUncaught, tellOfExit } from './uncaught.ts';
import { defaultStateFolder } from './state-folder.ts';
import { versionBytes } from './version-bytes.ts';

/** What the command line of `worldwire run` says. */
export interface RunFlags {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
  readonly allowHost?: readonly string[];
  readonly allowListen?: readonly string[];
  readonly tickRate?: number;
  readonly record?: string;
  /** A snapshot or a recording that the world of the command line goes on from. */
  readonly from?: string;
  readonly journal?: 'all' | 'edits' | 'off';
  readonly fresh?: boolean;
  readonly resume?: boolean;
  readonly trace?: string;
  readonly open?: boolean;
  readonly config?: string;
  readonly threads?: boolean;
  readonly plugin?: readonly string[];
}

/** What a program that runs the command line may add. */
export interface RunExtras {
  /** Done when the server has ended. */
  readonly beforeEnd?: () => Promise<void>;
  /** Whether a person reads what is printed. Default: whether it goes to a terminal. */
  readonly forPeople?: boolean;
  /** What goes wrong in the worlds is read at the page alone. */
  readonly worldsAtPage?: boolean;
  /** Folder in which the worlds of scenes leave their states as the server ends, for the next one to take them up from. */
  readonly states?: string;
}

/** Runs worlds until it is told to end. Resolves when the server runs. */
export async function run(scenes: readonly string[], flags: RunFlags, more: RunExtras = {}): Promise<RunningServer> {
  outliveOutput();
  const config = await settings(flags);
  const { from } = flags;
  if (from !== undefined && scenes.length > 1)
    throw new WorldwireError('WW_CONFIG_INVALID', `--from ${from} is one world; expected one scene, the file that it is saved to, or none.`);
  if (from !== undefined && flags.tickRate !== undefined)
    throw new WorldwireError('WW_CONFIG_INVALID', `--tick-rate stands beside --from ${from}, whose world goes on at the rate that it had.`);
  const taken = from === undefined ? undefined : { from: resolve(from), ...(scenes.length > 0 ? {} : { name: (await takeUpFile(from)).name }) };
  const forPeople = more.forPeople ?? process.stdout.isTTY === true;
  await refuseTwice(scenes, config.startWorlds ?? []);
  // What goes well is seen on the page; who collects lines of JSON wants all of it.
  const log = createLog({ level: config.logLevel ?? (forPeople ? 'warn' : 'info'), forPeople, worldsAtPage: more.worldsAtPage === true });
  const starting = startServer({ ...serverOptions(scenes, flags, config, taken, more.states), log });
  const started: { server?: RunningServer } = {};
  const saves = config.saveOnExit === true;
  // From the beginning on: the server may be edited as soon as it listens, before all of it has started.
  const unsaved = (): readonly string[] => started.server?.unsaved().map(lossWords) ?? [];
  const { stop, letGo } = stopOnSignal(
    async () => {
      const server = await starting.catch(() => undefined);
      // What kept it from starting is told by whoever started it.
      if (server === undefined) return 1;
      log.info(saves ? 'saving and closing' : 'closing');
      const losses = await server.close();
      for (const loss of losses) say(lossWords(loss));
      if (losses.some(({ reason, journal }) => reason === null && !journal))
        say('worlds are saved as the server ends where the configuration has "saveOnExit": true');
      await more.beforeEnd?.();
      // Where saving was promised and did not come to pass, whoever started this is told.
      return losses.some(({ reason }) => reason !== null) ? 1 : 0;
    },
    unsaved,
    (code) => tellOfExit(code, unsaved()),
  );
  const { plugins = [] } = config;
  const catchNoMore = endOnUncaught(plugins, () => stop(1));
  const server = await starting.catch((error: unknown) => {
    catchNoMore();
    letGo();
    throw error;
  });
  started.server = server;
  const host = config.host ?? '127.0.0.1';
  if (!isLoopback(host)) {
    log.warn(
      { host, port: server.port },
      `listening on ${isWildcard(host) ? 'every address of this machine' : host}: whoever reaches it over the network and has the token can edit ` +
        'these worlds, and what they send is not encrypted; put a proxy with TLS in front of it, and list its name under allowedHosts',
    );
  }
  // The one line that is needed stands alone, whatever the log has to say around it.
  print('', `  ${server.worlds.list.map((world) => world.name).join(', ') || 'No worlds'}`, '', `  ${server.url}`, '');
  if (flags.open !== false && canOpenBrowser()) await openBrowser(server.url);
  return server;
}

/** The configuration file with the command line over it. */
async function settings(flags: RunFlags): Promise<Config> {
  const given: Config = {
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags.token === undefined ? {} : { token: flags.token }),
    ...(flags.tickRate === undefined ? {} : { tickRate: flags.tickRate }),
    ...(flags.threads === undefined ? {} : { threads: flags.threads }),
    ...(flags.journal === undefined ? {} : { journal: flags.journal }),
    ...(flags.allowHost === undefined ? {} : { allowedUrlHosts: [...flags.allowHost] }),
    ...(flags.allowListen === undefined ? {} : { allowedListenPorts: [...flags.allowListen] }),
    ...(flags.plugin === undefined ? {} : { plugins: flags.plugin.map((path) => resolve(path)) }),
  };
  refuseFlags(given);
  if (flags.config === undefined) return given;
  const file = await readConfig(flags.config);
  // What may be given several times adds to what the file lists.
  const config: Config = { ...file, ...given };
  if (file.allowedUrlHosts !== undefined && given.allowedUrlHosts !== undefined) config.allowedUrlHosts = [...file.allowedUrlHosts, ...given.allowedUrlHosts];
  if (file.allowedListenPorts !== undefined && given.allowedListenPorts !== undefined)
    config.allowedListenPorts = [...file.allowedListenPorts, ...given.allowedListenPorts];
  if (file.plugins !== undefined && given.plugins !== undefined) config.plugins = [...file.plugins, ...given.plugins];
  checkConfig(config, `The command line together with ${flags.config}`);
  return config;
}

function serverOptions(scenes: readonly string[], flags: RunFlags, config: Config, taken: WorldSource | undefined, states: string | undefined): ServerOptions {
  const {
    tickRate,
    startWorlds = [],
    logLevel: _level,
    $schema: _schema,
    journal = 'all',
    journalFlush = 100,
    journalKeep = {},
    versionsKeep = {},
    trafficKeep = {},
    ...rest
  } = config;
  const kept = versionBytes(versionsKeep);
  const rate = tickRate === undefined ? {} : { tickRate };
  const sources: WorldSource[] = [
    ...scenes.map((path) => ({ file: resolve(path), ...(taken ?? rate), ...(states === undefined ? {} : { state: stateOf(states, path) }) })),
    ...(taken === undefined || scenes.length > 0 ? [] : [taken]),
    ...startWorlds.map((entry) =>
      typeof entry === 'string'
        ? { file: entry, ...rate }
        : {
            file: entry.path,
            ...rate,
            ...(entry.name === undefined ? {} : { name: entry.name }),
            ...(entry.tickRate === undefined || flags.tickRate !== undefined ? {} : { tickRate: entry.tickRate }),
          },
    ),
  ];
  const first = sources[0]?.file;
  return {
    ...rest,
    stateFolder: config.stateFolder ?? defaultStateFolder(),
    ...(trafficKeep.megabytes === undefined ? {} : { trafficKeep: trafficKeep.megabytes * 1e6 }),
    ...(flags.trace === undefined ? {} : { trace: traceFile(flags.trace) }),
    ...(journal === 'off' ? {} : { journals: { mode: journal, flush: journalFlush, keep: keepOf(journalKeep), begin: beginOf(flags) } }),
    ...(kept === 0 ? {} : { versions: { bytes: kept } }),
    ...(config.worldsFolder === undefined && first !== undefined ? { worldsFolder: dirname(first) } : {}),
    worlds:
      flags.record === undefined
        ? sources
        : sources.map((source, index) => ({ ...source, record: recordingName(flags.record ?? '', nameOf(source, index), sources.length > 1) })),
  };
}

/** How much of a journal is kept where the configuration does not say. */
const KEPT = { megabytes: 1000, days: 30 };
const DAY = 24 * 3600 * 1000;

function keepOf({ megabytes = KEPT.megabytes, days = KEPT.days }: NonNullable<Config['journalKeep']>): {
  readonly bytes: number;
  readonly milliseconds: number;
} {
  return { bytes: megabytes * 1e6, milliseconds: days * DAY };
}

/** What worlds begin from. Throws WW_CONFIG_INVALID where both are asked for. */
function beginOf({ fresh, resume }: RunFlags): 'choose' | 'fresh' | 'resume' {
  if (fresh === true && resume === true)
    throw new WorldwireError('WW_CONFIG_INVALID', '--fresh begins worlds from their files, and --resume where their journals end: give one of the two.');
  return fresh === true ? 'fresh' : resume === true ? 'resume' : 'choose';
}

/** Throws WW_CONFIG_INVALID where a scene is named twice: a file is open in one world at a time. */
async function refuseTwice(scenes: readonly string[], startWorlds: NonNullable<Config['startWorlds']>): Promise<void> {
  const named = [
    ...scenes.map((path) => ({ path, where: 'on the command line' })),
    ...startWorlds.map((entry, at) => ({ path: typeof entry === 'string' ? entry : entry.path, where: `in startWorlds/${at} of the configuration` })),
  ];
  const seen = new Map<string, (typeof named)[number]>();
  for (const each of named) {
    const file = await targetOf(each.path);
    const other = seen.get(file);
    seen.set(file, each);
    if (other === undefined) continue;
    const twice = other.where === each.where ? `twice ${each.where}` : `${other.where} and ${each.where}`;
    const names = other.path === each.path ? each.path : `${other.path}, which is ${each.path},`;
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      `${names} is named ${twice}, and a file is open in one world at a time. Name it once, or let the other world have a copy of it.`,
    );
  }
}

/** The file of a trace. Throws WW_CONFIG_INVALID where a folder is named, also one that is not there yet. */
function traceFile(path: string): string {
  if (path === '' || /[\\/]$/.test(path))
    throw new WorldwireError('WW_CONFIG_INVALID', `--trace ${path === '' ? '""' : path}: expected a file; name one, as ${join(path, 'a.trace')}.`);
  return resolve(path);
}

/** What a world will be called. */
function nameOf(source: WorldSource, index: number): string {
  return source.name ?? (source.file === undefined ? String(index + 1) : parse(source.file).name.replace(/\.scene$/, ''));
}

/** Where the world of a scene leaves its state. */
function stateOf(states: string, scene: string): string {
  return join(states, `${parse(scene).base}.snapshot`);
}
