import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { glyph, type GlyphName } from '../controls/glyphs.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { switches } from '../controls/switch-styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import './field-changes.ts';
import { fieldSearch } from './field-search.ts';
import './mark-list.ts';
import { stretch, STRETCHES, ticksOf, zoomed, moved, type Ticks } from './stretch.ts';
import { sliders } from './slider-styles.ts';
import { INSET } from './time-tracks.ts';
import { ago, size, span, tickWords } from './time-words.ts';
import { TimelineWatch } from './timeline-watch.ts';
import { backToNow, kept, late, mayRecord, move, play, playing, secondsAgo, show, shownTick, stop, trouble, underway, wanted, zoom } from './travel.ts';

/** Seconds between two words of the axis, of which the first that gives few enough is taken. */
const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400];
const MOST_WORDS = 6;
/** Seconds from which on the words of the axis hold the day, so that fewer of them have room. */
const LONG = 12 * 3600,
  MOST_LONG = 4;

/** The last minutes of the world: kept or not, what happened in them, and the tick to be shown. */
@customElement('ww-time-pane')
export class TimePane extends LitElement {
  static override styles = [
    controls,
    switches,
    sliders,
    css`
    :host { display: grid; grid-template-rows: auto auto auto minmax(0, 1fr); min-height: 0; container-type: inline-size; background: var(--panel); }
    :host([strip]) { grid-template-rows: auto; }
    .head { display: flex; align-items: center; gap: 6px 16px; flex-wrap: wrap; padding: 10px 18px; }
    .keep { display: flex; align-items: center; gap: 9px; cursor: pointer; }
    .keep span { font-weight: 600; }
    .what { color: var(--soft); font: var(--small); flex: 1; min-width: 180px; }
    .tracks { --gutter: 128px; padding: 0 ${18 - INSET}px 0 18px; display: grid; gap: 4px; touch-action: pan-y; }
    .tracks input.time { width: auto; margin-left: calc(var(--gutter) - ${INSET}px); }
    .moves { display: flex; align-items: center; gap: 2px; flex-wrap: wrap; padding: 8px 18px 10px; border-bottom: 1px solid var(--line); }
    .where { margin-left: 10px; font-variant-numeric: tabular-nums; color: var(--soft); }
    .where b { font-weight: 600; color: var(--ink); }
    .where.past b { color: var(--ask-ink); }
    .now { margin-left: auto; }
    .axis { position: relative; height: 16px; margin: 0 ${INSET}px 0 var(--gutter); font-size: 11px; color: var(--faint); }
    .axis span { position: absolute; translate: -50% 0; white-space: nowrap; }
    .axis span.end { translate: -100% 0; }
    .stretches { display: flex; gap: 4px; }
    .stretches [aria-pressed='true'] { border-color: var(--accent); color: var(--accent-ink, var(--accent)); font-weight: 600; }
    .empty { margin: 12vh auto 0; max-width: 400px; padding: 0 20px; text-align: center; line-height: 1.6; color: var(--soft); grid-row: 3 / -1; }
    .empty h2 { font-size: 15px; font-weight: 650; color: var(--ink); margin: 0 0 6px; }
    .empty p { margin: 0 0 14px; }
    .empty svg { width: 220px; height: 34px; display: block; margin: 0 auto 14px; }
    .empty .old { stroke: var(--line-strong); stroke-dasharray: 3 4; stroke-width: 1.5; }
    .empty circle { fill: var(--accent); }
    ww-mark-list { border-top: 0; }
    .changes { min-height: 0; }
    @container (max-width: 540px) { .head, .moves { padding-left: 12px; padding-right: 12px; } .tracks { --gutter: 58px; padding: 0 ${12 - INSET}px 0 12px; }
      .where { margin-left: 4px; } .now { display: none; } }
  `,
  ];
  /** Only the slider and its buttons, to stand below something else. */
  @property({ type: Boolean, reflect: true }) strip = false;
  @state() private asking = false;
  readonly #timeline = new TimelineWatch(this);

  constructor() {
    super();
    new Follow(this, session.run, session.past, session.status, session.phase, session.me, wanted, late, playing, trouble, underway, stretch, fieldSearch);
  }

