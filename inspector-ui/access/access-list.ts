import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RememberedDecision } from '../../agent/messages.ts';
import type { AccessScope } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { dialogFrame, dialogFrames, openDialog } from '../controls/dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { accessStyles } from './access-styles.ts';
import { books, found, UNWRITTEN, whoDecided, type Book, type Remembered, type Verdict } from './books.ts';
import { entryText, readEntry } from './entry.ts';
import { sameJson } from '../../engine/same-json.ts';

/** From so many on they can be searched, and how many are drawn. */
const LONG = 8,
  MOST = 200;
/** Milliseconds between two looks, while it is open: other pages, tabs and command lines decide as well. */
const LOOK = 1500;

const TABS: { readonly [B in Book['name']]: { readonly label: string; readonly about: string } } = {
  own: { label: 'This browser', about: 'What worlds may connect to from this browser. It is remembered here.' },
  host: { label: 'The server', about: 'What worlds may connect to from the server. All that its user runs there shares it.' },
};

/** What was decided for good of hosts and ports, by the person at this page and, for Admins, by the host: to see, change, take back and add. */
@customElement('ww-access-list')
export class AccessList extends LitElement {
  static override styles = [controls, dialogFrames, accessStyles];
  @state() private book: Book['name'] = 'own';
  @state() private remembered: Remembered | string | null = null;
  @state() private text = '';
  @state() private scope: AccessScope = 'Websocket';
  @state() private fault: { readonly at: 'list' | 'add'; readonly words: string } | null = null;
  @state() private told = '';
  @query('#add') private add!: HTMLInputElement;
  #timer: ReturnType<typeof setInterval> | undefined;
  #looks = 0;

