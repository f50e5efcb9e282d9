import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow } from '../session/cell.ts';
import { session } from '../session/session.ts';
import { styled } from './styled.ts';
import { controls } from './styles.ts';

/** The time that a tick takes; whoever points at it or focuses it sees what each system takes of it. Escape hides that. */
@customElement('ww-tick-time')
export class TickTime extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: inline-block; flex: none; }
    button { padding: 0 3px; min-height: 22px; font: var(--small); color: inherit; }
    .costs { position: fixed; inset: auto; margin: 0; padding: 8px 12px; max-height: 60vh; overflow: auto; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); font: var(--small); }
    th { text-align: left; font-weight: inherit; padding: 1px 18px 1px 0; }
    td { text-align: right; }
    caption { text-align: left; color: var(--soft); padding-bottom: 4px; }
  `,
  ];
  @state() private at: { readonly left: number; readonly top: number } | null = null;

  constructor() {
    super();
    new Follow(this, session.run);
    this.addEventListener('mouseenter', () => this.#show());
    this.addEventListener('mouseleave', () => this.#hide());
    this.addEventListener('focusin', () => this.#show());
    this.addEventListener('focusout', () => this.#hide());
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.at === null) return;
      event.stopPropagation();
      this.at = null;
    });
  }

  override render(): TemplateResult {
    const run = session.run.value;
    if (run === null) return html`${nothing}`;
    const time = run.tickTime.toFixed(1);
    return html`<button class="numbers" aria-label="A tick takes ${time} ms" aria-describedby=${this.at === null ? nothing : 'costs'}>${time} ms</button>
      ${this.at === null ? nothing : html`<div id="costs" class="costs numbers" role="tooltip" popover="manual" ${styled({ left: `${this.at.left}px`, top: `${this.at.top}px` })}>${this.#table()}</div>`}`;
  }

  #table(): TemplateResult {
    const costs = [...(session.run.value?.costs ?? [])].sort((a, b) => b.milliseconds - a.milliseconds);
    if (costs.length === 0) return html`What each system takes is not known yet.`;
    return html`<table>
      <caption>Milliseconds a tick, by system</caption>
      <tbody>${costs.map(({ system, milliseconds }) => html`<tr><th scope="row">${system}</th><td>${milliseconds.toFixed(3)}</td></tr>`)}</tbody>
    </table>`;
  }

  override updated(): void {
    // In the top layer, since the bar cuts off what hangs out of it.
    this.renderRoot.querySelector<HTMLElement>('.costs:not(:popover-open)')?.showPopover();
  }

  #show(): void {
    const box = this.getBoundingClientRect();
    this.at = { left: box.left, top: box.bottom };
  }

  /** What is focused stays shown when the pointer goes, and the other way round. */
  #hide(): void {
    if (!this.matches(':hover') && !this.matches(':focus-within')) this.at = null;
  }
}
