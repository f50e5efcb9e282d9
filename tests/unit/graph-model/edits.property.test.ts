import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyText, pasteGraph } from '../../../inspector-ui/graph-model/copying.ts';
import type { GraphData } from '../../../inspector-ui/graph-model/graph.ts';
import { KnownGraph } from '../../../inspector-ui/graph-model/known-graph.ts';
import { withInside } from '../../../inspector-ui/graph-model/placing.ts';
import { parseText, readGraph } from '../../../inspector-ui/graph-model/reading.ts';
import type { Author, Json } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { anyGraph } from '../flow/any-graph.ts';
import { ANNA, BEN } from '../world-rig.ts';
import { anyEdit } from './any-edit.ts';
import { CATALOGUE, GraphRig } from './rig.ts';

const seed = fc.integer({ min: 1, max: 2 ** 31 });

/** A graph of lists, in which places move under those who mean them. */
const LISTS = {
  one: { type: 'ValueObjectInput<string>' },
  two: { type: 'ValueObjectInput<string>' },
  join: { type: 'ConcatenateMultiString', in: { Inputs: ['a', { from: 'one' }, 'b', { from: 'two' }, 'c'] } },
  other: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 'two' }, 'd', { from: 'join' }] } },
  seq: { type: 'Sequence', then: { Calls: ['if', 'if2', 'seq2'] } },
  seq2: { type: 'Sequence', then: { Calls: ['if2', 'if'] } },
  if: { type: 'If', then: {} },
  if2: { type: 'If', then: {} },
};
/** A graph that somebody has written by hand, without the parts that the editor would give its nodes; lists where it has no form, or no patch leads there. */
function opened(number: number): GraphRig {
  const graph = number % 3 === 0 ? {} : anyGraph(number);
  try {
    return /"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(graph)) || number % 3 === 0 ? new GraphRig(LISTS) : new GraphRig(graph);
  } catch {
    return new GraphRig(LISTS);
  }
}

test('whatever is edited in whatever graph, the world takes it, and undo gives back the very same text, and redo what there was', () => {
  let edits = 0;
  fc.assert(
    fc.property(seed, fc.array(seed, { minLength: 1, maxLength: 15 }), (first, numbers) => {
      const rig = opened(first);
      for (const number of numbers) {
        const edit = anyEdit(rig.known, number);
        if (edit === undefined || edit.patch.length === 0) continue;
        const before = rig.text;
        rig.edited(edit);
        if (rig.text === before) continue;
        edits++;
        const after = rig.text;
        expect(rig.undo()).toMatchObject({ ok: true });
        expect(rig.text).toBe(before);
        expect(rig.rig.give({ type: 'redo' }, ANNA)).toMatchObject({ ok: true });
        expect(JSON.parse(rig.text)).toEqual(JSON.parse(after));
      }
    }),
    samples(1000),
  );
  expect(edits).toBeGreaterThan(100);
});

/** Each thing that a graph says, by its place: of lists how often each member is in them. */
function placesOf({ nodes }: GraphData): Map<string, string | number> {
  const places = new Map<string, string | number>();
  for (const [id, node] of Object.entries(nodes)) {
    places.set(id, 'here');
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'in' && key !== 'then' && key !== 'refs') {
        places.set(`${id} ${key}`, JSON.stringify(value));
        continue;
      }
      const isList = (port: string): boolean => key === 'then' || (key === 'in' && CATALOGUE.of(node)?.inputs.find(({ name }) => name === port)?.list === true);
      for (const [port, given] of Object.entries(value as object) as [string, Json][])
        if (Array.isArray(given) && isList(port))
          for (const each of given as readonly Json[]) {
            const place = `${id} ${key} ${port}#${JSON.stringify(each)}`;
            places.set(place, Number(places.get(place) ?? 0) + 1);
          }
        else places.set(`${id} ${key} ${port}`, JSON.stringify(given));
    }
  }
  return places;
}
function changesOf(before: Map<string, string | number>, after: Map<string, string | number>): Set<string> {
  return new Set([...before.keys(), ...after.keys()].filter((place) => before.get(place) !== after.get(place)));
}

const action = fc.record({
  who: fc.constantFrom<Author>(ANNA, BEN),
  does: fc.constantFrom('edit', 'edit', 'edit', 'edit', 'undo', 'redo'),
  number: seed,
  behind: fc.nat(3),
});

