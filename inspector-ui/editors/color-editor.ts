import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { styled } from '../shell/styled.ts';
import { freshId } from '../session/session.ts';
import { Editor, editorStyles } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-box.ts';

const PARTS = ['r', 'g', 'b', 'a'];

/** Red, green, blue and alpha, with a swatch that opens the system's colour picker. */
@customElement('ww-color-editor')
export class ColorEditor extends Editor<readonly number[]> {
  static override styles = [
    ...editorStyles,
    css`
    .parts { display: grid; grid-template-columns: 28px repeat(4, minmax(0, 1fr)); gap: 6px; }
    .swatch { position: relative; border: 1px solid var(--line-strong); border-radius: var(--radius-small); overflow: hidden; min-height: 24px;
      background: repeating-conic-gradient(#bbb 0 25%, #fff 0 50%) 0 0 / 8px 8px; }
    .swatch i { position: absolute; inset: 0; }
    .swatch:focus-within { outline: 2px solid var(--accent); outline-offset: 1px; }
    .swatch input { position: absolute; inset: 0; opacity: 0; padding: 0; height: 100%; cursor: pointer; }
  `,
  ];
  #group = '';

  override render(): TemplateResult {
    const [r = 0, g = 0, b = 0, a = 1] = this.value;
    const byte = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 255);
    const hex = `#${[r, g, b].map((part) => byte(part).toString(16).padStart(2, '0')).join('')}`;
    return html`<div class="parts" role="group" aria-label=${this.label}>
      <span class="swatch"><i ${styled({ background: `rgb(${byte(r)} ${byte(g)} ${byte(b)} / ${Math.min(1, a)})` })}></i>
        <input type="color" aria-label="${this.label} swatch" .value=${live(hex)} ?disabled=${this.locked} @focus=${() => {
          this.#group = freshId();
        }} @input=${this.#pick} @change=${() => {
          this.#group = freshId();
        }} /></span>
      ${this.value.map(
        (
          value,
          i,
        ) => html`<ww-number-box .label="${this.label} ${PARTS[i] ?? i}" .axis=${PARTS[i] ?? ''} .value=${Math.round(value * 1e3) / 1e3} .least=${0} .softLeast=${0} .softMost=${1} .step=${0.01} .locked=${this.locked} .invalid=${this.invalid} .hint=${this.field.doc}
        @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
      )}</div>`;
  }

  #set(part: number, { value, group }: NumberChange): void {
    this.change(
      this.value.map((old, i) => (i === part ? value : old)),
      group === undefined ? {} : { group },
    );
  }
  #pick(event: Event): void {
    const hex = (event.target as HTMLInputElement).value;
    const parts = [1, 3, 5].map((at) => Math.round((parseInt(hex.slice(at, at + 2), 16) / 255) * 1e4) / 1e4);
    this.change([...parts, this.value[3] ?? 1], { group: this.#group });
  }
}
