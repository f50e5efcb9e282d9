import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Editor } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-box.ts';

/** Whole numbers and fractions. */
@customElement('ww-number-editor')
export class NumberEditor extends Editor<number> {
  override render(): TemplateResult {
    const { field } = this;
    return html`<ww-number-box .label=${this.label} .value=${this.value} .unit=${field.unit ?? ''} .least=${field.min} .most=${field.max} .softLeast=${field.softMin} .softMost=${field.softMax} .step=${field.step}
      .whole=${field.kind === 'int'} .locked=${this.locked} .invalid=${this.invalid} .hint=${field.doc}
      @number-change=${(event: CustomEvent<NumberChange>) => this.change(event.detail.value, event.detail.group === undefined ? {} : { group: event.detail.group })}></ww-number-box>`;
  }
}
