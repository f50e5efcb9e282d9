import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TrailStep } from '../../server/protocol.ts';
import { styled } from '../controls/styled.ts';
import { wordOf } from '../controls/states.ts';
import { badges } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { realNow, spanWords, wallOf } from './real-time.ts';

/** The stretch of time that a strip shows at most, and at least. */
const LONGEST = 5 * 60_000,
  SHORTEST = 10_000;
/** States that are read out, the newest ones. */
const MOST_READ = 6;

/** Which states a connection has been in over the last minutes, as one coloured strip. */
@customElement('ww-state-strip')
export class StateStrip extends LitElement {
  static override styles = [
    badges,
    css`
    :host { display: block; }
    .strip { display: flex; height: 10px; border-radius: 5px; overflow: hidden; background: var(--sunk); }
    .strip i { background: var(--state); height: 100%; flex: none; min-width: 1px; box-shadow: inset 1px 0 var(--panel); }
    .strip i:first-of-type { box-shadow: none; }
    .strip i:hover { filter: brightness(1.12); }
    .scale { display: flex; justify-content: space-between; font-size: 11px; line-height: 16px; color: var(--faint); font-variant-numeric: tabular-nums; }
  `,
  ];
  @property({ attribute: false }) steps: readonly TrailStep[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 1_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const now = realNow(),
      first = this.steps[0];
    if (now === null || first === undefined) return html`<div class="strip"></div><div class="scale"><span>&nbsp;</span></div>`;
    const span = Math.min(LONGEST, Math.max(SHORTEST, now - first.real)),
      from = now - span;
    const parts = this.steps
      .map(({ state, real }, at) => ({ state, since: real, start: Math.max(real, from), end: Math.max(real, this.steps[at + 1]?.real ?? now) }))
      .filter(({ start, end }, at, all) => end > start || at === all.length - 1);
    const read = parts.slice(-MOST_READ).map(({ state, since, end }) => `${wordOf(state)} for ${spanWords(end - since)}`);
    const before = (parts[0]?.start ?? now) - from;
    return html`<div class="strip" role="img" aria-label="States of the last ${spanWords(span)}, newest last: ${read.join(', ')}">
        ${before > 0 ? html`<span ${styled({ width: `${(before / span) * 100}%` })}></span>` : nothing}
        ${parts.map(
          ({ state, since, start, end }) => html`<i class=${state} title=${`${wordOf(state)} for ${spanWords(end - since)}${at(since)}`}
          ${styled({ width: `${((end - start) / span) * 100}%` })}></i>`,
        )}</div>
      <div class="scale"><span
        title=${wholeAt(from)}>${atWords(from)}${spanWords(span)} ago</span><span>${
          this.steps.length > 1 ? `${wordOf(this.steps.at(-1)?.state ?? '')} for ${spanWords(now - (this.steps.at(-1)?.real ?? now))}` : ''
        }</span><span
          >now</span></div>`;
  }
}

/** The time of day of a place in the strip, before what else is said of it. */
function atWords(real: number): string {
  const wall = wallOf(real);
  return wall === undefined ? '' : `${wallWords(wall)} · `;
}
function wholeAt(real: number): string | typeof nothing {
  const wall = wallOf(real);
  return wall === undefined ? nothing : wholeWallWords(wall);
}
function at(real: number): string {
  const wall = wallOf(real);
  return wall === undefined ? '' : `, since ${wallWords(wall, { milliseconds: true })}`;
}
