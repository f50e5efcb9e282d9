import { askText } from '../controls/ask-text.ts';
import { openMenu } from '../controls/menu.ts';
import { tell } from '../controls/notices.ts';
import { COMMENT, FRAME, typeParts } from '../graph-model/graph.ts';
import type { DebugHands } from './debug-hands.ts';
import type { Drawing, PortAt } from './drawing.ts';
import { Editing } from './editing.ts';
import type { Point } from './geometry.ts';
import { GraphCursor } from './graph-cursor.ts';
import { graphKey } from './graph-keys.ts';
import { groundMenu, nodeMenu, portMenu, wireMenu, type MenusOf } from './graph-menu.ts';
import type { GivenChange } from './graph-node.ts';
import type { GraphStage } from './graph-stage.ts';
import type { DraggedWire } from './wire-in-hand.ts';

/** Where a search for a node is open, and what is to become of what is chosen. */
export interface Searching {
  /** In pixels of the stage. */
  readonly left: number;
  readonly top: number;
  /** Where the node comes, in the graph's measure. */
  readonly at: Point;
  /** The port that a wire was dragged from. */
  readonly from?: PortAt;
  /** The wire that it is put into. */
  readonly wire?: string;
  /** The node whose place it takes. */
  readonly swap?: string;
}

/** What stands around the picture, as hands and keys ask for it. */
export interface Around {
  search(searching: Searching): void;
  show(panel: 'text' | 'debug'): void;
  find(words: string): void;
  tidy(): void;
  pin(port: PortAt): void;
  /** Undefined while no graph is shown. */
  readonly debug: DebugHands | undefined;
}

/** What pointer, keys and menus do with a graph. */
export class GraphHands implements MenusOf {
  readonly drawing: Drawing;
  readonly editing: Editing;
  readonly #stage: GraphStage;
  readonly #around: Around;
  readonly #cursor: GraphCursor;
  readonly #ends = new AbortController();

