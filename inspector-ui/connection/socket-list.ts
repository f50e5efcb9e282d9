import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { SocketRow, ViewUpdate } from '../../server/protocol.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { about, plural } from '../controls/words.ts';
import { sizeWords } from './bytes.ts';
import { LiveList, type RowsTold } from './live-list.ts';
import { realNow, spanWords } from './real-time.ts';
import { RowRates } from './row-rates.ts';

/** What people call a socket of a script. */
export function nameOf({ kind, socket }: Pick<SocketRow, 'kind' | 'socket'>): string {
  return `${kind === 'server' ? 'Server' : 'Socket'} ${socket}`;
}

/** WebSockets and WebSocketServers of a Script, or of all: where they lead, how they stand, since when, and what they carry, in all and in a second. */
@customElement('ww-socket-list')
export class SocketList extends LiveList<SocketRow> {
  protected readonly kind = 'sockets';
  protected get heading(): string {
    return this.entity === '' ? 'Sockets of scripts' : 'Sockets';
  }
  protected readonly nobody = 'It has none.';
  readonly #rates = new RowRates();

  protected taken(update: ViewUpdate): RowsTold<SocketRow> | undefined {
    return update.kind === 'sockets' ? update : undefined;
  }
  protected counted(total: number): string {
    return plural(total, 'socket', 'sockets');
  }
  protected keyOf({ entity, component, socket }: SocketRow): string {
    return JSON.stringify([entity, component, socket]);
  }
  protected override reset(): void {
    super.reset();
    this.#rates.clear();
  }
  protected override noted(): void {
    const now = performance.now();
    for (const row of this.rows) this.#rates.note(this.keyOf(row), row.messagesIn, row.messagesOut, now);
    this.#rates.tidy(now);
  }

  protected drawn(row: SocketRow): { readonly isChosen: boolean; readonly content: TemplateResult } {
    const { socket, kind, server, state: stands, url, protocol, address, clients, since, messagesIn, messagesOut, bytesIn, bytesOut, buffered } = row;
    const now = realNow();
    const isChosen = socket === this.chosen;
    const rate = this.#rates.of(this.keyOf(row));
    const word = stands === 'Starting' ? 'About to listen' : wordOf(stands);
    const carried = `↓ ${about(messagesIn)} ↑ ${about(messagesOut)} · ${sizeWords(bytesIn + bytesOut)}`;
    const content = html`<button class="who" aria-pressed=${isChosen} title="${word} · ${url}${protocol === '' ? '' : ` · ${protocol}`}"
        @click=${() => this.#choose(row)}>${stateDot(stands === 'Listening' ? 'Open' : stands === 'Starting' ? 'Idle' : stands)}
        <span class="line"><b class="numbers">${nameOf(row)}</b>${stands === 'Open' ? nothing : html`<span>${word}</span>`}${
          kind === 'client' ? html`<span class="numbers">of server ${server}</span><span class="clip">${address}</span>` : nothing
        }<span class="clip">${url}</span></span>
        <span class="line small numbers">${kind === 'server' ? html`<span>${plural(clients, 'client', 'clients')}</span>` : nothing}<span>${carried}</span>${
          rate === undefined || rate.received + rate.sent === 0 ? nothing : html`<span>↓ ${about(rate.received)} ↑ ${about(rate.sent)} msg/s</span>`
        }${buffered === 0 ? nothing : html`<span>${sizeWords(buffered)} waiting</span>`}${
          now === null ? nothing : html`<span>since ${spanWords(Math.max(0, now - since))}</span>`
        }${this.entity === '' ? html`<span class="clip">${row.name}</span>` : nothing}</span></button>`;
    return { isChosen, content };
  }

  #choose(row: SocketRow): void {
    this.dispatchEvent(new CustomEvent<SocketRow>('choose', { detail: row }));
  }
}
