import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { dialogs } from './dialog-styles.ts';
import { controls } from './styles.ts';

/** A dialog for one line of text. */
@customElement('ww-ask-text')
export class AskText extends LitElement {
  static override styles = [
    controls,
    dialogs,
    css`
    dialog { width: min(360px, calc(100vw - 24px)); }
    form { display: grid; gap: 12px; }
    input { min-height: 28px; }
    footer { display: flex; justify-content: flex-end; gap: 8px; }
  `,
  ];
  @property() heading = '';
  @property() text = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  done: ((text: string | null) => void) | undefined;

  override render(): TemplateResult {
    return html`<dialog aria-label=${this.heading} @close=${() => this.#end(null)}><header><h2>${this.heading}</h2></header>
      <form class="body" @submit=${(event: Event) => {
        event.preventDefault();
        this.#end(this.renderRoot.querySelector('input')?.value ?? null);
      }}>
        <input aria-label=${this.heading} maxlength="80" autocomplete="off" spellcheck="false" .value=${this.text} />
        <footer><button type="button" class="boxed" @click=${() => this.dialog.close()}>Cancel</button><button class="primary">OK</button></footer>
      </form></dialog>`;
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    this.renderRoot.querySelector('input')?.select();
  }

  #end(text: string | null): void {
    const { done } = this;
    this.done = undefined;
    // Closing first gives the focus back to where it was.
    this.dialog.close();
    this.remove();
    done?.(text);
  }
}

/** Asks for a line of text; null where nobody gave one. */
export function askText(heading: string, text: string): Promise<string | null> {
  return new Promise((resolve) => {
    const dialog = document.createElement('ww-ask-text') as AskText;
    Object.assign(dialog, { heading, text, done: resolve });
    document.body.append(dialog);
  });
}
