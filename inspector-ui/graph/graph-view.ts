import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Follow, Listen } from '../cells/cell.ts';
import { telling } from '../controls/notices.ts';
import { badges, controls } from '../controls/styles.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { setGraph } from '../session/presence.ts';
import { session } from '../session/session.ts';
import { shownGraph, type ShownGraph } from '../session/shown-graph.ts';
import { DebugHands } from './debug-hands.ts';
import type { Drawing, PortAt } from './drawing.ts';
import { portAt } from './editing.ts';
import { graphBar, type Panel } from './graph-bar.ts';
import { GraphHands, type Around, type Searching } from './graph-hands.ts';
import type { GraphStage } from './graph-stage.ts';
import './graph-debug.ts';
import './graph-find.ts';
import './graph-map.ts';
import './graph-side.ts';
import './graph-stage.ts';
import './graph-text.ts';
import './node-search.ts';
import type { ChosenNode } from './node-search.ts';
import { lookOnly } from './look-only.ts';
import { OpenGraph, type Drawn, type OpenPhase } from './open-graph.ts';
import { tidyUp } from './tidy.ts';
import { viewStyles } from './view-styles.ts';

/** How long a graph may take to come before the page says so, in milliseconds. */
const PATIENCE = 300;
/** Room that the search for a node needs, in pixels. */
const SEARCH = { width: 336, height: 380 };

const nobody = (): void => undefined;

/** One graph with what stands around its picture: what it is and how it does, what can be done with it, its text, its debugger. */
@customElement('ww-graph-view')
export class GraphView extends LitElement implements Around {
  static override styles = [controls, badges, viewStyles];
  @property() entity = '';
  @property() component = '';
  /** A node that is to be brought into view and selected; `wanted` is another object each time that is asked for. */
  @property() node = '';
  @property({ attribute: false }) wanted: ShownGraph | undefined;
  /** It can be left for the list of graphs. */
  @property({ type: Boolean }) closes = false;
  /** It stands in a narrow place: no map and no words beside the picture. */
  @property({ type: Boolean, reflect: true }) narrow = false;
  @state() private drawing: Drawing | undefined;
  @state() private phase: OpenPhase = 'loading';
  @state() private late = false;
  @state() private seen = 0;
  @state() private isPaused = false;
  @state() private searching: Searching | null = null;
  /** Words that are looked for in graphs; null while nothing is. */
  @state() private finding: string | null = null;
  @state() private panel: Panel | null = null;
  @query('ww-graph-stage') private stage!: GraphStage | null;
  #graph: OpenGraph | undefined;
  #hands: GraphHands | undefined;
  #debug: DebugHands | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #takesKeys = false;

