import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createDoor, restoreWorld, WorldwireError, type WorldDoor } from '../../engine/index.ts';
import { VERSION } from '../../engine/version.ts';
import { PacedCopy, standing } from '../doors/paced-copy.ts';
import { writeFresh } from '../files/whole-file.ts';
import { journalFolder, segmentNames } from '../journal/journal-folder.ts';
import { isAfter, lifeAt, type Moment } from '../journal/life-at.ts';
import { takeUpLife } from '../journal/take-up-life.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { replay, type Replayed } from '../recording/replay.ts';
import { writeNewState } from '../recording/take-up.ts';
import { isReport, openReport } from '../report/opened-report.ts';
import { unlessBrokenOff } from './broken-off.ts';
import { configOf, pluginsOf } from './config-of.ts';
import { exportSpan } from './export-span.ts';
import { OWN_VOICE, type Voice } from './output.ts';
import { serveReplay } from './replay-open.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire replay` says. */
export interface ReplayFlags {
  /** File for the scene that the recording ends with. */
  readonly save?: string;
  /** File for the state that it ends with. */
  readonly snapshot?: string;
  /** The moment up to which it is lived through, instead of its end. */
  readonly at?: Moment;
  /** File for a stretch of a journal as a recording, and where that begins. */
  readonly export?: string;
  readonly since?: Moment;
  /** Whether the state that it ends with is served, to be looked at, and on which port. */
  readonly open?: boolean;
  readonly port?: number;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** What the state that a replay ends with is of. */
interface Ended {
  readonly name: string;
  readonly tick: number;
  readonly what: string;
}

/**
 * Lives a recording through again, or the journal of a scene, tells its hash, saves the scene that it ends with where that is asked for, and serves its
 * state to be looked at. Gives the code to end with.
 */
export async function replayFile(file: string, flags: ReplayFlags, voice: Voice = OWN_VOICE): Promise<number> {
  if (flags.port !== undefined && flags.open !== true)
    throw new WorldwireError('WW_CONFIG_INVALID', '--port is that of the page which --open serves: give both, or neither.');
  if (flags.since !== undefined && flags.export === undefined)
    throw new WorldwireError('WW_CONFIG_INVALID', '--since says where the stretch begins that --export writes: give both, or neither.');
  if (flags.export !== undefined && (flags.open === true || flags.save !== undefined || flags.snapshot !== undefined))
    throw new WorldwireError('WW_CONFIG_INVALID', '--export writes a recording and nothing else: replay that one with --save, --snapshot or --open.');
  if (await isReport(file)) return replayReport(file, flags, voice);
  const journal = await journalOf(file, flags);
  return journal === undefined ? replayRecording(file, flags, voice) : replayJournal(journal, `the journal of ${basename(file)}`, flags, voice);
}

async function replayRecording(file: string, flags: ReplayFlags, voice: Voice): Promise<number> {
  const { save, snapshot, at, open } = flags;
  if (flags.export !== undefined)
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      `--export writes a stretch of a journal as a recording, and ${file} is no journal, nor a scene that has one.`,
    );
  const plugins = await pluginsOf(flags);
  const registry = await loadRegistry(plugins);
  const state = { text: '' };
  const result = await unlessBrokenOff(`The replay of ${file}`, voice, () =>
    replay(file, (began) => createDoor(restoreWorld(began, registry)), {
      asFarAsWhole: save !== undefined || snapshot !== undefined || open === true,
      ...(at === undefined ? {} : { until: (step, tick) => isAfter(step, tick, at) }),
      last: async (door, { tick, stopped }) => {
        if (at !== undefined && !stopped && !('tick' in at && at.tick === tick))
          throw new WorldwireError('WW_NOT_RECORDED', `${file} ends at tick ${tick}, before that.`);
        await writeWhatIsAsked(door, flags);
        if (open === true) state.text = (await door.ask({ ask: 'snapshot' })).text;
      },
    }),
  );
  for (const warning of result.warnings) voice.say(`warning: ${warning}`);
  voice.print(result.hash);
  tellWritten(flags, result.tick, voice);
  const code = at === undefined ? tellEnd(result, voice) : 0;
  if (open !== true) return code;
  return served({ name: result.header.name, tick: result.tick, what: basename(file) }, state.text, flags, plugins);
}

/** The folder of a journal, where a scene that has one is named, or that folder itself. */
async function journalOf(file: string, flags: ReplayFlags): Promise<string | undefined> {
  const isFolder = (await stat(file).catch(() => undefined))?.isDirectory() === true;
  if (!isFolder && !/\.json$/i.test(file)) return undefined;
  const folder = isFolder ? file : await journalFolder((await configOf(flags)).stateFolder ?? defaultStateFolder(), file);
  return (await segmentNames(folder).catch(() => [])).length > 0 ? folder : undefined;
}

