import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TreeRow } from '../../server/protocol.ts';
import { TreeWindow } from '../session/tree-window.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';

/** An empty query is the hierarchy; this one is a list of all there is. */
const EVERYTHING = 'name~""';

/** Picks an entity by searching. Tells `pick` with its row, or null for none. */
@customElement('ww-entity-picker')
export class EntityPicker extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: grid; gap: 8px; min-height: 0; }
    [role='listbox'] { height: 264px; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius); padding: 4px; }
    [role='option'] { height: 26px; padding: 0 8px; border-radius: 4px; display: flex; gap: 8px; align-items: center; cursor: default; }
    [role='option']:hover { background: var(--hover); }
    [role='option'][aria-selected='true'] { background: var(--selected); }
    .id { color: var(--faint); font: var(--mono); margin-left: auto; max-width: 40%; }
    .empty { color: var(--soft); padding: 20px; text-align: center; margin: 0; }
  `,
  ];
  /** Only entities with this component. */
  @property() target = '';
  /** What the choice of none is called; empty where there must be one. */
  @property() none = '';
  @state() private text = '';
  @state() private at = 0;
  readonly #window = new TreeWindow(this);

  override willUpdate(): void {
    const parts = [this.target === '' ? '' : `c:${this.target}`, this.text.trim()].filter((part) => part !== '');
    this.#window.show({ expanded: [], offset: 0, limit: 60, query: parts.length === 0 ? EVERYTHING : parts.join(' ') });
  }

  override render(): TemplateResult {
    const rows: (TreeRow | null)[] = [...(this.none !== '' && this.text === '' ? [null] : []), ...this.#window.rows().map(([, row]) => row)];
    return html`
      <input type="search" aria-label="Search entities" placeholder="Search by name, or c:Type" autocomplete="off" spellcheck="false" role="combobox"
        aria-expanded="true" aria-controls="list" aria-activedescendant="option-${this.at}"
        .value=${this.text} @input=${(event: Event) => {
          this.text = (event.target as HTMLInputElement).value;
          this.at = 0;
        }} @keydown=${(event: KeyboardEvent) => this.#keys(event, rows)} />
      <div role="listbox" id="list" aria-label="Entities" tabindex="-1">
        ${repeat(
          rows,
          (row) => row?.id ?? '',
          (row, i) => html`<div role="option" id="option-${i}" aria-selected=${i === this.at} @click=${() => this.#pick(row)}>
          ${
            row === null
              ? html`<span class="soft">${this.none}</span>`
              : html`<span
              class="clip">${row.name}</span>${row.state === undefined ? nothing : stateDot(row.state)}<span class="id clip">${row.id}</span>`
          }</div>`,
        )}
        ${this.#window.loaded && this.#window.total === 0 ? html`<p class="empty">${this.#window.fault ?? 'Nothing found.'}</p>` : nothing}
      </div>`;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #keys(event: KeyboardEvent, rows: readonly (TreeRow | null)[]): void {
    if (event.key === 'ArrowDown') this.at = Math.min(rows.length - 1, this.at + 1);
    else if (event.key === 'ArrowUp') this.at = Math.max(0, this.at - 1);
    else if (event.key === 'Enter') {
      const row = rows[this.at];
      if (row !== undefined) this.#pick(row);
    } else return;
    event.preventDefault();
    this.renderRoot.querySelector(`#option-${this.at}`)?.scrollIntoView({ block: 'nearest' });
  }

  #pick(row: TreeRow | null): void {
    this.dispatchEvent(new CustomEvent<TreeRow | null>('pick', { detail: row }));
  }
}
