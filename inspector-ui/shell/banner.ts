import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow, Listen } from '../session/cell.ts';
import { session } from '../session/session.ts';
import { controls } from './styles.ts';

/** Says that the server is out of reach, while what was last seen stays readable. A blink of the network shows nothing. */
@customElement('ww-banner')
export class Banner extends LitElement {
  static override styles = [
    controls,
    css`
    /* Over the top bar, which is of no use meanwhile: nothing below moves. */
    :host { grid-area: 1 / 1; z-index: 3; display: grid; pointer-events: none; }
    .banner { pointer-events: auto; display: flex; gap: 12px; align-items: center; padding: 5px 14px; background: color-mix(in srgb, var(--retry) 16%, var(--panel)); border-bottom: 1px solid color-mix(in srgb, var(--retry) 50%, var(--line)); }
    p { margin: 0; flex: 1; }
    b { font-weight: 600; }
  `,
  ];
  @state() private late = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, session.phase);
    new Listen(this, session.phase, () => this.#wait());
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.late = false;
    this.#timer = setTimeout(() => {
      this.late = true;
    }, 300);
  }

  override render(): TemplateResult | typeof nothing {
    const phase = session.phase.value;
    if (!this.late || (phase !== 'lost' && phase !== 'connecting')) return nothing;
    const text =
      phase === 'lost'
        ? html`<b>Connection to the server lost.</b> What you see is the last that was known; trying again by itself.`
        : html`<b>Connecting to the server…</b> If it is not running, start it with <code class="mono">npm start</code>.`;
    return html`<div class="banner" role="alert"><p>${text}</p><button class="boxed" @click=${() => session.retry()}>Try now</button></div>`;
  }
}
