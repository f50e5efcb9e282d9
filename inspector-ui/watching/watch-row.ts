import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { conditionWords, watchedPath } from '../../engine/condition-words.ts';
import type { Json, WatchCondition } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell } from '../controls/notices.ts';
import '../controls/sparkline.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { MOST_LINES, keyOf, plot, unwatch, waitFor, type Watched } from '../session/watched.ts';
import './condition-form.ts';
import { gathered, valuesThen } from './gathering.ts';
import { smallLine } from './lines.ts';
import { shortValue } from './value-words.ts';
import { LINE_COLORS, LINE_DASHES, rowStyles } from './watch-styles.ts';

const PLACES = 60;

/** One watched field: its line, its value, what it was in the time that is shown, and what is waited for in it. */
@customElement('ww-watch-row')
export class WatchRow extends LitElement {
  static override styles = [controls, rowStyles];
  @property({ attribute: false }) place!: Watched;
  /** The time that is shown, in real milliseconds. */
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 0;
  /** The moment under the cursor of the plot; null where it is nowhere. */
  @property({ type: Number }) at: number | null = null;
  /** Changes with each drawing of the panel: what was gathered has no other name. */
  @property({ type: Number }) drawn = 0;
  @state() private open = false;

  constructor() {
    super();
    new Follow(this, namesKnown, valuesThen);
  }

  override render(): TemplateResult {
    const { place } = this;
    const { series, holds, count } = gathered(place);
    const path = watchedPath(place),
      name = nameOf(place.entity) ?? place.entity;
    const range = series.range(this.from, this.to);
    const color = { '--line-color': `var(${LINE_COLORS[place.line ?? 0] ?? '--plot-1'})` },
      dash = (LINE_DASHES[place.line ?? 0] ?? []).join(' ');
    return html`<div class="row" ${styled(color)} @keydown=${this.#keys}>
        <button class="line" aria-pressed=${place.line !== null} aria-label="Line of ${name} ${path} in the plot"
          title=${place.line === null ? 'Draw it in the plot' : 'Take it out of the plot'} @click=${this.#plot}>
          <svg viewBox="0 0 22 12" aria-hidden="true">${svg`<line x1="1" x2="21" y1="6" y2="6" stroke-dasharray=${dash} />`}</svg></button>
        <button class="name" title="Show ${name}" @click=${() => select(place.entity, { show: true, open: true })}>
          <b class="clip">${name}</b><span class="clip">${path}</span></button>
        ${this.#value(series.values[series.placeAt(this.at ?? Infinity)])}
        <ww-sparkline .values=${smallLine(series, this.from, this.to, PLACES)} .slots=${PLACES}></ww-sparkline>
        <span class="range numbers clip" title="Least and greatest in the time shown">${
          range === null ? `${plural(Math.max(0, series.values.length - 1), 'change')}` : `${shortValue(range[0])} … ${shortValue(range[1])}`
        }</span>
        <button class="when ${holds ? 'holds' : ''} ${place.when === undefined ? '' : 'boxed'}" aria-expanded=${this.open} @click=${() => {
          this.open = !this.open;
        }}><span class="clip">${this.#condition()}</span>${
          count === 0 ? nothing : html`<b class="numbers" title="So often it came to be">${grouped(count)}×</b>`
        }</button>
        <button class="icon remove" aria-label="Stop watching ${name} ${path}" title="Stop watching it (Del)" @click=${this.#remove}>${glyph('close')}</button>
      </div>
      ${
        this.open
          ? html`<ww-condition-form class="form" .place=${place} .value=${(series.last ?? null) as Json} @done=${() => this.#close()} @wait=${(
              event: CustomEvent<WatchCondition | null>,
            ) => {
              waitFor(place, event.detail ?? undefined);
              this.#close();
            }}></ww-condition-form>`
          : nothing
      }`;
  }

  #value(value: Json | undefined): TemplateResult {
    const past = valuesThen.value;
    const sample = past?.get(keyOf(this.place));
    const shown = past === null ? value : sample?.[2];
    const as = past !== null || this.at !== null ? 'then' : shown === null ? 'gone' : '';
    const words = shortValue(shown);
    return html`<span class="value numbers clip ${as}" title=${words}>${shown === undefined ? '…' : words}</span>`;
  }

  #condition(): string {
    const { place } = this;
    if (place.when === undefined) return 'When…';
    const words = conditionWords(place).slice(watchedPath(place).length + 1);
    return `${words}${place.when.pause === true ? ' · pause' : ''}${place.when.log === true ? ' · log' : ''}`;
  }

  #close(): void {
    this.open = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.when')?.focus());
  }

  readonly #plot = (): void => {
    if (!plot(this.place, this.place.line === null)) tell(`The plot shows ${MOST_LINES} lines at most; take one out first.`, true);
  };
  readonly #remove = (): void => {
    this.dispatchEvent(new CustomEvent('leaving', { bubbles: true, composed: true }));
    unwatch(this.place);
  };
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Delete') return;
    event.preventDefault();
    this.#remove();
  };

  /** Puts the focus on the control of this class, or on the first. */
  focusOn(control: string): void {
    (this.renderRoot.querySelector<HTMLElement>(control) ?? this.renderRoot.querySelector<HTMLElement>('button'))?.focus();
  }
  /** The class of the control that has the focus; empty where none has. */
  get focusedControl(): string {
    const active = (this.renderRoot as ShadowRoot).activeElement;
    return active === null || active.tagName !== 'BUTTON' ? '' : `.${active.classList[0] ?? 'line'}`;
  }
}
