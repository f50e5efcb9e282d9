import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LogEntry } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { controls } from '../controls/styles.ts';
import { wholeWallWords } from '../controls/wall-words.ts';
import { personName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { sourceFile } from './error-place.ts';
import { wantedPlace } from './go-to.ts';
import { SourceLog } from '../session/source-log.ts';
import { TypedLines } from './typed-lines.ts';

/** What a script has written to the log, and a box to type into it while it runs: Enter sends, Shift-Enter goes on, the arrows bring back what was typed. */
@customElement('ww-script-console')
export class ScriptConsole extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: flex; flex-direction: column; padding: 6px 14px 8px; min-width: 0; }
    .head { display: flex; align-items: center; gap: 6px; color: var(--faint); font: var(--small); font-weight: 600; min-height: 24px; }
    .head button { font: inherit; font-weight: 400; min-height: 22px; padding: 0 6px; color: var(--soft); }
    .lines { height: 150px; min-height: 60px; resize: vertical; overflow: auto; overscroll-behavior: contain; border: 1px solid var(--line); border-bottom: 0;
      border-radius: var(--radius-small) var(--radius-small) 0 0; background: var(--sunk); font: var(--mono); outline-offset: -2px; }
    .line { padding: 1px 8px 1px 20px; text-indent: -12px; white-space: pre-wrap; overflow-wrap: anywhere; user-select: text; }
    .line + .line { border-top: 1px solid color-mix(in srgb, var(--line) 55%, transparent); }
    .line.typed { color: var(--accent-ink); }
    .line.warn { color: var(--retry-ink); }
    .line.error { color: var(--denied-ink); }
    .line.debug { color: var(--faint); }
    .line button { font: inherit; color: inherit; padding: 0 2px; min-height: 0; border: 0; text-indent: 0; text-decoration: underline;
      text-underline-offset: 2px; white-space: normal; text-align: left; }
    .empty { padding: 6px 8px; color: var(--faint); font: var(--small); }
    .typing { display: flex; align-items: start; border: 1px solid var(--line); border-radius: 0 0 var(--radius-small) var(--radius-small);
      background: var(--sunk); }
    .typing:focus-within { outline: 2px solid var(--accent); outline-offset: -1px; }
    .typing span { font: var(--mono); color: var(--accent-ink); padding: 4px 0 0 8px; }
    textarea { border: 0; background: none; resize: none; field-sizing: content; max-height: 30vh; min-height: 28px; padding: 4px 8px 4px 6px; display: block; }
    textarea:focus-visible { outline: none; }
    .fault { margin: 4px 0 0; overflow-wrap: anywhere; }
    :host([large]) { padding: 8px 0 0; height: 30%; min-height: 130px; }
    :host([large]) .lines { flex: 1; height: auto; min-height: 0; resize: none; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  /** It fills what it stands in. */
  @property({ type: Boolean, reflect: true }) large = false;
  @state() private fault = '';
  /** Lines up to this number have been put away. */
  @state() private putAway = -1;
  @query('.lines') private list!: HTMLElement;
  @query('textarea') private box!: HTMLTextAreaElement | null;
  readonly #log = new SourceLog(this);
  readonly #typed = new TypedLines();
  #follows = true;
  #of = '';

  constructor() {
    super();
    new Follow(this, session.manifest, session.past, session.status);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#log.show(this.entity, this.component);
    const of = `${this.entity} ${this.component}`;
    if (of !== this.#of) {
      this.#of = of;
      this.putAway = -1;
      this.fault = '';
      this.#follows = true;
    }
    if (changed.has('entity') && this.box !== null) this.box.value = '';
  }

  override render(): TemplateResult {
    const shown = this.#log.entries.filter(({ seq }) => seq > this.putAway);
    return html`<div class="head">Console<span class="grow"></span>${
      shown.length === 0 ? nothing : html`<button title="The log keeps them" @click=${this.#clear}>Clear</button>`
    }</div>
      <div class="lines" role="log" aria-label="Console of ${this.component}" tabindex="0" @scroll=${this.#scrolled}>${
        shown.length === 0
          ? html`<div class="empty">What the script writes with <span class="mono">print</span> stands here, and what is typed to it below.</div>`
          : repeat(
              shown,
              ({ seq }) => seq,
              (entry) => this.#line(entry),
            )
      }</div>
      ${
        session.manifest.value.get('Script')?.commands.some(({ name }) => name === 'Evaluate') === true
          ? html`<div class="typing"><span aria-hidden="true">&gt;</span><textarea rows="1" aria-label="Type to the running script"
        aria-description="Enter runs it, Shift-Enter begins another line, the arrows bring back what was typed before." spellcheck="false" autocomplete="off"
        autocapitalize="off" placeholder="runs in the script: Enter" ?disabled=${this.locked} @keydown=${this.#key}></textarea></div>`
          : nothing
      }
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  #line(entry: LogEntry): TemplateResult {
    const { level, message, user, wall } = entry,
      isTyped = message.startsWith('> ');
    const who = user === undefined ? '' : `, for ${personName(user)}`;
    const when = `${wall === undefined ? '' : `${wholeWallWords(wall)}, `}tick ${entry.tick}${who}`;
    return html`<div class="line ${isTyped ? 'typed' : level}" title=${when}>${this.#words(message)}</div>`;
  }

  /** The words of a line, in which places of the script's own source lead there. */
  #words(message: string): (string | TemplateResult)[] {
    const file = `${sourceFile(this.entity, this.component)}:`;
    return message.split(file).map((part, at) => {
      const place = at === 0 ? null : /^(\d{1,9}):(\d{1,9})/.exec(part);
      if (place === null) return plainSigns(at === 0 ? part : `${file}${part}`);
      const [all, line = '', column = ''] = place;
      return html`<button title="Go to that line" @click=${() => this.#goTo(Number(line), Number(column))}>${plainSigns(`${file}${all}`)}</button>${plainSigns(
        part.slice(all.length),
      )}`;
    });
  }
  #goTo(line: number, column: number): void {
    wantedPlace.value = { entity: this.entity, component: this.component, line, column };
  }

  override updated(): void {
    if (this.#follows) this.list.scrollTop = this.list.scrollHeight;
  }
  readonly #scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    this.#follows = scrollTop + clientHeight >= scrollHeight - 4;
  };
  readonly #clear = (): void => {
    this.putAway = this.#log.entries.at(-1)?.seq ?? -1;
    this.box?.focus();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const box = event.currentTarget as HTMLTextAreaElement;
    const { value, selectionStart: start, selectionEnd: end } = box;
    if (event.key === 'Enter' && !event.shiftKey) void this.#send(box);
    else if (event.key === 'ArrowUp' && start === end && !value.slice(0, start).includes('\n')) this.#step(box, -1);
    else if (event.key === 'ArrowDown' && start === end && !value.slice(end).includes('\n')) this.#step(box, 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  #step(box: HTMLTextAreaElement, by: -1 | 1): void {
    const line = this.#typed.step(by, box.value);
    if (line === null) return;
    box.value = line;
    box.setSelectionRange(line.length, line.length);
  }

  async #send(box: HTMLTextAreaElement): Promise<void> {
    const Code = box.value;
    if (Code.trim() === '') return;
    const { entity, component } = this;
    this.#typed.add(Code);
    box.value = '';
    this.#follows = true;
    const answer = await session.command({ command: 'Evaluate', entity, component, args: { Code } });
    this.fault = answer.ok ? '' : (answer.errors?.[0]?.message ?? answer.message);
    // What was not taken is there to be sent again.
    if (!answer.ok && box.value === '') box.value = Code;
  }
}
