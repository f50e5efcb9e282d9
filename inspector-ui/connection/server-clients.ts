import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ClientRow, FieldValues } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { fromBase64, hexOf } from './bytes.ts';
import type { Line } from './message-book.ts';
import type { SendBox } from './send-box.ts';

/** Who is connected to a WebsocketServer, what passes the one that is chosen, and a box to send to that one, or to all. */
@customElement('ww-server-clients')
export class ServerClients extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 6px 14px 8px; min-height: 110px; }
    .one { display: flex; align-items: center; gap: 8px; margin-top: 8px; min-height: 26px; }
    h4 { font: var(--text); font-weight: 600; margin: 0; flex: 1; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) values: FieldValues = {};
  @state() private chosen = 0;
  @state() private ready = false;
  @state() private fault = false;

  override connectedCallback(): void {
    super.connectedCallback();
    Promise.all([import('./client-list.ts'), import('./message-list.ts'), import('./send-box.ts')]).then(
      () => {
        this.ready = true;
      },
      () => {
        this.fault = true;
      },
    );
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('entity') || changed.has('component')) this.chosen = 0;
  }

  override shouldUpdate(changed: PropertyValues): boolean {
    // Values move twenty times a second; of all of them only whether anybody is there is shown here.
    return changed.size !== 1 || !changed.has('values') || (changed.get('values') as FieldValues | undefined)?.['ClientCount'] !== this.values['ClientCount'];
  }

  override render(): TemplateResult {
    if (this.fault) return html`<p class="soft" role="alert">The clients could not be loaded from the server.</p>`;
    if (!this.ready) return html``;
    const { entity, component, locked, chosen } = this;
    const anybody = Number(this.values['ClientCount']) > 0;
    return html`<ww-client-list .entity=${entity} .component=${component} .locked=${locked} .chosen=${chosen} @choose=${this.#choose}></ww-client-list>
      ${
        chosen === 0
          ? html`<ww-send-box .entity=${entity} .component=${component} .locked=${locked} .open=${anybody} command="Broadcast" note="nobody is connected"
            ></ww-send-box>`
          : html`<div class="one"><h4>Client ${chosen}</h4><button class="icon" aria-label="Back to all clients" title="Back to all clients"
              @click=${() => {
                this.chosen = 0;
              }}>${glyph('close')}</button></div>
            <ww-message-list .entity=${entity} .component=${component} .client=${chosen} @send-again=${this.#again}></ww-message-list>
            <ww-send-box .entity=${entity} .component=${component} .locked=${locked} .open=${anybody} .client=${chosen}></ww-send-box>`
      }${nothing}`;
  }

  readonly #choose = (event: CustomEvent<ClientRow>): void => {
    const { client } = event.detail;
    this.chosen = this.chosen === client ? 0 : client;
  };

  #again(event: CustomEvent<Line>): void {
    const { binary, data } = event.detail;
    this.renderRoot.querySelector<SendBox>('ww-send-box')?.fill(binary ? { mode: 'hex', text: hexOf(fromBase64(data)) } : { mode: 'text', text: data });
  }
}
