import Type from 'typebox';
import { defineComponent } from '../schema/component.ts';
import { counter, json, string, type Json } from '../schema/field.ts';
import { byName } from '../schema/by-name.ts';
import { MOST_COUNT } from '../world/form.ts';
import { adviceOn } from './linking/advice.ts';
import { drivenBy } from './node/driven-by.ts';
import { explainGraph } from './linking/explain.ts';
import { GRAPH_SCHEMA, LONGEST_ID, mapEntities, mapRefs, type GraphData } from './node/graph.ts';
import { LIBRARY } from './nodes.ts';
import { pointersOf } from './linking/pointers.ts';

const STATUS = 'Status';

/** A graph of nodes that a scene holds, and that acts in its world. */
export const Flow = defineComponent('Flow', {
  doc: 'A graph of nodes that acts in its world: it hears what connections receive, computes, writes, waits and sends.',
  category: 'Flow',
  disabled: 'Nothing of it runs, and what waits in it stands still until it is enabled and active again.',
  fields: {
    Graph: json<GraphData & { readonly [key: string]: Json }>(GRAPH_SCHEMA, 'a graph: {"nodes": {"id": {"type": "NodeName", …}, …}}', {
      default: { nodes: {} },
      doc: 'Its nodes by their ids, each with the wires that end in it; docs/flows.md tells their form. A graph with a fault does not run.',
      references: (graph, map) => mapEntities(graph, map) as typeof graph,
      pointers: (graph) => pointersOf(graph, LIBRARY),
      explain: explainGraph,
      parts: 'nodes',
      drives: drivenBy,
    }),
    Values: json<{ readonly [node: string]: Json }>(byName(Type.Unknown(), LONGEST_ID), 'values by the ids of nodes', {
      default: {},
      readOnly: true,
      category: STATUS,
      doc: 'What its stores hold that are kept with the scene (DataModelValueFieldStore and its like), by the ids of their nodes.',
      references: (values, map) => (mapRefs(values, map) ?? values) as typeof values,
    }),
    LastError: string({
      readOnly: true,
      saved: false,
      category: STATUS,
      doc:
        'What is wrong in the graph, so that it does not run; or what ended one of its chains, or failed in one of its nodes, last. Empty where nothing is ' +
        'wrong.',
    }),
    Waiting: counter({ category: STATUS, doc: 'Chains that wait in it.' }),
  },
  commands: {
    Call: {
      doc: 'Sets off the impulse of a CallInput or an AsyncCallInput, for whoever gives the command. It runs in the turn of the Flow.',
      args: Type.Object({ Node: Type.String({ maxLength: LONGEST_ID, description: 'The id of the node.' }) }, { additionalProperties: false }),
    },
    Impulse: {
      doc:
        'Sets off one impulse that comes to a node, for whoever gives the command, as a chain that can wait, with nothing in the outputs of other nodes. ' +
        'It runs in the turn of the Flow.',
      args: Type.Object(
        {
          Node: Type.String({ maxLength: LONGEST_ID, description: 'The id of the node.' }),
          Port: Type.Optional(Type.String({ maxLength: 100, description: 'Its impulse input, where that is not the node itself: `Reset`, `Operations.2`.' })),
        },
        { additionalProperties: false },
      ),
    },
    Cancel: {
      doc: 'Ends a chain that waits, where it stands.',
      args: Type.Object(
        { Chain: Type.Integer({ minimum: 1, maximum: MOST_COUNT, description: 'Its number, as the view `graph` tells it.' }) },
        { additionalProperties: false },
      ),
    },
  },
  advise: ({ Graph: graph }, types) => (graph === undefined ? [] : adviceOn(graph as GraphData, LIBRARY, types)),
});
