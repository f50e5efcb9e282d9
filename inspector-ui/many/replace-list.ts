import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TextFound } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { styled } from '../controls/styled.ts';
import { canBe, partsOf, placeKey, placeWords } from './replace-plan.ts';

const HEIGHT = 62,
  BEYOND = 6;

/** Texts that would be changed, each of which can be left as it is. Only those in view are drawn; it tells `tick` with the keys that are off. */
@customElement('ww-replace-list')
export class ReplaceList extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; min-height: 0; }
    .scroll { overflow: auto; height: 100%; border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--panel); }
    .all { position: relative; }
    .row { position: absolute; inset-inline: 0; height: ${HEIGHT}px; display: grid; grid-template-columns: 28px minmax(0, 1fr); align-items: start;
      padding: 5px 8px 5px 4px; border-bottom: 1px solid var(--line); cursor: default; }
    .row.at { background: var(--hover); }
    .scroll:focus-within .row.at, .all:focus .row.at { background: var(--selected); }
    .all:focus-visible { outline-offset: -2px; }
    .box { width: 14px; height: 14px; margin: 2px 7px; border: 1px solid var(--line-strong); border-radius: 3px; background: var(--sunk); display: grid;
      place-items: center; color: var(--on-accent); font-size: 11px; line-height: 1; }
    .row[aria-selected='true'] .box { background: var(--accent); border-color: var(--accent); }
    .row.no .box { visibility: hidden; }
    .where { font: var(--small); color: var(--soft); display: flex; gap: 8px; }
    .where b { font-weight: 600; color: var(--ink); }
    .where .place { margin-left: auto; color: var(--soft); font: var(--mono); font-size: 11px; }
    .text { font: var(--mono); white-space: pre; display: block; line-height: 17px; }
    del { background: color-mix(in srgb, var(--denied) 16%, transparent); color: var(--denied-ink); }
    ins { background: color-mix(in srgb, var(--open) 18%, transparent); color: var(--open-ink); text-decoration: none; border-bottom: 1px solid currentColor; }
    .found { background: var(--glow); color: var(--ink); }
    .why { color: var(--denied-ink); font: var(--small); }
    .why.since { color: var(--retry-ink); }
  `,
  ];
  @property({ attribute: false }) rows: readonly TextFound[] = [];
  @property({ attribute: false }) off: ReadonlySet<string> = new Set();
  /** Keys of those that have become others since they were shown. */
  @property({ attribute: false }) since: ReadonlySet<string> = new Set();
  @state() private at = 0;
  @query('.scroll') private scroller!: HTMLElement;
  readonly #resize = new ResizeObserver(() => this.requestUpdate());

  override firstUpdated(): void {
    this.#resize.observe(this.scroller);
    this.requestUpdate();
  }
  override willUpdate(changed: PropertyValues): void {
    if (changed.has('rows')) this.at = Math.max(0, Math.min(this.at, this.rows.length - 1));
  }

  override render(): TemplateResult {
    const top = this.scroller?.scrollTop ?? 0,
      view = this.scroller?.clientHeight ?? 400;
    const first = Math.max(0, Math.floor(top / HEIGHT) - BEYOND),
      last = Math.min(this.rows.length, Math.ceil((top + view) / HEIGHT) + BEYOND);
    return html`<div class="scroll" tabindex="-1" @scroll=${() => this.requestUpdate()}>
      <div class="all" role="listbox" tabindex="0" aria-multiselectable="true" aria-label="Changes"
        aria-activedescendant=${this.rows.length > 0 && this.at >= first && this.at < last ? `row${this.at}` : nothing} @keydown=${this.#keys}
        ${styled({ height: `${this.rows.length * HEIGHT}px` })}>${this.rows.slice(first, last).map((row, index) => this.#row(row, first + index))}</div></div>`;
  }

  #row(row: TextFound, index: number): TemplateResult {
    const key = placeKey(row),
      isOn = canBe(row) && !this.off.has(key);
    const marks = row.marks as readonly (readonly [number, number, number, number])[];
    const part = (tag: 'del' | 'ins' | 'found', text: string, places: readonly (readonly [number, number])[]): TemplateResult[] =>
      partsOf(text, places).map(({ text: piece, found }) =>
        !found
          ? html`${piece}`
          : tag === 'del'
            ? html`<del>${piece}</del>`
            : tag === 'ins'
              ? html`<ins>${piece}</ins>`
              : html`<span class="found">${piece}</span>`,
      );
    const was = marks.map(([from, to]) => [from, to] as const);
    return html`<div id="row${index}" class="row ${canBe(row) ? '' : 'no'} ${index === this.at ? 'at' : ''}" role="option" aria-selected=${isOn}
      aria-disabled=${canBe(row) ? nothing : 'true'} aria-posinset=${index + 1} aria-setsize=${this.rows.length} ${styled({ top: `${index * HEIGHT}px` })}
      @click=${() => {
        this.at = index;
        this.#toggle(row);
      }}>
      <span class="box" aria-hidden="true">${isOn ? '✓' : ''}</span>
      <div class="clip"><div class="where"><span class="clip" title=${[...row.path, row.name].join(' / ')}>${
        row.path.length === 0 ? nothing : html`${row.path.join(' / ')} / `
      }<b>${row.name || 'unnamed'}</b></span><span class="place">${placeWords(row)}</span></div>
        <span class="text clip" title=${row.was.slice(0, 1_000)}>${part(row.now === undefined ? 'found' : 'del', row.was, was)}</span>
        ${
          row.fault !== undefined
            ? html`<span class="why clip" title=${row.fault}>left as it is: ${row.fault}</span>`
            : this.since.has(key)
              ? html`<span class="why since clip">has become another since it was shown</span>`
              : row.now === undefined
                ? nothing
                : html`<span class="text clip" title=${row.now.slice(0, 1_000)}>${part(
                    'ins',
                    row.now,
                    marks.map(([, , from, to]) => [from, to] as const),
                  )}</span>`
        }</div></div>`;
  }

  #toggle(...rows: readonly TextFound[]): void {
    const off = new Set(this.off);
    for (const row of rows.filter(canBe)) {
      const key = placeKey(row);
      if (!off.delete(key)) off.add(key);
    }
    this.dispatchEvent(new CustomEvent<ReadonlySet<string>>('tick', { detail: off }));
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / HEIGHT) - 1);
    const steps: { readonly [key: string]: number } = {
      ArrowDown: this.at + 1,
      ArrowUp: this.at - 1,
      PageDown: this.at + page,
      PageUp: this.at - page,
      Home: 0,
      End: this.rows.length - 1,
    };
    const to = steps[event.key],
      row = this.rows[this.at];
    if (to !== undefined) {
      this.at = Math.max(0, Math.min(this.rows.length - 1, to));
      const top = this.at * HEIGHT,
        { scrollTop, clientHeight } = this.scroller;
      if (top < scrollTop) this.scroller.scrollTop = top;
      else if (top + HEIGHT > scrollTop + clientHeight) this.scroller.scrollTop = top + HEIGHT - clientHeight;
    } else if (event.key === ' ' && row !== undefined) this.#toggle(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
