import { WorldwireError } from '../errors.ts';
import type { SocketRow } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { parseKey } from '../schema/component-key.ts';
import type { SocketsAnswer } from '../world/system.ts';
import { wallOf } from '../world/wall.ts';
import type { Opener } from './watch.ts';
import { watchWindow, type Listed, type Windowed } from './windowed.ts';

const SCRIPT = 'Script';

/** WebSockets and WebSocketServers of one Script, or of all of a world, as they are now: a window of them. */
export const openSockets: Opener<'sockets'> = (world, what) => {
  if (what.entity !== undefined && what.component !== undefined) scriptRow(world, what.entity, what.component);
  return watchWindow<SocketRow>(
    what,
    (at) => scriptsOf(at, what)?.flatMap((script) => listOf(at, script) ?? []),
    (at, total, rows) => ({ kind: 'sockets', total, offset: what.offset, rows, real: at.real, ...wallOf(at) }),
  );
};

export function isScript(component: string): boolean {
  return parseKey(component)?.type === SCRIPT;
}

/** Row of an entity's script by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
function scriptRow(world: LiveWorld, entity: string, component: string): number | undefined {
  if (!isScript(component)) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${SCRIPT}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}

/** Rows of the scripts; undefined where the one that is looked at is gone. */
function scriptsOf(world: LiveWorld, { entity, component }: Windowed): readonly number[] | undefined {
  if (entity !== undefined && component !== undefined) {
    const row = scriptRow(world, entity, component);
    return row === undefined ? undefined : [row];
  }
  const store = world.stores.get(SCRIPT);
  return store === undefined || store.count === 0 ? [] : store.rows();
}

function answerOf(world: LiveWorld, script: number): SocketsAnswer | undefined {
  return world.registry.systems.find(({ over }) => over.name === SCRIPT && over === world.storeOf(SCRIPT).component)?.answers?.sockets?.(world, script);
}

function listOf(world: LiveWorld, script: number): Listed<SocketRow> | undefined {
  const answer = answerOf(world, script);
  if (answer === undefined) return undefined;
  const { entities } = world;
  const store = world.storeOf(SCRIPT);
  const owner = store.owner[script] as number;
  const of = { entity: entities.id.get(owner), name: entities.name.get(owner), component: store.keyOf(script) };
  return { size: answer.size, rows: (from, to) => answer.rows(from, to).map((row) => ({ ...of, ...row })) };
}

/** The number of the link of a script's socket; undefined where it has none now. */
export function linkOfSocket(world: LiveWorld, entity: string, component: string, socket: number): number | undefined {
  const row = scriptRow(world, entity, component);
  const link = row === undefined ? undefined : answerOf(world, row)?.linkOf(socket);
  return link === 0 ? undefined : link;
}
