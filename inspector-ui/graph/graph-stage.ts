import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { Listen, type Source } from '../cells/cell.ts';
import { controls } from '../controls/styles.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import type { NodeData } from '../graph-model/graph.ts';
import type { KnownGraph } from '../graph-model/known-graph.ts';
import { sentenceOf } from '../graph-model/sentences.ts';
import type { Debugging } from './debugging.ts';
import type { Drawing, Lens, PortAt } from './drawing.ts';
import type { Box } from './geometry.ts';
import { GraphFrame } from './graph-frame.ts';
import type { GraphLife } from './graph-life.ts';
import { GraphNode } from './graph-node.ts';
import './graph-others.ts';
import type { GraphOthers } from './graph-others.ts';
import './graph-values.ts';
import type { GraphValues } from './graph-values.ts';
import { HandLayer } from './hand-layer.ts';
import { InSight } from './in-sight.ts';
import { NamedNodes } from './named-nodes.ts';
import { PanZoom } from './pan-zoom.ts';
import { refName } from './ref-name.ts';
import { StageElements } from './stage-elements.ts';
import { StageFit } from './stage-fit.ts';
import { StagePointer, type Picture } from './stage-pointer.ts';
import { stageStyles } from './stage-styles.ts';
import { isHold, portOver } from './under-pointer.ts';
import { whenThemed } from './when-themed.ts';
import { WireCanvas } from './wire-canvas.ts';
import { wiredPorts } from './wired-ports.ts';

const NONE: ReadonlySet<string> = new Set();

/** The picture of a graph: the ground, the wires on a canvas, and the nodes over it. */
@customElement('ww-graph-stage')
export class GraphStage extends LitElement implements Lens, Picture {
  static override styles = [controls, stageStyles];
  @property({ attribute: false }) drawing!: Drawing;
  @state() private shownNodes: readonly string[] = [];
  /** Counts what changes a node's look. */
  @state() private looks = 0;
  @query('canvas.base') private canvas!: HTMLCanvasElement;
  @query('canvas.top') private topCanvas!: HTMLCanvasElement;
  @query('.layer.nodes') private layer!: HTMLElement;
  @query('.layer.frames') private frames!: HTMLElement;
  @query('ww-graph-values') private values!: GraphValues | null;
  /** What the graph does as it runs. */
  @property({ attribute: false }) life: GraphLife | undefined;
  /** Where it is stopped. */
  @property({ attribute: false }) debugging: Debugging | undefined;
  view!: PanZoom;
  #wires: WireCanvas | undefined;
  #hand!: HandLayer;
  #pointer: StagePointer | undefined;
  #elements!: StageElements;
  #fit!: StageFit;
  #inSight!: InSight;
  readonly #namedNodes = new NamedNodes();
  #known!: KnownGraph;
  #frame = 0;
  #wired: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  readonly #ends: (() => void)[] = [];
  readonly #sizes = new ResizeObserver(() => this.#resize());

