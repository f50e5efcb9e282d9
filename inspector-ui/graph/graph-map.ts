import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Drawing } from './drawing.ts';
import { around, type Box } from './geometry.ts';
import type { GraphStage } from './graph-stage.ts';

const WIDTH = 170,
  HEIGHT = 104,
  EDGE = 8;

/** The whole graph in small, with the part that is seen; a click or a drag goes there. */
@customElement('ww-graph-map')
export class GraphMap extends LitElement {
  static override styles = css`
    :host { display: block; width: 170px; height: 104px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; overflow: hidden;
      cursor: pointer;
      touch-action: none; }
    canvas { display: block; width: 170px; height: 104px; }
  `;
  @property({ attribute: false }) drawing!: Drawing;
  @property({ type: Number }) seen = 0;
  @query('canvas') private canvas!: HTMLCanvasElement;
  #frame = 0;
  #stage: GraphStage | undefined;
  /** What was drawn of the nodes, and with what. */
  readonly #nodes = document.createElement('canvas');
  #nodesOf = '';
  #selectionOf: ReadonlySet<string> | undefined;
  #accent = '';
  #shown: { readonly box: Box; readonly k: number } | undefined;
  readonly #redraw = (): void => {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#stage?.removeEventListener('view-moved', this.#redraw);
    this.#stage = undefined;
  }
  override render(): TemplateResult {
    return html`<canvas aria-hidden="true" @pointerdown=${this.#go}
      @pointermove=${(event: PointerEvent) => (event.buttons === 1 ? this.#go(event) : undefined)}></canvas>`;
  }
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const stage = this.parentElement?.querySelector<GraphStage>('ww-graph-stage') ?? undefined;
    if (stage !== this.#stage) {
      this.#stage?.removeEventListener('view-moved', this.#redraw);
      stage?.addEventListener('view-moved', this.#redraw);
      this.#stage = stage;
    }
    this.#redraw();
  }

  #draw(): void {
    this.#frame = 0;
    const context = this.canvas.getContext('2d');
    const { scene, lens, selection } = this.drawing;
    if (context === null || lens === undefined) return;
    const ratio = window.devicePixelRatio;
    const { seen } = lens;
    const box = around([seen, scene.boundsOf() ?? seen]) ?? seen;
    const k = Math.min((WIDTH - 2 * EDGE) / box.w, (HEIGHT - 2 * EDGE) / box.h);
    const left = (WIDTH - box.w * k) / 2 - box.x * k,
      top = (HEIGHT - box.h * k) / 2 - box.y * k;
    const of = [scene.version, k, left, top, document.documentElement.dataset['theme']].join(' ');
    const isSame = of === this.#nodesOf && selection.value === this.#selectionOf;
    this.#shown = { box, k };
    if (!isSame) this.#drawNodes(k, left, top, ratio);
    this.#nodesOf = of;
    this.#selectionOf = selection.value;
    this.canvas.width = WIDTH * ratio;
    this.canvas.height = HEIGHT * ratio;
    context.drawImage(this.#nodes, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, left * ratio, top * ratio);
    context.strokeStyle = this.#accent;
    context.lineWidth = 1.5;
    context.strokeRect(seen.x * k, seen.y * k, seen.w * k, seen.h * k);
  }

  /** The nodes alone, which stay as they are while the view moves among them. */
  #drawNodes(k: number, left: number, top: number, ratio: number): void {
    this.#nodes.width = WIDTH * ratio;
    this.#nodes.height = HEIGHT * ratio;
    const context = this.#nodes.getContext('2d');
    if (context === null) return;
    const { scene, selection } = this.drawing;
    const style = getComputedStyle(this);
    const ink = (name: string): string => style.getPropertyValue(name).trim();
    const inks = { frame: ink('--hover'), node: ink('--line-strong') };
    this.#accent = ink('--accent');
    context.setTransform(ratio, 0, 0, ratio, left * ratio, top * ratio);
    // Frames lie below what is in them.
    const shapes = [...scene.shapes].toSorted(([, a], [, b]) => Number(b.kind === 'frame') - Number(a.kind === 'frame'));
    for (const [id, shape] of shapes) {
      const { x, y } = scene.at(id);
      context.fillStyle = selection.value.has(id) ? this.#accent : shape.kind === 'frame' ? inks.frame : inks.node;
      context.fillRect(x * k, y * k, Math.max(2, shape.w * k), Math.max(2, shape.h * k));
    }
  }

  readonly #go = (event: PointerEvent): void => {
    const shown = this.#shown,
      stage = this.#stage;
    if (shown === undefined || stage === undefined) return;
    if (event.type === 'pointerdown') this.canvas.setPointerCapture(event.pointerId);
    const { box, k } = shown;
    const own = this.getBoundingClientRect();
    const x = (event.clientX - own.left - (WIDTH - box.w * k) / 2) / k + box.x,
      y = (event.clientY - own.top - (HEIGHT - box.h * k) / 2) / k + box.y;
    const { view } = stage;
    view.set(view.k, stage.clientWidth / 2 - x * view.k, stage.clientHeight / 2 - y * view.k);
  };
}
