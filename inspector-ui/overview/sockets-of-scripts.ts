import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { SocketRow } from '../../server/protocol.ts';
import '../connection/socket-list.ts';
import { select } from '../session/place.ts';

/** What the scripts of the world have opened, and where they listen: connections too, which belong to no component of their own. */
@customElement('ww-sockets-of-scripts')
export class SocketsOfScripts extends LitElement {
  static override styles = css`
    :host { display: block; padding: 0 18px 12px; }
  `;

  override render(): TemplateResult {
    return html`<ww-socket-list @choose=${this.#choose}></ww-socket-list>`;
  }

  readonly #choose = ({ detail }: CustomEvent<SocketRow>): void => select(detail.entity, { show: true, open: true });
}
