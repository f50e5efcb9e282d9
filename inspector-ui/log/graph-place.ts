import type { LogEntry } from '../../server/protocol.ts';
import type { ShownGraph } from '../session/shown-graph.ts';

/** Where in a line that a Flow has written a node is named: `in the node "tx"`, or of a fault `nodes/tx/in/Data`. */
const NODE = /\bnode "((?:[^"\\]|\\.){1,64})"|\bnodes\/([^/\s:]{1,64})/;

/** The graph that a line of the log is about, with the node that it names; undefined where no Flow wrote it. */
export function graphPlace({ entity, source, message }: LogEntry): ShownGraph | undefined {
  if (entity === null || !/^Flow(?:#\d+)?$/.test(source)) return undefined;
  const [, quoted, path] = NODE.exec(message) ?? [];
  const node = quoted ?? path;
  return { entity, component: source, ...(node === undefined ? {} : { node }) };
}
