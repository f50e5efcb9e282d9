import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { Editor } from './editor.ts';

/** One of several words. */
@customElement('ww-enum-editor')
export class EnumEditor extends Editor<string> {
  override render(): TemplateResult {
    if (this.locked) return html`<input readonly aria-label=${this.label} .value=${this.value} />`;
    return html`<select aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing} .value=${live(this.value)} @change=${(event: Event) => this.change((event.target as HTMLSelectElement).value)}>
      ${(this.field.labels ?? [this.value]).map((label) => html`<option value=${label} ?selected=${label === this.value}>${label}</option>`)}</select>`;
  }
}
