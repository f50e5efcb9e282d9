import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { freshId } from '../session/session.ts';
import { styled } from '../shell/styled.ts';
import { controls } from '../shell/styles.ts';
import { Draft } from './draft.ts';

/** A number that has been decided on; `group` joins the steps of one drag. */
export interface NumberChange {
  readonly value: number;
  readonly group?: string;
}

const STILL = 3;
const STEP_PIXELS = 4;

/** A box for one number: typed, or dragged sideways (Shift finer, Ctrl coarser). Arrow keys step. */
@customElement('ww-number-box')
export class NumberBox extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; position: relative; min-width: 0; container-type: inline-size; }
    .part { position: absolute; left: 7px; top: 50%; transform: translateY(-50%); font: var(--mono); color: var(--faint); pointer-events: none; }
    .unit { position: absolute; right: 7px; top: 50%; transform: translateY(-50%); font: var(--small); color: var(--faint); pointer-events: none; }
    input { font-variant-numeric: tabular-nums; }
    input { padding-right: calc(var(--unit) * 7px + 7px); }
    @container (max-width: 76px) { .unit { display: none; } input { padding-right: 4px; } }
    input.parted { padding-left: 20px; }
    :host([locked]) input.parted { padding-left: 14px; }
    :host([locked]) .part { left: 0; }
    input:not(:read-only) { touch-action: pan-y; }
    input:not(:read-only):not(:focus) { cursor: ew-resize; }
  `,
  ];
  @property({ type: Number }) value = 0;
  @property() label = '';
  /** A letter in the box: x, y, z. */
  @property() axis = '';
  @property() unit = '';
  @property({ type: Number }) least: number | undefined;
  @property({ type: Number }) most: number | undefined;
  @property({ type: Number }) softLeast: number | undefined;
  @property({ type: Number }) softMost: number | undefined;
  @property({ type: Number }) step: number | undefined;
  @property({ type: Boolean }) whole = false;
  @property({ type: Boolean, reflect: true }) locked = false;
  @property({ type: Boolean }) invalid = false;
  @property() hint = '';
  readonly #draft = new Draft(this);
  #drag: { x: number; value: number; group: string; moved: boolean; sent: number } | null = null;

  override render(): TemplateResult {
    return html`${this.axis === '' ? nothing : html`<span class="part" aria-hidden="true">${this.axis}</span>`}
      <input class=${this.axis === '' ? '' : 'parted'} inputmode=${this.whole ? 'numeric' : 'decimal'} autocomplete="off" ${styled({ '--unit': String(this.unit.length) })} aria-label=${this.label} aria-invalid=${this.invalid ? 'true' : nothing} aria-description=${this.hint || nothing}
        ?readonly=${this.locked} ?data-clean=${this.#draft.clean} .value=${live(this.#draft.text ?? short(this.value))} title=${short(this.value) === show(this.value) ? nothing : show(this.value)}
        @focus=${this.#focus} @input=${this.#input} @blur=${this.#send} @keydown=${this.#keys}
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up} />
      ${this.unit === '' ? nothing : html`<span class="unit" aria-hidden="true">${this.unit}</span>`}`;
  }

  get #input_(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }

  readonly #focus = (): void => {
    if (!this.locked) this.#draft.begin(show(this.value));
  };
  readonly #input = (event: Event): void => this.#draft.type((event.target as HTMLInputElement).value, show(this.value));

  readonly #keys = (event: KeyboardEvent): void => {
    if (this.locked) return;
    if (event.key === 'Enter') this.#send();
    else if (event.key === 'Escape') {
      this.#draft.end();
      this.#fault(null);
      this.#input_.blur();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const value = this.#bounded(
        round(Number(this.#draft.text ?? this.value) + (event.key === 'ArrowUp' ? 1 : -1) * this.#stride(event), this.#stride(event)),
      );
      if (Number.isFinite(value)) {
        this.#draft.end();
        this.#tell({ value });
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #send = (): void => {
    const { text: draft, clean } = this.#draft;
    if (draft === null) return;
    if (clean) {
      // A refused number stays in its box, beside the words that say why.
      if (!this.invalid) this.#draft.end();
      return;
    }
    const value = Number(draft.trim().replace(',', '.').replace('−', '-'));
    const fault =
      draft.trim() === '' || !Number.isFinite(value)
        ? 'expected a number'
        : this.whole && !Number.isInteger(value)
          ? 'expected a whole number'
          : this.least !== undefined && value < this.least
            ? `expected at least ${this.least}`
            : this.most !== undefined && value > this.most
              ? `expected at most ${this.most}`
              : null;
    if (fault !== null) {
      this.#fault(fault);
      return;
    }
    this.#tell({ value });
    this.#draft.end();
  };

  /* ---------- dragging ---------- */

  readonly #down = (event: PointerEvent): void => {
    if (this.locked || event.button !== 0 || this.matches(':focus-within')) return;
    // The press becomes a click, and so the focus, only where the pointer stays.
    event.preventDefault();
    this.#input_.setPointerCapture(event.pointerId);
    this.#drag = { x: event.clientX, value: this.value, group: freshId(), moved: false, sent: this.value };
  };
  readonly #move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (drag === null) return;
    const by = event.clientX - drag.x;
    if (!drag.moved && Math.abs(by) < STILL) return;
    drag.moved = true;
    const stride = this.#stride(event);
    const value = this.#bounded(round(drag.value + Math.trunc(by / STEP_PIXELS) * stride, stride), true);
    if (value === drag.sent) return;
    drag.sent = value;
    this.#draft.show(show(value));
    this.#tell({ value, group: drag.group });
  };
  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null) return;
    this.#input_.releasePointerCapture(event.pointerId);
    this.#draft.end();
    if (!drag.moved) {
      this.#input_.focus();
      this.#input_.select();
    }
  };

  #stride(event: { shiftKey: boolean; ctrlKey: boolean }): number {
    const range = this.softLeast !== undefined && this.softMost !== undefined ? (this.softMost - this.softLeast) / 100 : undefined;
    const plain = this.step ?? (this.whole ? 1 : (range ?? 0.1));
    if (event.shiftKey) return this.whole ? plain : plain / 10;
    return event.ctrlKey ? plain * 10 : plain;
  }
  #bounded(value: number, soft = false): number {
    const least = (soft ? this.softLeast : undefined) ?? this.least ?? -Infinity,
      most = (soft ? this.softMost : undefined) ?? this.most ?? Infinity;
    return Math.min(Math.max(value, Math.max(least, this.least ?? -Infinity)), Math.min(most, this.most ?? Infinity));
  }
  #tell(change: NumberChange): void {
    this.dispatchEvent(new CustomEvent<NumberChange>('number-change', { detail: change }));
  }
  #fault(text: string | null): void {
    this.dispatchEvent(new CustomEvent('editor-fault', { detail: text, bubbles: true, composed: true }));
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('invalid') && !this.invalid && !this.matches(':focus-within') && this.#drag === null) this.#draft.end();
  }
}

function show(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

/** What a box shows that nobody is in: four decimals are enough to look at. */
function short(value: number): string {
  return Math.abs(value) < 0.001 ? show(value) : show(Number(value.toFixed(4)));
}

/** Rounds away what binary fractions leave: 0.1 + 0.2 is 0.3 in steps of 0.1. */
function round(value: number, step: number): number {
  const digits = Math.max(0, Math.min(12, Math.ceil(-Math.log10(step)) + 2));
  return Number(value.toFixed(digits));
}
