/** Edits of any kind, drawn by numbers, of a graph as somebody sees it. */
import type { Json } from '../../../engine/index.ts';
import { connect } from '../../../inspector-ui/graph-model/connecting.ts';
import { copyText, duplicateNodes, pasteGraph } from '../../../inspector-ui/graph-model/copying.ts';
import { detachNodes } from '../../../inspector-ui/graph-model/detaching.ts';
import { disconnect } from '../../../inspector-ui/graph-model/disconnecting.ts';
import { addComment, addFrame, dissolveFrame, putInFrame } from '../../../inspector-ui/graph-model/frames.ts';
import { moveInList, setLiteral, setRef } from '../../../inspector-ui/graph-model/giving.ts';
import { FRAME, type GraphData, type GraphEdit } from '../../../inspector-ui/graph-model/graph.ts';
import { addIntoWire, addRelay, insertIntoWire } from '../../../inspector-ui/graph-model/inserting.ts';
import { kindredOf } from '../../../inspector-ui/graph-model/kindred.ts';
import type { KnownGraph } from '../../../inspector-ui/graph-model/known-graph.ts';
import { addNode, changeGeneric, changeLook, removeNodes, renameNode } from '../../../inspector-ui/graph-model/nodes.ts';
import { moveNodes } from '../../../inspector-ui/graph-model/placing.ts';
import { portRows } from '../../../inspector-ui/graph-model/ports.ts';
import { parseText, readGraph } from '../../../inspector-ui/graph-model/reading.ts';
import { swapNode } from '../../../inspector-ui/graph-model/swapping.ts';
import { Dice } from '../flow/any-graph.ts';

const USUAL = (
  'If Sequence ValueAdd<int> ConcatenateMultiString ValueWrite<int> StoredValue<int> CallInput ImpulseDemultiplexer ValueObjectInput<string> ' +
  'ValueInput<int> ValueAddMulti<float> ObjectMultiplex<string> For ValueAdd DynamicImpulseTrigger ImpulseMultiplexer ValueInput<bool>'
).split(' ');
const LITERALS: readonly Json[] = [1, 2.5, -1, true, false, 'text', '', null, [1, 2, 3], { a: 1 }];

/** An edit of a graph; undefined where there is nothing of what it would be done to. */
export function anyEdit(known: KnownGraph, seed: number): GraphEdit | undefined {
  const dice = new Dice(seed);
  const ids = Object.keys(known.graph.nodes);
  const one = <T>(of: readonly T[]): T | undefined => (of.length === 0 ? undefined : dice.one(of));
  const id = one(ids);
  const some = [...new Set(Array.from({ length: 1 + dice.below(3) }, () => one(ids) ?? ''))].filter((each) => each !== '');
  const portOf = (node: string | undefined) => {
    const data = node === undefined ? undefined : known.node(node);
    const row = data === undefined ? undefined : one(portRows(data, known.type(node as string), undefined));
    return row === undefined ? undefined : { node: node as string, part: row.part, port: row.port };
  };
  const wire = one(known.wires);
  const place = [dice.below(1000), dice.below(1000)];
  const type = dice.once(3) ? dice.one(known.catalogue.nodes).name : dice.one(USUAL);
  const boxes = Object.fromEntries(some.map((each, at) => [each, { x: at * 200, y: 0, width: 150, height: 60 }]));
  const done = (edit: GraphEdit | { readonly refused: string } | undefined): GraphEdit | undefined =>
    edit === undefined || 'refused' in edit ? undefined : edit;
  const from = portOf(one(ids));
  const of = one(known.catalogue.get(known.node(id ?? '')?.type ?? '')?.generic ?? []);
  if (id === undefined) return addNode(known, { type, at: place });
  switch (dice.below(22)) {
    case 0:
    case 1:
    case 2:
      return addNode(known, { type, at: place, ...(from === undefined || dice.once(3) ? {} : { from }) });
    case 3:
      return removeNodes(known, some);
    case 4:
    case 5:
    case 6:
    case 7: {
      const to = portOf(one(ids));
      return from === undefined || to === undefined ? undefined : done(connect(known, from, to));
    }
    case 8:
      return wire === undefined ? undefined : disconnect(known, dice.once(2) ? [wire] : known.around(wire.from.node));
    case 9:
      return from?.part === 'in' ? setLiteral(known, from, dice.once(4) ? undefined : dice.one(LITERALS)) : undefined;
    case 10:
      return from?.part === 'refs' ? setRef(known, from.node, from.port, dice.one<Json | undefined>([{ entity: 'a' }, 'tag', undefined, 1])) : undefined;
    case 11:
      return of === undefined ? undefined : changeGeneric(known, id, of);
    case 12:
      return moveNodes(known, Object.fromEntries(some.map((each) => [each, place])));
    case 13:
      return duplicateNodes(known, some, { wires: dice.once(2), by: [20, 20] });
    case 14: {
      const read = readGraph(parseText(copyText(known.graph, some)) as Json) as GraphData;
      return pasteGraph(known, read, place);
    }
    case 15:
      return detachNodes(known, some);
    case 16:
      return wire === undefined
        ? undefined
        : done(dice.once(2) ? insertIntoWire(known, id, wire) : dice.once(2) ? addRelay(known, wire, place) : addIntoWire(known, { type }, wire));
    case 17: {
      const other = one(kindredOf(known, id));
      return other === undefined ? undefined : swapNode(known, id, other.type.name);
    }
    case 18:
      return dice.once(3) ? addComment(known, 'note', place, [200, 80]) : addFrame(known, boxes, { title: 'Frame', ...(dice.once(2) ? { closed: true } : {}) });
    case 19: {
      const frame = one(ids.filter((each) => known.node(each)?.type === FRAME));
      return frame === undefined ? undefined : dice.once(2) ? dissolveFrame(known, frame) : putInFrame(known, some, dice.once(3) ? undefined : frame);
    }
    case 20:
      return dice.once(2)
        ? renameNode(known, id, dice.one(['x', 'hits', 'a.b/c', '']))
        : changeLook(known, id, { title: dice.one(['T', undefined]), color: '#ff8800' });
    default:
      return from === undefined ? undefined : moveInList(known, from, dice.below(4));
  }
}
