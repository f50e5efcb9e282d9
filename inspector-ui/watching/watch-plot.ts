import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { watchedPath } from '../../engine/condition-words.ts';
import '../controls/plot.ts';
import type { Plot, PlotLine, PlotMark } from '../controls/plot.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { nameOf } from '../session/names.ts';
import { session } from '../session/session.ts';
import type { Watched } from '../session/watched.ts';
import { show } from '../time/travel.ts';
import { span, tickWords } from '../time/time-words.ts';
import { gathered } from './gathering.ts';
import { evened, linesOf } from './lines.ts';
import { LINE_COLORS, LINE_DASHES } from './watch-styles.ts';

/** Moments by which the keyboard moves the cursor when it hurries. */
const HURRY = 20;

/** Up to eight watched fields over one time, with a cursor by mouse and keyboard. Tells `moment`: the one under the cursor, or null. */
@customElement('ww-watch-plot')
export class WatchPlot extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; border-bottom: 1px solid var(--line); padding: 4px 4px 0; }
    ww-plot { height: 190px; border-radius: var(--radius); }
    .foot { display: flex; gap: 4px 12px; align-items: center; min-height: 28px; padding: 0 8px; font: var(--small); color: var(--soft); flex-wrap: wrap; }
    .foot button { font: var(--small); min-height: 22px; padding: 0 8px; }
    .key { display: inline-flex; gap: 5px; align-items: center; min-width: 0; max-width: 260px; }
    .key i { width: 14px; height: 3px; border-radius: 2px; flex: none; }
    @media (max-height: 700px) { ww-plot { height: 130px; } }
  `,
  ];
  @property({ attribute: false }) places: readonly Watched[] = [];
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 0;
  @property({ type: Boolean }) evened = false;
  @property({ type: Number }) drawn = 0;
  @state() private at: number | null = null;
  @query('ww-plot') private plot!: Plot;
  #moments: readonly number[] = [];
  /** The cursor stands where keys have put it: what the plot itself makes of that place may be its neighbour. */
  #isByKeys = false;

  override render(): TemplateResult {
    const all = this.places.map((place) => gathered(place));
    const { moments, values } = linesOf(
      all.map(({ series }) => series),
      this.from,
      this.to,
    );
    this.#moments = moments;
    const lines = this.places.map((place, at): PlotLine => ({
      label: watchedPath(place),
      color: LINE_COLORS[place.line ?? 0] ?? '--plot-1',
      values: this.evened ? evened(values[at] ?? []) : (values[at] ?? []),
      ...(LINE_DASHES[place.line ?? 0] === undefined ? {} : { dash: LINE_DASHES[place.line ?? 0] as readonly number[] }),
    }));
    const marks = all.flatMap(({ met }, at): PlotMark[] =>
      met.map(({ real }) => ({ time: real / 1000, color: LINE_COLORS[this.places[at]?.line ?? 0] ?? '--plot-1' })),
    );
    return html`<ww-plot tabindex="0" role="img" aria-label=${this.#words()} held fit ?unscaled=${this.evened} .times=${moments.map((moment) => moment / 1000)}
        .end=${this.to / 1000} .span=${(this.to - this.from) / 1000} .lines=${lines} .marks=${marks} @cursor=${this.#moved} @keydown=${this.#keys}
        @mousemove=${() => {
          this.#isByKeys = false;
        }} @mouseleave=${() => this.#tell(null)}></ww-plot>
      <div class="foot">${this.at === null ? this.#keysOfLines() : this.#moment(this.at)}</div>`;
  }

  #words(): string {
    const names = this.places.map((place) => `${nameOf(place.entity) ?? place.entity} ${watchedPath(place)}`).join(', ');
    return `${names} over the last ${span((this.to - this.from) / 1000)}. Left and right move the cursor.`;
  }

  #keysOfLines(): TemplateResult[] {
    return this.places.map(
      (place) => html`<span class="key"><i ${styled({ background: `var(${LINE_COLORS[place.line ?? 0] ?? '--plot-1'})` })}></i>
        <span class="clip">${nameOf(place.entity) ?? place.entity} · ${watchedPath(place)}</span></span>`,
    );
  }

  #moment(at: number): TemplateResult {
    const tick = this.#tickAt(at);
    const past = session.run.value?.past ?? null;
    const isKept = tick !== undefined && past !== null && tick >= past.from && tick <= past.to;
    const words = `${span((this.to - at) / 1000)} before the right edge${tick === undefined ? '' : `, ${tickWords(tick)}`}`;
    return html`<span class="numbers" role="status">${words}</span>
      ${isKept ? html`<button class="boxed" @click=${() => show(tick)}>Show the world as it was</button>` : nothing}`;
  }

  /** The last tick up to a moment at which one of the lines became what it was. */
  #tickAt(moment: number): number | undefined {
    let tick: number | undefined;
    for (const place of this.places) {
      const { series } = gathered(place);
      const known = series.ticks[series.placeAt(moment)];
      if (known !== undefined && (tick === undefined || known > tick)) tick = known;
    }
    return tick;
  }

  readonly #moved = (): void => {
    if (this.#isByKeys) return;
    const place = this.plot.cursor;
    this.#tell(place === undefined ? null : (this.#moments[place] ?? null));
  };

  #tell(at: number | null): void {
    if (at === this.at) return;
    this.at = at;
    this.dispatchEvent(new CustomEvent('moment', { detail: at }));
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (event.key === 'Escape' && this.at !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.plot.moveCursor(undefined);
      return this.#tell(null);
    }
    if (step === 0) return;
    event.preventDefault();
    const last = this.#moments.length - 1;
    const { at } = this;
    const now = at === null ? last : this.#moments.findLastIndex((moment) => moment <= at);
    const next = Math.max(0, Math.min(last, now + step * (event.shiftKey ? HURRY : 1)));
    this.#isByKeys = true;
    this.plot.moveCursor(next);
    this.#tell(this.#moments[next] ?? null);
  };
}
