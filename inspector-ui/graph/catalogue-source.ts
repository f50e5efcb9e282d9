import { Catalogue } from '../graph-model/catalogue.ts';
import type { NodeCatalogue } from '../../server/protocol.ts';

let known: Promise<Catalogue> | undefined;

/** All nodes that there are, asked for once; a failure is tried again by whoever asks next. */
export function catalogue(): Promise<Catalogue> {
  known ??= ask().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

async function ask(): Promise<Catalogue> {
  const answer = await fetch('/api/nodes', { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`The server answered ${answer.status} when it was asked which nodes there are.`);
  const { nodes, types } = (await answer.json()) as NodeCatalogue;
  return new Catalogue(nodes, types);
}
