import { tell } from '../controls/notices.ts';
import type { Catalogue } from '../graph-model/catalogue.ts';
import type { GraphData } from '../graph-model/graph.ts';

/** What is told of by name. */
const MOST_NAMED = 4;

/** The graph in a text of ProtoGraph or of the ProtoFlux web editor; what is not known here is said, and stands in a comment. Comes when such a text does. */
export async function graphFromElsewhere(text: string, catalogue: Catalogue): Promise<GraphData | undefined> {
  const { readPasted, withNotes } = await import('../graph-model/elsewhere/pasted.ts');
  const found = readPasted(text, catalogue);
  if (found === undefined) return undefined;
  const { unknown } = found;
  if (unknown.length > 0) {
    const named = [...new Set(unknown.map(({ what }) => what))];
    const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
    tell(`Not known here: ${named.slice(0, MOST_NAMED).join(', ')}${more}. A comment lists it.`, true);
  }
  return withNotes(found);
}
