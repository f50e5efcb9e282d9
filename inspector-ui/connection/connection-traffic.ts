import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { fromBase64, hexOf } from './bytes.ts';
import type { Line } from './message-book.ts';
import type { SendBox } from './send-box.ts';

/** What passes a connection, and a box to send over it. It comes when the first one is shown: none of it is part of the first load. */
@customElement('ww-connection-traffic')
export class ConnectionTraffic extends LitElement {
  static override styles = [
    controls,
    css`
    /* Already as high as it will be, so that what stands below does not move when it comes. */
    :host { display: block; padding: 6px 14px 8px; min-height: 324px; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) values: FieldValues = {};
  @state() private ready = false;
  @state() private fault = false;

  override connectedCallback(): void {
    super.connectedCallback();
    Promise.all([import('./message-list.ts'), import('./send-box.ts')]).then(
      () => {
        this.ready = true;
      },
      () => {
        this.fault = true;
      },
    );
  }

  override shouldUpdate(changed: PropertyValues): boolean {
    // Values move twenty times a second; of all of them only the state is shown here.
    return changed.size !== 1 || !changed.has('values') || (changed.get('values') as FieldValues | undefined)?.['State'] !== this.values['State'];
  }

  override render(): TemplateResult {
    if (this.fault) return html`<p class="soft" role="alert">The messages could not be loaded from the server.</p>`;
    if (!this.ready) return html``;
    return html`<ww-message-list .entity=${this.entity} .component=${this.component} @send-again=${this.#again}></ww-message-list>
      <ww-send-box .entity=${this.entity} .component=${this.component} .locked=${this.locked} .open=${this.values['State'] === 'Open'}></ww-send-box>`;
  }

  #again(event: CustomEvent<Line>): void {
    const { binary, data } = event.detail;
    this.renderRoot.querySelector<SendBox>('ww-send-box')?.fill(binary ? { mode: 'hex', text: hexOf(fromBase64(data)) } : { mode: 'text', text: data });
  }
}
