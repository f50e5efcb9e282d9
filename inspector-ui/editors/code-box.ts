import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { keepInputMethods } from '../actions/input-method.ts';
import { controls } from '../controls/styles.ts';
import type { CodeHands, CodeView } from './code-mirror.ts';
import { KeepCaret } from '../controls/keep-caret.ts';

/**
 * A box for text of several lines. The editor for it is loaded when the first one is shown; until then, and where it cannot be
 * loaded, it is a plain box that does the same. Tells `code-enter`, `code-input` with the text, `code-send`, `code-cancel` and `code-leave`.
 */
@customElement('ww-code-box')
export class CodeBox extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; min-width: 0; }
    textarea { display: block; resize: vertical; field-sizing: content; max-height: 40vh; min-height: 44px; padding-top: 3px; padding-bottom: 3px;
      overflow-wrap: anywhere; tab-size: 2; }
    textarea.json { white-space: pre; overflow-wrap: normal; }
    textarea[readonly] { min-height: 0; resize: none; }
    .code { border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--sunk); min-height: 44px; max-height: 40vh; display: grid;
      grid-template-rows: minmax(0, 1fr); overflow: hidden; resize: vertical; }
    .code:hover { border-color: var(--line-strong); }
    .code:focus-within { outline: 2px solid var(--accent); outline-offset: -1px; }
    .code.locked { background: none; border-color: transparent; min-height: 0; resize: none; }
    .code.faulty { border-color: var(--denied); }
  `,
  ];
  @property() text = '';
  @property() label = '';
  @property() hint = '';
  @property() language: 'json' | 'text' = 'text';
  @property() placeholder = '';
  @property({ type: Boolean }) locked = false;
  @property({ type: Boolean }) invalid = false;
  /** Nothing was typed that is not sent. */
  @property({ type: Boolean }) clean = true;
  @state() private make: typeof import('./code-mirror.ts').codeView | null = null;
  #view: CodeView | undefined;

  constructor() {
    super();
    new KeepCaret(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = undefined;
    this.make = null;
  }

  async #load(): Promise<void> {
    try {
      const { codeView } = await import('./code-mirror.ts');
      await this.updateComplete;
      // Not under the hands of somebody who types already.
      if (this.matches(':focus-within')) await new Promise((done) => this.addEventListener('focusout', done, { once: true }));
      if (this.isConnected) this.make = codeView;
    } catch {
      // The plain box stays.
    }
  }

  override render(): TemplateResult {
    if (this.make !== null) return html`<div class="code ${this.locked ? 'locked' : ''} ${this.invalid ? 'faulty' : ''}" @keydown=${keepInputMethods}></div>`;
    return html`<textarea class=${this.language} rows="1" aria-label=${this.label} aria-description=${this.hint || nothing}
      aria-invalid=${this.invalid ? 'true' : nothing} placeholder=${this.placeholder || nothing} ?readonly=${this.locked}
      spellcheck=${this.language === 'text' && !this.locked}
      ?data-clean=${this.clean} .value=${live(this.text)} @focus=${() => this.#tell('code-enter')}
      @input=${(event: Event) => this.#tell('code-input', (event.target as HTMLTextAreaElement).value)} @blur=${() => this.#tell('code-leave')}
      @keydown=${this.#key}></textarea>`;
  }

  override updated(changed: PropertyValues): void {
    const parent = this.renderRoot.querySelector('.code');
    if (this.make !== null && this.#view === undefined && parent !== null)
      this.#view = this.make(parent, this.renderRoot as ShadowRoot, this.#options(), this.#hands);
    else if (this.#view !== undefined && changed.size > 0) this.#view.show(this.#options());
  }

  override focus(): void {
    if (this.#view === undefined) this.renderRoot.querySelector('textarea')?.focus();
    else this.#view.focus();
  }

  #options(): Parameters<CodeView['show']>[0] {
    const { text, label, hint, language, locked, invalid, placeholder } = this;
    return { text, label, hint, language, locked, invalid, placeholder };
  }
  readonly #hands: CodeHands = {
    enter: () => this.#tell('code-enter'),
    input: (text) => this.#tell('code-input', text),
    leave: () => this.#tell('code-leave'),
    send: () => this.#tell('code-send'),
    cancel: () => this.#tell('code-cancel'),
  };
  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#tell('code-send');
    else if (event.key === 'Escape') {
      this.#tell('code-cancel');
      (event.target as HTMLElement).blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  #tell(what: string, detail = ''): void {
    this.dispatchEvent(new CustomEvent<string>(what, { detail }));
  }
}
