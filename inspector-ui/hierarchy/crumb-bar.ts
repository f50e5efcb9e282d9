import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { EntityRows } from '../session/entity-rows.ts';
import { root } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { rootUp, setRoot } from './roots.ts';

/** Where the root that the hierarchy shows the inside of stands; each step leads up to it. */
@customElement('ww-crumb-bar')
export class CrumbBar extends LitElement {
  static override styles = [
    controls,
    css`
    nav { display: flex; align-items: center; gap: 2px; padding: 3px 6px 3px 4px; border-bottom: 1px solid var(--line); background: var(--sunk);
      font: var(--small); min-width: 0; }
    ol { display: flex; flex: 1; min-width: 0; list-style: none; margin: 0; padding: 0; overflow-x: auto; scrollbar-width: none; }
    li { display: flex; align-items: center; flex: none; max-width: 150px; }
    li + li::before { content: '›'; color: var(--faint); }
    li button { min-height: 22px; padding: 0 5px; font: var(--small); color: var(--soft); min-width: 0; }
    li:last-child button { color: var(--ink); font-weight: 600; }
  `,
  ];
  readonly #rows = new EntityRows(this);

  constructor() {
    super();
    new Follow(this, root, session.worlds, session.world);
  }

  override willUpdate(): void {
    this.#rows.show(root.value === null ? [] : [root.value]);
  }

  override render(): TemplateResult | typeof nothing {
    const id = root.value;
    if (id === null) return nothing;
    const row = this.#rows.row(id);
    const world = session.worlds.value.find((each) => each.name === session.world.value)?.title ?? 'World';
    const steps =
      row === undefined || row === null ? [{ id, name: row === null ? `${id} (not here)` : id }] : [...(row.path ?? []), { id, name: row.name || 'no name' }];
    return html`<nav aria-label="Root">
      <button class="icon" aria-label="Root up" title="Root up: show the inside of its parent" @click=${() => void rootUp()}>${glyph('up')}</button>
      <ol><li><button class="clip" @click=${() => setRoot(null)}>${world}</button></li>
      ${steps.map(
        (step) => html`<li><button aria-current=${step.id === id ? 'location' : nothing} title=${step.name} @click=${() => setRoot(step.id)}><span
        class="clip">${step.name}</span></button></li>`,
      )}</ol>
      <button class="icon" aria-label="Show the whole world" title="Show the whole world" @click=${() => setRoot(null)}>${glyph('close')}</button></nav>`;
  }

  override updated(): void {
    // The root itself is what matters: it stands at the right.
    const list = this.renderRoot.querySelector('ol');
    if (list !== null) list.scrollLeft = list.scrollWidth;
  }
}
