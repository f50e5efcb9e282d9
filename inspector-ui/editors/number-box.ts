import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { reckon } from './arithmetic.ts';
import { Draft } from '../controls/draft.ts';
import { parseExpression } from '../../engine/template/template.ts';
import { ON_PAGE } from './one-of-many.ts';
import type { NumberChange } from './number-change.ts';
import { NumberDrag, rounded, strideOf } from './number-drag.ts';

/** A box for one number: typed, reckoned (`3*60`, `+=5`), or dragged sideways (Shift finer, Ctrl coarser, Alt all parts together). Arrow keys step. */
@customElement('ww-number-box')
export class NumberBox extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; position: relative; min-width: 0; }
    .part { position: absolute; left: 7px; top: 50%; transform: translateY(-50%); font: var(--mono); color: var(--faint); pointer-events: none; }
    .unit { position: absolute; right: 7px; top: 50%; transform: translateY(-50%); font: var(--small); color: var(--faint); pointer-events: none;
      display: var(--unit-display, inline); }
    .range { position: absolute; left: 4px; right: 4px; bottom: 2px; height: 2px; border-radius: 1px; overflow: hidden; pointer-events: none;
      background: color-mix(in srgb, var(--line-strong) 40%, transparent); }
    .range i { position: absolute; inset: 0; transform-origin: left; background: color-mix(in srgb, var(--idle) 70%, transparent); }
    input { font-variant-numeric: tabular-nums; padding-right: calc(var(--unit) * var(--unit-room, 7px) + 7px); }
    input.parted { padding-left: 20px; }
    :host([locked]) input.parted { padding-left: 14px; }
    :host([locked]) .part { left: 0; }
    :host([locked]) .range { display: none; }
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
  /** Several numbers that are not the same: the box is empty, and what is typed goes to all. */
  @property({ type: Boolean }) mixed = false;
  /** They are several numbers: a name or a function that sums do not know makes it an expression, which is another for each. */
  @property({ type: Boolean }) many = false;
  @property() hint = '';
  readonly #draft = new Draft(this);
  readonly #drag = new NumberDrag({
    start: () => this.value,
    stride: (event) => this.#stride(event),
    bounded: (value) => this.#bounded(value, true),
    show: (value) => this.#draft.show(show(value)),
    tell: (change) => this.#tell(change),
    end: (moved) => {
      // Who clicks a box in which something wrong stands wants to put that right.
      if (moved) {
        this.#draft.end();
        if (this.invalid) this.#fault(null);
        return;
      }
      this.#box.focus();
      this.#box.select();
    },
  });

  override render(): TemplateResult {
    const given = this.mixed ? '' : this.#draft.entered ? show(this.value) : short(this.value);
    return html`${this.axis === '' ? nothing : html`<span class="part" aria-hidden="true">${this.axis}</span>`}
      <input class=${this.axis === '' ? '' : 'parted'} inputmode=${this.whole ? 'numeric' : 'decimal'} autocomplete="off" spellcheck="false"
        ${styled({ '--unit': String(this.unit.length) })} aria-label=${this.label} aria-invalid=${this.invalid ? 'true' : nothing}
          aria-description=${this.hint || nothing}
        placeholder=${this.mixed ? 'mixed' : nothing} ?readonly=${this.locked} ?data-clean=${this.#draft.clean} .value=${live(this.#draft.text ?? given)}
        title=${this.mixed || given === show(this.value) ? nothing : show(this.value)}
        @focus=${this.#focus} @input=${this.#input} @blur=${this.#leave} @keydown=${this.#keys}
        @pointerdown=${this.#down} @pointermove=${this.#drag.move} @pointerup=${this.#drag.up} @pointercancel=${this.#drag.up} />
      ${this.unit === '' ? nothing : html`<span class="unit" aria-hidden="true">${this.unit}</span>`}${this.#fill()}`;
  }

  /** How far the value is into its range, from zero where the range has both sides. */
  #fill(): TemplateResult | typeof nothing {
    const least = this.softLeast ?? this.least,
      most = this.softMost ?? this.most;
    if (least === undefined || most === undefined || !(most > least)) return nothing;
    const place = (value: number): number => (Math.min(Math.max(value, least), most) - least) / (most - least);
    const zero = place(Math.max(least, Math.min(most, 0))),
      here = this.mixed ? zero : place(this.value);
    return html`<span class="range" aria-hidden="true"><i
      ${styled({ transform: `translateX(${Math.min(zero, here) * 100}%) scaleX(${Math.abs(here - zero)})` })}></i></span>`;
  }

  get #box(): HTMLInputElement {
    return this.renderRoot.querySelector('input') as HTMLInputElement;
  }
  /** What the box shows to who goes into it. */
  get #full(): string {
    return this.mixed ? '' : show(this.value);
  }

  readonly #focus = (): void => {
    if (this.locked) return;
    this.#draft.begin();
    // All of it is marked, so that what is typed takes its place, also where it was shown rounded before.
    this.#box.select();
  };
  readonly #leave = (): void => {
    this.#send();
    this.#draft.leave();
  };
  readonly #input = (event: Event): void => this.#draft.type((event.target as HTMLInputElement).value, this.#full);
  readonly #down = (event: PointerEvent): void => {
    if (this.locked || this.mixed || event.button !== 0 || this.matches(':focus-within')) return;
    this.#drag.down(event, this.#box);
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (this.locked) return;
    if (event.key === 'Enter') this.#send();
    else if (event.key === 'Escape') {
      this.#draft.end();
      this.#fault(null);
      this.#box.blur();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.#nudge(event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #nudge(event: KeyboardEvent): void {
    const stride = this.#stride(event),
      by = event.key === 'ArrowUp' ? stride : -stride;
    const relative = (present: number): number => this.#bounded(rounded(present + by, stride, present));
    const typed = this.#draft.text === null ? null : reckon(this.#draft.text, { present: this.value, unit: this.unit });
    if (typed !== null && 'fault' in typed) return;
    const value = relative(typed?.value ?? this.value);
    this.#draft.end();
    this.#tell({ value, ...(typed === null ? { relative } : {}), ...(event.altKey ? { together: value - this.value } : {}) });
  }

  readonly #send = (): void => {
    const { text } = this.#draft;
    if (text === null) return;
    const found = reckon(text, { present: this.value, unit: this.unit });
    if ('fault' in found) {
      this.#sendExpression(text, found.fault);
      return;
    }
    // What is reckoned from the present value may come to a fraction; what is typed as one is refused.
    const { relative } = found;
    const settle = (reckoned: number): number => (this.whole && relative !== undefined ? Math.round(reckoned) : reckoned);
    const value = settle(found.value),
      refusal = relative !== undefined && this.mixed ? null : this.#refusal(value);
    if (refusal !== null) {
      this.#fault(refusal);
      return;
    }
    this.#tell({ value, ...(relative === undefined ? {} : { relative: (present: number) => settle(relative(present)) }) });
    this.#draft.end();
  };

  /** What is no sum may be an expression, where there are several; what names nothing of one is told what a sum would be. */
  #sendExpression(text: string, fault: string): void {
    const read = this.many && /[a-z]/i.test(text) ? parseExpression(text, ON_PAGE) : { fault: { message: fault } };
    if ('fault' in read) {
      this.#fault(read.fault.message);
      return;
    }
    this.#tell({ value: this.value, expression: text });
    this.#draft.end();
  }

  #refusal(value: number): string | null {
    if (this.whole && !Number.isInteger(value)) return 'expected a whole number';
    if (this.least !== undefined && value < this.least) return `expected at least ${this.least}`;
    return this.most !== undefined && value > this.most ? `expected at most ${this.most}` : null;
  }

  #stride(event: { shiftKey: boolean; ctrlKey: boolean }): number {
    return strideOf(this, event);
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
    if (changed.has('invalid') && !this.invalid && !this.matches(':focus-within') && !this.#drag.active) this.#draft.end();
  }
}

function show(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

/** What a box shows that nobody is in: four decimals are enough to look at. */
function short(value: number): string {
  return Math.abs(value) < 0.001 ? show(value) : show(Number(value.toFixed(4)));
}
