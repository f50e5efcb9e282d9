import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type UPlot from 'uplot';
import { Listen } from '../cells/cell.ts';
import { theme } from './theme.ts';

/** A line of a plot. */
export interface PlotLine {
  readonly label: string;
  /** A token of tokens.css. */
  readonly color: `--${string}`;
  /** Null where there is none. */
  readonly values: readonly (number | null)[];
  /** Whether what is below the line is filled. */
  readonly filled?: boolean;
  /** Lengths of strokes and gaps, in pixels, so that it is told from others without its colour. */
  readonly dash?: readonly number[];
}
/** A moment of a plot that is marked, in seconds as its times. */
export interface PlotMark {
  readonly time: number;
  readonly color: `--${string}`;
}

/** Lines over time, drawn by uPlot, which comes when the first plot is shown. What it shows must be said in words beside it. */
@customElement('ww-plot')
export class Plot extends LitElement {
  static override styles = css`
    :host { display: block; min-width: 0; height: 92px; position: relative; }
    .at { position: absolute; inset: 0; }
    /* What the library's own style sheet says, as far as it is used. */
    .uplot, .uplot * { box-sizing: border-box; }
    .uplot { width: min-content; }
    .u-wrap { position: relative; user-select: none; }
    .u-over, .u-under, .u-axis { position: absolute; }
    .u-under { overflow: hidden; }
    .uplot canvas { display: block; position: relative; width: 100%; height: 100%; }
    .u-cursor-x { position: absolute; left: 0; top: 0; height: 100%; border-right: 1px solid var(--line-strong); pointer-events: none; }
    .u-cursor-pt { position: absolute; left: 0; top: 0; border-radius: 50%; border: 0 solid; pointer-events: none; background-clip: padding-box !important; }
    .u-off, .u-cursor-y, .u-select { display: none; }
  `;
  /** Seconds, in order; each line has a value for each. */
  @property({ attribute: false }) times: readonly number[] = [];
  @property({ attribute: false }) lines: readonly PlotLine[] = [];
  /** The top of the scale is never below this. */
  @property({ type: Number }) least = 1;
  /** How many seconds are shown. */
  @property({ type: Number }) span = 60;
  /** What stands at the right edge, in seconds as the times; the last of them where it is not said. */
  @property({ type: Number }) end: number | undefined;
  /** Whether the scale goes from the least to the greatest value, instead of from 0. */
  @property({ type: Boolean }) fit = false;
  /** Whether each value holds until the next, instead of being on its way to it. */
  @property({ type: Boolean }) held = false;
  /** Whether the scale stands in numbers beside it. */
  @property({ type: Boolean }) unscaled = false;
  @property({ attribute: false }) marks: readonly PlotMark[] = [];
  /** Only the line: no axes, no cursor. */
  @property({ type: Boolean }) bare = false;
  @query('.at') private place!: HTMLElement;
  #plot: UPlot | undefined;
  #made = '';
  #stepped: UPlot.Series.PathBuilder | undefined;
  #loading = false;
  readonly #resize = new ResizeObserver(() => this.#fit());
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super();
    new Listen(this, theme, () => this.#renew());
  }

