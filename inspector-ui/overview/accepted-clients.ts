import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ClientRow } from '../../server/protocol.ts';
import '../connection/client-list.ts';
import { select } from '../session/place.ts';

/** Who has come to the servers of the world: connections too, which belong to no component of their own. */
@customElement('ww-accepted-clients')
export class AcceptedClients extends LitElement {
  static override styles = css`
    :host { display: block; padding: 0 18px 12px; }
  `;

  override render(): TemplateResult {
    return html`<ww-client-list @choose=${this.#choose}></ww-client-list>`;
  }

  readonly #choose = ({ detail }: CustomEvent<ClientRow>): void => select(detail.entity, { show: true, open: true });
}
