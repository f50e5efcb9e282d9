import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Json } from '../../server/protocol.ts';
import { editorStyles, type EditorFault } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-change.ts';
import { numbersIn } from './numbers-in.ts';
import { PartedEditor } from './parted-editor.ts';

const PARTS = ['x', 'y', 'z', 'w'];

/** Two, three or four numbers side by side. With Alt all of them move together; a list that is pasted into one fills all. */
@customElement('ww-vector-editor')
export class VectorEditor extends PartedEditor {
  static override styles = [
    ...editorStyles,
    css`
    .parts { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 6px; }
    /* Of three in a narrow pane the numbers count, and not their unit. */
    @container (max-width: 449px) { .parts { --unit-display: none; --unit-room: 0px; } }
  `,
  ];
  /** The whole as a drag found it. */
  #from: { readonly group: string; readonly value: readonly number[] } | null = null;

  override render(): TemplateResult {
    const { field } = this;
    return html`<div class="parts" role="group" aria-label=${this.label} @paste=${this.#paste}>${this.value.map(
      (value, i) => html`
      <ww-number-box .label="${this.label} ${PARTS[i] ?? i}" .axis=${PARTS[i] ?? ''} .value=${value} .unit=${field.unit ?? ''} .least=${field.min}
        .most=${field.max} .softLeast=${field.softMin} .softMost=${field.softMax} .step=${field.step}
        .locked=${this.locked} .invalid=${this.invalid && this.wrong.has(i)} .mixed=${this.mixed} .many=${this.many} .hint=${field.doc}
        @editor-fault=${(event: CustomEvent<EditorFault>) => this.partFault(i, event)}
        @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
    )}</div>`;
  }

  #set(part: number, { value, group, from: began, relative, together, expression }: NumberChange): void {
    if (expression !== undefined) {
      this.wrong.sent(part, this.invalid);
      this.change(this.value, { expression: { text: expression, part } });
      return;
    }
    if (together === undefined) this.wrong.sent(part, this.invalid);
    else this.wrong.sentAll();
    if (group !== undefined && this.#from?.group !== group) this.#from = { group, value: this.value };
    const from = group === undefined ? this.value : (this.#from?.value ?? this.value);
    const next = together === undefined ? this.value.map((old, i) => (i === part ? value : old)) : from.map((old) => Number((old + together).toPrecision(7)));
    this.change(next, {
      ...(group === undefined ? {} : { group }),
      ...(began === undefined ? {} : { from }),
      // Of several each keeps its other parts.
      each: (present) => partSet(present, part, (old) => relative?.(old) ?? value),
    });
  }

  #paste(event: ClipboardEvent): void {
    const numbers = numbersIn(event.clipboardData?.getData('text') ?? '');
    if (this.locked || numbers === null || numbers.length !== this.value.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.wrong.sentAll();
    this.change(numbers);
  }
}

function partSet(present: Json, part: number, set: (old: number) => number): Json {
  return Array.isArray(present) ? present.map((old: Json, i) => (i === part && typeof old === 'number' ? set(old) : old)) : present;
}
