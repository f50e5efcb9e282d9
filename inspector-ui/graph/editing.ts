import { copyText as toClipboard, fromClipboard } from '../controls/clipboard.ts';
import { tell } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { freshId } from '../session/asks.ts';
import { connect, isRefused, type PortAt, type Refused } from '../graph-model/connecting.ts';
import { copyText, duplicateNodes, pasteGraph } from '../graph-model/copying.ts';
import { detachNodes } from '../graph-model/detaching.ts';
import { disconnect } from '../graph-model/disconnecting.ts';
import { Draft } from '../graph-model/draft.ts';
import { setLiteral, setRef } from '../graph-model/giving.ts';
import { addComment, addFrame, dissolveFrame } from '../graph-model/frames.ts';
import { COMMENT, FRAME, type GraphEdit } from '../graph-model/graph.ts';
import { addIntoWire, addRelay, insertIntoWire } from '../graph-model/inserting.ts';
import type { Wire } from '../graph-model/wires.ts';
import type { KnownGraph } from '../graph-model/known-graph.ts';
import { addNode, changeGeneric, changeLook, removeNodes, renameNode, type Look } from '../graph-model/nodes.ts';
import { editOf } from '../graph-model/patching.ts';
import { alignNodes, distributeNodes, moveNodes, withInside, type Edge } from '../graph-model/placing.ts';
import type { PortPart } from '../graph-model/ports.ts';
import { parseText, readGraph } from '../graph-model/reading.ts';
import { reconnect } from '../graph-model/reconnecting.ts';
import { graphFromElsewhere } from './from-elsewhere.ts';
import { swapNode } from '../graph-model/swapping.ts';
import type { Drawing, PortAt as PortKeyAt } from './drawing.ts';
import { holds, placeOf, type Point } from './geometry.ts';
import type { GivenChange } from './graph-node.ts';

/** How far a duplicate lies from what it was made of. */
const BESIDE = 33;

/** A port that the page names by its key, as edits name it. */
export function portAt({ node, key }: PortKeyAt): PortAt {
  const at = key.indexOf(':');
  return { node, part: key.slice(0, at) as PortPart, port: key.slice(at + 1) };
}

/** A port as edits name it; of a closed frame that of the node inside. */
function inner(drawing: Drawing, at: PortKeyAt): PortAt {
  const port = portAt(at);
  if (drawing.scene.shapes.get(at.node)?.kind !== 'closed') return port;
  const dot = port.port.indexOf('.');
  return { node: port.port.slice(0, dot), part: port.part, port: port.port.slice(dot + 1) };
}

