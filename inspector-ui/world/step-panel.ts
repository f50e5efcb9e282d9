import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { step } from './deeds.ts';
import { openPopover } from '../controls/popover.ts';
import { stepSize, stepsOf } from './step-size.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';

const USUAL = [1, 10, 60, 600];

/** Steps a paused world by as many ticks as one likes. */
@customElement('ww-step-panel')
export class StepPanel extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 12px 14px; width: min(270px, calc(100vw - 18px)); }
    form { display: flex; gap: 8px; align-items: center; }
    input { width: 90px; min-height: 28px; }
    .usual { display: flex; gap: 6px; margin-top: 8px; }
    .usual button { font: var(--small); min-height: 22px; padding: 0 8px; }
    .fault, .at { margin: 8px 0 0; }
    .at { color: var(--soft); font: var(--small); }
  `,
  ];
  @state() private fault = '';
  @query('input') private input!: HTMLInputElement;

  constructor() {
    super();
    new Follow(this, session.run, stepSize);
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#step}>
        <input aria-label="Ticks to step" inputmode="numeric" autocomplete="off" aria-invalid=${this.fault !== ''} .value=${String(stepSize.value)}
          @input=${() => {
            this.fault = '';
          }} /><span class="soft">ticks</span><span class="grow"></span><button class="primary">Step</button></form>
      <div class="usual" role="group" aria-label="Usual steps">${USUAL.map(
        (ticks) => html`<button class="boxed" aria-pressed=${ticks === stepSize.value} @click=${() => this.#take(ticks)}>${grouped(ticks)}</button>`,
      )}</div>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <p class="at numbers" role="status">at tick ${grouped(session.run.value?.tick ?? 0)}</p>`;
  }

  override firstUpdated(): void {
    this.input.focus();
    this.input.select();
  }

  #take(ticks: number): void {
    stepSize.value = ticks;
    this.input.value = String(ticks);
    this.fault = '';
  }

  #step(event: Event): void {
    event.preventDefault();
    const ticks = stepsOf(this.input.value);
    if (ticks === undefined) {
      this.fault = 'A whole number from 1 to 10 000.';
      this.input.focus();
      return;
    }
    stepSize.value = ticks;
    void step(ticks);
  }
}

export function showStep(anchor: Element): void {
  openPopover(anchor, 'Step', document.createElement('ww-step-panel'));
}