  override render(): TemplateResult {
    return html`<div class="at"></div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
    this.#dark.addEventListener('change', this.#renew);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#dark.removeEventListener('change', this.#renew);
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#made = '';
  }
  override updated(): void {
    void this.#draw();
  }

  /** The place of the cursor among the times; undefined where it is elsewhere. */
  get cursor(): number | undefined {
    return this.#plot?.cursor.idx ?? undefined;
  }

  readonly #renew = (): void => {
    this.#made = '';
    requestAnimationFrame(() => void this.#draw());
  };

  async #draw(): Promise<void> {
    const made = `${this.bare} ${this.unscaled} ${this.lines.map(({ label, color }) => label + color).join()}`;
    if (this.#loading) return;
    if (this.#plot === undefined || made !== this.#made) {
      this.#loading = true;
      const { default: Library } = await import('uplot');
      this.#stepped = Library.paths.stepped?.({ align: 1 });
      this.#loading = false;
      if (!this.isConnected) return;
      this.#plot?.destroy();
      this.#made = made;
      this.#plot = new Library(this.#options(), this.#data(), this.place);
    } else this.#plot.setData(this.#data());
  }

  #fit(): void {
    const { width, height } = this.getBoundingClientRect();
    if (width > 0 && height > 0) this.#plot?.setSize({ width, height });
  }

  get #end(): number {
    return this.end ?? this.times.at(-1) ?? 0;
  }

  /** Puts the cursor to a place among the times; takes it away for undefined. */
  moveCursor(place: number | undefined): void {
    const plot = this.#plot;
    if (plot === undefined) return;
    const time = place === undefined ? undefined : plot.data[0][place];
    plot.setCursor({ left: time === undefined ? -10 : plot.valToPos(time, 'x'), top: 0 });
  }

  /** The moments that are marked: short strokes that stand on the lower edge. */
  #strokes(plot: UPlot): void {
    const { ctx, bbox } = plot,
      style = getComputedStyle(this);
    for (const { time, color } of this.marks) {
      const at = time - this.#end;
      if (at < -this.span || at > 0) continue;
      const x = Math.round(plot.valToPos(at, 'x', true));
      ctx.fillStyle = style.getPropertyValue(color).trim();
      ctx.fillRect(x - 1, bbox.top + bbox.height - 12 * devicePixelRatio, 2 * devicePixelRatio, 12 * devicePixelRatio);
    }
  }

  #data(): UPlot.AlignedData {
    const now = this.#end;
    return [this.times.map((time) => time - now), ...this.lines.map(({ values }) => [...values])];
  }

  #options(): UPlot.Options {
    const style = getComputedStyle(this);
    const color = (token: string): string => style.getPropertyValue(token).trim();
    const { width, height } = this.getBoundingClientRect();
    const font = `11px ${style.getPropertyValue('--sans')}`;
    const stepped = this.held ? this.#stepped : undefined;
    const axis = { stroke: color('--faint'), font, ticks: { show: false }, grid: { stroke: color('--line-strong'), width: 0.5 } };
    return {
      width: Math.max(10, width),
      height: Math.max(10, height),
      legend: { show: false },
      padding: this.bare ? [2, 0, 2, 0] : [6, 16, 0, 0],
      cursor: this.bare ? { show: false } : { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      hooks: {
        draw: [(plot) => this.#strokes(plot)],
        setCursor: [
          () => {
            this.dispatchEvent(new Event('cursor'));
          },
        ],
      },
      scales: {
        x: { time: false, range: () => [-this.span, 0] },
        y: { range: (_plot, from, to) => (this.fit ? around(from, to) : [0, Math.max(this.least, to ?? 0) * 1.08]) },
      },
      axes: this.bare
        ? [{ show: false }, { show: false }]
        : [
            { ...axis, grid: { show: false }, size: 20, values: (_plot, splits) => splits.map(ago) },
            this.unscaled ? { show: false } : { ...axis, size: 44, space: 26, values: (_plot, splits) => splits.map(brief) },
          ],
      series: [
        {},
        ...this.lines.map(({ label, color: token, filled, dash }): UPlot.Series => {
          const stroke = color(token);
          const drawn = { ...(dash === undefined ? {} : { dash: [...dash] }), ...(stepped === undefined ? {} : { paths: stepped }) };
          const fill = filled === true ? { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` } : {};
          return { label, stroke, width: 1.5, points: { show: false }, ...drawn, ...fill };
        }),
      ],
    };
  }
}

/** A scale around what is shown, with some room; never without height. */
function around(from: number | null, to: number | null): [number, number] {
  const least = from ?? 0,
    most = to ?? 1;
  const room = most > least ? (most - least) * 0.08 : Math.max(Math.abs(most) * 0.1, 0.5);
  return [least - room, most + room];
}

function ago(seconds: number): string {
  const whole = Math.round(-seconds);
  return whole <= 0 ? 'now' : whole < 60 ? `${whole} s` : `${Math.round(whole / 6) / 10} min`;
}
function brief(value: number): string {
  return Math.abs(value) >= 1_000 ? `${Number((value / 1_000).toFixed(1))}k` : String(Number(value.toPrecision(4)));
}
