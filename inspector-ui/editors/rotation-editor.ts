import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Editor } from './editor.ts';
import { fromEuler, toEuler } from './euler.ts';
import './number-box.ts';
import type { NumberChange } from './number-box.ts';
import { VectorEditor } from './vector-editor.ts';

/** A rotation: held as a quaternion, shown and edited as degrees. */
@customElement('ww-rotation-editor')
export class RotationEditor extends Editor<readonly number[]> {
  static override styles = VectorEditor.styles;
  #angles: readonly number[] = [0, 0, 0];

  override willUpdate(changed: PropertyValues): void {
    // Many angles make one rotation: what was typed stays as typed for as long as it still is this rotation.
    if (changed.has('value') && !same(fromEuler(this.#angles), this.value)) this.#angles = toEuler(this.value);
  }

  override render(): TemplateResult {
    return html`<div class="parts" role="group" aria-label=${this.label}>${['x', 'y', 'z'].map(
      (part, i) => html`
      <ww-number-box .label="${this.label} ${part}" .axis=${part} .value=${this.#angles[i] ?? 0} unit="°" .step=${1} .locked=${this.locked} .invalid=${this.invalid} .hint=${this.field.doc}
        @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
    )}</div>`;
  }

  #set(part: number, { value, group }: NumberChange): void {
    this.#angles = this.#angles.map((old, i) => (i === part ? value : old));
    this.requestUpdate();
    this.change(fromEuler(this.#angles), group === undefined ? {} : { group });
  }
}

/** Whether two quaternions turn the same way; Float32 keeps some seven digits. */
function same(a: readonly number[], b: readonly number[]): boolean {
  const dot = a.reduce((sum, part, i) => sum + part * (b[i] ?? 0), 0);
  return Math.abs(Math.abs(dot) - 1) < 1e-6;
}
