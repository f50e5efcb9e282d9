import {
  createRegistry,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  type FilesAnswer,
  type FilesArgs,
  type Input,
  type LogEntry,
  type Operation,
} from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { rigOf, type Rig } from '../world-rig.ts';

/** A world whose scripts have files, which the test writes: a text of each, or an error. */
export interface Beside {
  readonly rig: Rig;
  readonly files: Map<string, string | Error>;
  /** Lets ticks go by. What the world asks of files is answered a tick later, as a host does. */
  tick(count?: number): void;
  edit(...operations: readonly Operation[]): void;
  log(): string[];
  value(field: string, entity?: string): unknown;
  /** The files that the world has watched now, in order. */
  watched(): readonly string[];
  /** The world goes on in another process. */
  lose(): void;
  /** The same world from its snapshot, its files still there. @param lost whether what was being done for it is lost */
  restored(lost?: boolean): Beside;
}

const registry = createRegistry({ sandbox: quickJs });

export function besideFiles(files: Readonly<Record<string, string | Error>>, ...entities: readonly object[]): Beside {
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }), { registry });
  return beside(rigOf(openWorld({ registry, scene })), new Map(Object.entries(files)));
}

function beside(rig: Rig, files: Map<string, string | Error>, asked?: { job: number; args: FilesArgs }): Beside {
  let open = asked;
  const versionOf = (path: string): string => {
    const text = files.get(path);
    return text === undefined ? 'none' : text instanceof Error ? `error ${text.message}` : `text ${text.length} ${text.slice(0, 80)}`;
  };
  const answer = (): Input[] => {
    if (open === undefined) return [];
    const others = open.args.files.filter(({ path, version }) => versionOf(path) !== version);
    if (others.length === 0) return [];
    const told: FilesAnswer = {
      files: others.map(({ path }) => {
        const text = files.get(path) ?? new Error('there is no such file in the folder of the scene');
        return typeof text === 'string'
          ? { path, version: versionOf(path), text, error: '' }
          : { path, version: versionOf(path), text: null, error: text.message };
      }),
    };
    const { job } = open;
    open = undefined;
    return [{ type: 'ran', job, outcome: { ok: true, answer: told } }];
  };
  const step = (inputs: readonly Input[]): void => {
    const { effects } = rig.door.step({
      mode: 'tick',
      real: rig.world.real + 17,
      inputs: inputs.map((input) => ({ author: { userId: 'host', role: 'Admin' }, input })),
    });
    for (const effect of effects) {
      if (effect.type === 'run' && effect.name === 'scriptFiles') open = { job: effect.job, args: effect.args as unknown as FilesArgs };
      if (effect.type === 'stop' && effect.job === open?.job) open = undefined;
    }
  };
  return {
    rig,
    files,
    tick: (count = 1) => {
      for (let at = 0; at < count; at++) step(answer());
    },
    edit: (...operations) => step([{ type: 'operations', operations }]),
    log: () =>
      rig.world.logged
        .after(0, 1000)
        .entries.filter(({ source }: LogEntry) => source?.startsWith('Script'))
        .map(({ message }: LogEntry) => message),
    value: (field, entity = 'lamp') => rig.value(entity, 'Script', field),
    watched: () => open?.args.files.map(({ path }) => path) ?? [],
    lose: () => step([{ type: 'takenUp', reason: 'the server was started anew' }]),
    restored: (lost = false) => {
      const again = beside(rigOf(restoreWorld(snapshotWorld(rig.world), registry)), files, lost ? undefined : open);
      if (lost) again.lose();
      return again;
    },
  };
}
