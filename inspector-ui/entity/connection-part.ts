import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styled } from '../shell/styled.ts';
import type { ConnectionState, FieldValues } from '../../server/protocol.ts';
import '../shell/sparkline.ts';
import { besideBadge, stateDot, wordOf } from '../shell/states.ts';
import { badges, controls } from '../shell/styles.ts';
import { about } from '../shell/words.ts';

const MINUTES = 2;
const KEPT = MINUTES * 60_000;

/** How a connection does: its state in words, its states since one began to look, its messages a second. */
@customElement('ww-connection-part')
export class ConnectionPart extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; padding: 4px 14px 6px; }
    /* As high with two lines of words as with none: what stands below does not move with the state. All of them are in StateReason and LastError. */
    .now { display: flex; gap: 8px; align-items: start; height: 42px; padding-top: 3px; }
    .reason { color: var(--soft); flex: 1; min-width: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    .strip { display: flex; height: 10px; border-radius: 5px; overflow: hidden; margin: 4px 0 2px; background: var(--sunk); }
    .strip i { background: var(--state); height: 100%; flex: none; box-shadow: inset 1px 0 var(--panel); }
    .scale { display: flex; justify-content: space-between; font-size: 11px; color: var(--faint); }
    .traffic { display: flex; align-items: end; gap: 10px; margin-top: 4px; color: var(--soft); font: var(--small); }
    .traffic ww-sparkline { flex: 1; width: auto; height: 26px; }
    .traffic span { min-width: 150px; text-align: right; }
  `,
  ];
  @property() entity = '';
  @property({ attribute: false }) values: FieldValues = {};
  #seen: { state: ConnectionState; from: number }[] = [];
  #of = '';
  #since = 0;
  #rates: number[] = [];
  #last: { received: number; sent: number } | null = null;
  #now = { received: 0, sent: 0 };
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#second(), 1_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override willUpdate(_changed: PropertyValues): void {
    const state = this.values['State'];
    if (typeof state !== 'string') return;
    const now = performance.now();
    if (this.entity !== this.#of) {
      this.#of = this.entity;
      this.#since = now;
      this.#seen = [];
      this.#rates = [];
      this.#last = null;
    }
    if (this.#seen.at(-1)?.state !== state) this.#seen.push({ state: state as ConnectionState, from: now });
    if (this.#seen.length > 400) this.#seen.shift();
  }

  override render(): TemplateResult {
    const state = this.values['State'],
      reason = this.values['StateReason'],
      error = this.values['LastError'];
    if (typeof state !== 'string') return html``;
    const told = typeof reason === 'string' && reason !== '' ? reason : state === 'Open' ? '' : error;
    const words = typeof told === 'string' ? besideBadge(told) : '';
    return html`
      <div class="now" role="status"><span class="badge ${state}">${stateDot(state)}${wordOf(state)}</span><span class="reason" title=${words || nothing}>${words}</span></div>
      ${this.#strip()}
      <div class="traffic numbers"><ww-sparkline kind="bars" .values=${this.#rates} .slots=${60}></ww-sparkline><span>↓ ${about(this.#now.received)}/s · ↑ ${about(this.#now.sent)}/s</span></div>`;
  }

  #strip(): TemplateResult {
    const now = performance.now(),
      span = Math.min(KEPT, Math.max(1_000, now - this.#since)),
      from = now - span;
    const parts = this.#seen
      .map(({ state, from: start }, i) => ({ state, start: Math.max(start, from), end: this.#seen[i + 1]?.from ?? now }))
      .filter(({ start, end }) => end > start);
    const words = parts.map(({ state, start, end }) => `${wordOf(state)} ${Math.round((end - start) / 1000)} s`).join(', ');
    return html`<div class="strip" role="img" aria-label="States seen: ${words === '' ? 'none yet' : words}" title=${words}>
      ${parts.map(({ state, start, end }) => html`<i class=${state} ${styled({ width: `${((end - start) / span) * 100}%` })}></i>`)}</div>
      <div class="scale numbers"><span>${span < KEPT ? `you opened it ${Math.round(span / 1_000)} s ago` : `${MINUTES} min ago`}</span><span>now</span></div>`;
  }

  #second(): void {
    const received = this.values['MessagesReceived'],
      sent = this.values['MessagesSent'];
    if (typeof received !== 'number' || typeof sent !== 'number') return;
    if (this.#last !== null) {
      this.#now = { received: Math.max(0, received - this.#last.received), sent: Math.max(0, sent - this.#last.sent) };
      this.#rates = [...this.#rates.slice(-59), this.#now.received + this.#now.sent];
    }
    this.#last = { received, sent };
    this.requestUpdate();
  }
}
