import { createDoor, createRegistry, openScene, type LinkEvent, type LocalDoor, type Step } from '../../../engine/index.ts';
import { openLocal } from '../../../server/doors/open-local.ts';
import { standing } from '../../../server/doors/paced-copy.ts';
import { createLog } from '../../../server/index.ts';
import { Journal } from '../../../server/journal/journal.ts';
import { takeUpLife } from '../../../server/journal/take-up-life.ts';
import { tell } from '../clock.ts';
import { PAYLOAD } from '../echo-plan.ts';
import { sceneText } from '../scene-plan.ts';
import { connect } from './connected.ts';
import { journalOf } from './journalled.ts';

/**
 * Milliseconds in which a world of a hundred thousand entities is taken up from its journal, behind which lie sixty seconds with a thousand messages in each;
 * beside those in which its scene is loaded and given the same steps from memory.
 */
const CLIENTS = 100,
  SECONDS = 60,
  RATE = 60,
  PER_SECOND = 1000;
const registry = createRegistry();
const scene = JSON.parse(sceneText(100_000)) as { entities: object[] };
for (let i = 0; i < CLIENTS; i++)
  scene.entities.push({ id: `client-${i}`, components: { WebsocketClient: { URL: `ws://127.0.0.1:4601/${i}`, HandlingUser: { userId: 'host' } } } });
const text = JSON.stringify(scene);

const steps: Step[] = [];
const settings = journalOf('all');
const { world } = openScene(text, { registry });
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
          steps.push(step);
          journal.step(tick, step);
          const result = target.step(step);
          ({ tick } = result);
          return result;
        }
      : (Reflect.get(target, key) as unknown),
}) as LocalDoor;
const { connections, tick: step } = connect(kept, CLIENTS);
let sent = 0;
for (let count = 0; count < SECONDS * RATE; count++) {
  const events: LinkEvent[] = [];
  for (; sent < ((count + 1) * PER_SECOND) / RATE; sent++) events.push({ type: 'message', connection: connections[sent % CLIENTS] as number, data: PAYLOAD });
  step([{ type: 'link', events }]);
  // The disk is given its turns, as it has them between the ticks of a world.
  if (count % 60 === 0) await journal.durable();
}
await journal.durable();
const { hash } = await door.ask({ ask: 'hash' });
await journal.end();

const [byHand, takenUp]: [number[], number[]] = [[], []];
for (let round = 0; round < 3; round++) {
  globalThis.gc?.();
  let begun = performance.now();
  const again = createDoor(openScene(text, { registry }).world);
  for (const each of steps) again.step(each);
  byHand.push(performance.now() - begun);
  globalThis.gc?.();
  begun = performance.now();
  const life = await takeUpLife(settings.folder, (snapshot) => openLocal({ snapshot }, registry));
  takenUp.push(performance.now() - begun);
  const came = await life?.world.door.ask({ ask: 'hash' });
  if (came?.hash !== hash || life?.missing.length !== 0) throw new Error(`it came to ${came?.hash} and not ${hash}: ${life?.missing.join()}`);
  await life.world.door.end();
}
tell({ ours: Math.min(...takenUp), baseline: Math.min(...byHand), messages: sent });
process.exit(0);
