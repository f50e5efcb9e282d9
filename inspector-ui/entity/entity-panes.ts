import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Follow, Listen } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { keepOpen, kept, selected, selection } from '../session/place.ts';
import '../controls/splitter.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import './actions.ts';
import './entity-pane.ts';
import './several-pane.ts';

const NARROW = matchMedia('(max-width: 860px)');
const LEAST = 34,
  USUAL = 300;
/** The share of the height that kept panes take together unless somebody gives them more: the one that follows the selection is what one works in. */
const SHARE = 0.36;

/** All panes of entities: the one that follows the selection, and below it those that are kept open. On a narrow screen one at a time, by tabs. */
@customElement('ww-entity-panes')
export class EntityPanes extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; overflow: auto; background: var(--panel); }
    .first { flex: 1 1 0; min-height: min(220px, 100%); }
    .kept { flex: none; min-height: 34px; height: var(--height); border-top: 1px solid var(--line-strong); }
    ww-splitter { flex: none; }
    [role='tablist'] { display: flex; gap: 2px; flex: none; overflow-x: auto; padding: 4px 8px 0; border-bottom: 1px solid var(--line); background: var(--bg); }
    [role='tab'] { flex: none; max-width: 180px; min-width: 0; min-height: 34px; padding: 0 12px; border: 1px solid transparent; border-bottom: 0;
      border-radius: 6px 6px 0 0; color: var(--soft); }
    [role='tab'][aria-selected='true'] { color: var(--ink); font-weight: 600; background: var(--panel); border-color: var(--line); }
  `,
  ];
  @state() private narrow = NARROW.matches;
  /** The kept pane that a narrow screen shows; null for the one that follows the selection. */
  @state() private shown: string | null = null;
  @state() private sizes: { readonly [entity: string]: number } = sizesKnown();

  constructor() {
    super();
    new Follow(this, selected, selection, kept, namesKnown);
    new Listen(this, selected, () => {
      this.shown = null;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    NARROW.addEventListener('change', this.#resized);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    NARROW.removeEventListener('change', this.#resized);
  }
  readonly #resized = (): void => {
    this.narrow = NARROW.matches;
  };

  override render(): TemplateResult {
    if (this.narrow && kept.value.length > 0) return this.#tabs();
    return html`${this.#first()}${repeat(
      kept.value,
      (id) => id,
      (id) => this.#kept(id),
    )}`;
  }

  #first(): TemplateResult {
    const several = selection.value.length > 1;
    return several
      ? html`<ww-several-pane class="first" .entities=${selection.value}></ww-several-pane>`
      : html`<ww-entity-pane class="first" .entity=${selected.value}></ww-entity-pane>`;
  }

  #kept(id: string): TemplateResult {
    const usual = this.#usual(),
      size = this.sizes[id] ?? usual;
    return html`<ww-splitter axis="y" .sign=${-1} .size=${size} .least=${LEAST} label="Height of the pane of ${nameOf(id) ?? id}"
      @resize-pane=${(event: CustomEvent<number>) => this.#resize(id, event.detail)}
      @fold=${() => this.#resize(id, size > LEAST ? LEAST : usual)}></ww-splitter>
      <ww-entity-pane class="kept" compact .isKept=${true} .entity=${id} ${styled({ '--height': `${size}px` })}></ww-entity-pane>`;
  }

  #usual(): number {
    const share = ((this.clientHeight || 800) * SHARE) / Math.max(1, kept.value.length);
    return Math.round(Math.max(LEAST * 3, Math.min(USUAL, share)));
  }

  #resize(id: string, size: number): void {
    const open = Object.entries({ ...this.sizes, [id]: size }).filter(([other]) => kept.value.includes(other));
    this.sizes = Object.fromEntries(open);
    remember('keptHeights', { ...this.sizes });
  }

  #tabs(): TemplateResult {
    const shown = this.shown !== null && kept.value.includes(this.shown) ? this.shown : null;
    const first =
      selection.value.length > 1 ? `${selection.value.length} selected` : selected.value === null ? 'Selected' : (nameOf(selected.value) ?? 'Selected');
    return html`<div role="tablist" aria-label="Entities" @keydown=${this.#keys}>${this.#tab(null, first, shown === null)}${repeat(
      kept.value,
      (id) => id,
      (id) => this.#tab(id, nameOf(id) ?? id, shown === id),
    )}</div>${shown === null ? this.#first() : html`<ww-entity-pane class="first" compact .isKept=${true} .entity=${shown}></ww-entity-pane>`}`;
  }

  #tab(id: string | null, name: string, here: boolean): TemplateResult {
    return html`<button role="tab" aria-selected=${here} tabindex=${here ? 0 : -1} @click=${() => {
      this.shown = id;
    }}><span class="clip">${name === '' ? 'no name' : name}</span></button>`;
  }

  #keys(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Delete' && this.shown !== null) keepOpen(this.shown, false);
    if (by === undefined) return;
    const all = [null, ...kept.value];
    this.shown = all[Math.min(all.length - 1, Math.max(0, all.indexOf(this.shown) + by))] ?? null;
    event.preventDefault();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  }
}

function sizesKnown(): { readonly [entity: string]: number } {
  const known = recall('keptHeights');
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return {};
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
