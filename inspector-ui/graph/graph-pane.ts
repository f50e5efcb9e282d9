import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { Follow } from '../cells/cell.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { showGraph, shownGraph } from '../session/shown-graph.ts';
import type { ViewHandle } from '../session/view-book.ts';
import './graph-view.ts';

/** A Flow that can be opened. */
interface FlowRow {
  readonly entity: string;
  readonly component: string;
  readonly name: string;
  readonly error: string;
}
const MOST = 200;

/** The tab of graphs: the one that was opened; where none was, those that there are. */
@customElement('ww-graph-pane')
export class GraphPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
    .choose { padding: 26px 22px; overflow: auto; max-width: 640px; }
    h2 { font-size: 15px; margin: 0 0 4px; }
    p { margin: 0 0 14px; color: var(--soft); }
    ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: var(--radius); background: var(--panel); overflow: hidden; }
    li + li { border-top: 1px solid var(--line); }
    li button { width: 100%; justify-content: flex-start; border-radius: 0; padding: 6px 12px; min-height: 32px; }
    li .fault { margin-left: auto; }
    .none { padding: 12px; color: var(--soft); }
  `,
  ];
  @state() private flows: readonly FlowRow[] | null = null;
  @state() private total = 0;
  #handle: ViewHandle | undefined;

  constructor() {
    super();
    new Follow(this, shownGraph, session.entered, session.world);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  /** The list is looked at while it is what is shown. */
  override willUpdate(): void {
    if (shownGraph.value === null) this.#list();
    else this.#end();
  }

  override render(): TemplateResult {
    const graph = shownGraph.value;
    if (graph !== null)
      return html`${keyed(
        `${session.world.value} ${graph.entity} ${graph.component}`,
        html`<ww-graph-view .entity=${graph.entity} .component=${graph.component} .node=${graph.node ?? ''} .wanted=${graph} closes></ww-graph-view>`,
      )}`;
    return html`<div class="choose"><h2>Flows of this world</h2>
      <p>Open one to see it run, and to edit it while it does. Another begins where an entity gets the component Flow.</p>
      ${
        this.flows === null
          ? html`<p role="status">Looking for them…</p>`
          : this.flows.length === 0
            ? html`<p class="none">There is none yet. Select an entity, add the component Flow, and press “Open graph”.</p>`
            : html`<ul>${this.flows.map(
                (flow) => html`<li><button @click=${() => showGraph({ entity: flow.entity, component: flow.component })}>${flow.name}<span
                class="faint">${flow.component === 'Flow' ? '' : flow.component}</span>${
                  flow.error === '' ? '' : html`<span class="fault clip">${flow.error.slice(0, 80)}</span>`
                }</button></li>`,
              )}</ul>${this.total > this.flows.length ? html`<p>${this.#more(this.total - this.flows.length)}</p>` : ''}`
      }</div>`;
  }

  #more(count: number): TemplateResult {
    return html`And ${plural(count, 'other')}: the search of the hierarchy finds them by <span class="mono">c:Flow</span>.`;
  }

  #list(): void {
    this.#handle ??= session.watch({ kind: 'table', component: 'Flow', columns: ['name', 'LastError'], offset: 0, limit: MOST, rate: 1 }, (update) => {
      if (update.kind === 'fault') this.flows = [];
      if (update.kind !== 'table') return;
      this.total = update.total;
      this.flows = update.rows.map(({ entity, component, values }) => ({ entity, component, name: text(values[0]), error: text(values[1]) }));
    });
  }
  #end(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
