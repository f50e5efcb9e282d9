import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { editorStyles, type EditorFault } from './editor.ts';
import { fromEuler, toEuler } from './euler.ts';
import './number-box.ts';
import type { NumberChange } from './number-change.ts';
import { numbersIn } from './numbers-in.ts';
import { PartedEditor } from './parted-editor.ts';

/** A rotation: held as a quaternion, shown and edited as degrees, or as its four numbers. */
@customElement('ww-rotation-editor')
export class RotationEditor extends PartedEditor {
  static override styles = [
    ...editorStyles,
    css`
    .parts { position: relative; display: grid; grid-template-columns: repeat(var(--parts), minmax(0, 1fr)); gap: 6px; --parts: 3; }
    .parts.raw { --parts: 4; }
    /* In the margin, so that its numbers stand below those of a position. */
    button { position: absolute; right: -13px; top: 0; font: var(--small); color: var(--faint); padding: 0; min-height: 24px; min-width: 0; width: 11px; }
    /* A narrow pane has no margin for it. */
    @container (max-width: 449px) {
      .parts { --unit-display: none; --unit-room: 0px; grid-template-columns: repeat(var(--parts), minmax(0, 1fr)) 11px; gap: 4px; }
      button { position: static; }
    }
    button[aria-pressed='true'] { color: var(--accent-ink); }
  `,
  ];
  @state() private raw = false;
  #angles: readonly number[] = [0, 0, 0];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Many angles make one rotation: what was typed stays as typed for as long as it still is this rotation.
    if (changed.has('value') && !same(fromEuler(this.#angles), this.value)) this.#angles = toEuler(this.value);
  }

  override render(): TemplateResult {
    const numbers = this.raw ? this.value : this.#angles;
    return html`<div class="parts ${this.raw ? 'raw' : ''}" role="group" aria-label=${this.label} @paste=${this.#paste}>${(this.raw
      ? ['x', 'y', 'z', 'w']
      : ['x', 'y', 'z']
    ).map(
      (part, i) => html`
      <ww-number-box .label="${this.label}${this.raw ? ' quaternion' : ''} ${part}" .axis=${part} .value=${numbers[i] ?? 0} .unit=${this.raw ? '' : '°'}
        .step=${this.raw ? 0.01 : 1} .locked=${this.locked} .invalid=${this.invalid && this.wrong.has(i)} .mixed=${this.mixed} .hint=${this.field.doc}
        @editor-fault=${(event: CustomEvent<EditorFault>) => this.partFault(i, event)}
        @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
    )}<button aria-pressed=${this.raw} aria-label="${this.label} as quaternion" title=${this.raw ? 'As degrees' : 'As the four numbers of its quaternion'}
      @click=${() => {
        this.raw = !this.raw;
        this.wrong.sentAll();
      }}>q</button></div>`;
  }

  #set(part: number, { value, group, from, relative }: NumberChange): void {
    this.wrong.sent(part, this.invalid);
    const next = (before: readonly number[], number: (old: number) => number): number[] => before.map((old, i) => (i === part ? number(old) : old));
    const each = (old: number): number => relative?.(old) ?? value;
    const began = (now: readonly number[], held: (numbers: readonly number[]) => readonly number[]): { from?: readonly number[] } =>
      from === undefined ? {} : { from: held(next(now, () => from)) };
    const options = group === undefined ? {} : { group };
    if (this.raw) {
      this.change(
        next(this.value, () => value),
        { ...options, ...began(this.value, (numbers) => numbers), each: (present) => next(present as number[], each) },
      );
      return;
    }
    this.#angles = next(this.#angles, () => value);
    this.requestUpdate();
    this.change(fromEuler(this.#angles), {
      ...options,
      ...began(this.#angles, fromEuler),
      each: (present) => fromEuler(next(toEuler(present as number[]), each)),
    });
  }

  /** Three numbers are degrees, four a quaternion. */
  #paste(event: ClipboardEvent): void {
    const numbers = numbersIn(event.clipboardData?.getData('text') ?? '');
    if (this.locked || numbers === null || (numbers.length !== 3 && numbers.length !== 4)) return;
    event.preventDefault();
    event.stopPropagation();
    this.wrong.sentAll();
    this.change(numbers.length === 3 ? fromEuler(numbers) : numbers);
  }
}

/** Whether two quaternions turn the same way; Float32 keeps some seven digits. */
function same(a: readonly number[], b: readonly number[]): boolean {
  const dot = a.reduce((sum, part, i) => sum + part * (b[i] ?? 0), 0);
  return Math.abs(Math.abs(dot) - 1) < 1e-6;
}
