import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { ENTITY_KIND, droppedEntities, hovers } from '../controls/drags.ts';
import { Follow } from '../cells/cell.ts';
import { EntityRows } from '../session/entity-rows.ts';
import { recall, remember } from '../cells/memory.ts';
import { pin, pins, select, selected } from '../session/place.ts';
import { glyph } from '../controls/glyphs.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { startDrag } from './entity-drag.ts';

/** Entities that are kept at hand above the hierarchy. */
@customElement('ww-pin-list')
export class PinList extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; }
    section { border-bottom: 1px solid var(--line); padding-bottom: 3px; }
    .landing { box-shadow: inset 0 0 0 2px var(--accent); border-radius: 5px; }
    header { display: flex; }
    header button { flex: 1; justify-content: start; gap: 4px; min-height: 24px; padding: 0 6px; color: var(--soft); font: var(--small); border-radius: 0; }
    header svg.glyph { width: 13px; height: 13px; }
    ul { list-style: none; margin: 0; padding: 0; max-height: 148px; overflow: auto; }
    li { display: flex; align-items: center; height: var(--row); padding-right: 10px; }
    li:hover { background: var(--hover); }
    li.chosen { background: var(--selected); }
    li .name { flex: 1; min-width: 0; justify-content: start; min-height: 0; height: 100%; padding: 0 0 0 24px; border-radius: 0; background: none; }
    li .name:hover { background: none; }
    li .name.gone { color: var(--faint); font-style: italic; }
    li .name.passing { color: var(--soft); text-decoration: underline dotted var(--line-strong); text-underline-offset: 3px; }
    li .name.inactive { color: var(--faint); font-style: italic; }
    li .icon { width: 22px; min-height: 22px; opacity: 0; }
    li:hover .icon, li .icon:focus-visible { opacity: 1; }
    @media (hover: none) { li .icon { opacity: 1; } }
    .drop { margin: 0; padding: 6px 10px; color: var(--soft); font: var(--small); }
  `,
  ];
  @state() private open = recall('pins-open') !== false;
  @state() private landing = false;
  readonly #rows = new EntityRows(this);

  constructor() {
    super();
    new Follow(this, pins, selected);
  }

  override willUpdate(): void {
    this.#rows.show(this.open ? pins.value : []);
  }

  override render(): TemplateResult | typeof nothing {
    const list = pins.value;
    if (list.length === 0) return nothing;
    return html`<section aria-label="Pinned" class=${this.landing ? 'landing' : ''} @dragover=${this.#over} @dragleave=${() => {
      this.landing = false;
    }} @drop=${this.#drop}>
      <header><button aria-expanded=${this.open} @click=${() => {
        this.open = !this.open;
        remember('pins-open', this.open);
      }}>${glyph(this.open ? 'down' : 'right')}Pinned<span class="faint numbers">${list.length}</span></button></header>
      ${
        this.open
          ? html`<ul>${repeat(
              list,
              (id) => id,
              (id) => this.#pinned(id),
            )}</ul>`
          : nothing
      }</section>`;
  }

  #pinned(id: string): TemplateResult {
    const row = this.#rows.row(id),
      name = row === undefined ? id : row === null ? `${id} (not here)` : row.name || 'no name';
    const word = row?.state === undefined ? '' : wordOf(row.state);
    return html`<li class=${id === selected.value ? 'chosen' : ''} draggable="true" @dragstart=${(event: DragEvent) => startDrag(event, [id])}>
      <button class="name ${row === null ? 'gone' : ''} ${row?.inactive === true ? 'inactive' : ''} ${row?.persistent === false ? 'passing' : ''}"
        aria-description=${word || nothing} aria-current=${id === selected.value} @click=${() => select(id, { show: true, open: true })}><span
        class="clip">${name}</span></button>
      <button class="icon" aria-label="Unpin ${name}" title="Unpin" @click=${() => pin(id, false)}>${glyph('close')}</button>
      ${row?.state === undefined ? nothing : html`<span title=${word}>${stateDot(row.state)}</span>`}</li>`;
  }

  readonly #over = (event: DragEvent): void => {
    if (!hovers(event, ENTITY_KIND)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    this.landing = true;
  };
  readonly #drop = (event: DragEvent): void => {
    this.landing = false;
    const ids = droppedEntities(event);
    if (ids.length === 0) return;
    event.preventDefault();
    for (const id of ids.slice(0, 50)) pin(id);
  };
}
