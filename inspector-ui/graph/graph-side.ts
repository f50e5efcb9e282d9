import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { personName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { SourceLog } from '../session/source-log.ts';
import { tell } from '../controls/notices.ts';
import { isFault, type NodeFault } from '../graph-model/ports.ts';
import type { Drawing } from './drawing.ts';
import { timeLeft } from './time-left.ts';

/** Faults, chains and lines that are listed. */
const MOST_FAULTS = 20,
  MOST_WAITING = 12,
  MOST_LINES = 30;

/** What waits in a graph, what is wrong in it, and what it has said: each leads to its node. */
@customElement('ww-graph-side')
export class GraphSide extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; position: absolute; left: 14px; bottom: 14px; width: min(330px, calc(100% - 28px)); max-height: 46%; overflow: auto;
      background: var(--panel);
      border: 1px solid var(--line); border-radius: 8px; padding: 7px 4px 8px 12px; overscroll-behavior: contain; }
    :host([hidden]) { display: none; }
    h3 { margin: 4px 0 1px; font: 600 12px/1.4 var(--sans); }
    h3:first-child { margin-top: 0; }
    .row { display: flex; align-items: center; gap: 8px; font: var(--small); color: var(--soft); min-height: 22px; }
    .row .id { font: var(--mono); padding: 0 3px; min-height: 20px; justify-content: flex-start; color: var(--accent-ink); min-width: 0; flex: none;
      max-width: 50%; }
    .row .end { margin-left: auto; min-height: 20px; color: var(--accent-ink); padding: 0 6px; }
    .row.bad { color: var(--denied-ink); align-items: baseline; }
    .row.odd { align-items: baseline; }
    .row.bad span, .row.odd span { overflow-wrap: anywhere; }
    .line { font: var(--mono); color: var(--soft); overflow-wrap: anywhere; white-space: pre-wrap; padding: 1px 8px 1px 0; }
    .line.error { color: var(--denied-ink); }
    .line.warn { color: var(--retry-ink); }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  /** Counts looks at the graph, with which the time that chains wait still is another. */
  @property({ type: Number }) seen = 0;
  @state() private putAway = -1;
  readonly #log = new SourceLog(this);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, session.people, session.status);
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      if ((this.drawing.store.state.value?.waiting.length ?? 0) > 0) this.requestUpdate();
    }, 250);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override willUpdate(): void {
    this.#log.show(this.drawing.store.entity, this.drawing.store.component);
  }

  override render(): TemplateResult {
    const { store } = this.drawing;
    const state = store.state.value;
    const faults = [...store.facts].flatMap(([id, { faults: some = [] }]) => some.map((fault) => ({ id, fault })));
    const lines = this.#log.entries.filter(({ seq }) => seq > this.putAway).slice(-MOST_LINES);
    const waiting = state?.waiting ?? [];
    this.toggleAttribute('hidden', faults.length === 0 && lines.length === 0 && waiting.length === 0 && (state?.error ?? '') === '');
    return html`${
      waiting.length === 0
        ? nothing
        : html`<h3>Waiting chains</h3>${waiting.slice(0, MOST_WAITING).map(
            ({ chain, node, acting, ticks, for: what }) => html`<div class="row">${this.#id(node)}<span class="numbers">${
              ticks === null ? `for ${what ?? 'what sets it going'}` : `${timeLeft(store, ticks)} left`
            }</span><span class="faint clip">for ${personName(acting)}</span><button class="end" ?disabled=${this.drawing.locked.value}
              aria-label="Cancel what waits in ${node}" @click=${() => void this.#cancel(chain)}>cancel</button></div>`,
          )}${(state?.waits ?? 0) > MOST_WAITING ? html`<div class="row faint">and ${plural((state?.waits ?? 0) - MOST_WAITING, 'other')}</div>` : nothing}`
    }${
      faults.some(({ fault }) => isFault(fault))
        ? this.#faults(
            'Faults',
            faults.filter(({ fault }) => isFault(fault)),
          )
        : nothing
    }${
      faults.some(({ fault }) => !isFault(fault))
        ? this.#faults(
            'Worth a look',
            faults.filter(({ fault }) => !isFault(fault)),
          )
        : nothing
    }${
      faults.some(({ fault }) => isFault(fault)) || (state?.error ?? '') === '' || lines.some(({ message }) => message === state?.error)
        ? nothing
        : html`<h3>Last error</h3><div
      class="line error">${plainSigns(state?.error ?? '')}</div>`
    }${
      lines.length === 0
        ? nothing
        : html`<h3 class="row">Console<button class="end" @click=${() => {
            this.putAway = lines.at(-1)?.seq ?? -1;
          }}>clear</button></h3>${lines.map((line) => html`<div class="line ${line.level}">${plainSigns(line.message)}</div>`)}`
    }`;
  }

  #faults(heading: string, faults: readonly { readonly id: string; readonly fault: NodeFault }[]): TemplateResult {
    const kind = heading === 'Faults' ? 'bad' : 'odd';
    return html`<h3>${heading}</h3>${faults
      .slice(0, MOST_FAULTS)
      .map(({ id, fault }) => html`<div class="row ${kind}">${this.#id(id)}<span>${plainSigns(fault.message)}</span></div>`)}${
      faults.length > MOST_FAULTS ? html`<div class="row faint">and ${plural(faults.length - MOST_FAULTS, 'other')}</div>` : nothing
    }`;
  }
  #id(node: string): TemplateResult {
    return html`<button class="id clip" title="Go to ${node}" @click=${() => this.#go(node)}>${node}</button>`;
  }
  #go(node: string): void {
    this.drawing.select([node]);
    this.drawing.lens?.reveal(node);
  }
  async #cancel(chain: number): Promise<void> {
    const fault = await this.drawing.store.command('Cancel', { Chain: chain });
    if (fault !== null) tell(fault, true);
  }
}
