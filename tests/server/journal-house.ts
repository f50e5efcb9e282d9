/** A scene in a file with servers that keep its journal, and what is asked about both. */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDoor, createRegistry, restoreWorld, type Registry } from '../../engine/index.ts';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { takeUpLife, type Life } from '../../server/journal/take-up-life.ts';
import { api, atEnd, SCENE, serve } from './running.ts';

const registry = createRegistry();

export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

export interface House {
  readonly file: string;
  readonly state: string;
  serve(more?: Partial<NonNullable<ServerOptions['journals']>>): Promise<RunningServer>;
  /** The folder of its journal. */
  journal(): Promise<string>;
}

/** A scene in a file, and servers that keep its journal. */
export async function house(): Promise<House> {
  const home = await folder();
  const file = join(home, 'garden.scene.json'),
    state = join(home, 'state');
  await writeFile(file, JSON.stringify(SCENE));
  return {
    file,
    state,
    serve: (more = {}) =>
      serve({ worlds: [{ file }], stateFolder: state, journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 }, ...more } }),
    journal: async () => join(state, 'journals', (await readdir(join(state, 'journals')))[0] ?? ''),
  };
}

export function brighten(server: RunningServer, value: number, durable = true): Promise<{ readonly json: Record<string, unknown> }> {
  return api(server, '/api/worlds/garden/operations', {
    operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }],
    durable,
  });
}
export async function brightness(server: RunningServer): Promise<unknown> {
  const { json } = await api(server, '/api/worlds/garden/entities/lamp');
  return (json as { components?: { FloatValue?: { Value?: unknown } } }).components?.FloatValue?.Value;
}

/** What a kill at this moment would leave, as far as this process has given it to the system: a copy of the folder. */
export async function crashed(from: string): Promise<string> {
  for (;;) {
    const to = await folder();
    try {
      await cp(from, to, { recursive: true });
      return to;
    } catch (error) {
      // A log that was over is packed meanwhile, so that this copy is of no one moment.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
/** A life, and the state that it came to. */
export interface TakenUp extends Omit<Life, 'world'> {
  readonly hash: string;
  readonly snapshot: string;
}

/** Lives a journal through, and lets go of the world that it comes to. */
export async function takenUp(journal: string, by: Registry = registry): Promise<TakenUp | undefined> {
  const life = await takeUpLife(journal, (snapshot) => ({ door: createDoor(restoreWorld(snapshot, by)) }), true);
  if (life === undefined) return undefined;
  const { world, ...told } = life;
  const { hash } = await world.door.ask({ ask: 'hash' });
  const { text } = await world.door.ask({ ask: 'snapshot' });
  world.door.end();
  return { ...told, hash, snapshot: text };
}

/** The brightness in the state that a life came to. */
export async function lampOf(life: TakenUp | undefined): Promise<unknown> {
  const door = createDoor(restoreWorld(life?.snapshot ?? '', registry));
  const { components } = await door.ask({ ask: 'entity', entity: 'lamp' });
  door.end();
  return components['FloatValue']?.['Value'];
}
