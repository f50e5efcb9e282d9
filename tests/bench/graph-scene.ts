/* A graph that does much in each tick, for the figures of those who look at one. */

/** Nodes of the graph, and the wires by which impulses pass them. */
export const NODES = 300;

/** Each tick an impulse goes through all of it: a write follows another, of a sum of what a field holds. */
export function busyGraph(): { readonly [id: string]: object } {
  const nodes: Record<string, object> = { up: { type: 'Update', then: { OnUpdate: 'n0' } } };
  for (let at = 0; at < NODES; at++) {
    const then = at + 1 < NODES ? `n${at + 1}` : undefined;
    nodes[`n${at}`] =
      at % 3 === 0
        ? { type: 'If', in: { Condition: true }, then: then === undefined ? {} : { OnTrue: then } }
        : {
            type: 'ValueWrite<int>',
            refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } },
            in: { Value: at },
            then: then === undefined ? {} : { OnWritten: then },
            at: [at * 10, 0],
          };
  }
  return nodes;
}

/** How far nodes lie from each other in a grid, and how many of them are in one of its rows. */
const ACROSS = 230,
  DOWN = 130;

/** The same of any size, laid out in a grid with as many in a row as there are rows. */
export function gridGraph(size: number): { readonly [id: string]: object } {
  const row = Math.ceil(Math.sqrt(size));
  const nodes: Record<string, object> = { up: { type: 'Update', then: { OnUpdate: 'n0' }, at: [-ACROSS, 0] } };
  for (let at = 0; at < size - 1; at++) {
    const next = at + 1 < size - 1 ? `n${at + 1}` : undefined;
    const place = [(at % row) * ACROSS, Math.floor(at / row) * DOWN];
    nodes[`n${at}`] =
      at % 3 === 0
        ? { type: 'If', in: { Condition: true }, then: next === undefined ? {} : { OnTrue: next }, at: place }
        : {
            type: 'ValueWrite<int>',
            refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } },
            in: { Value: at },
            then: next === undefined ? {} : { OnWritten: next },
            at: place,
          };
  }
  return nodes;
}

export function graphScene(nodes: object): object {
  return {
    format: 'worldwire/scene',
    version: 1,
    name: 'Graph',
    entities: [{ id: 'lamp', name: 'Lamp', components: { IntValue: {}, Flow: { Graph: { nodes } } } }],
  };
}
