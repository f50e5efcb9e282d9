import { quote } from './faults.ts';
import { FRAME, type GraphData } from '../node/graph.ts';
import { own } from './own.ts';
import { readType } from '../node/type-of.ts';

/** How many frames in each other are looked through for one that is in itself. */
const DEEPEST = 100;

/** What is wrong with the frame that a node names; undefined where nothing is. A graph runs all the same, since frames are for those who look at it. */
export function frameHint(id: string, { nodes }: GraphData): { readonly expected: string; readonly message: string } | undefined {
  const frame = own(nodes, id)?.frame;
  if (frame === undefined) return undefined;
  const found = own(nodes, frame);
  const wrong = (message: string) => ({ expected: 'the id of a Frame', message });
  if (found === undefined) return wrong(`names the frame ${quote(frame)}, and no node has this id`);
  if (readType(found.type).name !== FRAME) return wrong(`names the frame ${quote(frame)}, which is a ${quote(found.type)} and no Frame`);
  let at: string | undefined = frame;
  for (let depth = 0; at !== undefined && depth < DEEPEST; depth++) {
    if (at === id) return wrong(`names the frame ${quote(frame)}, which is in this one itself`);
    at = own(nodes, at)?.frame;
  }
  return undefined;
}
