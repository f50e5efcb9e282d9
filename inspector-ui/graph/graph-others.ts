import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { Follow } from '../cells/cell.ts';
import { othersAt } from '../session/presence.ts';
import { session } from '../session/session.ts';
import { controls } from '../controls/styles.ts';
import type { Drawing } from './drawing.ts';
import type { PanZoom } from './pan-zoom.ts';

/** Inks for people: none of them means a state. */
const INKS = ['#7440d0', '#0a7f90', '#b4561b', '#2f6fa8', '#a3327c', '#5b6b1c'];

/** The ink of a person, always the same one. */
export function inkOf(userId: string): string {
  let sum = 0;
  for (const letter of userId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return INKS[sum % INKS.length] as string;
}

/** The hands of others in this graph: where their pointers are, what they have selected, and that they hold a wire. */
@customElement('ww-graph-others')
export class GraphOthers extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: absolute; inset: 0; pointer-events: none; overflow: hidden; }
    .hand { position: absolute; left: 0; top: 0; color: #fff; font: 600 11px/1.5 var(--sans); padding: 0 6px; border-radius: 3px 8px 8px 8px;
      white-space: nowrap;
      transition: transform 90ms linear; }
    .hold { position: absolute; left: 0; top: 0; border: 2px solid; border-radius: 10px; transform-origin: 0 0; }
    @media (prefers-reduced-motion: reduce) { .hand { transition: none; } }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  @property({ attribute: false }) view!: PanZoom;
  /** Counts what moves the picture. */
  @property({ type: Number }) seen = 0;

  constructor() {
    super();
    new Follow(this, session.people);
  }

  /** Whether it shows anything. */
  get isBusy(): boolean {
    return this.renderRoot.childElementCount > 0;
  }

  override render(): TemplateResult {
    const { store, scene } = this.drawing;
    const { k, x, y } = this.view;
    const others = othersAt(store.entity, store.component);
    return html`${repeat(
      others,
      ({ page }) => page,
      ({ user, graph }) => {
        const ink = inkOf(user.userId);
        const held = graph.nodes.flatMap((id) => scene.boxOf(id) ?? []);
        return html`${held.map(
          (box) =>
            html`<div class="hold" style=${styleMap({
              borderColor: ink,
              transform: `translate(${(box.x - 4) * k + x}px,${(box.y - 4) * k + y}px)`,
              width: `${(box.w + 8) * k}px`,
              height: `${(box.h + 8) * k}px`,
            })}></div>`,
        )}${
          graph.at === undefined
            ? ''
            : html`<div class="hand"
              style=${styleMap({ background: ink, transform: `translate(${graph.at[0] * k + x}px,${graph.at[1] * k + y}px)` })}>${user.name}${
                graph.wire === undefined ? '' : ' wires'
              }</div>`
        }`;
      },
    )}`;
  }
}
