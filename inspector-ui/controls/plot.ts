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
  readonly values: readonly number[];
  /** Whether what is below the line is filled. */
  readonly filled?: boolean;
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
  /** Only the line: no axes, no cursor. */
  @property({ type: Boolean }) bare = false;
  @query('.at') private place!: HTMLElement;
  #plot: UPlot | undefined;
  #made = '';
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
    const made = `${this.bare} ${this.lines.map(({ label, color }) => label + color).join()}`;
    if (this.#loading) return;
    if (this.#plot === undefined || made !== this.#made) {
      this.#loading = true;
      const { default: Library } = await import('uplot');
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

  #data(): UPlot.AlignedData {
    const now = this.times.at(-1) ?? 0;
    return [this.times.map((time) => time - now), ...this.lines.map(({ values }) => [...values])];
  }

  #options(): UPlot.Options {
    const style = getComputedStyle(this);
    const color = (token: string): string => style.getPropertyValue(token).trim();
    const { width, height } = this.getBoundingClientRect();
    const font = `11px ${style.getPropertyValue('--sans')}`;
    const axis = { stroke: color('--faint'), font, ticks: { show: false }, grid: { stroke: color('--line-strong'), width: 0.5 } };
    return {
      width: Math.max(10, width),
      height: Math.max(10, height),
      legend: { show: false },
      padding: this.bare ? [2, 0, 2, 0] : [6, 16, 0, 0],
      cursor: this.bare ? { show: false } : { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      hooks: {
        setCursor: [
          () => {
            this.dispatchEvent(new Event('cursor'));
          },
        ],
      },
      scales: {
        x: { time: false, range: () => [-this.span, 0] },
        y: { range: (_plot, _from, to) => [0, Math.max(this.least, to ?? 0) * 1.08] },
      },
      axes: this.bare
        ? [{ show: false }, { show: false }]
        : [
            { ...axis, grid: { show: false }, size: 20, values: (_plot, splits) => splits.map(ago) },
            { ...axis, size: 40, space: 26, values: (_plot, splits) => splits.map(brief) },
          ],
      series: [
        {},
        ...this.lines.map(({ label, color: token, filled }): UPlot.Series => {
          const stroke = color(token);
          return { label, stroke, width: 1.5, points: { show: false }, ...(filled === true ? { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` } : {}) };
        }),
      ],
    };
  }
}

function ago(seconds: number): string {
  const whole = Math.round(-seconds);
  return whole <= 0 ? 'now' : whole < 60 ? `${whole} s` : `${Math.round(whole / 6) / 10} min`;
}
function brief(value: number): string {
  return value >= 1_000 ? `${Number((value / 1_000).toFixed(1))}k` : String(Number(value.toFixed(2)));
}