  constructor() {
    super();
    new Listen(this, namesKnown, () => this.#named());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#ends.push(
      whenThemed(() => {
        this.#wires?.themed();
        this.redraw();
      }),
    );
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const end of this.#ends.splice(0)) end();
    for (const each of [this.#pointer, this.#wires, this.#elements, this.view]) each?.end();
  }

  override firstUpdated(): void {
    const { drawing } = this;
    this.#elements = new StageElements(this.renderRoot, this.layer, this.frames);
    this.#inSight = new InSight(drawing);
    this.view = new PanZoom(
      this,
      () => this.#moved(),
      (event) => !drawing.locked.value && isHold(event),
    );
    this.#fit = new StageFit(this, drawing, this.view);
    this.#wires = new WireCanvas(this.canvas, this.topCanvas, drawing.scene, this.view);
    this.#hand = new HandLayer(this.renderRoot, drawing.scene);
    this.#pointer = new StagePointer(this, drawing, this.view);
    drawing.lens = this;
    const follow = (then: () => void, ...sources: readonly (Source | undefined)[]): void => {
      for (const source of sources) if (source !== undefined) this.#ends.push(source.subscribe(then));
    };
    const { debugging, life } = this;
    follow(() => this.#relook(), drawing.selection, drawing.locked, debugging?.stops, debugging?.at, debugging?.traced, debugging?.unchecked, life?.nodes);
    follow(() => this.redraw(), drawing.wire, life?.lit);
    this.#ends.push(
      drawing.store.onStructure((changed) => {
        drawing.scene.update(changed);
        this.#changed();
      }),
    );
    const point = (event: Event): void => this.values?.point(this.#pointer?.inHand === undefined ? portOver(event) : null);
    this.addEventListener('pointerover', point);
    this.addEventListener('pointerleave', () => this.values?.point(null));
    drawing.scene.update('all');
    this.#resize();
    this.#changed();
  }

  /** A node as it is read out; only those that are near enough to be read are asked for it. */
  #sentence(id: string): string {
    return sentenceOf(this.#known, id, { refName, breakpoint: this.debugging?.wordsAt(id) ?? '' });
  }

  /** Hands of others; once the picture has its place. */
  get #others(): TemplateResult | typeof nothing {
    return this.hasUpdated ? html`<ww-graph-others .drawing=${this.drawing} .view=${this.view} .seen=${this.looks}></ww-graph-others>` : nothing;
  }

  override render(): TemplateResult {
    const { drawing } = this;
    const { scene, store, catalogue } = drawing;
    this.#known = drawing.known;
    const frames = [...scene.shapes.values()].filter(({ kind }) => kind === 'frame' || kind === 'comment');
    const place = (id: string): string => `translate(${scene.at(id).x}px,${scene.at(id).y}px)`;
    return html`<div class="layer frames">${repeat(
      frames,
      ({ id }) => id,
      (
        shape,
      ) => html`<ww-graph-frame data-node=${shape.id} tabindex="-1" role="group" aria-label=${`${shape.kind} ${drawing.title(shape.id)}`} .node=${shape.id}
        .data=${store.nodes.get(shape.id) as NodeData} .shape=${shape}
        ?selected=${drawing.selection.value.has(shape.id)} .locked=${drawing.locked.value}
          style=${styleMap({ transform: place(shape.id) })}></ww-graph-frame>`,
    )}</div>
      <canvas class="base" aria-hidden="true"></canvas>
      <canvas class="top" aria-hidden="true"></canvas>
      <div class="layer nodes">${repeat(
        this.shownNodes,
        (id) => id,
        (id) => {
          const data = store.nodes.get(id),
            shape = scene.shapes.get(id);
          if (data === undefined || shape === undefined) return nothing;
          return html`<ww-graph-node data-node=${id} tabindex="-1" role="group" aria-label=${this.#sentence(id)} .node=${id} .data=${data}
            .shape=${shape} .catalogue=${catalogue} .facts=${store.facts.get(id)}
            ?selected=${drawing.selection.value.has(id)} .locked=${drawing.locked.value} .life=${this.life?.nodes.value.get(id)}
              .stop=${this.debugging?.stops.value.get(id) ?? null} .unchecked=${this.debugging?.unchecked.value.get(id) ?? null}
            ?stopped=${this.debugging?.step?.node === id} .names=${this.looks}
            .wired=${this.#wired.get(id) ?? NONE} style=${styleMap({ transform: place(id) })}></ww-graph-node>`;
        },
      )}</div>
      <svg class="hand" aria-hidden="true"><path class="rings" /><path class="wire" /></svg>
      ${this.#others}
      ${this.hasUpdated ? html`<ww-graph-values .drawing=${drawing} .view=${this.view} .seen=${this.looks}></ww-graph-values>` : nothing}
      <div class="band" hidden></div>
      <slot></slot>`;
  }

  /* Lens */

  get seen(): Box {
    return this.view.seen;
  }
  fit(ids?: Iterable<string>): void {
    this.#fit.all(ids);
  }
  reveal(id: string): void {
    this.#fit.reveal(id);
  }
  /** Draws in the next frame. */
  redraw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const { drawing } = this;
      this.#wires?.draw({
        lit: this.life?.lit.value ?? NONE,
        wire: drawing.wire.value,
        nodes: drawing.selection.value,
        facts: drawing.store.facts,
        title: (id) => drawing.title(id),
      });
      this.#hand.draw(this.#pointer?.pending, this.#pointer?.fitting, this.view);
    });
  }

  /** The element of a node, where it is one now. */
  element(id: string): HTMLElement | undefined {
    return this.#elements.of(id);
  }
  /** Has a node drawn as an element, however far away it is seen from. */
  async show(id: string): Promise<HTMLElement | undefined> {
    this.#cull(true, id);
    await this.updateComplete;
    return this.element(id);
  }
  /** The port that a wire in hand comes from, as wires name it. */
  get wireInHand(): string | undefined {
    return this.#pointer?.inHand;
  }
  /** The ports that a wire from a port could lead to, by node. */
  fitting(port: PortAt): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#pointer?.fittingFor(port) ?? new Map();
  }
  /** Draws a node as an element, brings it into view, and gives it the keyboard. */
  async go(id: string): Promise<GraphNode | undefined> {
    this.reveal(id);
    const element = await this.show(id);
    element?.focus({ preventScroll: true });
    return element instanceof GraphNode ? element : undefined;
  }
  /** Keeps a port's value in view, or no more. */
  pin(port: PortAt): void {
    this.values?.pin(port);
  }
  /** Gives up what is in hand; false where nothing is. */
  cancel(): boolean {
    return this.#pointer?.cancel() ?? false;
  }
  /** Has somebody write a comment, which may only just have come. */
  write(id: string): void {
    void this.updateComplete.then(() => {
      const element = this.element(id);
      if (element instanceof GraphFrame) element.write();
    });
  }
  /** Puts the nodes that are held where they are held, without drawing them anew. */
  place(ids: Iterable<string>): void {
    this.#elements.place(ids, this.drawing.scene);
    this.redraw();
  }
  band(box: Box | undefined): void {
    this.#elements.band(box);
  }

  #changed(): void {
    this.#wired = wiredPorts(this.drawing.scene);
    this.#fit.first();
    this.#cull(true);
    this.#relook();
  }

  #named(): void {
    const { scene, store } = this.drawing;
    const renamed = this.#namedNodes.renamed(store.nodes, nameOf);
    if (renamed.size === 0) return;
    scene.update(renamed);
    this.#relook();
  }

  #relook(): void {
    this.looks++;
    this.redraw();
  }

  #resize(): void {
    if (this.#wires === undefined) return;
    const { clientWidth, clientHeight } = this;
    this.view.resized(clientWidth, clientHeight);
    this.#wires.resize(clientWidth, clientHeight);
    if (this.#fit.hasFitted) this.#fit.anew();
    else this.#changed();
    this.#cull(true);
    this.redraw();
  }

  #moved(): void {
    this.#elements.seeFrom(this.view);
    this.#cull(false);
    this.redraw();
    const others = this.renderRoot.querySelector<GraphOthers>('ww-graph-others');
    if (others?.isBusy === true) others.requestUpdate();
    if (this.values?.isBusy === true) this.values.requestUpdate();
    this.dispatchEvent(new CustomEvent('view-moved'));
  }

  #cull(anew: boolean, also?: string): void {
    const { seen, k } = this.view;
    if (!anew && this.#inSight.holds(seen, k)) return;
    const next = this.#inSight.decide(seen, k, also);
    if (next.length !== this.shownNodes.length || next.some((id, at) => id !== this.shownNodes[at])) this.shownNodes = next;
  }
}
