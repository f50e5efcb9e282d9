import { stat } from 'node:fs/promises';
import { createDoor, restoreWorld, WorldwireError, type WorldDoor } from '../../engine/index.ts';
import { PacedCopy, standing } from '../doors/paced-copy.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { journalFolder, segmentNames } from '../journal/journal-folder.ts';
import { takeUpLife } from '../journal/take-up-life.ts';
import { VERSION } from '../../engine/version.ts';
import { replay, type Replayed } from '../recording/replay.ts';
import { isReport, openReport } from '../report/opened-report.ts';
import { writeNewState } from '../recording/take-up.ts';
import { writeFresh } from '../files/whole-file.ts';
import { unlessBrokenOff } from './broken-off.ts';
import { configOf, pluginsOf } from './config-of.ts';
import { OWN_VOICE, type Voice } from './output.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire replay` says. */
export interface ReplayFlags {
  /** File for the scene that the recording ends with. */
  readonly save?: string;
  /** File for the state that it ends with. */
  readonly snapshot?: string;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/**
 * Lives a recording through again, or the journal of a scene, tells its hash, and saves the scene that it ends with where that is asked for. Gives the
 * code to end with.
 */
export async function replayFile(file: string, flags: ReplayFlags, voice: Voice = OWN_VOICE): Promise<number> {
  const { print, say } = voice;
  const { save, snapshot: state } = flags;
  if (await isReport(file)) return replayReport(file, flags, voice);
  const journal = await journalOf(file, flags);
  if (journal !== undefined) return replayJournal(journal, flags, voice);
  const registry = await loadRegistry(await pluginsOf(flags));
  const result = await unlessBrokenOff(`The replay of ${file}`, voice, () =>
    replay(file, (snapshot) => createDoor(restoreWorld(snapshot, registry)), {
      asFarAsWhole: save !== undefined || state !== undefined,
      last: async (door) => {
        if (state !== undefined) await writeNewState(state, door);
        if (save !== undefined) await saveScene(door, save);
      },
    }),
  );
  for (const warning of result.warnings) say(`warning: ${warning}`);
  print(result.hash);
  if (state !== undefined) say(`wrote the state of tick ${result.tick} as ${state}`);
  if (save !== undefined) say(`saved the scene of tick ${result.tick} as ${save}`);
  return tellEnd(result, voice);
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
    return await replayJournal(folder, flags, voice);
  } finally {
    await end();
  }
}

/** Lives the newest life of a journal through, up to its last whole record; its world may run meanwhile. 1 where something of it is missing. */
async function replayJournal(folder: string, flags: ReplayFlags, voice: Voice): Promise<number> {
  const { print, say } = voice;
  const registry = await loadRegistry(await pluginsOf(flags));
  const life = await unlessBrokenOff(`The replay of ${folder}`, voice, () =>
    takeUpLife(folder, (snapshot) => ({ door: createDoor(restoreWorld(snapshot, registry)) })),
  );
  if (life === undefined) throw new WorldwireError('WW_JOURNAL_INVALID', `${folder} holds no life of a world.`);
  for (const words of life.missing) say(`warning: ${words}`);
  const { door } = life.world;
  const { hash } = await door.ask({ ask: 'hash' });
  if (flags.snapshot !== undefined) await writeNewState(flags.snapshot, door);
  if (flags.save !== undefined) await saveScene(door, flags.save);
  door.end();
  print(hash);
  if (flags.snapshot !== undefined) say(`wrote the state of tick ${life.tick} as ${flags.snapshot}`);
  if (flags.save !== undefined) say(`saved the scene of tick ${life.tick} as ${flags.save}`);
  say(`the journal goes up to tick ${life.tick}${life.isEnded ? ', where its world ended' : ''}`);
  return life.missing.length === 0 ? 0 : 1;
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
