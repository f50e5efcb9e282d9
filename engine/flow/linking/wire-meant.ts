import type { Json } from '../../schema/field.ts';
import { placeIn, type GraphData } from '../node/graph.ts';

/** What somebody writes for a wire who does not know its form: `"rx.Data"`, `{"From": "rx.Data"}`, `{"node": "rx", "port": "Data"}`. */
export function wireMeant(given: Json, { nodes }: GraphData): string {
  const from =
    typeof given === 'string'
      ? given
      : typeof given === 'object' && given !== null && !Array.isArray(given)
        ? named(given as { readonly [key: string]: Json })
        : undefined;
  return from !== undefined && Object.hasOwn(nodes, placeIn(from).node) ? `; a wire is written ${wire(from)}` : '';
}

/** A wire as it stands in a graph. */
export function wire(from: string): string {
  return JSON.stringify({ from }).replace(':', ': ');
}

function named(given: { readonly [key: string]: Json }): string | undefined {
  const texts = new Map(Object.entries(given).flatMap(([key, value]) => (typeof value === 'string' ? [[key.toLowerCase(), value] as const] : [])));
  const node = texts.get('from') ?? texts.get('node'),
    port = texts.get('port');
  return node === undefined || port === undefined || node.includes('.') ? node : `${node}.${port}`;
}
