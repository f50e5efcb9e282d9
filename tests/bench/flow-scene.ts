import { createDoor, createRegistry, openWorld, readScene, type LocalDoor, type System, type World } from '../../engine/index.ts';

/* Scenes full of graphs, for the figures of flows. */

/** Flows of a world of many. */
export const FLOWS = 10_000;
/** Nodes of a graph of common size. */
export const NODES_OF_ONE = 40;

const WEBSOCKET_CLIENT = 'WebsocketClient';
/** The types that the operations of a graph take in turn, where its wires are its own. */
const OPERATIONS = ['ValueAdd<int>', 'ValueSub<int>', 'ValueMul<int>', 'ValueMin<int>', 'ValueMax<int>'] as const;
/** What stands in such a graph besides its operations. */
const FRAME = 7;

/** Numbers that are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function idOf(which: number): string {
  return `e-${which}`;
}

/**
 * A graph of forty nodes: what a client hears is read as a number, goes through operations and is answered in words.
 * @param own operations, literals and wires of its own; else all graphs differ in their entity and their literals alone
 */
export function graphOf(which: number, own: boolean): { readonly nodes: { readonly [id: string]: object } } {
  const entity = idOf(which),
    chance = numbers(which + 1),
    client = { entity, component: WEBSOCKET_CLIENT };
  const nodes: Record<string, object> = {
    rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: client }, then: { OnReceived: 'go' } },
    go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' } },
    lamp: { type: 'ElementSource<WebsocketClient>', refs: { Source: client } },
    parse: { type: 'Parse_Int', in: { Str: { from: 'rx.Data' } } },
  };
  const operations = NODES_OF_ONE - FRAME;
  const before = (at: number): string => {
    const place = own ? chance(at + 1) - 1 : at - 1;
    return place < 0 ? 'parse.Value' : `n${place}`;
  };
  for (let at = 0; at < operations; at++) {
    const type = OPERATIONS[own ? chance(OPERATIONS.length) : at % OPERATIONS.length] as string;
    const isWired = own ? chance(3) === 0 : at % 3 === 0;
    nodes[`n${at}`] = { type, in: { A: { from: before(at) }, B: isWired ? { from: before(at) } : 1 + chance(100) } };
  }
  nodes['text'] = { type: 'ToString_Int', in: { V: { from: `n${operations - 1}` } } };
  nodes['join'] = { type: 'ConcatenateMultiString', in: { Inputs: [`${entity}: `, { from: 'text' }] } };
  nodes['tx'] = { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'join' } } };
  return { nodes };
}

export function sceneText(entities: readonly object[]): string {
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Flows', entities });
}

/** Opens a world on entities in scene form. */
export function openOn(
  entities: readonly object[],
  systems: readonly System[] = [],
): { readonly world: World; readonly door: LocalDoor; tick(inputs?: Inputs): Stepped } {
  const registry = createRegistry({ systems });
  const world = openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene });
  const door = createDoor(world);
  let real = 0;
  return {
    world,
    door,
    tick: (inputs = []) => {
      real += 16;
      return door.step({ mode: 'tick', real, inputs });
    },
  };
}
type Inputs = Parameters<LocalDoor['step']>[0]['inputs'];
type Stepped = ReturnType<LocalDoor['step']>;
