import {
  createRegistry,
  defineSystem,
  openWorld,
  readScene,
  restoreWorld,
  WebsocketClient,
  type Component,
  type Plugin,
  type World,
} from '../../../engine/index.ts';
import { rigOf, type Rig } from '../world-rig.ts';

/** Has every WebsocketClient tell that it has received what an impulse carries, so that graphs can be tried without a peer. */
const BELL: Plugin = {
  systems: [
    defineSystem({
      name: 'bell',
      over: WebsocketClient,
      inputs: {
        impulse: (world, { tag, value }) => {
          if (tag !== 'bell') return 0;
          const store = world.store(WebsocketClient);
          for (const row of store.rows()) world.emit(WebsocketClient, row, 'OnMessage', { data: value as string });
          return store.count;
        },
      },
    }),
  ],
};

export interface FlowRig extends Rig {
  /** Every client hears a text. */
  readonly hear: (text: string) => void;
}

/** @param more components besides those that are built in @param plugin what else the world has */
export function flowRig(entities: readonly object[], more: readonly Component[] = [], plugin: Plugin = {}): FlowRig {
  const registry = createRegistry({ ...plugin, ...BELL, components: more });
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }), { registry });
  return withBell(openWorld({ registry, scene }));
}

/** The same world from a snapshot. */
export function restored(snapshot: string): FlowRig {
  return withBell(restoreWorld(snapshot, createRegistry(BELL)));
}

function withBell(world: World): FlowRig {
  const rig = rigOf(world);
  return { ...rig, hear: (text) => void rig.give({ type: 'impulse', tag: 'bell', value: text }) };
}

/** An entity with a client that is not connected, values to write, and a graph. */
export function flowing(nodes: object, id = 'lamp', flow: object = {}): object {
  return {
    id,
    name: id,
    components: { WebsocketClient: {}, IntValue: {}, FloatValue: {}, StringValue: {}, BoolValue: {}, Flow: { Graph: { nodes }, ...flow } },
  };
}

const field = (component: string, entity: string) => ({ entity, component, field: 'Value' });
/** Nodes that many graphs begin and end with. */
export const rx = (then: string, entity = 'lamp') => ({
  type: 'WebsocketTextMessageReceiver',
  refs: { Client: { entity, component: 'WebsocketClient' } },
  then: { OnReceived: then },
});
export const write = (type: string, value: unknown, then?: string, entity = 'lamp') => ({
  type: `${type === 'string' ? 'Object' : 'Value'}Write<${type}>`,
  refs: { Variable: field({ string: 'StringValue', int: 'IntValue', float: 'FloatValue', bool: 'BoolValue' }[type] ?? '', entity) },
  in: { Value: value },
  ...(then === undefined ? {} : { then: { OnWritten: then } }),
});
export const valueOf = (type: string, entity = 'lamp') => ({
  type: `${type === 'string' ? 'ObjectValueSource' : 'ValueSource'}<${type}>`,
  refs: { Source: field({ string: 'StringValue', int: 'IntValue', float: 'FloatValue', bool: 'BoolValue' }[type] ?? '', entity) },
});
