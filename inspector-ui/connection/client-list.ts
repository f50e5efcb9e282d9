import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ClientRow, ViewUpdate } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { about, plural } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { sizeWords } from './bytes.ts';
import { LiveList, type RowsTold } from './live-list.ts';
import { realNow, spanWords } from './real-time.ts';

/** Clients of a WebsocketServer, or of all: who is connected, from where, since when, and what they carry. */
@customElement('ww-client-list')
export class ClientList extends LiveList<ClientRow> {
  protected readonly kind = 'clients';
  protected readonly heading = 'Clients';
  protected readonly nobody = 'Nobody is connected.';

  protected taken(update: ViewUpdate): RowsTold<ClientRow> | undefined {
    return update.kind === 'clients' ? update : undefined;
  }
  protected counted(total: number): string {
    return plural(total, 'client', 'clients');
  }
  protected keyOf({ client }: ClientRow): unknown {
    return client;
  }

  protected drawn(row: ClientRow): { readonly isChosen: boolean; readonly content: TemplateResult } {
    const { client, state: stands, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered } = row;
    const now = realNow();
    const word = stands === 'Gone' ? 'Gone' : wordOf(stands);
    const carried = `↓ ${about(messagesIn)} ↑ ${about(messagesOut)} · ${sizeWords(bytesIn + bytesOut)}`;
    const content = html`<button class="who" aria-pressed=${client === this.chosen} title="${word} · ${path}${protocol === '' ? '' : ` · ${protocol}`}"
        @click=${() => this.#choose(row)}>${stateDot(stands === 'Gone' ? 'Closing' : stands)}
        <span class="line"><b class="numbers">Client ${client}</b>${stands === 'Open' ? nothing : html`<span>${word}</span>`}<span
          class="clip">${address}</span><span class="clip">${path}</span></span>
        <span class="line small numbers"><span>${carried}</span>${buffered === 0 ? nothing : html`<span>${sizeWords(buffered)} waiting</span>`}${
          now === null ? nothing : html`<span>since ${spanWords(Math.max(0, now - came))}</span>`
        }${this.entity === '' ? html`<span class="clip">${row.name}</span>` : nothing}</span></button>
      <button class="icon" aria-label="Close client ${client}" title="Close this connection" ?disabled=${this.locked || stands !== 'Open'}
        @click=${() => void this.#close(row)}>${glyph('close')}</button>`;
    return { isChosen: client === this.chosen, content };
  }

  #choose(row: ClientRow): void {
    this.dispatchEvent(new CustomEvent<ClientRow>('choose', { detail: row }));
  }

  async #close({ entity, component, client }: ClientRow): Promise<void> {
    const answer = await session.command({ command: 'Close', entity, component, args: { Client: client } });
    this.fault = answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
  }
}
