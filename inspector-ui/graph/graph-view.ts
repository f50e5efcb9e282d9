import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Follow, Listen } from '../cells/cell.ts';
import { askText } from '../controls/ask-text.ts';
import { tell, telling } from '../controls/notices.ts';
import { badges, controls } from '../controls/styles.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { knowTitles } from '../session/node-titles.ts';
import { setGraph } from '../session/presence.ts';
import { session } from '../session/session.ts';
import { shownGraph, type ShownGraph } from '../session/shown-graph.ts';
import { catalogue } from './catalogue-source.ts';
import { Debugging } from './debugging.ts';
import { Drawing, type PortAt } from './drawing.ts';
import { portAt } from './editing.ts';
import { graphBar, type Panel } from './graph-bar.ts';
import { GraphHands, type Around, type Searching } from './graph-hands.ts';
import { GraphLife } from './graph-life.ts';
import type { GraphStage } from './graph-stage.ts';
import { GraphStore } from './graph-store.ts';
import './graph-debug.ts';
import './graph-find.ts';
import './graph-map.ts';
import './graph-side.ts';
import './graph-stage.ts';
import './graph-text.ts';
import './node-search.ts';
import type { ChosenNode } from './node-search.ts';
import { agoWords } from './ago-words.ts';
import { lookOnly } from './look-only.ts';
import { tidyUp } from './tidy.ts';
import { viewStyles } from './view-styles.ts';
import { standsStill } from './stands-still.ts';
import { whyNot } from './why-not.ts';

