import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ChangeRow, FieldManifest } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { rowHeight } from '../controls/density.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { toHex } from '../editors/color-hex.ts';
import { personName } from '../session/people-names.ts';
import { glyph } from '../controls/glyphs.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { grouped, initials, plural } from '../controls/words.ts';
import { groupedByEntity, type ChangeItem } from './change-groups.ts';
import { changeListStyles } from './change-list-styles.ts';
import { apart, fieldOf, KINDS, lineOf, pathOf, textOf, whatOf } from './change-words.ts';

/** Up to this width each entity has a line of its own, since its path and its values would not fit beside each other. */
const NARROW = 520;
/** Rows drawn beyond what is in view. */
const SPARE = 6;

/**
 * The differences by entity, of which only those in view are in the page. Several can be picked; each leads to its entity. Tells `picked` with the
 * numbers, and `take-back` with those to take back.
 */
@customElement('ww-change-list')
export class ChangeList extends LitElement {
  static override styles = [controls, changeListStyles];
  @property({ attribute: false }) changes: readonly ChangeRow[] = [];
  @property({ attribute: false }) picked: ReadonlySet<number> = new Set();
  @property({ type: Boolean }) locked = false;
  /** The line that the keyboard is at. */
  @state() private at: string | null = null;
  @query('.scroll') private scroller!: HTMLElement | null;
  #items: readonly ChangeItem[] = [];
  /** From where Shift picks on. */
  #anchor: string | null = null;
  readonly #resize = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    new Follow(this, rowHeight, session.manifest, session.status, session.people);
  }

  override firstUpdated(): void {
    this.#resize.observe(this);
    this.requestUpdate();
  }

  get #height(): number {
    return rowHeight.value + 2;
  }

  override render(): TemplateResult {
    this.#items = groupedByEntity(this.changes, this.clientWidth > 0 && this.clientWidth <= NARROW);
    const height = this.#height,
      count = this.#items.length;
    const first = Math.max(0, Math.floor((this.scroller?.scrollTop ?? 0) / height) - SPARE);
    const end = Math.min(count, first + Math.ceil((this.scroller?.clientHeight || 600) / height) + 2 * SPARE);
    const active = this.#items.findIndex(({ key }) => key === this.at);
    return html`<div class="scroll" role="grid" aria-label="Changes" aria-multiselectable="true" aria-rowcount=${count} tabindex="0"
        aria-activedescendant=${active >= first && active < end ? `row-${active}` : nothing} @scroll=${() => this.requestUpdate()} @keydown=${this.#key}>
      <div class="rows" role="rowgroup" ${styled({ height: `${count * height}px`, '--height': `${height}px` })}>${repeat(
        this.#items.slice(first, end),
        ({ key }) => key,
        (item, i) => ('head' in item ? this.#head(item, first + i) : this.#row(item.row, item, first + i)),
      )}</div></div>`;
  }

  /** The line of an entity above its changes. */
  #head(item: ChangeItem, index: number): TemplateResult {
    const { row, changes } = item;
    const picked = changes.every((change) => this.picked.has(change));
    return html`<div class="row head ${item.key === this.at ? 'at' : ''}" role="row" id="row-${index}" aria-rowindex=${index + 1} aria-selected=${picked}
      aria-label="${pathOf(row)}, ${plural(changes.length, 'change')}"
        ${this.#placed(index)} @click=${(event: MouseEvent) => this.#clicked(event, item)} @dblclick=${() => this.#go(row)}>
      <span class="path clip" role="gridcell" title=${pathOf(row)}>${this.#name(row)}</span>
      <span class="who clip numbers" role="gridcell">${plural(changes.length, 'change')}</span>
      ${this.#takeButton(changes, pathOf(row))}</div>`;
  }

  #row(row: ChangeRow, item: ChangeItem, index: number): TemplateResult {
    const { change, kind } = row;
    const field = fieldOf(row, session.manifest.value);
    const { glyph: shape, word } = KINDS[kind];
    const alone = 'alone' in item && item.alone;
    const what = whatOf(row);
    const valued = row.before !== undefined || row.now !== undefined;
    const gone = kind === 'removed' && what === '' ? 'gone' : '';
    const marks = `${alone ? 'alone' : 'inside'} ${what === '' ? 'whole' : ''} ${gone} ${item.key === this.at ? 'at' : ''}`;
    return html`<div class="row ${marks}" role="row" id="row-${index}" aria-rowindex=${index + 1} aria-selected=${this.picked.has(change)}
      aria-label=${lineOf(row, field?.kind)}
        ${this.#placed(index)} @click=${(event: MouseEvent) => this.#clicked(event, item)} @dblclick=${() => this.#go(row)}>
      <span class="kind" role="gridcell" title=${word}>${glyph(shape)}</span>
      ${alone ? html`<span class="path clip" role="gridcell" title=${pathOf(row)}>${this.#name(row)}</span>` : nothing}
      ${alone && what === '' ? nothing : html`<span class="what clip" role="gridcell" title=${what}>${what === '' ? 'the entity' : what}</span>`}
      ${
        valued
          ? html`<span class="values" role="gridcell">${this.#value(row, 'before', field)}<span class="arrow"
            aria-hidden="true">→</span>${this.#value(row, 'now', field)}</span>`
          : html`<span class="word" role="gridcell">${word}</span>`
      }
      <span class="who clip numbers" role="gridcell"
        title="${personName(row.author)}, ${row.wall === undefined ? '' : `${wholeWallWords(row.wall)}, `}tick ${grouped(row.tick)}"><span
        class="by">${personName(row.author)}</span><span class="short" aria-hidden="true">${initials(personName(row.author))}</span>${
          row.wall === undefined ? nothing : html` <span class="when">· ${wallWords(row.wall)}</span>`
        }</span>
      ${this.#takeButton([change], lineOf(row, field?.kind))}</div>`;
  }

  #placed(index: number): ReturnType<typeof styled> {
    return styled({ transform: `translateY(${index * this.#height}px)` });
  }

  #name(row: ChangeRow): TemplateResult {
    const above = row.path.slice(0, -1).join(' / ');
    const name = html`<bdi>${above === '' ? nothing : html`${above} / `}<b>${row.path.at(-1) ?? row.entity}</b></bdi>`;
    if (row.kind === 'removed' && row.what === '') return html`<span class="name">${name}</span>`;
    return html`<button class="name clip" tabindex="-1" @click=${() => this.#go(row)}>${name}</button>`;
  }

  #takeButton(changes: readonly number[], what: string): TemplateResult {
    return html`<span class="take" role="gridcell"><button class="icon" tabindex="-1" aria-label="Take back: ${what}" title="Take back" ?disabled=${this.locked}
      @click=${() => this.#take(changes)}>${glyph('undo')}</button></span>`;
  }

  #value(row: ChangeRow, side: 'before' | 'now', field: FieldManifest | undefined): TemplateResult {
    const value = row[side];
    const text = textOf(row, side, field?.kind);
    const [before, now] = apart(textOf(row, 'before', field?.kind), textOf(row, 'now', field?.kind));
    const color = field?.kind === 'color' && Array.isArray(value) && value.length === 4 ? toHex(value as number[]) : null;
    return html`<span class="${side} clip" title=${text}>${
      color === null ? nothing : html`<i class="swatch" ${styled({ background: color })}></i>`
    }${color ?? (side === 'before' ? before : now)}</span>`;
  }

  #go(row: ChangeRow): void {
    if (row.kind !== 'removed' || row.what !== '') select(row.entity, { show: true, open: true });
  }
  #take(changes: readonly number[]): void {
    if (changes.length > 0 && !this.locked) this.dispatchEvent(new CustomEvent('take-back', { detail: changes }));
  }
  #pick(changes: Iterable<number>): void {
    this.dispatchEvent(new CustomEvent('picked', { detail: new Set(changes) }));
  }
  /** Picks these as well, or lets go of them where all were picked. */
  #toggle(changes: readonly number[]): void {
    const others = [...this.picked].filter((each) => !changes.includes(each));
    this.#pick(changes.every((each) => this.picked.has(each)) ? others : [...others, ...changes]);
  }

  #clicked(event: MouseEvent, item: ChangeItem): void {
    if (event.composedPath().some((target) => target instanceof HTMLButtonElement)) return;
    this.at = item.key;
    if (event.shiftKey) {
      this.#pickTo(item);
      return;
    }
    this.#anchor = item.key;
    const isAlone = this.picked.size === item.changes.length && item.changes.every((each) => this.picked.has(each));
    if (event.ctrlKey || event.metaKey) this.#toggle(item.changes);
    else this.#pick(isAlone ? [] : item.changes);
  }
  /** Picks all from where picking began. */
  #pickTo(item: ChangeItem): void {
    const to = this.#items.indexOf(item);
    const anchor = this.#items.findIndex(({ key }) => key === this.#anchor);
    const from = anchor < 0 ? to : anchor;
    this.#pick(this.#items.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap(({ changes }) => changes));
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const last = this.#items.length - 1;
    const now = this.#items.findIndex(({ key }) => key === this.at);
    const page = Math.max(1, Math.floor((this.scroller?.clientHeight ?? 300) / this.#height) - 1);
    const steps: { readonly [key: string]: number } = {
      ArrowDown: now + 1,
      ArrowUp: now < 0 ? last : now - 1,
      Home: 0,
      End: last,
      PageDown: now + page,
      PageUp: now - page,
    };
    const item = this.#items[now];
    const to = steps[event.key];
    if (command && event.key.toLowerCase() === 'a') this.#pick(this.changes.map(({ change }) => change));
    else if (command) return;
    else if (to !== undefined) this.#moveTo(Math.max(0, Math.min(last, to)), event.shiftKey);
    else if (event.key === 'Enter' && item !== undefined) this.#go(item.row);
    else if (event.key === ' ' && item !== undefined) this.#toggle(item.changes);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#take(this.picked.size > 0 ? [...this.picked] : (item?.changes ?? []));
    else if (event.key === 'Escape' && this.picked.size > 0) this.#pick([]);
    else return;
    event.preventDefault();
  };
  #moveTo(index: number, picking: boolean): void {
    const item = this.#items[index],
      { scroller } = this;
    if (item === undefined || scroller === null) return;
    if (picking) {
      this.#anchor ??= this.at ?? item.key;
      this.#pickTo(item);
    } else this.#anchor = item.key;
    this.at = item.key;
    const top = index * this.#height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.#height > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + this.#height - scroller.clientHeight;
  }
}
