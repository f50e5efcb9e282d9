import { docOf } from '../graph-model/catalogue.ts';
import type { KnownGraph } from '../graph-model/known-graph.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { titleOf } from '../graph-model/ports.ts';
import type { LastImpulse } from './graph-life.ts';

/** What is known of how a graph has run since somebody looks. */
export interface Seen {
  readonly last: ReadonlyMap<string, LastImpulse>;
  /** Nodes that impulses come to again and again just now. */
  readonly firing: ReadonlySet<string>;
  /** How long ago a tick was, in words. */
  readonly ago: (tick: number) => string;
  /** Why nothing of the graph runs; empty where it does. */
  readonly still: string;
}

/** Why a node has not run: how far the last impulse came on the way to it, and where it went instead. Goes back along impulses, the nearest first. */
export function whyNot(known: KnownGraph, id: string, seen: Seen): string {
  if (seen.still !== '') return seen.still;
  const type = known.type(id);
  if (seen.firing.has(id)) return `${name(known, id)} runs: impulses come to it just now.`;
  const own = seen.last.get(id);
  if (own !== undefined) return `${name(known, id)} ran last ${seen.ago(own.tick)}${own.exit === null ? ', and ended there' : `, and went on at ${own.exit}`}.`;
  if (type !== undefined && type.entrances.length === 0 && type.exits.length === 0 && type.triggers !== true) return ofValue(known, id, seen);
  const into = (node: string) => known.around(node).filter((wire) => wire.kind === 'impulse' && wire.to.node === node);
  if (into(id).length === 0)
    return type?.triggers === true || type?.called === true || type?.ticks === true
      ? `Nothing has set ${name(known, id)} off since one looks: ${docOf(type)}`
      : `No impulse leads to ${name(known, id)}: nothing is wired to its arrow.`;
  const visited = new Set([id]);
  let row = [id];
  const starts: string[] = [];
  while (row.length > 0) {
    const next: string[] = [];
    for (const node of row)
      for (const wire of into(node)) {
        const from = wire.from.node;
        if (visited.has(from)) continue;
        visited.add(from);
        next.push(from);
        const last = seen.last.get(from);
        const exit = wire.from.port.replace(/\.[0-9]+$/, '');
        if (seen.firing.has(from)) {
          const leads = node === id ? 'here' : `on to ${name(known, node)}`;
          return `Impulses come to ${name(known, from)} just now, and do not leave it by ${exit}, which leads ${leads}.`;
        }
        if (last === undefined) continue;
        const went =
          last.exit === null
            ? `and ended there, without leaving it by ${exit}`
            : last.exit === exit
              ? `and left it by ${exit}`
              : `and went on at ${last.exit}, not at ${exit}`;
        return `The last impulse on the way here came to ${name(known, from)} ${seen.ago(last.tick)}, ${went}.`;
      }
    if (next.length === 0) starts.push(...row);
    row = next;
  }
  const begins = [...new Set(starts.filter((start) => start !== id))].slice(0, 3).map((start) => name(known, start));
  const where = begins.length === 0 ? '' : ` It would begin at ${begins.join(' or ')}, which nothing has set off.`;
  return `No impulse has come to any node before it since one looks.${where}`;
}

/** A value is there when it is needed: it waits for whatever needs it. */
function ofValue(known: KnownGraph, id: string, seen: Seen): string {
  const visited = new Set([id]);
  let row = [id];
  while (row.length > 0) {
    const next: string[] = [];
    for (const node of row)
      for (const { kind, from, to } of known.around(node)) {
        if (kind !== 'data' || from.node !== node || visited.has(to.node)) continue;
        visited.add(to.node);
        const type = known.type(to.node);
        if ((type?.entrances.length ?? 0) > 0 || type?.ticks === true)
          return `${name(known, id)} gives its value when ${name(known, to.node)} runs. ${whyNot(known, to.node, seen)}`;
        next.push(to.node);
      }
    row = next;
  }
  return `Nothing that runs needs the value of ${name(known, id)}.`;
}

function name(known: KnownGraph, id: string): string {
  const node = known.node(id);
  return node === undefined ? id : plainSigns(`${titleOf(node, known.catalogue)} (${id})`);
}
