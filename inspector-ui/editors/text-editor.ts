import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { editorStyles, TypedEditor } from './editor.ts';

/** Text of one line or several. */
@customElement('ww-text-editor')
export class TextEditor extends TypedEditor<string> {
  static override styles = [
    ...editorStyles,
    css`
    textarea { display: block; resize: vertical; field-sizing: content; max-height: 40vh; padding-top: 3px; padding-bottom: 3px; overflow-wrap: anywhere; }
    textarea.several { min-height: 44px; }
    textarea[readonly] { resize: none; }
  `,
  ];

  override render(): TemplateResult {
    const several = this.field.multiline === true;
    if (this.locked || several) {
      return html`<textarea class=${several && !this.locked ? 'several' : ''} rows="1" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing} ?readonly=${this.locked} spellcheck=${several && !this.locked}
        ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.locked ? nothing : this.onEnter} @input=${this.onInput} @blur=${this.onLeave} @keydown=${this.onKey}></textarea>`;
    }
    return html`<input class="value" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing} spellcheck="false" autocomplete="off"
      ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.onEnter} @input=${this.onInput} @blur=${this.onLeave} @keydown=${this.onKey} />`;
  }

  protected override format(value: string): string {
    return value;
  }
  protected override parse(text: string): { value: string } {
    return { value: text };
  }
  /** In text of several lines Enter is a line, and Ctrl-Enter sends. */
  protected override sendsOn(event: KeyboardEvent): boolean {
    return this.field.multiline !== true || event.ctrlKey || event.metaKey;
  }
}