  constructor(drawing: Drawing, stage: GraphStage, around: Around) {
    this.drawing = drawing;
    this.editing = new Editing(drawing);
    this.#stage = stage;
    this.#around = around;
    this.#cursor = new GraphCursor(drawing, {
      go: (id) => stage.go(id),
      offer: (port, items) => openMenu(this.#eventAt(port.node), items),
      grow: (port) => {
        const at = drawing.scene.port(port.node, port.key) ?? drawing.scene.at(port.node);
        const place = { x: at.x + (port.key.startsWith('out:') || port.key.startsWith('then:') ? 90 : -260), y: at.y };
        around.search({ ...this.#pixels(place), at: place, from: port });
      },
      connect: (a, b) => void this.editing.connect(a, b),
      fitting: (port) => stage.fitting(port),
    });
    const hear = <T extends Event>(name: string, then: (event: T) => void): void =>
      stage.addEventListener(name, then as (event: Event) => void, { signal: this.#ends.signal });
    hear('moving', () => this.editing.moving());
    hear<CustomEvent<{ at: Point }>>('move-end', ({ detail }) => void this.editing.moved(detail.at));
    hear<CustomEvent<{ node: string; size: readonly number[]; isLast: boolean }>>('size', ({ detail }) =>
      this.editing.size(detail.node, detail.size, detail.isLast),
    );
    hear<CustomEvent<WireEnd>>('wire-end', ({ detail }) => this.#wired(detail));
    hear<CustomEvent<GivenChange>>('given-change', ({ detail }) => void this.editing.give(detail));
    hear<CustomEvent<{ node: string; text: string }>>('text-change', ({ detail }) => void this.editing.look(detail.node, { text: detail.text }));
    hear<CustomEvent>('edit-closed', () => stage.focus({ preventScroll: true }));
    hear<KeyboardEvent>('keydown', (event) => this.#key(event));
    hear<MouseEvent>('dblclick', (event) => this.#twice(event));
    hear<MouseEvent>('contextmenu', (event) => this.#menuAt(event));
  }

  end(): void {
    this.#ends.abort();
  }

  /* What keys and menus ask for */

  search(at: Point): void {
    const { wire } = this.drawing;
    this.#around.search({ ...this.#pixels(at), at, ...(wire.value === null ? {} : { wire: wire.value }) });
  }
  swap(id: string, at: Point): void {
    this.#around.search({ ...this.#pixels(at), at, swap: id });
  }
  fit(selected: boolean): void {
    const { selection } = this.drawing;
    this.#stage.fit(selected && selection.value.size > 0 ? selection.value : undefined);
  }
  zoom(factor: number): void {
    this.#stage.view.zoomBy(factor);
  }
  pan(dx: number, dy: number): void {
    this.#stage.view.panBy(dx, dy);
  }
  tidy(): void {
    this.#around.tidy();
  }
  find(words = ''): void {
    this.#around.find(words);
  }
  text(): void {
    this.#around.show('text');
  }
  cancel(): boolean {
    return this.#stage.cancel();
  }
  /** A comment is written where it stands. */
  comment(at: Point): void {
    void this.editing.comment('', at).then((id) => {
      if (id !== undefined) this.#stage.write(id);
    });
  }
  /** Of a comment what it says, of all others their title. */
  title(id: string): void {
    const node = this.drawing.store.nodes.get(id);
    if (node === undefined || this.drawing.refuses()) return;
    if (node.type === COMMENT) {
      this.#stage.write(id);
      return;
    }
    const before = node.title ?? '';
    void askText(node.type === FRAME ? 'Title of the frame' : 'Title of the node', before, {
      hint: node.type === FRAME ? '' : 'Empty, it is called as its kind is.',
      yes: 'Set',
      check: async (text) => (text === before || (await this.editing.look(id, { title: text === '' ? undefined : text })) ? null : 'It was not changed.'),
    });
  }
  stop(id: string): void {
    this.#around.debug?.stop(id);
  }
  types(id: string): void {
    const { drawing } = this;
    const node = drawing.store.nodes.get(id);
    const generic = node === undefined ? [] : (drawing.catalogue.of(node)?.generic ?? []);
    const other = {
      label: 'Another…',
      run: () =>
        void askText('What it is for', node === undefined ? '' : (typeParts(node.type).of ?? ''), {
          hint: 'The name of a type, or of a component.',
          yes: 'Change',
          check: async (text) => ((await this.editing.changeGeneric(id, text.trim())) ? null : 'It was not changed.'),
        }),
    };
    const plain = generic.filter((type) => drawing.catalogue.type(type) !== undefined || type === 'Slot' || type === 'User');
    openMenu(this.#eventAt(id), [
      ...plain.map((type) => ({ label: type, on: drawing.store.facts.get(id)?.of === type, run: () => void this.editing.changeGeneric(id, type) })),
      ...(plain.length < generic.length ? [null, other] : []),
    ]);
  }
  condition(id: string): void {
    this.#around.debug?.condition(id);
  }
  get isStopped(): boolean {
    return this.#around.debug?.isStopped === true;
  }
  step(what: 'goOn' | 'over' | 'into' | 'out' | 'back'): void {
    this.#around.debug?.step(what);
  }
  pin(port: PortAt): void {
    this.#around.pin(port);
  }
  whyNot(id: string): void {
    this.#around.debug?.whyNot(id);
  }
  hasStop(id: string): boolean {
    return this.#around.debug?.hasStop(id) === true;
  }
  get canDebug(): boolean {
    return this.#around.debug?.canDebug === true;
  }
  setOff(node: string, port: string): void {
    void this.drawing.store
      .command('Impulse', { Node: node, ...(port === '*' ? {} : { Port: port }) })
      .then((fault) => tell(fault ?? `An impulse was set off at ${node}.`, fault !== null));
  }
  /** The menu of what is selected, by the keyboard. */
  menu(): void {
    const [id] = this.drawing.selection.value;
    const event = this.#eventAt(id);
    openMenu(event, id === undefined ? groundMenu(this, this.#stage.view.graphPoint(event)) : nodeMenu(this, id, this.#stage.view.graphPoint(event)));
  }
  /** As if the pointer had asked for a menu at a node, or in the middle. */
  #eventAt(id: string | undefined): MouseEvent {
    const box = id === undefined ? undefined : this.#stage.element(id)?.getBoundingClientRect();
    const own = this.#stage.getBoundingClientRect();
    return new MouseEvent('contextmenu', { clientX: box?.left ?? own.left + own.width / 2, clientY: box?.bottom ?? own.top + own.height / 2 });
  }

  #pixels({ x, y }: Point): { readonly left: number; readonly top: number } {
    const { view } = this.#stage;
    return { left: x * view.k + view.x, top: y * view.k + view.y };
  }

  #wired({ wire, target, at, hasMoved, isTouch }: WireEnd): void {
    if (wire.was !== undefined) {
      if (hasMoved) void this.editing.reconnect(wire.was, wire.port, target);
      else this.drawing.selectWire(wire.was);
    } else if (!hasMoved && isTouch) {
      // A finger that only taps is offered what the wire could lead to, which may be far away on a small screen.
      this.drawing.select([wire.port.node]);
      this.#cursor.offer(wire.port);
    } else if (target !== undefined) void this.editing.connect(wire.port, target);
    else if (hasMoved) this.#around.search({ ...this.#pixels(at), at, from: wire.port });
  }

  #key(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return;
    if (event.defaultPrevented || (!this.#cursor.key(event) && !graphKey(event, this))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #twice(event: MouseEvent): void {
    const path = event.composedPath();
    if (path.some((each) => each instanceof Element && (each.hasAttribute('data-editing') || each.hasAttribute('data-given')))) return;
    const at = this.#stage.view.graphPoint(event);
    const id = this.drawing.scene.nodeAt(at);
    const isHead = path.some((each) => each instanceof Element && each.hasAttribute('data-head'));
    const isClosed = id !== undefined && this.drawing.scene.shapes.get(id)?.kind === 'closed';
    if (id !== undefined && isClosed) {
      if (!this.drawing.refuses()) void this.editing.look(id, { closed: undefined });
    } else if (id !== undefined && (isHead || this.drawing.scene.shapes.get(id)?.kind === 'comment')) this.title(id);
    else if ((id === undefined || this.drawing.scene.shapes.get(id)?.kind === 'frame') && !this.drawing.refuses()) this.search(at);
  }

  #menuAt(event: MouseEvent): void {
    event.preventDefault();
    if (this.#stage.view.hasPanned) return;
    const at = this.#stage.view.graphPoint(event);
    const { scene, selection } = this.drawing;
    const id = scene.nodeAt(at);
    const row = event.composedPath().find((each): each is HTMLElement => each instanceof HTMLElement && each.dataset['port'] !== undefined);
    if (id !== undefined && row !== undefined) {
      this.drawing.select([id]);
      openMenu(event, [...portMenu(this, { node: id, key: row.dataset['port'] ?? '' }), null, ...nodeMenu(this, id, at)]);
      return;
    }
    if (id !== undefined) {
      if (!selection.value.has(id)) this.drawing.select([id]);
      openMenu(event, nodeMenu(this, id, at));
      return;
    }
    const wire = scene.wireAt(at, 8 / this.#stage.view.k);
    if (wire !== undefined) this.drawing.selectWire(wire);
    openMenu(event, wire === undefined ? groundMenu(this, at) : wireMenu(this, wire, at));
  }
}

interface WireEnd {
  readonly wire: DraggedWire;
  readonly target: PortAt | undefined;
  readonly at: Point;
  readonly hasMoved: boolean;
  readonly isTouch: boolean;
}
