import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Json, TableRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { rowHeight } from '../controls/density.ts';
import { learnName } from '../session/names.ts';
import { select, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { askForMenu, openMenu, type MenuItem } from '../controls/menu.ts';
import { styled } from '../controls/styled.ts';
import { grouped, plural } from '../controls/words.ts';
import { pickedActions } from './picked-actions.ts';
import { RowRates } from '../connection/row-rates.ts';
import { shown, shownColumns, sort, toggleColumn } from './table-choice.ts';
import { TableClock } from './table-clock.ts';
import { COLUMNS, USUAL, fieldsOf, type CellContext, type Column } from './table-columns.ts';
import './table-filter.ts';
import type { TableFilter } from './table-filter.ts';
import { tableHead } from './table-head.ts';
import { Picking } from './table-picking.ts';
import { keyOf } from './table-picks.ts';
import { tableStyles } from './table-styles.ts';
import { TableWindow } from './table-window.ts';

const TYPE = 'WebsocketClient';
/** Height of the headings, in pixels. */
const HEAD = 28;
/** All connections of the world as a table: sorted, filtered, several picked and acted on. Only the rows in view exist and are asked for. */
@customElement('ww-connections-table')
export class ConnectionsTable extends LitElement {
  static override styles = tableStyles;
  /** What is looked for; empty for all. */
  @state() private query = '';
  @query('[role=grid]') private grid!: HTMLElement | null;
  @query('ww-table-filter') private filter!: TableFilter | null;
  readonly #window = new TableWindow(this);
  readonly #picking = new Picking(this, this.#window, TYPE);
  readonly #rates = new RowRates();
  readonly #resize = new ResizeObserver(() => this.requestUpdate());
  readonly #actions = pickedActions({
    places: () => this.#picking.picks.places,
    all: () => void this.#picking.all(),
    none: () => this.#picking.none(),
  });
  readonly #clock = new TableClock();
  #second: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, sort, shown, session.status, session.me, session.past, session.people, rowHeight);
    new Listen(this, selection, () => {
      this.#picking.follow();
      this.requestUpdate();
    });
    new Listen(this, session.entered, () => {
      this.#window.forget();
      this.#rates.clear();
      this.#picking.forget();
      this.filter?.clear();
    });
    this.#window.onupdate = () => this.#arrived();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#actions.register();
    // Times to the next attempt and rates move although no row changes.
    this.#second = setInterval(() => this.requestUpdate(), 1_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#actions.forget();
    clearInterval(this.#second);
    this.#clock.stop();
  }
  override firstUpdated(): void {
    if (this.grid !== null) this.#resize.observe(this.grid);
  }

  override willUpdate(_changed: PropertyValues): void {
    this.#window.show({
      component: TYPE,
      columns: fieldsOf(shownColumns()),
      rate: 4,
      ...(this.query === '' ? {} : { query: this.query }),
      ...(sort.value === null ? {} : { sort: sort.value }),
    });
    const [first, last] = this.#inView();
    this.#window.see(first, last);
  }

  #inView(): [number, number] {
    const top = this.grid?.scrollTop ?? 0,
      height = this.grid?.clientHeight || 600;
    return [Math.max(0, Math.floor(top / rowHeight.value) - 4), Math.ceil((top + height) / rowHeight.value) + 4];
  }

  #arrived(): void {
    const at = performance.now();
    const { what } = this.#window;
    const received = what?.columns.indexOf('MessagesReceived') ?? -1,
      sent = what?.columns.indexOf('MessagesSent') ?? -1;
    for (const row of this.#window.rows().values()) {
      const [name] = row.values;
      if (typeof name === 'string') learnName(row.entity, name);
      this.#rates.note(keyOf(row), Number(row.values[received] ?? 0), Number(row.values[sent] ?? 0), at);
    }
    this.#rates.tidy(at);
    this.#picking.follow();
    this.#clock.hear(shown.value.includes('retry') ? this.#window.rows().values().next().value : undefined);
  }

  /* ---------- what is drawn ---------- */

  override render(): TemplateResult {
    const columns = shownColumns(),
      { total } = this.#window;
    const least = columns.reduce((sum, { width }) => sum + width, 0);
    const [first, last] = this.#inView();
    const rows: [number, TableRow | undefined][] = [];
    for (let index = first; index < Math.min(total, last); index++) rows.push([index, this.#window.row(index)]);
    const { cursor } = this.#picking.picks;
    const here = cursor >= first && cursor < last && this.#window.row(cursor) !== undefined ? `r${cursor}` : nothing;
    return html`<ww-table-filter .fault=${this.#window.fault ?? ''} @filter=${this.#filtered} @filter-done=${() => this.grid?.focus()}></ww-table-filter>
      ${this.#acts()}
      <div role="grid" tabindex="0" aria-label="Connections" aria-multiselectable="true" aria-rowcount=${total + 1} aria-colcount=${columns.length}
        aria-activedescendant=${here}
        ${styled({
          '--columns': columns.map(({ width, share }) => (share === 0 ? `${width}px` : `minmax(${width}px, ${share}fr)`)).join(' '),
          '--least': `${least}px`,
        })}
        @scroll=${() => this.requestUpdate()} @keydown=${this.#keys}>
        <div class="heads" role="rowgroup"><div role="row" aria-rowindex="1">${columns.map(tableHead)}</div></div>
        <div class="body" role="rowgroup" ${styled({ height: `${total * rowHeight.value}px` })}>
          ${repeat(
            rows,
            ([index, row]) => (row === undefined ? `#${index}` : keyOf(row)),
            ([index, row]) => this.#row(index, row, columns),
          )}</div>
        ${this.#empty()}
      </div>`;
  }

  #acts(): TemplateResult {
    const count = this.#picking.picks.size;
    return html`<div class="acts" role="toolbar" aria-label="What is picked">
      <span class="said numbers ${count === 0 ? 'none' : ''}" role="status">${count === 0 ? this.#counted() : `${grouped(count)} picked`}</span>
      ${this.#actions.bar
        .filter(({ inMenu }) => inMenu !== true)
        .map(
          (action) => html`<button class=${action.id} title=${action.doc}
        ?disabled=${!action.enabled()} @click=${action.run}>${action.label}</button>`,
        )}
      <button class="icon" aria-haspopup="menu" aria-label="More to do with what is picked" ?disabled=${count === 0}
        @click=${this.#moreMenu}>${glyph('more')}</button>
      <span class="grow"></span>
      <button aria-haspopup="menu" @click=${this.#columnMenu}>Columns ${glyph('down')}</button></div>`;
  }

  #counted(): string {
    const all = Object.values(session.status.value?.connections ?? {}).reduce((sum, count) => sum + count, 0);
    return this.query === '' || !this.#window.loaded ? plural(all, 'connection') : `${grouped(this.#window.total)} of ${grouped(all)}`;
  }

  #row(index: number, row: TableRow | undefined, columns: readonly Column[]): TemplateResult {
    const place = styled({ transform: `translateY(${index * rowHeight.value}px)`, height: `${rowHeight.value}px` });
    if (row === undefined) return html`<div class="row ghost" role="row" aria-rowindex=${index + 2} ${place}><div role="gridcell"><i></i></div></div>`;
    const { what } = this.#window;
    const value = (field: string): Json => row.values[what?.columns.indexOf(field) ?? -1] ?? null;
    const context: CellContext = {
      value,
      text: (field) => {
        const found = value(field);
        return typeof found === 'string' ? found : '';
      },
      rate: this.#rates.of(keyOf(row)),
      suffix: row.component === TYPE ? '' : row.component.slice(TYPE.length),
    };
    return html`<div id="r${index}" class="row ${index === this.#picking.picks.cursor ? 'cursor' : ''}" role="row" aria-rowindex=${index + 2}
      aria-selected=${this.#picking.picks.has(row)} data-id=${row.entity} ${place}
      @click=${(event: MouseEvent) => this.#click(event, index, row)} @dblclick=${() => this.#open(row)}
      @contextmenu=${(event: MouseEvent) => this.#menu(event, index, row)}>
      ${columns.map(
        (column) => html`<div role="gridcell" class="${column.id} ${column.numeric === true ? 'number' : ''}"
        title=${column.title?.(context) || nothing}>${column.cell(context)}</div>`,
      )}</div>`;
  }

  #empty(): TemplateResult | typeof nothing {
    const { fault, loaded, total } = this.#window;
    if (fault !== null) return html`<p class="empty fault" role="alert">${fault}</p>`;
    if (!loaded || total > 0) return nothing;
    return this.query === ''
      ? html`<p class="empty">No connections in this world. Attach a <code class="mono">${TYPE}</code> to an entity, and it shows here.</p>`
      : html`<p class="empty">No connection fits.<br /><button class="boxed" @click=${this.#unfilter}>Show all</button></p>`;
  }

  /* ---------- what one does here ---------- */

  readonly #filtered = ({ detail }: CustomEvent<string>): void => {
    this.query = detail;
    const { picks } = this.#picking;
    picks.cursor = 0;
    picks.anchor = 0;
    if (this.grid !== null) this.grid.scrollTop = 0;
  };
  readonly #unfilter = (): void => {
    this.filter?.clear();
    this.grid?.focus();
  };

  readonly #moreMenu = (event: Event): void => openMenu(event, this.#actionItems());
  #actionItems(): MenuItem[] {
    return this.#actions.bar.map((action) => ({ label: action.label, disabled: !action.enabled(), danger: action.danger === true, run: action.run }));
  }

  readonly #columnMenu = (event: Event): void => {
    openMenu(event, [
      ...COLUMNS.map(({ id, label }) => ({ label, on: shown.value.includes(id), disabled: id === 'name', run: () => toggleColumn(id) })),
      null,
      {
        label: 'The usual ones',
        run: () => {
          shown.value = USUAL;
        },
      },
    ]);
  };

  #click(event: MouseEvent, index: number, row: TableRow): void {
    const command = event.ctrlKey || event.metaKey;
    if (event.shiftKey) void this.#picking.reach(index, command);
    else if (command) this.#picking.toggle(row, index);
    else this.#picking.one(row, index);
  }
  #open(row: TableRow): void {
    select(row.entity, { show: true, open: true });
  }

  #menu(event: MouseEvent, index: number, row: TableRow): void {
    if (!this.#picking.picks.has(row)) this.#picking.one(row, index);
    openMenu(event, [{ label: 'Open', run: () => this.#open(row) }, null, ...this.#actionItems()]);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    // Headings have keys of their own.
    if (event.target !== this.grid) return;
    const { picks } = this.#picking;
    const { cursor } = picks,
      { total } = this.#window;
    const page = Math.max(1, Math.floor(((this.grid?.clientHeight ?? 300) - HEAD) / rowHeight.value) - 1);
    const to = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + page, PageUp: cursor - page, Home: 0, End: total - 1 }[event.key];
    const command = event.ctrlKey || event.metaKey;
    const row = this.#window.row(cursor);
    if (to !== undefined && total > 0) {
      const index = Math.max(0, Math.min(total - 1, to));
      this.#reveal(index);
      this.#picking.go(index, event.shiftKey ? 'reach' : command ? 'move' : 'pick');
    } else if (command && event.key.toLowerCase() === 'a') void this.#picking.all();
    else if (event.key === ' ' && row !== undefined) this.#picking.toggle(row, cursor);
    else if (event.key === 'Enter' && row !== undefined) this.#open(row);
    else if (event.key === 'Escape' && picks.size > 0) this.#picking.none();
    else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && row !== undefined)
      askForMenu(this.renderRoot.querySelector(`#r${cursor}`), 60);
    else if (!this.#actions.key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #reveal(index: number): void {
    const { grid } = this;
    if (grid === null) return;
    const top = index * rowHeight.value,
      visible = grid.clientHeight - HEAD;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + rowHeight.value > grid.scrollTop + visible) grid.scrollTop = top + rowHeight.value - visible;
  }
}