  constructor() {
    super();
    new Follow(this, namesKnown, session.me, session.phase, session.adrift, session.past);
    for (const source of [session.run, session.past]) new Listen(this, source, () => this.#ran());
    for (const source of [session.me, session.adrift, session.past]) new Listen(this, source, () => this.#lock());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ran();
    if (this.entity !== '') this.#open();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('entity') || changed.has('component')) && this.entity !== '' && this.#graph?.store.entity !== this.entity) this.#open();
    if (changed.has('wanted') && this.node !== '') this.#goTo(this.node);
    if (changed.has('wanted') && this.wanted?.find !== undefined) this.finding = this.wanted.find;
    if (changed.has('wanted')) this.#takesKeys = this.wanted?.isAsked === true && this.wanted.find === undefined;
  }
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.drawing === undefined || this.stage === null || (this.#hands !== undefined && !this.#takesKeys)) return;
    const { drawing, stage } = this;
    void stage.updateComplete.then(() => {
      if (this.drawing !== drawing || !stage.isConnected) return;
      this.#hands ??= new GraphHands(drawing, stage, this);
      // Else Space would press once more what has opened it.
      if (this.#takesKeys) stage.focus({ preventScroll: true });
      this.#takesKeys = false;
    });
  }

  #open(): void {
    this.#close();
    this.late = false;
    this.#late = setTimeout(() => {
      this.late = true;
    }, PATIENCE);
    const graph = new OpenGraph(this.entity, this.component);
    this.#graph = graph;
    this.phase = 'loading';
    const look = (): void => {
      this.seen++;
    };
    graph.onClose(
      graph.phase.subscribe(() => this.#come(graph.phase.value)),
      graph.store.state.subscribe(look),
      graph.store.onStructure(look),
    );
    void graph.open(!this.narrow, (drawn) => this.#begin(graph, drawn));
  }
  #begin(graph: OpenGraph, { drawing, life, debugging }: Drawn): void {
    const debug = new DebugHands(drawing, life, debugging, {
      openDebug: (over) => {
        if (over || this.panel === null) this.panel = 'debug';
      },
      goTo: (node) => this.#goTo(node),
    });
    this.#debug = debug;
    const update = (): void => this.requestUpdate();
    graph.onClose(
      life.nodes.subscribe(update),
      drawing.selection.subscribe(() => this.#tell()),
      debugging?.stops.subscribe(update) ?? nobody,
      () => debug.end(),
      () => setGraph(null),
    );
    this.drawing = drawing;
    this.#lock();
    this.#tell();
  }
  #come(phase: OpenPhase): void {
    this.phase = phase;
    clearTimeout(this.#late);
    if (phase === 'shown' && this.node !== '') this.#goTo(this.node);
  }
  #close(): void {
    clearTimeout(this.#late);
    this.#graph?.close();
    this.#hands?.end();
    this.#hands = this.#graph = this.#debug = this.drawing = undefined;
    this.searching = this.panel = null;
  }
  /** How the world runs is told some times a second, and only whether it does is shown. */
  #ran(): void {
    this.isPaused = session.past.value === null && session.run.value?.paused === true;
  }
  #lock(): void {
    this.drawing?.lock(lookOnly('edit', 'and edit nothing in it'));
  }

