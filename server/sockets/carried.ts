import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { CarriedConnection } from '../links/relay.ts';
import { WorldwireError, type View, type ViewUpdate } from '../../engine/index.ts';

/** Connections that are told of one machine. */
const MOST = 200;
const CARRIED: ReadonlySet<unknown> = new Set(['Open', 'Connecting', 'Closing']);

/** Milliseconds that a world may take to show them. */
const PATIENCE = 10_000;

type Table = Extract<ViewUpdate, { kind: 'table' }>;

/** Which connections of a world a machine carries, in the order of their creation: those that are open, being opened, or being closed. */
export async function carriedBy(world: HostedWorld, userId: string, machineId: string): Promise<{ total: number; connections: CarriedConnection[] }> {
  const table = await seen(world, {
    kind: 'table',
    component: 'WebsocketClient',
    columns: ['URL', 'State', 'HandlingUser', 'HandlingMachine'],
    offset: 0,
    limit: MOST,
    query: `HandlingUser=${quoted(userId)} HandlingMachine=${quoted(machineId)} (State=Open or State=Connecting or State=Closing)`,
  });
  // A query finds entities, and another of its clients may be somebody else's, or wait.
  const rows = table.rows.filter(
    ({ values: [, state, user, machine] }) => CARRIED.has(state) && machine === machineId && (user as { userId?: unknown } | null)?.userId === userId,
  );
  return {
    total: table.total - (table.rows.length - rows.length),
    connections: rows.map(({ entity, component, values: [url, state] }) => ({
      entity,
      component,
      url: typeof url === 'string' ? url : '',
      open: state === 'Open',
    })),
  };
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A table as it is now. */
function seen(world: HostedWorld, what: Extract<View, { kind: 'table' }>): Promise<Table> {
  return new Promise((resolve, reject) => {
    const view = world.views.open(what, (update) => {
      if (update.kind === 'table') resolve(update);
      else if (update.kind === 'fault') reject(new WorldwireError(update.code, update.message));
      else return;
      end();
    });
    const patience = setTimeout(() => {
      reject(new WorldwireError('WW_LIMIT', 'The world has no time to tell this now; ask again.'));
      end();
    }, PATIENCE);
    const end = (): void => {
      clearTimeout(patience);
      world.views.close(view);
    };
  });
}
