import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createDoor, createRegistry, openScene, type LinkEvent, type LocalDoor, type Step } from '../../../engine/index.ts';
import { standing } from '../../../server/doors/paced-copy.ts';
import { Journal } from '../../../server/journal/journal.ts';
import { createLog } from '../../../server/index.ts';
import { tell } from '../clock.ts';
import { PAYLOAD } from '../echo-plan.ts';
import { connect } from './connected.ts';
import { journalOf } from './journalled.ts';

/**
 * A day of a world with a thousand clients, each of which is told something once a minute, as fast as it goes: what its process holds
 * and what its journal takes on the disk after each two hours.
 */
const CLIENTS = 1000,
  HOURS = 24,
  RATE = 10,
  EVERY_SECONDS = 60;
const keep = { bytes: 50e6, milliseconds: 1e10 };
const settings = journalOf('all', keep);
const registry = createRegistry();
const entities = Array.from({ length: CLIENTS }, (_, i) => ({
  id: `client-${i}`,
  components: { WebsocketClient: { URL: `ws://127.0.0.1:4601/${i}`, HandlingUser: { userId: 'host' } } },
}));
const { world } = openScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'A day', tickRate: RATE, entities }), { registry });
const door = createDoor(world);
const journal = new Journal({
  ...settings,
  ...standing(door),
  about: { world: world.id, name: 'bench', epoch: 'bench', tickRate: RATE },
  door,
  scene: () => '',
  log: createLog({ level: 'silent' }),
  note: (_, message) => process.stderr.write(`${message}\n`),
});
await journal.open(() => ({ real: 0, wall: 0 }));
let tick = 0;
const kept = new Proxy(door, {
  get: (target, key) =>
    key === 'step'
      ? (step: Step) => {
          journal.step(tick, step);
          const result = target.step(step);
          ({ tick } = result);
          journal.lived(0.1, step);
          return result;
        }
      : (Reflect.get(target, key) as unknown),
}) as LocalDoor;
const { connections, tick: step } = connect(kept, CLIENTS);

async function onDisk(): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(settings.folder)) bytes += (await stat(join(settings.folder, name)).catch(() => ({ size: 0 }))).size;
  return bytes;
}

const held: number[] = [],
  disk: number[] = [];
let sent = 0;
for (let second = 1; second <= HOURS * 3600; second++) {
  for (let count = 0; count < RATE; count++) {
    const events: LinkEvent[] = [];
    const due = Math.floor((((second - 1) * RATE + count + 1) * CLIENTS) / (EVERY_SECONDS * RATE));
    for (; sent < due; sent++) events.push({ type: 'message', connection: connections[sent % CLIENTS] as number, data: PAYLOAD });
    step(events.length === 0 ? [] : [{ type: 'link', events }]);
  }
  await turn();
  // The disk has as long for a minute as it takes.
  if (second % 60 === 0) await journal.durable();
  if (second % 7200 !== 0) continue;
  globalThis.gc?.();
  globalThis.gc?.();
  held.push(process.memoryUsage().heapUsed + process.memoryUsage().external);
  disk.push(await onDisk());
}
await journal.end();
tell({ held, disk, kept: keep.bytes, messages: sent, last: await onDisk() });
process.exit(0);