/** How long a graph may take to come before the page says so, in milliseconds. */
const PATIENCE = 300;
/** Room that the search for a node needs, in pixels. */
const SEARCH = { width: 336, height: 380 };

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
  @state() private phase: 'loading' | 'shown' | 'gone' | 'failed' = 'loading';
  @state() private late = false;
  @state() private seen = 0;
  @state() private isPaused = false;
  @state() private searching: Searching | null = null;
  /** Words that are looked for in graphs; null while nothing is. */
  @state() private finding: string | null = null;
  @state() private panel: Panel | null = null;
  @query('ww-graph-stage') private stage!: GraphStage | null;
  #store: GraphStore | undefined;
  #hands: GraphHands | undefined;
  #life: GraphLife | undefined;
  #debugging: Debugging | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #takesKeys = false;
  readonly #ends: (() => void)[] = [];

  constructor() {
    super();
    new Follow(this, namesKnown, session.me, session.phase, session.adrift, session.past);
    for (const source of [session.run, session.past]) new Listen(this, source, () => this.#ran());
    for (const source of [session.me, session.adrift, session.past]) new Listen(this, source, () => this.#lock());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ran();
    if (this.entity !== '') void this.#open();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has('entity') || changed.has('component')) && this.entity !== '' && this.#store?.entity !== this.entity) void this.#open();
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
    const look = (): void => {
      this.seen++;
    };
    this.#ends.push(
      store.phase.subscribe(() => this.#come()),
      store.state.subscribe(look),
      store.onStructure(look),
    );
    try {
      const known = await catalogue();
      if (this.#store !== store) return;
      this.#begin(new Drawing(store, known));
      this.#come();
    } catch {
      if (this.#store === store) this.phase = 'failed';
    }
  }
  #begin(drawing: Drawing): void {
    const { store } = drawing;
    const life = new GraphLife(store, drawing.catalogue, () => drawing.scene.impulses);
    const debugging = this.narrow ? undefined : new Debugging(store);
    this.#life = life;
    this.#debugging = debugging;
    this.#ends.push(
      life.nodes.subscribe(() => this.requestUpdate()),
      drawing.selection.subscribe(() => this.#tell()),
      () => setGraph(null),
      () => life.end(),
    );
    if (debugging !== undefined)
      this.#ends.push(
        debugging.stops.subscribe(() => this.requestUpdate()),
        debugging.traced.subscribe(() => this.#stopped()),
        debugging.at.subscribe(() => this.#stepped()),
        debugging.unchecked.subscribe(() => this.#passed()),
        () => debugging.end(),
      );
    knowTitles(store.entity, store.component, (id) => (store.nodes.has(id) ? drawing.title(id) : undefined));
    // Once it is left they stay known, and nothing else of it.
    this.#ends.push(() => {
      const titles = new Map([...store.nodes.keys()].map((id) => [id, drawing.title(id)]));
      knowTitles(store.entity, store.component, (id) => titles.get(id));
    });
    this.drawing = drawing;
    this.#lock();
    this.#tell();
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
    this.#hands?.end();
    this.#store?.close();
    this.#hands = this.#store = this.#life = this.#debugging = this.drawing = undefined;
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
      const words = this.#store?.fault.value ?? '';
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
        html`<button class="boxed" @click=${() => void this.#open()}>Try again</button>`,
      );
    const { closes, component, entity, panel } = this;
    return html`${graphBar({
      name,
      entity,
      component,
      closes,
      panel,
      drawing,
      fires: this.#life?.fires ?? 0,
      isPaused: this.isPaused,
      stops: this.#debugging?.stops.value.size ?? 0,
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
    return html`<div class="stage"><ww-graph-stage tabindex="0" role="application" aria-roledescription="graph" aria-label="Graph of ${name}"
        aria-description="Up and down go from node to node, left and right along wires, Enter to the ports of a node; Space adds a node, T shows it as text."
        .drawing=${drawing} .life=${this.#life} .debugging=${this.#debugging} @pointermove=${() => this.#tell()} @pointerleave=${() => {
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
    if (this.panel === 'text')
      return html`<ww-graph-text .drawing=${drawing} .debugging=${this.#debugging} .seen=${this.seen} @panel-closed=${() => this.#closed()}></ww-graph-text>`;
    return this.panel === 'debug'
      ? html`<ww-graph-debug .drawing=${drawing} .debugging=${this.#debugging} @panel-closed=${() => this.#closed()}></ww-graph-debug>`
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
  stop(id: string): void {
    if (this.#mayNotStop()) return;
    this.#debugging?.toggle(id);
    if (this.hasStop(id) && this.panel === null) this.panel = 'debug';
  }
  condition(id: string): void {
    const debugging = this.#debugging;
    if (debugging === undefined || this.#mayNotStop()) return;
    void askText('Stop where', debugging.stops.value.get(id) ?? '', {
      hint: 'Over the inputs of the node, as Value > 5 && Data == "stop". Empty, it stops always.',
      yes: 'Set',
      check: (text) => {
        debugging.when(id, text.trim());
        this.panel ??= 'debug';
        return null;
      },
    });
  }
  hasStop(id: string): boolean {
    return this.#debugging?.stops.value.has(id) === true;
  }
  get isStopped(): boolean {
    return (this.#debugging?.traced.value ?? null) !== null;
  }
  step(what: 'goOn' | 'over' | 'into' | 'out' | 'back'): void {
    void this.#debugging?.[what]();
  }
  get canDebug(): boolean {
    return !this.narrow && session.may('control') && session.past.value === null;
  }
  /** Whether no breakpoint can be set here; whoever has tried to is told why. */
  #mayNotStop(): boolean {
    const why = lookOnly('control', 'and not pause its world');
    if (why !== '') tell(why);
    return !this.canDebug;
  }
  pin(port: PortAt): void {
    this.stage?.pin(port);
  }
  whyNot(id: string): void {
    const { drawing } = this,
      life = this.#life;
    if (drawing === undefined || life === undefined) return;
    const firing = new Set([...life.nodes.value].flatMap(([node, { fires }]) => (fires > 0 ? [node] : [])));
    // Nothing is sent of a graph in which nothing happens: what it has sent last may be long ago.
    const now = session.past.value ?? Math.max(drawing.store.tick, session.status.value?.tick ?? 0);
    const why = whyNot(drawing.known, id, { last: life.last, firing, ago: (tick) => agoWords(now - tick), still: standsStill(drawing) });
    tell(session.past.value === null && session.run.value?.paused === true ? `The world is paused. ${why}` : why);
  }

  #stopped(): void {
    if (this.#debugging?.traced.value !== null) this.panel = 'debug';
    this.#stepped();
  }
  /** Conditions could not be looked at, which is said beside them. */
  #passed(): void {
    if ((this.#debugging?.unchecked.value.size ?? 0) > 0) this.panel ??= 'debug';
  }
  /** The node of the step that is shown comes into view. */
  #stepped(): void {
    const step = this.#debugging?.step;
    if (step !== undefined) this.#goTo(step.node);
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