  override render(): TemplateResult {
    const { drawing } = this;
    const name = nameOf(this.entity) ?? this.entity;
    if (this.phase === 'gone') {
      const words = this.#graph?.store.fault.value ?? '';
      return this.#said(
        `${name} has no ${this.component} now`,
        words === '' ? 'It was removed, or its entity was.' : words,
        html`<button class="boxed" @click=${() => this.#leave()}>All graphs</button>`,
      );
    }
    if (this.phase === 'failed')
      return this.#said(
        'The nodes are not known',
        'The server did not say which nodes there are.',
        html`<button class="boxed" @click=${() => this.#open()}>Try again</button>`,
      );
    const { closes, component, entity, panel } = this;
    return html`${graphBar({
      name,
      entity,
      component,
      closes,
      panel,
      drawing,
      fires: this.#graph?.drawn?.life.fires ?? 0,
      isPaused: this.isPaused,
      stops: this.#graph?.drawn?.debugging?.stops.value.size ?? 0,
      leave: () => this.#leave(),
      fit: () => this.stage?.fit(),
      add: () => this.#hands?.search(this.#middle()),
      tidy: () => this.tidy(),
      find: () => this.find(''),
      show: (what) => this.show(what),
    })}${
      drawing === undefined || this.phase !== 'shown'
        ? html`<div class="said">${this.late ? html`<p role="status">Loading the graph…</p>` : nothing}</div>`
        : html`<div class="body">${this.#picture(drawing, name)}${this.#panel(drawing)}</div>`
    }`;
  }

  #picture(drawing: Drawing, name: string): TemplateResult {
    const isEmpty = drawing.store.nodes.size === 0;
    const { life, debugging } = this.#graph?.drawn ?? {};
    return html`<div class="stage"><ww-graph-stage tabindex="0" role="application" aria-roledescription="graph" aria-label="Graph of ${name}"
        aria-description="Up and down go from node to node, left and right along wires, Enter to the ports of a node; Space adds a node, T shows it as text."
        .drawing=${drawing} .life=${life} .debugging=${debugging} @pointermove=${() => this.#tell()} @pointerleave=${() => {
          drawing.pointer = undefined;
          this.#tell();
        }}></ww-graph-stage>
      ${isEmpty ? html`<div class="empty"><p><b>An empty graph</b></p><p>Press <kbd>Space</kbd> or double click to add a node.</p></div>` : nothing}
      ${
        this.finding !== null
          ? html`<ww-graph-find data-over .drawing=${drawing} .seen=${this.seen} .words=${this.finding}
              @panel-closed=${() => this.#closed()}></ww-graph-find>`
          : nothing
      }
      ${this.searching === null ? nothing : this.#search(drawing, this.searching)}
      ${
        this.narrow || isEmpty
          ? nothing
          : html`<ww-graph-side .drawing=${drawing} .seen=${this.seen}></ww-graph-side><ww-graph-map .drawing=${drawing} .seen=${this.seen}></ww-graph-map>`
      }</div>`;
  }

  #panel(drawing: Drawing): TemplateResult | typeof nothing {
    const debugging = this.#graph?.drawn?.debugging;
    if (this.panel === 'text')
      return html`<ww-graph-text .drawing=${drawing} .debugging=${debugging} .seen=${this.seen} @panel-closed=${() => this.#closed()}></ww-graph-text>`;
    return this.panel === 'debug'
      ? html`<ww-graph-debug .drawing=${drawing} .debugging=${debugging} @panel-closed=${() => this.#closed()}></ww-graph-debug>`
      : nothing;
  }

  #search(drawing: Drawing, { left, top, from, swap }: Searching): TemplateResult {
    const { clientWidth, clientHeight } = this.stage ?? this;
    const x = Math.max(8, Math.min(left, clientWidth - SEARCH.width)),
      y = Math.max(8, Math.min(top, clientHeight - SEARCH.height));
    return html`<ww-node-search data-over .drawing=${drawing} .from=${from === undefined ? undefined : portAt(from)} .swap=${swap}
      .place=${{ x, y }} @node-chosen=${this.#chosen} @search-ended=${this.#searched}></ww-node-search>`;
  }
  readonly #chosen = (event: CustomEvent<ChosenNode>): void => {
    const searching = this.searching,
      editing = this.#hands?.editing;
    this.#searched();
    if (searching === null || editing === undefined) return;
    const { type } = event.detail;
    if (searching.swap !== undefined) void editing.swap(searching.swap, type);
    else if (searching.wire !== undefined) void editing.addIntoWire(type, searching.at, searching.wire);
    else void editing.add(type, searching.at, searching.from);
  };
  readonly #searched = (): void => {
    this.searching = null;
    this.stage?.focus({ preventScroll: true });
  };

  /* Around */

  search(searching: Searching): void {
    this.searching = searching;
  }
  find(words: string): void {
    this.finding = words === '' && this.finding !== null ? null : words;
  }
  show(panel: Panel): void {
    this.panel = this.panel === panel ? null : panel;
  }
  tidy(): void {
    const { drawing } = this;
    if (drawing !== undefined) void telling('Laying out the graph…', tidyUp(drawing));
  }
  pin(port: PortAt): void {
    this.stage?.pin(port);
  }
  get debug(): DebugHands | undefined {
    return this.#debug;
  }

  /** Says to the others in this graph where the pointer is here, what is selected, and whether a wire is in hand. */
  #tell(): void {
    const { drawing } = this;
    if (drawing === undefined) return;
    const { pointer } = drawing;
    const wire = this.stage?.wireInHand;
    setGraph({
      entity: this.entity,
      component: this.component,
      nodes: [...drawing.selection.value].slice(0, 50),
      ...(pointer === undefined ? {} : { at: [Math.round(pointer.x), Math.round(pointer.y)] as const }),
      ...(wire === undefined ? {} : { wire }),
    });
  }

  #middle(): { readonly x: number; readonly y: number } {
    const { x, y, w, h } = this.stage?.seen ?? { x: 0, y: 0, w: 0, h: 0 };
    return { x: x + w / 2 - 80, y: y + h / 3 };
  }
  #said(heading: string, words: string, act: TemplateResult): TemplateResult {
    return html`<div class="said"><h2>${heading}</h2><p>${words}</p>${act}</div>`;
  }
  #goTo(node: string): void {
    const { drawing } = this;
    if (drawing === undefined || !drawing.store.nodes.has(node)) return;
    drawing.select([node]);
    void this.updateComplete.then(() => this.stage?.reveal(node));
  }
  #closed(): void {
    this.finding = null;
    this.panel = null;
    this.stage?.focus({ preventScroll: true });
  }
  #leave(): void {
    shownGraph.value = null;
  }
}