test('two people edit one graph at once, each as they last saw it, and undo and redo: nobody loses what the other has made', () => {
  let done = 0,
    refused = 0,
    undone = 0;
  fc.assert(
    fc.property(seed, fc.array(action, { minLength: 5, maxLength: 30 }), (first, actions) => {
      const rig = opened(first);
      const seen: GraphData[] = [rig.graph];
      const setBy = new Map<string, { readonly by: string; readonly value: string | number | undefined; readonly isMore: boolean }>();
      for (const { who, does, number, behind } of actions) {
        const before = placesOf(rig.graph);
        if (does === 'edit') {
          const stale = seen[Math.max(0, seen.length - 1 - behind)] as GraphData;
          const edit = anyEdit(new KnownGraph(stale, CATALOGUE), number);
          if (edit === undefined || edit.patch.length === 0) continue;
          const text = rig.text;
          if (!rig.apply(edit, who).ok) {
            refused++;
            expect(rig.text).toBe(text);
            continue;
          }
          done++;
          // What it was to do, as whoever did it saw the graph.
          const alone = new GraphRig(stale.nodes).edited(edit);
          const meant = changesOf(placesOf(stale), placesOf(alone.graph));
          const after = placesOf(rig.graph);
          for (const place of changesOf(before, after)) {
            const [id = ''] = place.split(' ');
            if (!meant.has(place) && !(after.get(id) === undefined && meant.has(id))) throw new Error(`${place} was changed, and nobody meant that`);
            setBy.set(place, { by: who.userId, value: after.get(place), isMore: Number(after.get(place) ?? 0) > Number(before.get(place) ?? 0) });
          }
          seen.push(rig.graph);
          continue;
        }
        const answer = rig.rig.give({ type: does as 'undo' | 'redo' }, who);
        if (answer.ok) undone++;
        const after = placesOf(rig.graph);
        for (const [place, { by, value, isMore }] of setBy) {
          if (by === who.userId || before.get(place) !== value) continue;
          // Of members that are alike nobody can tell whose is whose; no fewer of them may be there.
          if (place.includes('#')) expect(isMore && Number(after.get(place) ?? 0) < Number(value ?? 0) ? place : '').toBe('');
          else expect([place, after.get(place)]).toEqual([place, value]);
        }
        // Who takes back what they did wants it no longer.
        for (const place of changesOf(before, after)) if (setBy.get(place)?.by === who.userId) setBy.delete(place);
        seen.push(rig.graph);
      }
    }),
    samples(1000),
  );
  expect(done).toBeGreaterThan(200);
  expect(undone).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(5);
});

test('what is copied and pasted elsewhere is the same graph up to its ids', () => {
  let wires = 0;
  fc.assert(
    fc.property(seed, fc.array(seed, { maxLength: 25 }), seed, (first, numbers, other) => {
      const rig = opened(first);
      for (const number of numbers) {
        const edit = anyEdit(rig.known, number);
        if (edit !== undefined && edit.patch.length > 0) rig.edited(edit);
      }
      const all = Object.keys(rig.graph.nodes);
      const inside = new Set(
        withInside(
          rig.graph,
          all.filter((_, at) => (other >> (at % 29)) % 4 !== 0),
        ),
      );
      const ids = all.filter((id) => inside.has(id));
      const read = readGraph(parseText(copyText(rig.graph, ids)) as Json);
      if (ids.length === 0) return;
      const target = opened(other);
      const edit = pasteGraph(target.known, read as GraphData);
      target.edited(edit);
      const pasted = shape(target.graph, edit.select as readonly string[]);
      expect(pasted).toEqual(shape(rig.graph, ids));
      wires += JSON.stringify(pasted).split('"#').length - 1;
    }),
    samples(500),
  );
  expect(wires).toBeGreaterThan(20);
});

/** Nodes in their order, each other node named by its place among them; what leads elsewhere is left out. */
function shape({ nodes }: GraphData, ids: readonly string[]): unknown {
  const name = (text: string): string | undefined => {
    const [id = '', ...port] = text.split('.');
    return ids.includes(id) ? [`#${ids.indexOf(id)}`, ...port].join('.') : undefined;
  };
  const kept = (value: Json, key: string, part: string): Json | undefined => {
    if (typeof value === 'string') return part === 'then' || key === 'from' || (key === 'node' && part === 'refs') || part === 'frame' ? name(value) : value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => kept(each, key, part)).filter((each) => each !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([each, held]): [string, Json][] => {
      const next = kept(held as Json, each, part === '' ? each : part);
      return next === undefined ? [] : [[each, next]];
    });
    const lost = Object.keys(value).some((each) => (each === 'from' || (each === 'node' && part === 'refs')) && !entries.some(([left]) => left === each));
    return lost ? undefined : Object.fromEntries(entries);
  };
  return ids.map((id) => kept(nodes[id] as unknown as Json, '', ''));
}
