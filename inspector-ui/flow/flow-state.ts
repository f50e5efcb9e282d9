import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { tell } from '../controls/notices.ts';
import { plural } from '../controls/words.ts';
import { showGraph } from '../session/shown-graph.ts';

/** Whether a graph runs, of how many nodes it is and how many chains wait in it; and what went wrong in it last. */
@customElement('ww-flow-state')
export class FlowState extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; padding: 4px 14px 2px; }
    .now { display: flex; gap: 4px 8px; align-items: baseline; flex-wrap: wrap; padding-top: 3px; }
    .count { color: var(--soft); font: var(--small); }
    ww-graph-view { height: 320px; margin: 6px -14px 4px; border: solid var(--line); border-width: 1px 0; resize: vertical; overflow: hidden; }
    p { margin: 4px 0 0; overflow-wrap: anywhere; user-select: text; max-height: 8.5em; overflow: auto; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ attribute: false }) values: FieldValues = {};

  /** Whether the graph is drawn here, beside whatever the middle shows. */
  @state() private here: 'no' | 'coming' | 'yes' = 'no';
  #of = '';

  override willUpdate(): void {
    const of = `${this.entity} ${this.component}`;
    if (of !== this.#of) this.here = 'no';
    this.#of = of;
  }

  /** What draws graphs is fetched when one is to be drawn. */
  async #toggle(): Promise<void> {
    if (this.here !== 'no') {
      this.here = 'no';
      return;
    }
    this.here = 'coming';
    try {
      await import('../graph/graph-view.ts');
      // Somebody may have thought again meanwhile.
      if (this.here === ('coming' as string)) this.here = 'yes';
    } catch {
      this.here = 'no';
      tell('This part of the page could not be loaded from the server.', true);
    }
  }

  override render(): TemplateResult {
    const { Graph: graph, LastError: last, Waiting: waits, Enabled: enabled } = this.values;
    const { nodes } = (typeof graph === 'object' && graph !== null ? graph : {}) as { readonly nodes?: object };
    const count = Object.keys(nodes ?? {}).length,
      error = typeof last === 'string' ? last : '';
    const [as, word] = error.startsWith('WW_FLOW_INVALID')
      ? ['Denied', 'Does not run']
      : enabled === false || count === 0
        ? ['Idle', count === 0 ? 'No nodes' : 'Off']
        : error === ''
          ? ['Open', 'Runs']
          : ['WaitingToRetry', 'Runs, with an error'];
    const counted = [...(count === 0 ? [] : [plural(count, 'node')]), ...(Number(waits) > 0 ? [`${plural(Number(waits), 'chain')} waiting`] : [])];
    return html`<div class="now"><span role="status" class="badge ${as}">${stateDot(as)}${word}</span><span
        class="count numbers">${counted.join(' · ')}</span><span class="grow"></span><button class="boxed"
        title="Opens the graph in the middle, to read, edit and watch it" @click=${() => showGraph({ entity: this.entity, component: this.component })}>Open
        graph</button><button class="boxed" aria-expanded=${this.here === 'yes'} title="Draws the graph here, beside what the middle shows"
        @click=${() => void this.#toggle()}>${this.here === 'no' ? 'Here' : 'Fold'}</button></div>
      ${this.here === 'yes' ? html`<ww-graph-view narrow .entity=${this.entity} .component=${this.component}></ww-graph-view>` : nothing}
      ${error === '' ? nothing : html`<p class="fault" role="alert">${plainSigns(error)}</p>`}`;
  }
}
