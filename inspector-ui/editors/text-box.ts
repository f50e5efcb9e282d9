import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { controls } from '../controls/styles.ts';
import { Draft } from '../controls/draft.ts';

/** What was typed, and what stood there when it was begun. */
export interface TextChange {
  readonly text: string;
  readonly first: string;
}

/** A box for a line of text inside of an editor of several: a list, a map. Tells `text-change`. */
@customElement('ww-text-box')
export class TextBox extends LitElement {
  static override styles = [controls, css`:host { display: block; min-width: 0; }`];
  @property() value = '';
  @property() label = '';
  @property() placeholder = '';
  @property({ type: Boolean }) locked = false;
  readonly #draft = new Draft(this);

  override render(): TemplateResult {
    return html`<input aria-label=${this.label} placeholder=${this.placeholder || nothing} spellcheck="false" autocomplete="off" ?readonly=${this.locked}
      ?data-clean=${this.#draft.clean} .value=${live(this.#draft.text ?? this.value)}
      @focus=${() => {
        if (!this.locked) this.#draft.begin();
      }} @input=${(event: Event) => this.#draft.type((event.target as HTMLInputElement).value, this.value)} @blur=${this.#leave} @keydown=${this.#key} />`;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #send(): void {
    const { text, first } = this.#draft;
    this.#draft.end();
    if (text !== null) this.dispatchEvent(new CustomEvent<TextChange>('text-change', { detail: { text, first } }));
  }
  #leave(): void {
    this.#send();
    this.#draft.leave();
  }
  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#send();
    else if (event.key === 'Escape') {
      this.#draft.end();
      (event.target as HTMLElement).blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
