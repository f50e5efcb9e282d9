import { sceneText } from './scene-plan.ts';

/** How many numbers the panel shows that change in every tick. */
export const GAUGES = 10,
  NEEDLES = 20;
/** The entity that is edited, and the one whose numbers move. */
export const TARGET = 'Target',
  PANEL = 'Panel';

/** A world to be inspected: so many entities with names and places, so many connections to an address, a panel of two hundred moving numbers. */
export function inspectedScene(count: number, connections: number, url: string | null): string {
  const scene = JSON.parse(sceneText(count - connections - 2)) as { entities: object[] };
  const gauges = Object.fromEntries(Array.from({ length: GAUGES }, (_, at) => [at === 0 ? 'Gauge' : `Gauge#${at + 1}`, {}]));
  const clients = Array.from({ length: connections }, (_, at) => ({
    id: `client-${at}`,
    name: `Client ${at}`,
    parent: `group-${Math.floor(at / 100)}`,
    components: { WebsocketClient: url === null ? {} : { URL: url, HandlingUser: { userId: 'host' } } },
  }));
  return JSON.stringify({
    ...scene,
    name: 'Inspected',
    entities: [{ id: 'panel', name: PANEL, components: gauges }, { id: 'target', name: TARGET, components: { FloatValue: {} } }, ...scene.entities, ...clients],
  });
}
