import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Editor, editorStyles } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-box.ts';

const PARTS = ['x', 'y', 'z', 'w'];

/** Two, three or four numbers side by side. */
@customElement('ww-vector-editor')
export class VectorEditor extends Editor<readonly number[]> {
  static override styles = [
    ...editorStyles,
    css`
    .parts { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 6px; }
  `,
  ];

  override render(): TemplateResult {
    const { field } = this;
    return html`<div class="parts" role="group" aria-label=${this.label}>${this.value.map(
      (value, i) => html`
      <ww-number-box .label="${this.label} ${PARTS[i] ?? i}" .axis=${PARTS[i] ?? ''} .value=${value} .unit=${field.unit ?? ''} .least=${field.min} .most=${field.max} .softLeast=${field.softMin} .softMost=${field.softMax} .step=${field.step}
        .locked=${this.locked} .invalid=${this.invalid} .hint=${field.doc} @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
    )}</div>`;
  }

  #set(part: number, { value, group }: NumberChange): void {
    this.change(
      this.value.map((old, i) => (i === part ? value : old)),
      group === undefined ? {} : { group },
    );
  }
}
