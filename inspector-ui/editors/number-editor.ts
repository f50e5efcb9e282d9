import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Editor } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-change.ts';

/** Whole numbers and fractions. */
@customElement('ww-number-editor')
export class NumberEditor extends Editor<number> {
  override render(): TemplateResult {
    const { field } = this;
    return html`<ww-number-box .label=${this.label} .value=${this.value} .unit=${field.unit ?? ''} .least=${field.min} .most=${field.max}
      .softLeast=${field.softMin} .softMost=${field.softMax} .step=${field.step}
      .whole=${field.kind === 'int'} .locked=${this.locked} .invalid=${this.invalid} .mixed=${this.mixed} .many=${this.many} .hint=${field.doc}
      @number-change=${this.#set}></ww-number-box>`;
  }

  #set({ detail: { value, group, from, relative, expression } }: CustomEvent<NumberChange>): void {
    this.change(value, {
      ...(group === undefined ? {} : { group }),
      ...(from === undefined ? {} : { from }),
      ...(expression === undefined ? {} : { expression: { text: expression } }),
      ...(relative === undefined ? {} : { each: (present) => relative(typeof present === 'number' ? present : 0) }),
    });
  }
}
