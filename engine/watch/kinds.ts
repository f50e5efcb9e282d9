import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { openChanges } from './changes-watch.ts';
import { openClients } from './clients-watch.ts';
import { openCommon } from './common-watch.ts';
import { openEntity } from './entity-watch.ts';
import { openGraph } from './graph-watch.ts';
import { openHistory } from './history-watch.ts';
import { openLog } from './log-watch.ts';
import { openMessages } from './messages-watch.ts';
import { openPorts } from './ports-watch.ts';
import { openPoses } from './poses-watch.ts';
import type { Pool } from './pool.ts';
import { openSendPreview } from './send-preview-watch.ts';
import { openSends } from './sends-watch.ts';
import { openSockets } from './sockets-watch.ts';
import { openStatus } from './status-watch.ts';
import { openTable } from './table-watch.ts';
import { openTrace } from './trace-watch.ts';
import { openTrail } from './trail-watch.ts';
import { openTree } from './tree-watch.ts';
import { openTraffic } from './traffic-watch.ts';
import { openValues } from './values-watch.ts';
import type { Opener, Watch } from './watch.ts';

/** Every kind of view, and what opens it. */
const KINDS: { readonly [K in View['kind']]: Opener<K> } = {
  tree: openTree,
  table: openTable,
  entity: openEntity,
  common: openCommon,
  messages: openMessages,
  clients: openClients,
  sockets: openSockets,
  graph: openGraph,
  ports: openPorts,
  trace: openTrace,
  trail: openTrail,
  poses: openPoses,
  history: openHistory,
  changes: openChanges,
  log: openLog,
  status: openStatus,
  traffic: openTraffic,
  values: openValues,
  sends: openSends,
  sendPreview: openSendPreview,
};

/** Opens a view. Throws a WorldwireError where it asks for what there is not. */
export function openView(world: LiveWorld, what: View, pool: Pool): Watch {
  return (KINDS[what.kind] as Opener<View['kind']>)(world, what as never, pool);
}
