import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SocketRow } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';

/** The sockets of a Script, and what passes the one that is chosen. Nothing where it has none. */
@customElement('ww-script-sockets')
export class ScriptSockets extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 6px 14px 8px; }
    :host([hidden]) { display: none; }
    .one { display: flex; align-items: center; gap: 8px; margin-top: 8px; min-height: 26px; }
    h4 { font: var(--text); font-weight: 600; margin: 0; flex: 1; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  /** How many it has. */
  @property({ type: Number }) count = 0;
  @state() private chosen: Pick<SocketRow, 'kind' | 'socket'> | null = null;
  @state() private ready = false;
  @state() private fault = false;

  override connectedCallback(): void {
    super.connectedCallback();
    Promise.all([import('./socket-list.ts'), import('./message-list.ts')]).then(
      () => {
        this.ready = true;
      },
      () => {
        this.fault = true;
      },
    );
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('entity') || changed.has('component')) this.chosen = null;
    this.hidden = this.count === 0;
  }

  override render(): TemplateResult {
    if (this.fault) return html`<p class="soft" role="alert">The sockets could not be loaded from the server.</p>`;
    if (!this.ready || this.count === 0) return html``;
    const { entity, component, chosen } = this;
    return html`<ww-socket-list .entity=${entity} .component=${component} .chosen=${chosen?.socket ?? 0} @choose=${this.#choose}></ww-socket-list>
      ${chosen === null ? nothing : this.#one(chosen)}`;
  }

  #one(one: Pick<SocketRow, 'kind' | 'socket'>): TemplateResult {
    const isServer = one.kind === 'server';
    return html`<div class="one"><h4>${isServer ? 'Server' : 'Socket'} ${one.socket}</h4><button class="icon" aria-label="Back to all sockets"
        title="Back to all sockets" @click=${() => {
          this.chosen = null;
        }}>${glyph('close')}</button></div>
      ${
        isServer
          ? html`<p class="soft">What it carries passes its clients: choose one of them.</p>`
          : html`<ww-message-list .entity=${this.entity} .component=${this.component} .client=${one.socket}></ww-message-list>`
      }`;
  }

  readonly #choose = ({ detail: { socket, kind } }: CustomEvent<SocketRow>): void => {
    this.chosen = this.chosen?.socket === socket ? null : { socket, kind };
  };
}
