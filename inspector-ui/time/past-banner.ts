import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Version } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { pastKeys } from './past-keys.ts';
import { ago, tickWords } from './time-words.ts';
import { backToNow, late, secondsAgo, trouble, underway } from './travel.ts';

/** Says that the page shows the past, with a frame around all of it so that nobody takes it for now, and the way back. */
@customElement('ww-past-banner')
export class PastBanner extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .bar { display: flex; align-items: center; gap: 6px 14px; flex-wrap: wrap; padding: 5px 14px; color: var(--ink);
      background: color-mix(in srgb, var(--ask) 20%, var(--panel)); border-bottom: 1px solid color-mix(in srgb, var(--ask) 60%, var(--line)); }
    .dot { width: 10px; height: 10px; flex: none; fill: none; stroke: var(--ask-ink); stroke-width: 2; overflow: visible; }
    p { margin: 0; flex: 1; min-width: 130px; font-variant-numeric: tabular-nums; }
    b { font-weight: 650; }
    .late { color: var(--ask-ink); }
    button { background: var(--panel); border-color: color-mix(in srgb, var(--ask) 60%, var(--line)); }
    kbd { font: var(--small); color: var(--soft); }
    @media (max-width: 600px) { kbd { display: none; } .bar { flex-wrap: nowrap; padding: 5px 10px; gap: 10px; } }
    .frame { position: fixed; inset: 0; z-index: 20; border: 3px solid var(--ask); pointer-events: none; }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.past, session.version, session.run, session.status, late, trouble, underway);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', pastKeys);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', pastKeys);
  }

  override render(): TemplateResult | typeof nothing {
    const tick = session.past.value;
    if (tick === null) return nothing;
    return html`<div class="bar" role="region" aria-label="The past">
        <svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="4.5" /><path d="M5 2.5V5l1.8 1.2" /></svg>
        <p>${session.version.value === null ? this.#tick(tick) : this.#version(session.version.value)}${
          trouble.value === '' ? nothing : html` <span class="fault" role="alert">${trouble.value}</span>`
        }</p>
        <span class="unseen" role="status">You see the past. Nothing can be edited. Escape goes back to now.</span>
        <button class="boxed" @click=${backToNow}>Back to now <kbd aria-hidden="true">Esc</kbd></button>
      </div>
      <div class="frame" aria-hidden="true"></div>`;
  }

  #tick(tick: number): TemplateResult {
    const wall = session.status.value?.wall;
    return html`You see <b>${
      wall === undefined
        ? nothing
        : html`<span
            title=${wholeWallWords(wall)}>${wallWords(wall)}</span> · `
    }${tickWords(tick)}</b>, ${ago(secondsAgo(tick))}. Nothing can be edited.${
      late.value
        ? html` <span class="late">Going to another tick${underway.value === null ? '' : `, ${Math.floor(underway.value * 100)}\u202f%`}…</span>`
        : nothing
    }`;
  }

  #version({ number, at }: Version): TemplateResult {
    const wall = Date.parse(at);
    return html`You see <b>version ${number}</b> of this scene, kept <span title=${wholeWallWords(wall)}>${wallWords(wall)}</span>. Nothing can be edited.`;
  }
}
