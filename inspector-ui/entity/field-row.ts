import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldManifest, InputResult, Json, Refusal } from '../../server/protocol.ts';
import type { EditorChange, EditorFault } from '../editors/editor.ts';
import { editorFor } from '../editors/registry.ts';
import { fieldFault } from '../shell/fault-words.ts';
import { controls } from '../shell/styles.ts';

/** Sends an edit of the field's value and tells what came of it. */
export type SendChange = (change: EditorChange) => Promise<InputResult | Refusal>;

/** A field: its label, its editor, and below it what is wrong with it. */
@customElement('ww-field-row')
export class FieldRow extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .row { display: grid; grid-template-columns: minmax(96px, 168px) minmax(0, 1fr); gap: 0 8px; align-items: start; min-height: var(--field); padding: 2px 14px; }
    .label { color: var(--soft); padding-top: 3px; overflow-wrap: anywhere; cursor: default; }
    .editor { border-radius: var(--radius-small); min-width: 0; }
    .fault { grid-column: 2; padding: 2px 0 4px; margin: 0; overflow-wrap: anywhere; }
    .editor.glow { animation: glow 300ms ease-out; }
    @keyframes glow { from { background: var(--glow); box-shadow: 0 0 0 2px var(--glow); } to { background: transparent; box-shadow: 0 0 0 2px transparent; } }
    @media (prefers-reduced-motion: reduce) { .editor.glow { animation: none; } }
    @container (min-width: 421px) { :host([compact]) .row { grid-template-columns: auto minmax(0, 1fr); } }
    @container (max-width: 420px) { .row { grid-template-columns: minmax(84px, 144px) minmax(0, 1fr); } }
    @container (max-width: 300px) { .row { grid-template-columns: minmax(0, 1fr); } .fault { grid-column: 1; } }
  `,
  ];
  @property({ attribute: false }) field!: FieldManifest;
  @property({ attribute: false }) value: Json = null;
  @property({ type: Boolean }) locked = false;
  /** Label and editor close together, as one of several in a line. */
  @property({ type: Boolean, reflect: true }) compact = false;
  @property({ attribute: false }) send!: SendChange;
  @state() private faultText: string | null = null;
  /** What was sent and is not yet seen coming back. */
  @state() private pending: { readonly value: Json } | null = null;
  #sent = 0;
  #glowing = false;
  #changed = 0;

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('value') || changed.get('value') === undefined || same(changed.get('value') as Json, this.value)) return;
    this.#glowing = this.pending === null || !same(this.pending.value, this.value);
    if (this.pending !== null && same(this.pending.value, this.value)) this.pending = null;
    // A value that came in since mends what was refused before, unless somebody still stands in the field.
    if (this.faultText !== null && !this.matches(':focus-within')) this.faultText = null;
  }

  override updated(): void {
    if (!this.#glowing) return;
    this.#glowing = false;
    // What changes all the time would glow all the time, and say nothing.
    const often = performance.now() - this.#changed < 1_000;
    this.#changed = performance.now();
    if (often) return;
    const editor = this.renderRoot.querySelector('.editor');
    if (editor === null || this.matches(':focus-within')) return;
    editor.classList.add('glow');
  }

  override render(): TemplateResult {
    const { field } = this;
    return html`<div class="row">
      <span class="label" title=${field.doc || nothing} @click=${this.#focusEditor}>${field.label}</span>
      <div class="editor" @editor-change=${this.#change} @editor-fault=${this.#local} @animationend=${(event: Event) => (event.currentTarget as Element).classList.remove('glow')}>
        ${editorFor({ field, value: this.pending?.value ?? this.value, locked: this.locked || field.readOnly === true, invalid: this.faultText !== null })}</div>
      ${this.faultText === null ? nothing : html`<p class="fault" role="alert">${this.faultText}</p>`}</div>`;
  }

  #focusEditor(): void {
    let inner: Element | null | undefined = this.renderRoot.querySelector('.editor > *');
    while (inner?.shadowRoot) inner = inner.shadowRoot.querySelector('input, textarea, select, button, ww-number-box, ww-reference-box');
    if (inner instanceof HTMLElement) inner.focus();
  }

  #local(event: CustomEvent<EditorFault>): void {
    event.stopPropagation();
    this.faultText = event.detail;
    // Given up: the box shows the world's value again.
    if (event.detail === null) this.pending = null;
  }

  async #change(event: CustomEvent<EditorChange>): Promise<void> {
    event.stopPropagation();
    const change = event.detail,
      number = ++this.#sent;
    this.pending = { value: change.value };
    const answer = await this.send(change);
    if (number !== this.#sent) return;
    if (answer.ok) {
      this.faultText = null;
      // The world's own word comes with the next update; where it rounds or mends the value, that is what shows.
      setTimeout(() => {
        if (number === this.#sent) this.pending = null;
      }, 250);
    } else {
      this.faultText = fieldFault(answer);
      if (change.group !== undefined) this.pending = null;
    }
  }
}

function same(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
