import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { TypedEditor } from './editor.ts';

/** An address, or none where it is empty. Whether it can be used is the server's to say. */
@customElement('ww-uri-editor')
export class UriEditor extends TypedEditor<string | null> {
  override render(): TemplateResult {
    return html`<input class="value" type="text" inputmode="url" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing} placeholder=${this.locked ? '' : 'none'} spellcheck="false" autocomplete="off" ?readonly=${this.locked}
      ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.locked ? nothing : this.onEnter} @input=${this.onInput} @blur=${this.onLeave} @keydown=${this.onKey} />`;
  }

  protected override format(value: string | null): string {
    return value ?? '';
  }
  protected override parse(text: string): { value: string | null } | { fault: string } {
    const trimmed = text.trim();
    if (/\s/.test(trimmed)) return { fault: 'expected an address without spaces' };
    return { value: trimmed === '' ? null : trimmed };
  }
}
