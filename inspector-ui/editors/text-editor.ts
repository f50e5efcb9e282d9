import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import './code-box.ts';
import { editorStyles, TypedEditor } from './editor.ts';

/** Text of one line or several. */
@customElement('ww-text-editor')
export class TextEditor extends TypedEditor<string> {
  protected override readonly takesTemplates = true;
  static override styles = [
    ...editorStyles,
    css`
    textarea { display: block; resize: none; field-sizing: content; max-height: 40vh; padding-top: 3px; padding-bottom: 3px; overflow-wrap: anywhere; }
  `,
  ];

  override render(): TemplateResult {
    if (this.locked)
      return html`<textarea rows="1" aria-label=${this.label} aria-description=${this.field.doc || nothing} readonly spellcheck="false" data-clean
        placeholder=${this.mixed ? 'mixed' : '–'} .value=${live(this.text)}></textarea>`;
    if (this.field.multiline === true)
      return html`<ww-code-box .text=${this.text} .label=${this.label} .hint=${this.field.doc} .invalid=${this.invalid} .clean=${this.draft.clean}
        .placeholder=${this.mixed ? 'mixed' : ''}
        @code-enter=${this.onEnter} @code-input=${this.onCode} @code-send=${this.onLeave} @code-leave=${this.onLeave}
        @code-cancel=${this.giveUp}></ww-code-box>`;
    return html`<input class="value" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing}
      spellcheck="false" autocomplete="off" placeholder=${this.mixed ? 'mixed' : nothing}
      ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.onEnter} @input=${this.onInput} @blur=${this.onLeave} @keydown=${this.onKey} />`;
  }

  protected override format(value: string): string {
    return value;
  }
  protected override parse(text: string): { value: string } {
    return { value: text };
  }
}