/** Lives the journal of a report through; what was left out of it is told. */
async function replayReport(file: string, flags: ReplayFlags, voice: Voice): Promise<number> {
  const { about, folder, end } = await openReport(file);
  try {
    const { journal, leftOut } = about;
    if (journal === null) throw new WorldwireError('WW_REPORT_INVALID', `${file} holds no journal: ${about.missing.join('; ') || 'there was none'}.`);
    voice.say(`a report of ${about.scene}, made at ${about.made} by Worldwire ${about.worldwire} and Node ${about.node}`);
    if (about.worldwire !== VERSION) voice.say(`warning: it was made by Worldwire ${about.worldwire}, and is replayed by ${VERSION}`);
    if (leftOut.values > 0 || leftOut.messages)
      voice.say(
        `${leftOut.values} values ${leftOut.messages ? 'and what messages say ' : ''}were left out of it, so the state, its hash, and what follows from ` +
          'those values, are not those of the world itself',
      );
    if (leftOut.scripts > 0) voice.say('memory of scripts was left out, so they begin anew');
    return await replayJournal(folder, `the report ${basename(file)}`, flags, voice);
  } finally {
    await end();
  }
}

/**
 * Lives a journal through, up to a moment or to the last whole record of its newest life; its world may run meanwhile. 1 where something of it is missing.
 * @param what it is of, in words
 */
async function replayJournal(folder: string, what: string, flags: ReplayFlags, voice: Voice): Promise<number> {
  const { print, say } = voice;
  const plugins = await pluginsOf(flags);
  const registry = await loadRegistry(plugins);
  const { at } = flags;
  const restore = (snapshot: string) => ({ door: createDoor(restoreWorld(snapshot, registry)) });
  if (flags.export !== undefined) return exported(folder, flags.export, flags, restore, voice);
  const life = await unlessBrokenOff(`The replay of ${folder}`, voice, () => (at === undefined ? takeUpLife(folder, restore) : lifeAt(folder, at, restore)));
  if (life === undefined) throw new WorldwireError('WW_JOURNAL_INVALID', `${folder} holds no life of a world.`);
  for (const words of life.missing) say(`warning: ${words}`);
  const { door } = life.world;
  const { hash } = await door.ask({ ask: 'hash' });
  await writeWhatIsAsked(door, flags);
  const state = flags.open === true ? (await door.ask({ ask: 'snapshot' })).text : '';
  door.end();
  print(hash);
  tellWritten(flags, life.tick, voice);
  if ('isEnded' in life) say(`the journal goes up to tick ${life.tick}${life.isEnded ? ', where its world ended' : ''}`);
  else say(`lived through up to tick ${life.tick}`);
  if (flags.open === true) return served({ name: life.head.name, tick: life.tick, what }, state, flags, plugins);
  return life.missing.length === 0 ? 0 : 1;
}

/** Writes a stretch of a journal as a recording. 1 where it lacks something of what was asked for. */
async function exported(
  folder: string,
  file: string,
  span: ReplayFlags,
  restore: (snapshot: string) => { readonly door: WorldDoor },
  voice: Voice,
): Promise<number> {
  const { from, to, hash, missing } = await unlessBrokenOff(`The export of ${folder}`, voice, () => exportSpan(folder, file, span, restore));
  for (const words of missing) voice.say(`warning: ${words}`);
  voice.print(hash);
  voice.say(`wrote ticks ${from} to ${to} as ${file}`);
  return missing.length === 0 ? 0 : 1;
}

/** Serves a state until its server is told to end. */
async function served({ name, tick, what }: Ended, snapshot: string, { port }: ReplayFlags, plugins: readonly string[]): Promise<number> {
  await serveReplay({ snapshot, name, of: `tick ${tick} of ${what}` }, { plugins, ...(port === undefined ? {} : { port }) });
  return 0;
}

async function writeWhatIsAsked(door: WorldDoor, { snapshot, save }: ReplayFlags): Promise<void> {
  if (snapshot !== undefined) await writeNewState(snapshot, door);
  if (save !== undefined) await saveScene(door, save);
}

function tellWritten({ snapshot, save }: ReplayFlags, tick: number, { say }: Voice): void {
  if (snapshot !== undefined) say(`wrote the state of tick ${tick} as ${snapshot}`);
  if (save !== undefined) say(`saved the scene of tick ${tick} as ${save}`);
}
/** Says how the replay ended; 0 where it ended as the recording did. */
function tellEnd({ torn, tick, expected, hash, reason }: Replayed, { say }: Voice): number {
  if (reason !== undefined) say(`the world went on when its recording ended: ${reason}`);
  if (torn !== undefined) say(`WW_RECORDING_INVALID line ${torn.line}, byte ${torn.byte}: ${torn.message}; replayed up to tick ${tick}`);
  else if (expected === undefined) say(`WW_RECORDING_INVALID the recording has no end: it was cut off after a whole record; replayed up to tick ${tick}`);
  else if (expected !== hash) say(`WW_REPLAY_DIVERGED the recording ended with ${expected}`);
  else {
    say(`same state as recorded, ${tick} ticks`);
    return 0;
  }
  return 1;
}

/** Writes a world as a scene, to a file that must not be there yet. */
async function saveScene(door: WorldDoor, file: string): Promise<void> {
  const copy = await PacedCopy.take(standing(door), 'scene');
  await copy.onDisk(() =>
    writeFresh(file, async (write) => {
      for await (const text of copy.parts()) await write(text);
    }),
  );
}
