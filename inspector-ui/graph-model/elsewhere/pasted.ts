import type { Catalogue } from '../catalogue.ts';
import { COMMENT, type GraphData } from '../graph.ts';
import { freshId } from '../ids.ts';
import { LARGEST_TEXT, parseText, readGraph } from '../reading.ts';
import type { FromElsewhere } from './imported.ts';
import { isProtoGraph, readProtoGraph } from './protograph.ts';
import { isWebEditor, readWebEditor } from './web-editor.ts';

/** A graph from elsewhere with a comment that lists what was not known, so that nobody has to remember it. */
export function withNotes({ graph, unknown }: FromElsewhere): GraphData {
  if (unknown.length === 0) return graph;
  const text = ['Not known here:', ...unknown.map(({ what, where, why }) => `${what} (${where}): ${why}`)].join('\n');
  return { nodes: { ...graph.nodes, [freshId(graph, COMMENT)]: { type: COMMENT, text } } };
}

/** The graph in a text that somebody pastes: ours, a module of ProtoGraph, or a file of the ProtoFlux web editor; undefined where there is none. */
export function readPasted(text: string, catalogue: Catalogue): FromElsewhere | undefined {
  if (text.length > LARGEST_TEXT) return undefined;
  const value = parseText(text);
  if (value === undefined) return isProtoGraph(text) ? readProtoGraph(text, catalogue) : undefined;
  if (isWebEditor(value)) return readWebEditor(value, catalogue);
  const graph = readGraph(value);
  return graph === undefined ? undefined : { graph, unknown: [] };
}
