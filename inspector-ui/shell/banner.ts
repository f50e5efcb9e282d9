import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow, Listen } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { controls } from '../controls/styles.ts';

/** Says that the server is out of reach, while what was last seen stays readable. A blink of the network shows nothing. */
@customElement('ww-banner')
export class Banner extends LitElement {
  static override styles = [
    controls,
    css`
    /* Between the panes and the line at the bottom: it covers nothing, and what one reads at the top stays where it is. */
    :host { display: block; }
    .banner { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; padding: 5px 14px; background: color-mix(in srgb, var(--retry) 16%, var(--panel));
      border-top: 1px solid color-mix(in srgb, var(--retry) 50%, var(--line)); }
    p { margin: 0; flex: 1 1 200px; }
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
    session.adrift.value = false;
    this.#timer = setTimeout(() => {
      this.late = true;
      session.adrift.value = session.phase.value === 'lost';
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