/** All that can be done to a graph here, each as one edit; whether it was taken. */
export class Editing {
  readonly #drawing: Drawing;
  /** Joins the steps of a drag into one of undo. */
  #group: string | undefined;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  get #known(): KnownGraph {
    return this.#drawing.known;
  }
  get #selected(): readonly string[] {
    return [...this.#drawing.selection.value];
  }
  #make(edit: GraphEdit | Refused, group?: string): Promise<boolean> {
    if (isRefused(edit)) {
      tell(edit.refused, true);
      return Promise.resolve(false);
    }
    return this.#drawing.make(edit, group);
  }

  /* Nodes */

  /** Adds a node, and joins it to the port that a wire was dragged from. */
  async add(type: string, at: Point, from?: PortKeyAt): Promise<string | undefined> {
    const frame = this.#frameAt(at);
    const edit = addNode(this.#known, {
      type,
      at: [at.x, at.y],
      ...(frame === undefined ? {} : { frame }),
      ...(from === undefined ? {} : { from: inner(this.#drawing, from) }),
    });
    return (await this.#make(edit)) ? edit.id : undefined;
  }
  async addIntoWire(type: string, at: Point, key: string): Promise<string | undefined> {
    const wire = this.#drawing.scene.wires.get(key)?.wire;
    if (wire === undefined) return this.add(type, at);
    const edit = addIntoWire(this.#known, { type, at: [at.x, at.y] }, wire);
    return (await this.#make(edit)) && !isRefused(edit) ? edit.id : undefined;
  }
  /** Removes what is selected. */
  remove(): Promise<boolean> {
    const { wire, scene } = this.#drawing;
    const chosen = wire.value === null ? undefined : scene.wires.get(wire.value)?.wire;
    if (chosen !== undefined) {
      wire.value = null;
      return this.#make(disconnect(this.#known, [chosen]));
    }
    return this.#selected.length === 0 ? Promise.resolve(false) : this.#make(removeNodes(this.#known, this.#selected));
  }
  duplicate(wires: boolean): Promise<boolean> {
    return this.#make(duplicateNodes(this.#known, this.#selected, { wires, by: [BESIDE, BESIDE] }));
  }
  detach(): Promise<boolean> {
    return this.#make(detachNodes(this.#known, this.#selected));
  }
  swap(id: string, type: string): Promise<boolean> {
    return this.#make(swapNode(this.#known, id, type));
  }
  changeGeneric(id: string, of: string): Promise<boolean> {
    return this.#make(changeGeneric(this.#known, id, of));
  }
  look(id: string, look: { readonly [K in keyof Look]?: Look[K] | undefined }, group?: string): Promise<boolean> {
    return this.#make(changeLook(this.#known, id, look), group);
  }
  rename(id: string, wanted: string): Promise<boolean> {
    return this.#make(renameNode(this.#known, id, wanted));
  }
  async comment(text: string, at: Point): Promise<string | undefined> {
    const edit = addComment(this.#known, text, [at.x, at.y]);
    return (await this.#make(edit)) ? edit.id : undefined;
  }
  /** Draws a frame around what is selected; closed, it is one card. */
  frame(closed = false): Promise<boolean> {
    return this.#selected.length === 0 ? Promise.resolve(false) : this.#make(addFrame(this.#known, this.#boxes(), closed ? { closed, title: 'Subgraph' } : {}));
  }
  dissolve(id: string): Promise<boolean> {
    return this.#make(dissolveFrame(this.#known, id));
  }
  #frameAt(at: Point): string | undefined {
    let found: string | undefined;
    for (const [id, shape] of this.#drawing.scene.shapes)
      if (shape.kind === 'frame' && holds({ ...this.#drawing.scene.at(id), w: shape.w, h: shape.h }, at)) found = id;
    return found;
  }

  /* Places */

  /** Where nodes are while they are dragged: the others see them move, and all of it is one step of undo. */
  moving(): void {
    this.#group ??= freshId();
    void this.#make(this.#moved(), this.#group);
  }
  async moved(at: Point): Promise<void> {
    const { scene, store, selection } = this.#drawing;
    const group = this.#group;
    this.#group = undefined;
    const [only] = selection.value.size === 1 ? this.#selected : [];
    // A node without wires that is dropped on one is put into it.
    const isFree =
      only !== undefined && scene.wiresTouching(only).size === 0 && store.nodes.get(only)?.type !== FRAME && store.nodes.get(only)?.type !== COMMENT;
    const key = isFree ? this.#wireUnder(only, at) : undefined;
    const wire = key === undefined ? undefined : scene.wires.get(key)?.wire;
    const edit = this.#framed();
    const joined = group ?? (wire === undefined ? undefined : freshId());
    const held = scene.heldOf(withInside(store.data, this.#selected));
    const isDone = edit.patch.length === 0 || (await this.#make(edit, joined));
    void this.#lay(held, isDone);
    if (isDone && wire !== undefined && only !== undefined) await this.#make(insertIntoWire(this.#known, only, wire), joined);
  }
  /** Lets go of what was dragged: once it is seen where it was dragged to, else where the graph has it. */
  async #lay(held: ReadonlyMap<string, Point>, isMoved: boolean): Promise<void> {
    const { scene, store, lens } = this.#drawing;
    const isThere = ([id, { x, y }]: readonly [string, Point]): boolean => {
      const node = store.nodes.get(id),
        at = node === undefined ? undefined : placeOf(node);
      return node === undefined || (at?.x === Math.round(x) && at.y === Math.round(y));
    };
    if (isMoved) await this.#drawing.shown(() => [...held].every(isThere));
    scene.letGo(held);
    lens?.place(held.keys());
  }
  #wireUnder(id: string, at: Point): string | undefined {
    const { scene } = this.#drawing;
    const box = scene.boxOf(id);
    const near = (fits?: (wire: Wire) => boolean): string | undefined =>
      scene.wireAt(at, 10, fits) ?? (box === undefined ? undefined : scene.wireAt({ x: box.x + box.w / 2, y: box.y + box.h / 2 }, 14, fits));
    // Of wires that lie close the one that can take it is meant; where none can, the nearest tells why.
    return near((wire) => !isRefused(insertIntoWire(this.#known, id, wire))) ?? near();
  }
  #moved(): GraphEdit {
    const { scene, store } = this.#drawing;
    const places = Object.fromEntries(
      withInside(store.data, this.#selected).map((id) => {
        const { x, y } = scene.at(id);
        return [id, [x, y]];
      }),
    );
    return moveNodes(this.#known, places);
  }
  /** The same, and each node that was moved is in the frame that it lies in now. */
  #framed(): GraphEdit {
    const known = this.#known;
    const { scene } = this.#drawing;
    const draft = new Draft(known.graph);
    for (const id of withInside(known.graph, this.#selected)) {
      const { x, y } = scene.at(id);
      draft.set(id, 'at', [Math.round(x) + 0, Math.round(y) + 0]);
    }
    for (const id of this.#selected) {
      const box = scene.boxOf(id);
      if (box === undefined || known.node(id)?.type === FRAME) continue;
      draft.set(id, 'frame', this.#frameAt({ x: box.x + box.w / 2, y: box.y + box.h / 2 }));
    }
    return editOf(
      known.graph,
      draft.graph(),
      known.catalogue,
      this.#selected.length === 1 ? `Move ${this.#selected[0]}` : `Move ${this.#selected.length} nodes`,
    );
  }
  size(node: string, size: readonly number[], isLast: boolean): void {
    this.#group ??= freshId();
    void this.look(node, { size }, this.#group);
    if (isLast) this.#group = undefined;
  }
  nudge(dx: number, dy: number): Promise<boolean> {
    const { scene, store } = this.#drawing;
    const ids = withInside(store.data, this.#selected);
    return this.#make(moveNodes(this.#known, Object.fromEntries(ids.map((id) => [id, [scene.at(id).x + dx, scene.at(id).y + dy]]))));
  }
  align(edge: Edge): Promise<boolean> {
    return this.#make(alignNodes(this.#known, this.#boxes(), edge));
  }
  distribute(way: 'across' | 'down'): Promise<boolean> {
    return this.#make(distributeNodes(this.#known, this.#boxes(), way));
  }
  #boxes(): { readonly [id: string]: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } } {
    return Object.fromEntries(
      this.#selected.flatMap((id) => {
        const box = this.#drawing.scene.boxOf(id);
        return box === undefined ? [] : [[id, { x: box.x, y: box.y, width: box.w, height: box.h }]];
      }),
    );
  }

  /* Wires */

  connect(a: PortKeyAt, b: PortKeyAt): Promise<boolean> {
    return this.#make(connect(this.#known, inner(this.#drawing, a), inner(this.#drawing, b)));
  }
  /** Takes a wire off where it ended, and leads it elsewhere; undefined takes it away. */
  reconnect(key: string, from: PortKeyAt, to: PortKeyAt | undefined): Promise<boolean> {
    const known = this.#known;
    const wire = this.#drawing.scene.wires.get(key)?.wire;
    if (wire === undefined) return Promise.resolve(false);
    if (to === undefined) return this.#make(disconnect(known, [wire]));
    const end = inner(this.#drawing, to);
    if (end.node === wire.to.node && end.port === wire.to.port) return Promise.resolve(false);
    return this.#make(reconnect(known, wire, inner(this.#drawing, from), end));
  }
  relay(key: string, at: Point): Promise<boolean> {
    const wire = this.#drawing.scene.wires.get(key)?.wire;
    return wire === undefined ? Promise.resolve(false) : this.#make(addRelay(this.#known, wire, [at.x, at.y]));
  }
  /** Takes all wires off a port. */
  clear(port: PortKeyAt): Promise<boolean> {
    const { scene } = this.#drawing;
    const { node, part, port: name } = portAt(port);
    const wires = [...scene.wiresTouching(node)].flatMap((key) => {
      const wire = scene.wires.get(key)?.wire;
      if (wire === undefined) return [];
      const end = part === 'in' || part === 'to' || part === 'refs' ? wire.to : wire.from;
      return end.node === node && end.port === name ? [wire] : [];
    });
    return wires.length === 0 ? Promise.resolve(false) : this.#make(disconnect(this.#known, wires));
  }

  /* What ports are given */

  give({ node, row, value, group }: GivenChange): Promise<boolean> {
    const known = this.#known;
    if (row.part === 'refs') return this.#make(setRef(known, node, row.port, value === null ? undefined : value), group);
    return this.#make(setLiteral(known, { node, port: row.port }, value), group);
  }
  /** Back to what the input holds by itself. */
  ungive(port: PortKeyAt): Promise<boolean> {
    const { node, part, port: name } = portAt(port);
    return this.#make(part === 'refs' ? setRef(this.#known, node, name, undefined) : setLiteral(this.#known, { node, port: name }, undefined));
  }

  /* The clipboard */

  async copy(): Promise<boolean> {
    const ids = withInside(this.#drawing.store.data, this.#selected);
    if (ids.length === 0) return false;
    await toClipboard(copyText(this.#drawing.store.data, ids), plural(ids.length, 'node'));
    return true;
  }
  async cut(): Promise<boolean> {
    return (await this.copy()) && this.remove();
  }
  async paste(at: Point | undefined): Promise<boolean> {
    const text = await fromClipboard();
    return text !== null && text.trim() !== '' && this.pasteText(text, at);
  }
  async pasteText(text: string, at: Point | undefined): Promise<boolean> {
    const parsed = parseText(text);
    const graph = (parsed === undefined ? undefined : readGraph(parsed)) ?? (await graphFromElsewhere(text, this.#drawing.catalogue));
    if (graph !== undefined) return this.#make(pasteGraph(this.#known, graph, at === undefined ? undefined : [at.x, at.y]));
    tell('What is on the clipboard is no graph, nor nodes of one.', true);
    return false;
  }
}