  override render(): TemplateResult {
    const range = kept();
    if (session.run.value === null) return html`${nothing}`;
    const changes = this.strip || fieldSearch.value === null ? nothing : html`<ww-field-changes></ww-field-changes>`;
    if (range === null) return html`${this.strip ? nothing : this.#head(false)}<div class="changes">${changes}</div>${this.#empty()}`;
    const past = session.past.value !== null || wanted.value !== null;
    const tick = Math.min(range.to, Math.max(range.from, shownTick()));
    const gone = session.past.value !== null && wanted.value === null && session.past.value < range.from;
    const ticks = ticksOf(stretch.value, range, this.#rate);
    return html`${this.strip ? nothing : this.#head(range.of === 'memory')}
      <div>
        <div class="tracks" @wheel=${this.#wheel} @pick=${(event: CustomEvent<number>) => show(event.detail)}>
          ${this.#tracks('lanes', ticks, tick, past)}
          ${this.#slider(ticks, tick, past)}
          ${this.#axis(ticks, range.to)}
          ${this.strip ? nothing : this.#tracks('plots', ticks, tick, past)}
        </div>
        ${this.#moves(range, tick, past, gone)}
      </div>
      ${this.strip ? nothing : html`<div class="changes">${changes}</div>`}
      ${this.strip ? nothing : html`<ww-mark-list .marks=${this.#timeline.marks} .tick=${tick}></ww-mark-list>`}`;
  }

  #head(on: boolean): TemplateResult {
    const range = kept(),
      journal = session.run.value?.journal;
    const seconds = range === null ? 0 : secondsAgo(range.from);
    if (range?.of === 'journal' && journal?.state !== 'ended') return html`<div class="head">${this.#journalWords(seconds)}${this.#stretches(seconds)}</div>`;
    const stretches = range?.of === 'journal' ? this.#stretches(seconds) : nothing;
    const cannot = !mayRecord() || this.asking || session.phase.value !== 'online';
    return html`<div class="head">${stretches}<label class="keep"><input class="switch" type="checkbox" role="switch" .checked=${on}
      ?disabled=${cannot} @change=${this.#switch} /><span>Record</span></label>
      <span class="what numbers">${
        on
          ? html`Keeps up to 5 minutes in memory: ${span(seconds)}, ${size(this.#timeline.bytes)} now. Off forgets them.`
          : mayRecord()
            ? 'Keeps up to 5 minutes in the memory of the server, at most 64 MB. Nothing goes to disk.'
            : 'Your role may look, but not switch this.'
      }</span></div>`;
  }

  #journalWords(seconds: number): TemplateResult {
    const { bytes, read } = this.#timeline;
    return html`<span class="what numbers">The journal reaches ${span(seconds)} back, ${size(bytes)}${
      read === undefined ? '' : `; reading what happened, ${Math.floor(read * 100)}\u202f%`
    }.</span>`;
  }

  /** Which stretch of it is shown; where there are minutes alone, all of it is. */
  #stretches(all: number): TemplateResult | typeof nothing {
    if (all <= (STRETCHES[0]?.seconds ?? 0)) return nothing;
    return html`<div class="stretches" role="group" aria-label="Stretch of time">${STRETCHES.filter(({ seconds }) => seconds === null || seconds < all).map(
      ({ word, seconds }) =>
        html`<button class="boxed" aria-pressed=${stretch.value.seconds === seconds ? 'true' : 'false'}
        @click=${() => (stretch.value = { seconds, to: null })}>${word}</button>`,
    )}</div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="empty">
      <svg viewBox="0 0 220 34" aria-hidden="true"><path class="old" d="M6 17h196" /><circle cx="208" cy="17" r="6" /></svg>
      <h2>Only now is known</h2>
      <p>${
        mayRecord()
          ? 'Record, and from then on you can go back: every field, every message, as it was at any tick.'
          : 'Nobody records this world. Who may edit it can switch that on.'
      }</p>
      ${
        mayRecord()
          ? html`<button class="primary" ?disabled=${this.asking || session.phase.value !== 'online'}
          @click=${() => void this.#record(true)}>Record the last minutes</button>`
          : nothing
      }</div>`;
  }

  #tracks(kind: 'lanes' | 'plots', { from, to }: { from: number; to: number }, tick: number, past: boolean): TemplateResult {
    const { counts, samples, every } = this.#timeline;
    return html`<ww-time-tracks .kind=${kind} .counts=${counts} .samples=${samples} .every=${every} .from=${from} .to=${to} .tick=${tick} .past=${past}
      .tickRate=${this.#rate}></ww-time-tracks>`;
  }

  #slider({ from, to }: { from: number; to: number }, tick: number, past: boolean): TemplateResult {
    const wall = this.#wall(tick);
    const words = past ? `${wall === undefined ? '' : `${wallWords(wall)}, `}${ago(secondsAgo(tick))}, ${tickWords(tick)}` : 'now';
    return html`<input class="time ${past ? 'past' : ''}" type="range" aria-label="Time" aria-valuetext=${words} min=${from} max=${to} step="1"
      .value=${String(tick)} ?disabled=${session.phase.value !== 'online'}
      @input=${(event: Event) => show(Number((event.target as HTMLInputElement).value))} @keydown=${this.#key} />`;
  }

  #axis({ from, to }: Ticks, now: number): TemplateResult {
    const seconds = (to - from) / this.#rate;
    const behind = (now - to) / this.#rate;
    const most = seconds > LONG ? MOST_LONG : MOST_WORDS;
    const step = STEPS.find((each) => seconds / each <= most) ?? Math.ceil(seconds / most / 86_400) * 86_400;
    const words = Array.from({ length: Math.floor(seconds / step) }, (_none, i) => (i + 1) * step).filter((at) => at < seconds * 0.97);
    return html`<div class="axis numbers" aria-hidden="true">${words.map(
      (at) => html`<span ${styled({ left: `${(100 * (1 - at / seconds)).toFixed(2)}%` })}>${this.#axisWords(to - at * this.#rate, behind + at)}</span>`,
    )}<span class="end" ${styled({ left: '100%' })}>${to >= now ? 'now' : this.#axisWords(to, behind)}</span></div>`;
  }

  /** The time of day at a tick, from which on the axis it was so many seconds ago; where that is not known, how long ago. */
  #axisWords(tick: number, seconds: number): string {
    const wall = this.#timeline.wallAt(tick);
    return wall === undefined ? `−${span(seconds)}` : wallWords(wall);
  }

