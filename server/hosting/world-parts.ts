import type { Input } from '../../engine/index.ts';
import type { Turns } from '../doors/paced-copy.ts';
import { Reach } from '../doors/reach.ts';
import { WorldJournal } from '../journal/world-journal.ts';
import type { Log } from '../log/log.ts';
import { Ghosts } from '../past/ghosts.ts';
import { JournalPast } from '../past/journal-past.ts';
import { Past } from '../past/past.ts';
import { WorldRecording } from '../recording/world-recording.ts';
import { Comparison } from '../saving/file-difference.ts';
import { Saver, type SaveWitness } from '../saving/saver.ts';
import { Versions } from '../versions/versions.ts';
import { Ending } from './ending.ts';
import type { HostedWorldOptions } from './hosted-world-options.ts';
import { Inbox } from './inbox.ts';
import { Outgoing } from './outgoing.ts';
import { Outside } from './outside.ts';
import { Pacer } from './pacer.ts';
import { Stepping } from './stepping.ts';
import { TimeLeft } from './time-left.ts';
import { Watchers } from './watchers.ts';
import { WorldLog } from './world-log.ts';

/** Runs of worlds in this process. */
let lives = 0;

/** What turns a world, and what it is told, saved and ended by. */
export interface WorldParts {
  readonly pacer: Pacer;
  readonly timeLeft: TimeLeft;
  readonly reach: Reach;
  readonly inbox: Inbox;
  readonly stepping: Stepping;
  readonly views: Watchers;
  readonly saver: Saver;
  readonly comparison: Comparison;
  readonly recording: WorldRecording;
  readonly journal: WorldJournal | undefined;
  readonly versions: Versions | undefined;
  readonly past: Past;
  readonly ending: Ending;
}

/** What the parts of a world do to the whole of it. */
export interface Whole {
  readonly log: Log;
  /** Puts something before the world for the host. */
  readonly submit: (input: Input) => Promise<unknown>;
  /** A step failed. */
  readonly failed: (error: unknown) => void;
}

/** Puts a world together: makes all of its parts, and lets each know those that it works with. */
export function putTogether(options: HostedWorldOptions, { log, submit, failed }: Whole): WorldParts {
  const { name, id, epoch, tickRate, links, door, own, state, plugins } = options;
  const inbox = new Inbox();
  // A world that is closing takes no notes in any more: the server's log alone tells them then.
  const note = (level: 'info' | 'warn' | 'error', message: string): void => void submit({ type: 'note', level, message }).catch(() => log[level](message));
  const recording = new WorldRecording({
    file: options.record,
    patience: options.diskPatience,
    door,
    log,
    note,
    about: { world: id, name, epoch, tickRate },
  });
  const outside = new Outside({
    ...options,
    log,
    answered: (input) => void submit(input).catch(() => undefined),
    unknown: (error) => note('error', `${error.message} (${error.code})`),
  });
  const pacer = new Pacer({
    tickRate,
    turn: (mode) => stepping.turn(mode),
    failed,
    ticking: (late) => timeLeft.ticked(late),
  });
  links.between = pacer.look;
  const reach = new Reach({ door, closed: () => (ending.isClosing ? ending.refusal : undefined) });
  const turns: Turns = {
    ask: (question) => reach.patiently(question),
    gap: (least) => pacer.gap(least),
    exclusive: (job) => pacer.exclusive(job),
  };
  const timeLeft = new TimeLeft({ pacer, spare: options.spare, isElsewhere: options.isElsewhere, ask: (question) => reach.ask(question) });
  const saver = new Saver({
    world: name,
    life: `${epoch}/${++lives}`,
    own,
    folder: options.folder,
    claims: options.claims,
    interval: options.autosaveInterval ?? 0,
    log,
    note,
    witness: {
      copied: () => {
        journal?.copied();
        versions?.copied();
      },
      replacing: (hash) => journal?.sceneIs(hash) ?? Promise.resolve(),
      saved: (what) => {
        journal?.saved();
        return versions?.saved(what);
      },
      overwriting: (path) => versions?.keepFile(path) ?? Promise.resolve(),
    } satisfies SaveWitness,
    tell: (what) =>
      submit({ type: what }).then(
        () => undefined,
        () => undefined,
      ),
    ...turns,
  });
  const journal =
    options.journal === undefined
      ? undefined
      : new WorldJournal({
          ...options.journal,
          ...turns,
          begun: (head) => journalPast?.begun(head),
          door,
          log,
          note,
          about: { world: id, name, epoch, tickRate },
          scene: () => saver.own?.file.hash ?? '',
        });
  const versions = options.versions === undefined ? undefined : new Versions({ ...options.versions, ...turns, log, note });
  const outgoing = new Outgoing(outside.gate, journal);
  const comparison = new Comparison({ name, plugins, saver });
  // What people did alone tells too little to live it through tick by tick.
  const journalPast =
    options.journal?.mode !== 'all'
      ? undefined
      : new JournalPast({
          folder: options.journal.folder,
          log,
          isWritten: () => journal?.state.state !== 'ended',
          written: () => journal?.written(),
          note: (happened) => journal?.happened(happened),
          tick: () => stepping.tick,
        });
  const ghosts = options.ghosts ?? new Ghosts({ plugins: [] });
  const past = new Past({ tickRate, log, ghosts, ...(journalPast === undefined ? {} : { journal: journalPast }), ...turns }, options.past);
  const views = new Watchers(() => pacer.poke());
  const stepping = new Stepping({
    door,
    links,
    inbox,
    watchers: views,
    outgoing,
    recording,
    journal,
    past,
    log: new WorldLog(log),
    edited: (edit, group, userId) => {
      saver.edits.edited(edit, group);
      journal?.edited(edit);
      versions?.edited(userId, group);
    },
    came: ({ userId, name: called }) => versions?.came(userId, called),
    pace: () => ({ late: pacer.late, period: pacer.period }),
    looks: () => (views.size === 0 ? 0 : timeLeft.looks()),
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.trace === undefined ? {} : { trace: options.trace }),
  });
  if (versions !== undefined)
    stepping.onStep((result) => {
      for (const { level, message } of result.log) if (level === 'edit') versions.told(message);
    });
  // What is under way in there is answered when that ends: nobody knows yet what comes of it.
  door.thread?.onTrouble((why) => inbox.refuse(why));
  const ending = new Ending({
    name,
    log,
    door,
    pacer,
    timeLeft,
    inbox,
    saver,
    past,
    recording,
    journal,
    versions,
    outgoing,
    outside,
    state,
  });
  return { pacer, timeLeft, reach, inbox, stepping, views, saver, comparison, recording, journal, versions, past, ending };
}
