import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SocketInfo } from '../../server/protocol.ts';
import { machineWords } from '../session/machines.ts';
import { personName } from '../session/people-names.ts';
import { controls } from '../controls/styles.ts';
import { sizeWords } from './bytes.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';

/** What was said when a connection opened: status, address, subprotocol, extensions, headers. */
@customElement('ww-handshake-part')
export class HandshakePart extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; background: var(--sunk); border-radius: var(--radius); padding: 8px 10px; margin: 2px 0 4px; }
    dl { display: grid; grid-template-columns: minmax(0, 8.500em) minmax(0, 1fr); gap: 2px 10px; margin: 0; font: var(--mono); }
    dt { color: var(--soft); font: var(--small); overflow-wrap: anywhere; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .headers { border-top: 1px solid var(--line); margin-top: 6px; padding-top: 6px; }
    .none { color: var(--faint); }
  `,
  ];
  @property({ attribute: false }) socket!: SocketInfo;

  override render(): TemplateResult {
    const { socket } = this;
    const untold = socket.machine.kind === 'browser' ? 'a browser does not tell' : 'none';
    const said = (text: string): TemplateResult => (text === '' ? html`<dd class="none">${untold}</dd>` : html`<dd>${text}</dd>`);
    return html`<section aria-label="Handshake">
      <dl>
        <dt>Carried by</dt>${said(carrierWords(socket.machine))}
        <dt>Status</dt>${said(socket.status === 0 ? '' : `${socket.status} ${socket.statusText}`)}
        <dt>Address</dt>${said(socket.remote)}
        <dt>Opened</dt><dd class="numbers"
          title=${wholeWallWords(Date.parse(socket.openedAt))}>${wallWords(Date.parse(socket.openedAt))}, in ${socket.took.toFixed(1)} ms</dd>
        <dt>Subprotocol</dt>${said(socket.protocol || 'none')}
        <dt>Extensions</dt>${said(socket.extensions || 'none')}
        <dt>Waiting</dt><dd class="numbers">${socket.queued} received, ${sizeWords(socket.buffered)} to send</dd>
      </dl>
      ${socket.headers.length === 0 ? nothing : html`<dl class="headers">${socket.headers.map(([name, value]) => html`<dt>${name}</dt>${said(value)}`)}</dl>`}
    </section>`;
  }
}

/** Whose machine holds the socket, and what kind of machine it is. */
export function carrierWords({ userId, machineId, kind }: SocketInfo['machine']): string {
  return kind === 'server' ? 'the server' : `${personName(userId)}, ${machineWords(userId, machineId)}`;
}