  /** The time of day at the tick that is shown, as the server told it with it; of one that is only on its way, by the samples. */
  #wall(tick: number | null): number | undefined {
    return tick === null || tick === session.past.value ? session.status.value?.wall : this.#timeline.wallAt(tick);
  }
  #wallWords(tick: number | null): TemplateResult | typeof nothing {
    const wall = this.#wall(tick);
    return wall === undefined ? nothing : html`<span title=${wholeWallWords(wall)}>${wallWords(wall)}</span> · `;
  }

  #moves({ from }: { from: number }, tick: number, past: boolean, gone: boolean): TemplateResult {
    const { marks } = this.#timeline;
    const before = marks.findLast((mark) => mark.tick < tick),
      after = marks.find((mark) => mark.tick > tick);
    return html`<div class="moves" role="group" aria-label="Move in time">
      ${this.#button('first', 'Before that happened', before === undefined, () => before !== undefined && show(before.tick), 'To what happened before')}
      ${this.#button('back', 'One tick back', tick <= from, () => move(-1), 'One tick back ([)')}
      ${
        playing.value
          ? this.#button('pause', 'Stop playing', false, stop, 'Stop (P)')
          : this.#button('play', 'Play on from here', session.past.value === null, play, 'Play on from here (P)')
      }
      ${this.#button('right', 'One tick forward', !past, () => move(1), 'One tick forward (])')}
      ${this.#button('last', 'After that happened', !past || after === undefined, () => after !== undefined && show(after.tick), 'To what happened after')}
      <span class="where ${past ? 'past' : ''}">${
        past
          ? html`<b>${ago(secondsAgo(session.past.value ?? tick))}</b> ·
            ${this.#wallWords(session.past.value ?? tick)}${tickWords(session.past.value ?? tick)}${gone ? ' · no longer kept' : ''}${
              late.value ? ` · on its way${underway.value === null ? '' : `, ${Math.floor(underway.value * 100)}\u202f%`}…` : ''
            }`
          : html`<b>Now</b> · ${this.#wallWords(null)}${tickWords(session.run.value?.tick ?? tick)}`
      }</span>${trouble.value === '' ? nothing : html`<span class="fault" role="alert">${trouble.value}</span>`}
      <button class="boxed now" ?disabled=${!past} @click=${backToNow}>Back to now</button></div>`;
  }

  #button(icon: GlyphName, label: string, disabled: boolean, act: () => void, title: string): TemplateResult {
    return html`<button class="icon" aria-label=${label} title=${title} ?disabled=${disabled || session.phase.value !== 'online'}
      @click=${act}>${glyph(icon)}</button>`;
  }

  get #rate(): number {
    return session.status.value?.tickRate ?? 60;
  }

  /** Up and down zooms to where the pointer is, to the side moves, as does either with Shift. */
  readonly #wheel = {
    handleEvent: (event: WheelEvent): void => {
      const range = kept(),
        { ticks } = this.#timeline;
      if (range === null || ticks === null || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const by = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      const box = this.renderRoot.querySelector('.axis')?.getBoundingClientRect();
      if (box === undefined || box.width === 0) return;
      const at = ticks.from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (ticks.to - ticks.from);
      stretch.value =
        by === 0
          ? zoomed(ticks, range, this.#rate, Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), at)
          : moved(ticks, range, this.#rate, (by / box.width) * (ticks.to - ticks.from));
    },
    passive: false,
  };

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const some = event.shiftKey ? 60 : 1;
    const keys: { readonly [key: string]: () => void } = {
      ArrowLeft: () => move(-some),
      ArrowDown: () => move(-some),
      ArrowRight: () => move(some),
      ArrowUp: () => move(some),
      PageDown: () => move(-10 * this.#rate),
      PageUp: () => move(10 * this.#rate),
      Home: () => show(kept()?.from ?? 0),
      End: () => backToNow(),
      ' ': () => (playing.value ? stop() : play()),
      '+': () => zoom(1 / 2),
      '-': () => zoom(2),
      '0': () => zoom(Infinity),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #switch(event: Event): void {
    void this.#record((event.target as HTMLInputElement).checked);
  }

  async #record(on: boolean): Promise<void> {
    this.asking = true;
    toldIfRefused(await session.control(on ? 'record' : 'stopRecording'));
    this.asking = false;
    // The switch shows what is, whatever was wished.
    const box = this.renderRoot.querySelector<HTMLInputElement>('.switch');
    if (box !== null) box.checked = kept() !== null;
  }
}
