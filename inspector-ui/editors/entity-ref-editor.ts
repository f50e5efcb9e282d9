import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Editor } from './editor.ts';
import './reference-box.ts';

/** A reference to an entity. */
@customElement('ww-entity-ref-editor')
export class EntityRefEditor extends Editor<string | null> {
  override render(): TemplateResult {
    return html`<ww-reference-box .label=${this.label} .value=${this.value} .target=${this.field.target ?? ''} .hint=${this.field.doc} .locked=${this.locked}
      .invalid=${this.invalid} .mixed=${this.mixed}
      @pick-entity=${(event: CustomEvent<string | null>) => this.change(event.detail)}></ww-reference-box>`;
  }
}