  constructor() {
    super();
    new Follow(this, session.me, session.people);
    new Listen(this, session.phase, () => void this.#look());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), LOOK);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const all = books();
    return dialogFrame(
      'Who may connect where',
      html`${all.length > 1 ? html`<div class="tabs" role="radiogroup" aria-label="Remembered by">${all.map(({ name }) => this.#tab(name))}</div>` : nothing}
        <p class="about">${TABS[this.#book().name].about}</p>
        ${this.#list()} ${this.#form()}
        <p class="unseen" role="status">${this.told}</p>`,
      () => this.remove(),
    );
  }

  #tab(name: Book['name']): TemplateResult {
    return html`<label><input type="radio" name="book" ?autofocus=${name === 'own'} .checked=${name === this.#book().name}
      @change=${() => this.#turnTo(name)} /><span>${TABS[name].label}</span></label>`;
  }

  #list(): TemplateResult {
    const { remembered } = this;
    if (remembered === null) return html`<p class="empty">…</p>`;
    if (typeof remembered === 'string') return html`<p class="empty" role="alert">${remembered}</p>`;
    const { decisions, unwritten } = remembered;
    return html`${unwritten === undefined ? nothing : html`<p class="unwritten" role="alert">${UNWRITTEN} ${unwritten}</p>`}${this.#rows(decisions)}`;
  }

  #rows(decisions: readonly RememberedDecision[]): TemplateResult {
    if (decisions.length === 0) return html`<p class="empty">Nothing is remembered yet.</p>`;
    const rows = found(decisions, this.text);
    return html`${
      decisions.length < LONG
        ? nothing
        : html`<div class="search"><input type="search" aria-label="Search decisions" placeholder="Search ${plural(decisions.length, 'decision')}"
          autocomplete="off" spellcheck="false" .value=${this.text} @input=${(event: Event) => {
            this.text = (event.target as HTMLInputElement).value;
          }} /></div>`
    }
      ${
        rows.length === 0
          ? html`<p class="empty">None of them holds “${this.text.trim()}”.</p>`
          : html`<ul aria-label="Decisions" @keydown=${this.#keys}>${repeat(rows.slice(0, MOST), keyOf, (row) => this.#row(row))}</ul>`
      }
      ${rows.length > MOST ? html`<p class="about">and ${grouped(rows.length - MOST)} more: search to see them</p>` : nothing}
      ${this.fault?.at === 'list' ? html`<p class="fault" role="alert">${this.fault.words}</p>` : nothing}`;
  }

  #row(row: RememberedDecision): TemplateResult {
    const { scope, decision, at, reason, near } = row;
    const entry = entryText(row),
      isAllowed = decision === 'allow',
      other = isAllowed ? 'deny' : 'allow';
    const told = this.#book().name === 'own' ? 'this machine or its network' : 'the server or its network';
    return html`<li class=${decision} data-key=${keyOf(row)}>
      <span class="verdict" title=${isAllowed ? 'Allowed' : 'Denied'}>${glyph(isAllowed ? 'check' : 'close')}<span
        class="unseen">${isAllowed ? 'Allowed' : 'Denied'}:</span></span>
      <div class="what"><code>${entry}</code>
        ${scope === 'HTTP' ? html`<span class="pill">HTTP</span>` : nothing}
        ${near === true ? html`<span class="pill" title="Whoever decided was told that it lies on ${told}">near</span>` : nothing}
        <span class="why ${reason === undefined ? 'faint' : ''}">${reason === undefined ? 'No reason was given' : `“${reason}”`}</span>
        <span class="who" title=${row.by}>${isAllowed ? 'allowed' : 'denied'} by ${whoDecided(row)}, <time datetime=${at}>${timeOf(at)}</time></span></div>
      <div class="acts"><button class="boxed" aria-label="${isAllowed ? 'Deny' : 'Allow'} ${entry} (${scope})"
        @click=${() => void this.#decide(row, other)}>${isAllowed ? 'Deny' : 'Allow'}</button>
        <button class="icon" aria-label="Forget ${entry} (${scope})" title="Forget: ask anew (Delete)"
          @click=${() => void this.#decide(row, 'forget')}>${glyph('trash')}</button></div></li>`;
  }

  #form(): TemplateResult {
    const fault = this.fault?.at === 'add' ? this.fault.words : null;
    return html`<form @submit=${(event: Event) => {
      event.preventDefault();
      void this.#put('allow');
    }}>
      <input id="add" aria-label="Host and port, or URL" placeholder="host:port or URL" autocomplete="off" spellcheck="false" maxlength="2000"
        ?autofocus=${books().length === 1} aria-invalid=${fault === null ? 'false' : 'true'} aria-describedby="wrong" @input=${this.#typed} />
      <select aria-label="What for" .value=${this.scope} @change=${(event: Event) => {
        this.scope = (event.target as HTMLSelectElement).value as AccessScope;
      }}><option>Websocket</option><option>HTTP</option></select>
      <button class="boxed" type="submit">Allow</button><button class="boxed" type="button" @click=${() => void this.#put('deny')}>Deny</button>
      <p id="wrong" class="fault" role="alert">${fault ?? nothing}</p></form>`;
  }

  #book(): Book {
    return books().find(({ name }) => name === this.book) ?? (books()[0] as Book);
  }

  #turnTo(name: Book['name']): void {
    this.book = name;
    this.remembered = null;
    this.text = '';
    this.fault = null;
    void this.#look();
  }

  async #look(): Promise<void> {
    const look = ++this.#looks;
    const remembered = await this.#book().read();
    // What was asked before, of another book perhaps, may come later.
    if (look !== this.#looks || !this.isConnected) return;
    if (!sameJson(remembered, this.remembered)) this.remembered = remembered;
  }

  readonly #typed = (event: Event): void => {
    this.fault = null;
    const scope = readEntry((event.target as HTMLInputElement).value)?.scope;
    if (scope !== undefined) this.scope = scope;
  };

  async #put(verdict: 'allow' | 'deny'): Promise<void> {
    const entry = readEntry(this.add.value);
    const words = entry === null ? 'Write host:port, or a URL (ws, wss, http, https).' : await this.#book().decide(this.scope, entry.host, entry.port, verdict);
    this.fault = words === null ? null : { at: 'add', words };
    if (words !== null || entry === null) {
      this.add.focus();
      return;
    }
    this.add.value = '';
    this.told = `${entryText(entry)} ${verdict === 'allow' ? 'allowed' : 'denied'}`;
    await this.#look();
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-key="${CSS.escape(keyOf({ ...entry, scope: this.scope }))}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  async #decide(row: RememberedDecision, verdict: Verdict): Promise<void> {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
    const at = rows.findIndex((each) => each.dataset['key'] === keyOf(row));
    const words = await this.#book().decide(row.scope, row.host, row.port, verdict);
    this.fault = words === null ? null : { at: 'list', words };
    if (words === null) this.told = `${entryText(row)} ${verdict === 'forget' ? 'forgotten' : verdict === 'allow' ? 'allowed' : 'denied'}`;
    await this.#look();
    await this.updateComplete;
    // The button that was pressed may have gone with its row: the keyboard goes to the next one.
    if (verdict === 'forget' && this.shadowRoot?.activeElement === null) this.#focusRow(at, '.icon');
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const button = event.composedPath()[0];
    const row = button instanceof Element ? button.closest('li') : null;
    if (!(button instanceof HTMLElement) || row === null) return;
    const rows = [...this.renderRoot.querySelectorAll('li')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.#focusRow(rows.indexOf(row) + step, button.matches('.icon') ? '.icon' : '.boxed');
    else if (event.key === 'Delete') row.querySelector<HTMLElement>('.icon')?.click();
    else return;
    event.preventDefault();
  };

  #focusRow(at: number, which: string): void {
    const rows = [...this.renderRoot.querySelectorAll('li')];
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    if (row === undefined) this.add.focus();
    else row.querySelector<HTMLElement>(which)?.focus();
  }
}

function keyOf({ scope, host, port }: Pick<RememberedDecision, 'scope' | 'host' | 'port'>): string {
  return `${scope} ${host} ${port}`;
}

function timeOf(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** Opens the list of what was decided for good. */
export function openAccessList(): void {
  openDialog('ww-access-list');
}
