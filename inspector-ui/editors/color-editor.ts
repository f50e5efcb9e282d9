import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { freshId } from '../session/asks.ts';
import { styled } from '../controls/styled.ts';
import { brightnessOf, fromHex, toHex } from './color-hex.ts';
import { Draft } from '../controls/draft.ts';
import { editorStyles, type EditorFault } from './editor.ts';
import './number-box.ts';
import type { NumberChange } from './number-change.ts';
import { numbersIn } from './numbers-in.ts';
import { PartedEditor } from './parted-editor.ts';

const PARTS = ['r', 'g', 'b', 'a'];
/** The part of the box that holds all of them. */
const HEX = PARTS.length;

/**
 * Red, green, blue and alpha, with a swatch that opens the system's colour picker and a box for the colour as hex. Brighter than 1 stays so when
 * another colour is picked.
 */
@customElement('ww-color-editor')
export class ColorEditor extends PartedEditor {
  static override styles = [
    ...editorStyles,
    css`
    :host { display: grid; gap: 4px; container-type: inline-size; }
    .line { display: grid; grid-template-columns: 28px minmax(0, 96px) auto; gap: 6px; align-items: center; }
    .parts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px; }
    .swatch { position: relative; border: 1px solid var(--line-strong); border-radius: var(--radius-small); overflow: hidden; height: 24px;
      background: repeating-conic-gradient(#bbb 0 25%, #fff 0 50%) 0 0 / 8px 8px; }
    .swatch i { position: absolute; inset: 0; }
    .swatch:focus-within { outline: 2px solid var(--accent); outline-offset: 1px; }
    .swatch input { position: absolute; inset: 0; opacity: 0; padding: 0; height: 100%; cursor: pointer; }
    .bright { color: var(--faint); font: var(--small); }
    /* Four decimals have room in each box, or two stand in a line. */
    @container (max-width: 305px) { .parts { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  `,
  ];
  readonly #draft = new Draft(this);
  #group = '';

  override render(): TemplateResult {
    const [, , , a = 1] = this.value,
      bright = brightnessOf(this.value),
      hex = toHex(this.value),
      shown = this.mixed ? '' : hex;
    return html`<div class="line">
      <span class="swatch" title=${this.locked ? nothing : 'Pick a colour'}><i
        ${styled({ background: this.mixed ? 'var(--sunk)' : `${hex.slice(0, 7)}${alphaHex(a)}` })}></i>
        <input type="color" aria-label="${this.label} swatch" .value=${live(hex.slice(0, 7))} ?disabled=${this.locked} @focus=${this.#anew} @input=${this.#pick}
          @change=${this.#anew} /></span>
      <input class="hex" aria-label="${this.label} hex" aria-invalid=${this.invalid && this.wrong.has(HEX) ? 'true' : nothing}
        spellcheck="false" autocomplete="off" placeholder=${this.mixed ? 'mixed' : nothing}
        ?readonly=${this.locked} ?data-clean=${this.#draft.clean} .value=${live(this.#draft.text ?? shown)}
        @focus=${() => {
          if (!this.locked) this.#draft.begin();
        }} @input=${(event: Event) => this.#draft.type((event.target as HTMLInputElement).value, shown)} @blur=${this.#leave} @keydown=${this.#key} />
      ${
        bright > 1 && !this.mixed
          ? html`<span class="bright numbers"
          title="Brighter than 1: the hex is of the colour, without its brightness">× ${Math.round(bright * 1e3) / 1e3}</span>`
          : nothing
      }
    </div>
    <div class="parts" role="group" aria-label=${this.label} @paste=${this.#paste}>
      ${this.value.map(
        (
          value,
          i,
        ) => html`<ww-number-box .label="${this.label} ${PARTS[i] ?? i}" .axis=${PARTS[i] ?? ''} .value=${value} .least=${0} .softLeast=${0} .softMost=${1}
          .step=${0.01} .locked=${this.locked} .invalid=${this.invalid && this.wrong.has(i)} .mixed=${this.mixed} .hint=${this.field.doc}
        @editor-fault=${(event: CustomEvent<EditorFault>) => this.partFault(i, event)}
        @number-change=${(event: CustomEvent<NumberChange>) => this.#set(i, event.detail)}></ww-number-box>`,
      )}</div>`;
  }

  readonly #anew = (): void => {
    this.#group = freshId();
  };
  #set(part: number, { value, group, from, relative }: NumberChange): void {
    this.wrong.sent(part, this.invalid);
    const next = (present: Json, number: (old: number) => number): Json =>
      Array.isArray(present) ? present.map((old: Json, i) => (i === part && typeof old === 'number' ? number(old) : old)) : present;
    this.change(
      next([...this.value], () => value),
      {
        ...(group === undefined ? {} : { group }),
        ...(from === undefined ? {} : { from: next([...this.value], () => from) }),
        each: (present) => next(present, (old) => relative?.(old) ?? value),
      },
    );
  }
  /** The picker knows neither alpha nor brightness: both stay. */
  #pick(event: Event): void {
    const picked = fromHex((event.target as HTMLInputElement).value);
    if (picked !== null) this.change(repainted(picked, this.value), { group: this.#group, each: (present) => repainted(picked, present) });
  }
  #typed(): void {
    const { text } = this.#draft;
    if (text === null) return;
    const picked = fromHex(text);
    if (picked === null) {
      const fault = 'expected a colour like #ff8800, #f80 or #ff8800cc';
      this.wrong.typed(HEX, fault);
      this.fault(fault);
      return;
    }
    this.#draft.end();
    this.wrong.sentAll();
    this.change(repainted(picked, this.value), { each: (present) => repainted(picked, present) });
  }
  #leave(): void {
    this.#typed();
    this.#draft.leave();
  }
  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.#typed();
    else if (event.key === 'Escape') {
      this.#draft.end();
      const standing = this.wrong.typed(HEX, null);
      this.fault(null);
      if (standing !== null) this.fault(standing);
      (event.target as HTMLElement).blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  #paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData('text') ?? '',
      picked = /^\s*#/.test(text) ? fromHex(text) : null,
      numbers = numbersIn(text);
    const next =
      picked !== null ? repainted(picked, this.value) : numbers?.length === 4 ? numbers : numbers?.length === 3 ? [...numbers, this.value[3] ?? 1] : null;
    if (this.locked || next === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.wrong.sentAll();
    this.change(next);
  }
}

/** The colour with the brightness of what was there, and its alpha where none was given. */
function repainted(picked: readonly number[], present: Json): number[] {
  const before = Array.isArray(present) ? present.filter((part): part is number => typeof part === 'number') : [];
  const bright = brightnessOf(before);
  const [r = 0, g = 0, b = 0, a = before[3] ?? 1] = picked;
  return [...[r, g, b].map((part) => Number((part * bright).toPrecision(6))), a];
}
function alphaHex(a: number): string {
  return Math.round(Math.min(1, Math.max(0, a)) * 255)
    .toString(16)
    .padStart(2, '0');
}
