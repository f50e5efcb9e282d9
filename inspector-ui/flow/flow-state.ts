import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
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
    p { margin: 4px 0 0; overflow-wrap: anywhere; user-select: text; max-height: 8.5em; overflow: auto; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ attribute: false }) values: FieldValues = {};

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
        graph</button></div>
      ${error === '' ? nothing : html`<p class="fault" role="alert">${plainSigns(error)}</p>`}`;
  }
}
