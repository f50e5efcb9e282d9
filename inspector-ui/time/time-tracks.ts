import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TimeCount, TimeMark, TimeSample } from '../../server/protocol.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { KINDS, markColors, markShape } from './mark-shapes.ts';

/** Pixels by which the middle of the slider's thumb stays away from its ends. Its room on the left lies in the gutter, which holds the labels. */
export const INSET = 9;
const MARK = 2,
  LANE = 14,
  PLOT = 44;

/** What is told by lines through all of them has no lane. */
const LANES = KINDS.filter(({ kind }) => kind !== 'restart');

/** What lies above the slider (what happened) or below it (how ticks went): tracks over the same time, with a line where one is. */
@customElement('ww-time-tracks')
export class TimeTracks extends LitElement {
  static override styles = [
    controls,
    markColors,
    css`
    :host { display: block; position: relative; cursor: pointer; padding-right: ${INSET}px; }
    .track { display: grid; grid-template-columns: var(--gutter) minmax(0, 1fr); align-items: center; font-size: 11px; line-height: ${LANE}px;
      color: var(--soft); }
    .plots .track { align-items: start; }
    .label { display: flex; align-items: center; gap: 6px; min-width: 0; }
    .label b { margin-left: auto; padding-right: 10px; font-weight: 600; color: var(--ink); }
    .plots .label { display: block; }
    .plots b { padding: 0; }
    .lanes .track + .track { margin-top: 3px; }
    .plots .track + .track { margin-top: 8px; }
    .lane { background: var(--sunk); border-radius: 3px; overflow: hidden; }
    .plot { border-bottom: 1px solid var(--line); }
    svg.wide { display: block; width: 100%; overflow: visible; }
    rect { fill: var(--mark); }
    polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-linejoin: round; }
    polygon { fill: color-mix(in srgb, var(--accent) 14%, transparent); }
    .second polyline { stroke: var(--idle); }
    .over { position: absolute; inset: 0 ${INSET}px 0 var(--gutter); pointer-events: none; }
    .head { position: absolute; top: 0; bottom: 0; width: 0; border-left: 1.5px solid var(--line-strong); }
    .end { position: absolute; top: 0; bottom: 0; width: 0; border-left: 1.5px dashed var(--mark); }
    .past.head { border-left-color: var(--ask); border-left-width: 2px; }
    .word { overflow: hidden; text-overflow: ellipsis; }
    @container (max-width: 540px) { .lanes .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .lanes b { margin-left: 0; } .plots .label { font-size: 10px; } }
  `,
  ];
  @property({ attribute: false }) counts: readonly TimeCount[] = [];
  @property({ attribute: false }) samples: readonly TimeSample[] = [];
  @property() kind: 'lanes' | 'plots' = 'lanes';
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 1;
  @property({ type: Number }) tick = 0;
  /** Whether the tick is one of the past. */
  @property({ type: Boolean }) past = false;
  /** Ticks that a sample stands for, and of a second. */
  @property({ type: Number }) every = 30;
  @property({ type: Number }) tickRate = 60;
  @state() private width = 600;
  @query('.over') private over!: HTMLElement;
  readonly #resize = new ResizeObserver(([entry]) => {
    this.width = Math.max(60, entry?.contentRect.width ?? 600);
  });

  override firstUpdated(): void {
    this.#resize.observe(this.over);
  }
  override render(): TemplateResult {
    return html`<div class=${this.kind} @pointerdown=${this.#pick} @pointermove=${this.#pick}>
      ${this.kind === 'lanes' ? LANES.map(({ kind, word }) => this.#lane(kind, word)) : this.#plots()}</div>
      <div class="over">${this.counts
        .filter(({ kind, tick }) => kind === 'restart' && tick >= this.from && tick <= this.to)
        .map(
          ({ tick }) => html`<i class="restart end" ${styled({ left: `${this.#x(tick).toFixed(1)}px` })}></i>`,
        )}<i class="head ${this.past ? 'past' : ''}" ${styled({ left: `${this.#x(this.tick).toFixed(1)}px` })}></i></div>`;
  }

  #x(tick: number): number {
    return Math.min(1, Math.max(0, (tick - this.from) / Math.max(1, this.to - this.from))) * this.width;
  }

  #lane(kind: TimeMark['kind'], word: string): TemplateResult {
    const here = this.counts.filter((count) => count.kind === kind && count.tick + this.every > this.from);
    const all = here.reduce((sum, { count }) => sum + count, 0);
    // One bar for all that would lie on each other.
    const bars = [...new Set(here.map(({ tick }) => Math.round(this.#x(tick) / MARK)))];
    return html`<div class="track ${kind}" role="img" aria-label="${word}: ${all}"><span class="label">${markShape(kind)}<span
      class="word">${word}</span><b class="numbers">${all}</b></span>
      <div class="lane"><svg class="wide" viewBox="0 0 ${this.width} ${LANE}" height=${LANE} preserveAspectRatio="none" aria-hidden="true">${bars.map(
        (bar) => svg`<rect x=${bar * MARK - MARK / 2} y="1" width=${MARK} height=${LANE - 2} />`,
      )}</svg></div></div>`;
  }

  #plots(): TemplateResult {
    const sample = this.samples.findLast(({ tick }) => tick <= this.tick);
    const perSecond = (count: number): number => Math.round((count * this.tickRate) / Math.max(1, sample?.ticks ?? this.every));
    return html`${this.#plot(
      'Tick time',
      [this.samples.map(({ tickTime }) => tickTime)],
      1000 / this.tickRate / 4,
      sample === undefined
        ? nothing
        : html`<b
      class="numbers">${sample.tickTime.toFixed(2)} ms</b>`,
    )}
      ${this.#plot(
        'Messages',
        [this.samples.map(({ messagesIn, ticks }) => messagesIn / ticks), this.samples.map(({ messagesOut, ticks }) => messagesOut / ticks)],
        0.05,
        sample === undefined
          ? nothing
          : html`<span class="numbers">↓ <b>${perSecond(sample.messagesIn)}</b> ↑ <b>${perSecond(sample.messagesOut)}</b> /s</span>`,
      )}`;
  }

  #plot(name: string, lines: readonly (readonly number[])[], least: number, words: TemplateResult | typeof nothing): TemplateResult {
    const top = lines.reduce((most, line) => line.reduce((high, value) => Math.max(high, value), most), least) * 1.1;
    const y = (value: number): string => (PLOT - 1 - (value / top) * (PLOT - LANE - 4)).toFixed(1);
    const xs = this.samples.map(({ tick }) => this.#x(tick + this.every / 2).toFixed(1));
    const path = (line: readonly number[]): string => line.map((value, i) => `${xs[i] ?? 0},${y(value)}`).join(' ');
    return html`<div class="track"><span class="label"><span class="word">${name}</span><br />${words}</span>
      <div class="plot"><svg class="wide" viewBox="0 0 ${this.width} ${PLOT}" height=${PLOT} preserveAspectRatio="none" aria-hidden="true">${lines.map(
        (line, i) =>
          line.length < 2
            ? nothing
            : i === 0
              ? svg`<g><polygon points=${`${xs[0] ?? 0},${PLOT} ${path(line)} ${xs.at(-1) ?? 0},${PLOT}`} /><polyline points=${path(line)} /></g>`
              : svg`<g class="second"><polyline points=${path(line)} /></g>`,
      )}</svg></div></div>`;
  }

  #pick(event: PointerEvent): void {
    if (event.button > 0 || (event.type === 'pointermove' && event.buttons !== 1)) return;
    const box = this.over.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    this.dispatchEvent(new CustomEvent('pick', { detail: Math.round(this.from + Math.min(1, Math.max(0, share)) * (this.to - this.from)) }));
  }
}
