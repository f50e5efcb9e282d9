import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { controls } from '../controls/styles.ts';
import { readHex, toBase64 } from './bytes.ts';
import { recentSends, rememberSend, type SendMode, type Sent } from './recent-sends.ts';
import { sendDrafts } from './send-drafts.ts';

const MODES: readonly { readonly mode: SendMode; readonly label: string; readonly doc: string }[] = [
  { mode: 'text', label: 'Text', doc: 'Goes out as it is typed' },
  { mode: 'json', label: 'JSON', doc: 'Is checked first, then goes out as it is typed' },
  { mode: 'hex', label: 'Hex', doc: 'Bytes such as 00 0f 3a; they go out as a binary message' },
];

/** A box to send over a connection: text, JSON or bytes. What was sent from this machine is one key away. */
@customElement('ww-send-box')
export class SendBox extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; margin-top: 8px; }
    form { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 6px; align-items: start; }
    textarea { display: block; resize: none; field-sizing: content; min-height: 28px; max-height: 160px; padding: 4px 8px; overflow-wrap: anywhere; }
    .row { grid-column: 1 / -1; display: flex; align-items: center; gap: 2px; min-height: 22px; }
    .row button { font: var(--small); min-height: 22px; padding: 1px 7px; color: var(--soft); }
    .row button[aria-checked='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .row svg.glyph { width: 12px; height: 12px; }
    .fault { margin: 3px 0 0; }
    .note { font: var(--small); color: var(--faint); margin-left: auto; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  /** Whether the connection is open. */
  @property({ type: Boolean }) open = false;
  /** Number of the client of a WebsocketServer that it sends to; 0 where the component is the connection. */
  @property({ type: Number }) client = 0;
  /** The command that sends. */
  @property() command: 'Send' | 'Broadcast' = 'Send';
  /** What is said where nobody would hear it. */
  @property() note = 'not open';
  @state() private mode: SendMode = 'text';
  @state() private text = '';
  @state() private fault: string | null = null;
  /** How many sends are not answered yet. */
  @state() private going = 0;
  /** Place in the recent ones that the box shows; -1 while it shows what was typed. */
  #recent = -1;
  #typed: Sent = { mode: 'text', text: '' };
  @query('textarea') private box!: HTMLTextAreaElement;

  /** The connection whose draft the box shows. */
  #shown = '';

  override willUpdate(): void {
    if (this.#shown === this.#key) return;
    this.#shown = this.#key;
    Object.assign(this, sendDrafts.of(this.#key));
    this.#recent = -1;
  }
  override updated(changed: PropertyValues): void {
    const { mode, text, fault } = this;
    if (changed.has('mode') || changed.has('text') || changed.has('fault')) sendDrafts.keep(this.#shown, { mode, text, fault });
  }

  get #key(): string {
    const client = this.client === 0 ? '' : `/${this.client}`;
    return `${session.world.value ?? ''}/${this.entity}/${this.component}${client}`;
  }

  override render(): TemplateResult {
    const recent = recentSends(this.#key);
    return html`<form aria-label="Send" @submit=${this.#submit}>
      <textarea rows="1" aria-label="Send Data" aria-invalid=${this.fault === null ? nothing : 'true'} aria-describedby="fault"
        placeholder=${{ text: 'send text', json: 'send JSON', hex: 'send bytes as hex' }[this.mode]} spellcheck="false" autocomplete="off"
        ?disabled=${this.locked}
        .value=${live(this.text)} @input=${this.#input} @keydown=${this.#keys}></textarea>
      <button class="boxed" title="${this.command} (Enter)" ?disabled=${this.locked || this.going > 0}>${this.command}</button>
      <div class="row"><span role="radiogroup" aria-label="Send as">${MODES.map(
        ({ mode, label, doc }) =>
          html`<button type="button" role="radio" aria-checked=${this.mode === mode} tabindex=${this.mode === mode ? '0' : '-1'} title=${doc}
            ?disabled=${this.locked} @click=${() => this.#turnTo(mode)} @keydown=${this.#modeKeys}>${label}</button>`,
      )}</span>
        <button type="button" aria-haspopup="menu" title="What was sent before (ArrowUp in the box)" ?disabled=${this.locked || recent.length === 0}
          @click=${(event: Event) => this.#menu(event, recent)}>Recent ${glyph('down')}</button>
        ${this.open || this.locked ? nothing : html`<span class="note">${this.note}</span>`}</div>
    </form>
    <p id="fault" class="fault" role="alert" ?hidden=${this.fault === null}>${this.fault}</p>`;
  }

  #turn(mode: SendMode): void {
    this.mode = mode;
    this.fault = null;
  }
  /** Chosen with the pointer: what follows is typed. */
  #turnTo(mode: SendMode): void {
    this.#turn(mode);
    this.box.focus();
  }
  #modeKeys(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = MODES.findIndex(({ mode }) => mode === this.mode);
    this.#turn(MODES[(at + by + MODES.length) % MODES.length]?.mode ?? 'text');
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[role=radio][aria-checked=true]')?.focus());
  }

  #input(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#recent = -1;
    // A fault stays until it is mended.
    if (this.fault !== null && !('fault' in this.#read())) this.fault = null;
  }

  #keys(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      // One that is held down is one send.
      if (!event.repeat) void this.#send();
    } else if (event.key === 'ArrowUp' && !this.text.slice(0, this.box.selectionStart).includes('\n')) this.#walk(event, 1);
    else if (event.key === 'ArrowDown' && this.#recent >= 0 && !this.text.slice(this.box.selectionEnd).includes('\n')) this.#walk(event, -1);
  }

  /** Goes through what was sent before, and back to what was being typed. */
  #walk(event: KeyboardEvent, by: 1 | -1): void {
    const recent = recentSends(this.#key);
    const next = this.#recent + by;
    if (next >= recent.length) return;
    event.preventDefault();
    if (this.#recent < 0) this.#typed = { mode: this.mode, text: this.text };
    this.#recent = next;
    this.#show(recent[next] ?? this.#typed);
  }

  #show({ mode, text }: Sent): void {
    this.mode = mode;
    this.text = text;
    this.fault = null;
    void this.updateComplete.then(() => this.box.setSelectionRange(text.length, text.length));
  }

  #menu(event: Event, recent: readonly Sent[]): void {
    openMenu(
      event,
      recent.map((sent, at) => ({
        label: cut(sent.text, 60),
        hint: sent.mode === 'text' ? '' : sent.mode === 'json' ? 'JSON' : 'hex',
        run: () => {
          this.#recent = at;
          this.#show(sent);
          this.box.focus();
        },
      })),
    );
  }

  /** What the box holds as the arguments of Send, or what is wrong with it. */
  #read(): { readonly args: { readonly [name: string]: Json } } | { readonly fault: string } {
    if (this.mode === 'hex') {
      const bytes = readHex(this.text);
      return bytes instanceof Uint8Array ? { args: { Data: toBase64(bytes), Binary: true } } : bytes;
    }
    if (this.mode === 'json') {
      try {
        JSON.parse(this.text);
      } catch (error) {
        return { fault: `This is no JSON: ${(error as Error).message}` };
      }
    }
    return { args: { Data: this.text } };
  }

  #submit(event: Event): void {
    event.preventDefault();
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.locked) return;
    const read = this.#read();
    if ('fault' in read) {
      this.fault = read.fault;
      return;
    }
    const sent: Sent = { mode: this.mode, text: this.text },
      key = this.#key;
    this.going += 1;
    const args = this.client === 0 ? read.args : { ...read.args, Client: this.client };
    const answer = await session.command({ command: this.command, entity: this.entity, component: this.component, args });
    this.going -= 1;
    const fault = answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
    if (answer.ok) rememberSend(key, sent);
    // By now the box may be that of another connection, which this answer says nothing of.
    if (key !== this.#key) return sendDrafts.keep(key, { ...sent, fault });
    // Or somebody has typed on, which is neither sent nor to be replaced by the next key.
    const isOther = this.text !== sent.text || this.mode !== sent.mode;
    if (isOther && fault !== null) this.fault = `“${cut(sent.text, 40)}” was not sent: ${fault}`;
    if (isOther) return;
    this.fault = fault;
    if (!answer.ok) return;
    this.#recent = -1;
    // Stays, so that it can be sent again; typing replaces it.
    this.box.select();
  }

  /** Puts a message into the box, to be sent again. */
  fill(sent: Sent): void {
    this.#show(sent);
    this.box.focus();
  }
}

/** The beginning of a text that is longer than a line has room for. */
function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
