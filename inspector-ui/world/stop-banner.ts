import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Stop } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { nodeTitles, titleOfNode } from '../session/node-titles.ts';
import { middle, pane, select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { showGraph, shownGraph } from '../session/shown-graph.ts';
import { ownerOf } from '../session/stop-owner.ts';

/** Says by whose breakpoints the world was paused, and at which nodes, for as long as it stands there. */
@customElement('ww-stop-banner')
export class StopBanner extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .bar { display: flex; align-items: center; gap: 4px 8px; flex-wrap: wrap; padding: 4px 14px; background: var(--selected);
      border-bottom: 1px solid var(--line); }
    p { margin: 0; flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
    @media (max-width: 600px) { .bar { padding: 4px 10px; } }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.run, session.me, session.phase, session.past, shownGraph, middle, pane, namesKnown, nodeTitles);
  }

  override render(): TemplateResult | typeof nothing {
    if (session.past.value !== null || session.phase.value !== 'online') return nothing;
    const told = (session.run.value?.stops ?? []).filter((stop) => !isBefore(stop));
    if (told.length === 0) return nothing;
    return html`<div role="status">${told.map((stop) => this.#line(stop))}</div>`;
  }

  #line(stop: Stop): TemplateResult {
    const { entity, component, node, condition } = stop;
    if (condition !== undefined) return this.#met(stop, condition);
    const title = titleOfNode(entity, component, node);
    const beside = title === undefined ? '' : ` (${node})`;
    return html`<div class="bar"><p>Paused by ${ownerOf(stop)} breakpoint at <b>${title ?? node}</b>${beside} in ${nameOf(entity) ?? entity}</p>
      <button class="boxed" @click=${() => showGraph({ entity, component, node })}>Show node</button>
      ${session.mayRun ? html`<button class="boxed" @click=${() => void this.#goOn()}>Go on</button>` : nothing}</div>`;
  }

  #met(stop: Stop, condition: string): TemplateResult {
    return html`<div class="bar"><p>Paused by ${ownerOf(stop)} condition <b>${condition}</b> of ${nameOf(stop.entity) ?? stop.entity}</p>
      <button class="boxed" @click=${() => select(stop.entity, { show: true, open: true })}>Show entity</button>
      ${session.mayRun ? html`<button class="boxed" @click=${() => void this.#goOn()}>Go on</button>` : nothing}</div>`;
  }

  async #goOn(): Promise<void> {
    toldIfRefused(await session.control('resume'));
  }
}

/** Whether the person has the graph before them with all that it did in that tick, where this is said as well. */
function isBefore({ entity, component }: Stop): boolean {
  const shown = shownGraph.value;
  return session.mayRun && middle.value === 'flow' && shown?.entity === entity && shown.component === component;
}
