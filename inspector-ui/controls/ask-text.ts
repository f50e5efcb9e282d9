import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { closeDialog, dialogFrame, dialogFrames, shut } from './dialog.ts';
import { controls } from './styles.ts';

/** What becomes of an answer: nothing to say, or why it will not do. */
type Check = (text: string) => Promise<string | null> | string | null;

/** A dialog for one line of text. */
@customElement('ww-ask-text')
export class AskText extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 380px; }
    form { display: grid; gap: 10px; }
    input { min-height: var(--field); }
    .fault { margin: 0; }
    .foot { padding: 2px 0 0; }
  `,
  ];
  @property() heading = '';
  @property() text = '';
  @property() hint = '';
  @property() yes = 'OK';
  /** What is offered as one types. */
  @property({ attribute: false }) choices: readonly string[] = [];
  @state() private fault = '';
  @state() private busy = false;
  @query('input') private input!: HTMLInputElement;
  @query('wa-dialog') private dialog!: HTMLElement;
  check: Check | undefined;
  done: ((text: string | null) => void) | undefined;
  #answer: string | null = null;

  override render(): TemplateResult {
    return dialogFrame(
      this.heading,
      html`<form class="inside" @submit=${this.#submit}>
        ${this.hint === '' ? nothing : html`<p class="soft" id="hint">${this.hint}</p>`}
        <input aria-label=${this.heading} aria-describedby=${this.fault !== '' ? 'fault' : this.hint === '' ? nothing : 'hint'}
          aria-invalid=${this.fault !== ''} maxlength="120" autocomplete="off" spellcheck="false" autofocus .value=${this.text} @input=${() => {
            this.fault = '';
          }} list=${this.choices.length === 0 ? nothing : 'choices'} />
        ${this.choices.length === 0 ? nothing : html`<datalist id="choices">${this.choices.map((each) => html`<option value=${each}></option>`)}</datalist>`}
        ${this.fault === '' ? nothing : html`<p class="fault" id="fault" role="alert">${this.fault}</p>`}
        <div class="foot"><button type="button" class="boxed" @click=${closeDialog}>Cancel</button><button class="primary"
          ?disabled=${this.busy}>${this.yes}</button></div>
      </form>`,
      () => this.#closed(),
    );
  }

  override firstUpdated(): void {
    this.input.select();
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const text = this.input.value;
    this.busy = true;
    const fault = (await this.check?.(text)) ?? null;
    this.busy = false;
    if (fault !== null) {
      this.fault = fault;
      this.input.focus();
      return;
    }
    this.#answer = text;
    shut(this.dialog);
  }

  #closed(): void {
    const { done } = this;
    this.done = undefined;
    this.remove();
    done?.(this.#answer);
  }
}

/** Asks for a line of text; null where nobody gave one. `check` says what is wrong with it, and so keeps the dialog open. */
export function askText(
  heading: string,
  text: string,
  options: { readonly hint?: string; readonly yes?: string; readonly check?: Check; readonly choices?: readonly string[] } = {},
): Promise<string | null> {
  return new Promise((resolve) => {
    const dialog = document.createElement('ww-ask-text') as AskText;
    Object.assign(dialog, { heading, text, ...options, done: resolve });
    document.body.append(dialog);
  });
}
