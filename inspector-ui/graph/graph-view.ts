import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Follow, Listen } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { setGraph } from '../session/presence.ts';
import { session } from '../session/session.ts';
import { shownGraph, type ShownGraph } from '../session/shown-graph.ts';
import { catalogue } from './catalogue-source.ts';
import { Drawing } from './drawing.ts';
import { portAt } from './editing.ts';
import { GraphHands, type Around, type Searching } from './graph-hands.ts';
import { GraphLife } from './graph-life.ts';
import './graph-find.ts';
import './graph-map.ts';
import './graph-side.ts';
import './graph-stage.ts';
import type { GraphStage } from './graph-stage.ts';
import { GraphStore } from './graph-store.ts';
import './node-search.ts';
import type { ChosenNode } from './node-search.ts';
import { viewStyles } from './view-styles.ts';
import { tidyUp } from './tidy.ts';

/** How long a graph may take to come before the page says so, in milliseconds. */
const PATIENCE = 300;

/** One graph with what stands around its picture: what it is and how it does, what can be done with it. */
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
  @state() private phase: 'loading' | 'shown' | 'gone' | 'failed' = 'loading';
  @state() private late = false;
  @state() private seen = 0;
  @query('ww-graph-stage') private stage!: GraphStage | null;
  @state() private searching: Searching | null = null;
  @state() private finding = false;
  #store: GraphStore | undefined;
  #hands: GraphHands | undefined;
  #life: GraphLife | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  readonly #ends: (() => void)[] = [];

  constructor() {
    super();
    new Follow(this, namesKnown, session.me, session.phase, session.adrift, session.past);
    for (const source of [session.me, session.adrift, session.past]) new Listen(this, source, () => this.#lock());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.entity !== '') void this.#open();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('entity') || changed.has('component')) && this.entity !== '' && this.#store?.entity !== this.entity) void this.#open();
    if (changed.has('wanted') && this.node !== '') this.#goTo(this.node);
    if (changed.has('wanted') && this.wanted?.find !== undefined) this.finding = true;
  }

  async #open(): Promise<void> {
    this.#close();
    this.phase = 'loading';
    this.late = false;
    this.#late = setTimeout(() => {
      this.late = true;
    }, PATIENCE);
    const store = new GraphStore(this.entity, this.component);
    this.#store = store;
    store.open();
    this.#ends.push(
      store.phase.subscribe(() => this.#come()),
      store.state.subscribe(() => {
        this.seen++;
      }),
      store.onStructure(() => {
        this.seen++;
      }),
    );
    try {
      const known = await catalogue();
      if (this.#store !== store) return;
      const drawing = new Drawing(store, known);
      this.#life = new GraphLife(store, known, () => drawing.scene.impulses);
      this.#ends.push(
        this.#life.nodes.subscribe(() => this.requestUpdate()),
        drawing.selection.subscribe(() => this.#tell()),
        () => setGraph(null),
      );
      this.drawing = drawing;
      this.#tell();
      this.#ends.push(this.drawing.selection.subscribe(() => this.requestUpdate()));
      this.#lock();
      this.#come();
    } catch {
      if (this.#store === store) this.phase = 'failed';
    }
  }
  #come(): void {
    const phase = this.#store?.phase.value;
    if (phase === 'gone') this.phase = 'gone';
    else if (phase === 'shown' && this.drawing !== undefined) {
      const isFirst = this.phase !== 'shown';
      this.phase = 'shown';
      if (isFirst && this.node !== '') this.#goTo(this.node);
    }
    if (this.phase !== 'loading') clearTimeout(this.#late);
  }
  #close(): void {
    clearTimeout(this.#late);
    for (const end of this.#ends.splice(0)) end();
    this.#life?.end();
    this.#life = undefined;
    this.#hands?.end();
    this.#hands = undefined;
    this.searching = null;
    this.#store?.close();
    this.#store = undefined;
    this.drawing = undefined;
  }
  #lock(): void {
    if (this.drawing !== undefined) this.drawing.locked.value = !session.may('edit') || session.adrift.value || session.past.value !== null;
  }

  override render(): TemplateResult {
    const { drawing } = this;
    const name = nameOf(this.entity) ?? this.entity;
    if (this.phase === 'gone')
      return this.#said(
        `${name} has no ${this.component} now`,
        this.#store?.fault.value ?? 'It was removed, or its entity was.',
        html`<button class="boxed" @click=${this.#leave}>All graphs</button>`,
      );
    if (this.phase === 'failed')
      return this.#said(
        'The nodes are not known',
        'The server did not say which nodes there are.',
        html`<button class="boxed" @click=${() => void this.#open()}>Try again</button>`,
      );
    return html`${this.#bar(name)}
      ${
        drawing === undefined || this.phase !== 'shown'
          ? html`<div class="said">${this.late ? html`<p role="status">Loading the graph…</p>` : nothing}</div>`
          : html`<div class="stage"><ww-graph-stage tabindex="0" role="application" aria-roledescription="graph"
            aria-label="Graph of ${name}, ${plural(drawing.store.nodes.size, 'node')}"
              .drawing=${drawing}
              .life=${this.#life} @pointermove=${() => this.#tell()} @pointerleave=${() => {
                drawing.pointer = undefined;
                this.#tell();
              }}></ww-graph-stage>
            ${drawing.store.nodes.size === 0 ? this.#empty() : nothing}
            ${this.finding ? this.#find(drawing) : nothing}
            ${this.searching === null ? nothing : this.#search(this.searching)}
            ${
              this.narrow || drawing.store.nodes.size === 0
                ? nothing
                : html`<ww-graph-side .drawing=${drawing} .seen=${this.seen}></ww-graph-side>
                  <ww-graph-map .drawing=${drawing} .seen=${this.seen}></ww-graph-map>`
            }</div>`
      }`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#hands === undefined && this.drawing !== undefined && this.stage !== null) {
      const { drawing, stage } = this;
      void stage.updateComplete.then(() => {
        if (this.drawing === drawing && stage.isConnected) this.#hands ??= new GraphHands(drawing, stage, this);
      });
    }
  }

  /* Around */

  search(searching: Searching): void {
    this.searching = searching;
  }
  show(panel: 'find' | 'text'): void {
    this.finding = panel === 'find';
  }
  tidy(): void {
    if (this.drawing !== undefined) void tidyUp(this.drawing);
  }
  stop(): void {
    // Comes with the debugger.
  }
  condition(): void {
    // Comes with the debugger.
  }
  pin(): void {
    // Comes with the values.
  }
  whyNot(): void {
    // Comes with the debugger.
  }
  hasStop(): boolean {
    return false;
  }
  get canDebug(): boolean {
    return false;
  }

  #find(drawing: Drawing): TemplateResult {
    return html`<ww-graph-find data-over .drawing=${drawing} .seen=${this.seen} .words=${this.wanted?.find ?? ''}
      @panel-closed=${this.#closed}></ww-graph-find>`;
  }

  #search({ left, top, from }: Searching): TemplateResult {
    const { clientWidth, clientHeight } = this.stage ?? this;
    const x = Math.max(8, Math.min(left, clientWidth - 336)),
      y = Math.max(8, Math.min(top, clientHeight - 380));
    return html`<ww-node-search data-over .drawing=${this.drawing as Drawing} .from=${from === undefined ? undefined : portAt(from)}
      style="left:${x}px;top:${y}px"
      @node-chosen=${this.#chosen} @search-ended=${this.#searched}></ww-node-search>`;
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

  #bar(name: string): TemplateResult {
    const state = this.drawing?.store.state.value;
    const count = this.drawing?.store.nodes.size ?? 0;
    return html`<div class="bar" role="toolbar" aria-label="Graph">
      ${this.closes ? html`<button class="icon" title="All graphs" aria-label="All graphs" @click=${this.#leave}>${glyph('back')}</button>` : nothing}
      <button class="name" title="Select ${name}" @click=${() => select(this.entity, { show: true })}>${name}</button>
      <span class="faint clip">${this.component === 'Flow' ? '' : `${this.component} · `}${plural(count, 'node')}</span>
      ${
        state === null || state === undefined
          ? nothing
          : html`<span
            class="pill">${stateDot(
              state.faults > 0 ? 'Denied' : state.runs ? 'Open' : 'Idle',
            )}${state.faults > 0 ? plural(state.faults, 'fault') : state.runs ? 'runs' : 'stands still'}</span>${
              state.waits > 0
                ? html`<span class="pill">${stateDot('WaitingToRetry')}${plural(state.waits, 'chain')} ${state.waits === 1 ? 'waits' : 'wait'}</span>`
                : nothing
            }`
      }
      <span class="grow"></span>
      <button class="boxed" @click=${() => this.stage?.fit()} title="Fit all (Home)">Fit</button>
    </div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="empty"><p><b>An empty graph</b></p><p>Press <kbd>Space</kbd> or double click to add a node.</p></div>`;
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

  readonly #closed = (): void => {
    this.finding = false;
    this.stage?.focus({ preventScroll: true });
  };
  readonly #leave = (): void => {
    shownGraph.value = null;
  };
}
