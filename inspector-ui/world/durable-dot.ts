import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { controls } from '../controls/styles.ts';
import { REACH_WORDS, reachOf, type Reach } from './journal-words.ts';

const RING = svg`<circle cx="5" cy="5" r="3.700" fill="none" stroke="currentColor" stroke-width="1.400" />`;
/** It fills from below: a ring, half of it, all of it; where nothing is written any more, it is crossed out. */
const SHAPES: Record<Reach, TemplateResult> = {
  applied: RING,
  written: svg`${RING}<path d="M1.300 5a3.700 3.700 0 0 0 7.400 0z" fill="currentColor" />`,
  durable: svg`<circle cx="5" cy="5" r="4.400" fill="currentColor" />`,
  ended: svg`${RING}<path d="M2.400 7.600L7.600 2.400" stroke="currentColor" stroke-width="1.400" />`,
};

/** A dot that fills as what was edited comes to the disk. It has the same place and size whatever it shows. */
@customElement('ww-durable-dot')
export class DurableDot extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: inline-flex; flex: none; font: var(--small); color: var(--soft); }
    span { display: inline-flex; gap: 6px; align-items: center; }
    svg { width: 10px; height: 10px; flex: none; }
    .ended svg { color: var(--denied); }
    @media (max-width: 860px) { i { display: none; } }
    i { font-style: normal; }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.run, session.made, session.past);
  }

  override render(): TemplateResult | typeof nothing {
    const reach = reachOf(session.run.value, session.made.value);
    if (reach === undefined) return nothing;
    return html`<span class=${reach} role="img" aria-label=${REACH_WORDS[reach]} title=${REACH_WORDS[reach]}
      ><svg viewBox="0 0 10 10" aria-hidden="true">${SHAPES[reach]}</svg><i>journal</i></span>`;
  }
}
