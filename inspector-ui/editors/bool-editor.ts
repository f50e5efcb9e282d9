import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { Editor, editorStyles } from './editor.ts';

/** True or false. */
@customElement('ww-bool-editor')
export class BoolEditor extends Editor<boolean> {
  static override styles = [
    ...editorStyles,
    css`
    label { display: inline-flex; align-items: center; gap: 8px; min-height: 24px; font: var(--mono); cursor: pointer; color: var(--value-ink, var(--ink)); }
    input[type="checkbox"] { width: 15px; height: 15px; min-height: 0; margin: 0; accent-color: var(--accent); }
    .read { display: flex; align-items: center; gap: 8px; }
    .read i { width: 8px; height: 8px; border-radius: 50%; background: var(--open); flex: none; }
    .read i.no { background: none; box-shadow: inset 0 0 0 1.5px var(--idle); }
    .mixed { color: var(--faint); }
  `,
  ];

  override render(): TemplateResult {
    if (this.locked && this.field.readOnly === true)
      return html`<span class="read">${this.mixed ? '' : html`<i class=${this.value ? '' : 'no'}></i>`}<input readonly aria-label=${this.label}
          .value=${this.mixed ? 'mixed' : String(this.value)} /></span>`;
    return html`<label><input type="checkbox" aria-label=${this.label} aria-description=${this.field.doc} .indeterminate=${live(this.mixed)}
      .checked=${live(!this.mixed && this.value)} ?disabled=${this.locked}
      @change=${(event: Event) => this.change((event.target as HTMLInputElement).checked)} /><span aria-hidden="true"
      class=${this.mixed ? 'mixed' : ''}>${this.mixed ? 'mixed' : this.value}</span></label>`;
  }
}
