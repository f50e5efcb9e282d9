import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TableRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { askText } from '../controls/ask-text.ts';
import { rowHeight } from '../controls/density.ts';
import { glyph } from '../controls/glyphs.ts';
import { askForMenu, openMenu, type MenuItems } from '../controls/menu.ts';
import { stateDot, STATES, wordOf } from '../controls/states.ts';
import { styled } from '../controls/styled.ts';
import { grouped, plural } from '../controls/words.ts';
import '../hierarchy/query-box.ts';
import type { QueryText } from '../hierarchy/query-box.ts';
import { searched, usedQuery } from '../hierarchy/query-memory.ts';
import { lineOf } from '../hierarchy/row-menu.ts';
import { learnName } from '../session/names.ts';
import { select, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import {
  addColumn,
  cellWords,
  columnFault,
  columnLabel,
  columnNames,
  dropColumn,
  entityColumns,
  entityGroup,
  entitySort,
  sortByColumn,
  usualColumns,
} from './entity-columns.ts';
import { GroupedRows } from './grouped-rows.ts';
import { Picking } from './table-picking.ts';
import { keyOf } from './table-picks.ts';
import { tableStyles } from './table-styles.ts';
import { TableWindow } from './table-window.ts';

const HEAD = 28;
const PAUSE = 200;
const WORDS: ReadonlySet<unknown> = new Set(STATES.map((each) => each.state));

/** Entities as a table: all, or what a query finds, with columns of whatever they hold, sorted, and grouped with counts. Only the rows in view exist. */
@customElement('ww-entities-table')
export class EntitiesTable extends LitElement {
  static override styles = [
    tableStyles,
    css`
    .ask { padding: 0 14px 8px; }
    .ask p { margin: 4px 0 0; }
    .group { position: absolute; left: 0; right: 0; top: 0; display: flex; align-items: center; gap: 8px; padding: 0 10px; background: var(--sunk);
      border-bottom: 1px solid var(--line); font-weight: 600; contain: layout style; }
    .group > * { min-width: 0; }
    .group .count { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums; }
    [role='gridcell']:not(.name) { font: var(--mono); }
    .unset { color: var(--faint); }
    .row[aria-selected='true'] .unset { color: var(--soft); }
  `,
  ];
  @state() private text = searched.value;
  @state() private query = searched.value;
  @query('[role=grid]') private grid!: HTMLElement | null;
  readonly #window = new TableWindow(this);
  readonly #picking = new Picking(this, this.#window, '');
  readonly #resize = new ResizeObserver(() => this.requestUpdate());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, entityColumns, entitySort, entityGroup, session.manifest, session.me, session.past, rowHeight);
    new Listen(this, selection, () => {
      this.#picking.follow();
      this.requestUpdate();
    });
    new Listen(this, session.entered, () => {
      this.#window.forget();
      this.#picking.forget();
      this.text = this.query = '';
    });
    this.#window.onupdate = () => {
      for (const row of this.#window.rows().values()) if (typeof row.values[0] === 'string') learnName(row.entity, row.values[0]);
      this.#picking.follow();
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }
  override firstUpdated(): void {
    if (this.grid !== null) this.#resize.observe(this.grid);
  }

  /** Columns that there are in this world: others are remembered, of a world with other components. */
  get #columns(): readonly string[] {
    const known = entityColumns.value.filter((name) => this.#isKnown(name));
    return known.includes('name') ? known : ['name', ...known];
  }
  #isKnown(name: string | null | undefined): name is string {
    return typeof name === 'string' && columnFault(session.manifest.value, name) === null;
  }
  get #group(): string | null {
    return this.#isKnown(entityGroup.value) ? entityGroup.value : null;
  }

  override willUpdate(): void {
    const sort = entitySort.value;
    this.#window.show({
      columns: ['name', ...this.#columns.filter((name) => name !== 'name')],
      rate: 4,
      ...(this.query === '' ? {} : { query: this.query }),
      ...(sort === null || !this.#isKnown(sort.by) ? {} : { sort }),
      ...(this.#group === null ? {} : { group: this.#group }),
    });
    const lines = this.#lines(),
      [first, last] = this.#inView(lines);
    const rows = [first, Math.max(first, last - 1)].map((line) => {
      const at = lines.lineAt(line);
      return 'row' in at ? at.row : line - at.group;
    });
    this.#window.see(rows[0] ?? 0, (rows[1] ?? 0) + 1);
  }

  #lines(): GroupedRows {
    return new GroupedRows(this.#window.total, this.#group === null ? [] : this.#window.groups);
  }
  #inView(lines: GroupedRows): [number, number] {
    const top = this.grid?.scrollTop ?? 0,
      height = this.grid?.clientHeight || 600;
    return [Math.max(0, Math.floor(top / rowHeight.value) - 4), Math.min(lines.lines, Math.ceil((top + height) / rowHeight.value) + 4)];
  }

  override render(): TemplateResult {
    const columns = this.#columns,
      lines = this.#lines(),
      [first, last] = this.#inView(lines),
      { fault, total } = this.#window,
      { cursor } = this.#picking.picks;
    const shown = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at);
    const cursorLine = lines.lineOf(cursor);
    const here = total > 0 && cursorLine >= first && cursorLine < last && this.#window.row(cursor) !== undefined ? `r${cursor}` : nothing;
    return html`<div class="ask"><ww-query-box label="Which entities" .text=${this.text} .wrong=${-1} .described=${fault ?? ''} @query-text=${this.#typed}
        @query-go=${this.#go} @query-all=${() => void this.#picking.all()} @query-clear=${this.#cleared}></ww-query-box>${
          fault === null ? nothing : html`<p class="fault" role="alert">${fault}</p>`
        }</div>
      ${this.#acts()}
      <div role="grid" tabindex="0" aria-label="Entities" aria-multiselectable="true" aria-rowcount=${lines.lines + 1} aria-colcount=${columns.length}
        aria-activedescendant=${here} ${styled({
          '--columns': columns.map((name) => (name === 'name' ? 'minmax(150px, 2fr)' : 'minmax(104px, 1fr)')).join(' '),
          '--least': `${150 + (columns.length - 1) * 104}px`,
        })} @scroll=${() => this.requestUpdate()} @keydown=${this.#keys}>
        <div class="heads" role="rowgroup"><div role="row" aria-rowindex="1">${columns.map((name) => this.#head(name))}</div></div>
        <div class="body" role="rowgroup" ${styled({ height: `${lines.lines * rowHeight.value}px` })}>${repeat(
          shown,
          (line) => line,
          (line) => this.#line(line, lines, columns),
        )}</div>
        ${
          fault === null && this.#window.loaded && total === 0
            ? html`<p class="empty">${this.query === '' ? 'There is no entity in this world.' : 'The query finds nothing.'}</p>`
            : nothing
        }</div>`;
  }

  #head(name: string): TemplateResult {
    const sort = entitySort.value,
      is = sort?.by !== name ? 'none' : sort.descending ? 'descending' : 'ascending';
    return html`<div role="columnheader" class=${name === 'name' ? 'name' : ''} aria-sort=${is}><button
      title="${name}: ${is === 'none' ? 'sort by it' : is === 'ascending' ? 'sort the other way' : 'do not sort'}" @click=${() => sortByColumn(name)}><span
        class="clip">${columnLabel(name)}</span>${
          is === 'none'
            ? nothing
            : html`<svg class="glyph ${is === 'ascending' ? 'up' : ''}" viewBox="0 0 16 16" aria-hidden="true"><path d="M4.500 6.500L8 10l3.500-3.500" /></svg>`
        }</button></div>`;
  }

  #acts(): TemplateResult {
    const count = this.#picking.picks.size,
      group = this.#group;
    return html`<div class="acts" role="toolbar" aria-label="The table of entities">
      <span class="said numbers ${count === 0 ? 'none' : ''}" role="status">${
        count === 0 ? plural(this.#window.total, 'entity', 'entities') : `${grouped(count)} of ${grouped(this.#window.total)} picked`
      }</span>
      <button aria-haspopup="menu" ?disabled=${count === 0} @click=${(event: Event) => openMenu(event, pickedMenu())}>With them ${glyph('down')}</button>
      <span class="grow"></span>
      <button aria-haspopup="menu" @click=${this.#groupMenu}>${group === null ? 'Group' : `By ${columnLabel(group)}`} ${glyph('down')}</button>
      <button aria-haspopup="menu" @click=${this.#columnMenu}>Columns ${glyph('down')}</button></div>`;
  }

  #line(line: number, lines: GroupedRows, columns: readonly string[]): TemplateResult {
    const place = styled({ transform: `translateY(${line * rowHeight.value}px)`, height: `${rowHeight.value}px` });
    const at = lines.lineAt(line);
    if ('group' in at) {
      const { value, count } = lines.groups[at.group] ?? { value: null, count: 0 };
      const words = cellWords(value);
      return html`<div class="group" role="row" aria-rowindex=${line + 2} ${place}><div role="rowheader" class="clip">${
        words === '' ? `no ${columnLabel(this.#group ?? '')}` : WORDS.has(words) ? html`${stateDot(words)} ${wordOf(words)}` : words
      }</div><div role="gridcell" class="count">${grouped(count)}</div></div>`;
    }
    const index = at.row,
      row = this.#window.row(index);
    if (row === undefined) return html`<div class="row ghost" role="row" aria-rowindex=${line + 2} ${place}><div role="gridcell"><i></i></div></div>`;
    const asked = this.#window.what?.columns ?? [];
    return html`<div id="r${index}" class="row ${index === this.#picking.picks.cursor ? 'cursor' : ''}" role="row" aria-rowindex=${line + 2}
      aria-selected=${this.#picking.picks.has(row)} data-key=${keyOf(row)} ${place} @click=${(event: MouseEvent) => this.#click(event, index, row)}
      @dblclick=${() => open(row)} @contextmenu=${(event: MouseEvent) => this.#menu(event, index, row)}>${columns.map((name) => {
        const words = cellWords(row.values[asked.indexOf(name)] ?? null);
        return html`<div role="gridcell" class=${name === 'name' ? 'name' : ''} title=${words || nothing}>${
          words === ''
            ? html`<span class="unset">–</span>`
            : WORDS.has(words)
              ? html`<span class="state ${words}">${stateDot(words)}${wordOf(words)}</span>`
              : words
        }</div>`;
      })}</div>`;
  }

  /* ---------- what one does here ---------- */

  readonly #typed = ({ detail }: CustomEvent<QueryText>): void => {
    this.text = detail.text;
    clearTimeout(this.#timer);
    if (!detail.begun) this.#timer = setTimeout(() => this.#apply(), PAUSE);
  };
  readonly #go = (): void => {
    this.#apply();
    usedQuery(this.query);
    this.grid?.focus();
  };
  readonly #cleared = (): void => {
    this.text = '';
    this.#apply();
  };
  #apply(): void {
    clearTimeout(this.#timer);
    this.query = this.text.trim();
    this.#picking.picks.cursor = this.#picking.picks.anchor = 0;
    if (this.grid !== null) this.grid.scrollTop = 0;
  }

  readonly #groupMenu = (event: Event): void => {
    const by = (name: string | null): void => {
      entityGroup.value = name;
    };
    const names = [...new Set(['tag', 'parent', 'active', 'WebsocketClient.State', ...this.#columns])].filter((name) => name !== 'name');
    openMenu(event, [
      { label: 'None', on: this.#group === null, run: () => by(null) },
      ...names.map((name) => ({ label: name, on: this.#group === name, run: () => by(name) })),
      null,
      { label: 'Another field…', run: () => void ask('Group by').then((name) => name !== null && by(name)) },
    ]);
  };
  readonly #columnMenu = (event: Event): void => {
    const columns = this.#columns;
    const offered = [...new Set(['parent', 'tag', 'id', 'active', 'persistent', ...columns])].filter((name) => name !== 'name');
    openMenu(event, [
      { label: 'Another field…', run: () => void ask('Show the column').then((name) => name !== null && addColumn(name)) },
      null,
      ...offered.map((name) => ({ label: name, on: columns.includes(name), run: () => (columns.includes(name) ? dropColumn(name) : addColumn(name)) })),
      null,
      { label: 'The usual ones', run: usualColumns },
    ]);
  };

  #click(event: MouseEvent, index: number, row: TableRow): void {
    const command = event.ctrlKey || event.metaKey;
    if (event.shiftKey) void this.#picking.reach(index, command);
    else if (command) this.#picking.toggle(row, index);
    else this.#picking.one(row, index);
  }
  #menu(event: MouseEvent, index: number, row: TableRow): void {
    if (!this.#picking.picks.has(row)) this.#picking.one(row, index);
    openMenu(event, [{ label: 'Open', run: () => open(row) }, null, ...pickedMenu()]);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.target !== this.grid) return;
    const { picks } = this.#picking,
      { cursor } = picks,
      { total } = this.#window,
      row = this.#window.row(cursor),
      command = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(((this.grid?.clientHeight ?? 300) - HEAD) / rowHeight.value) - 1);
    const to = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + page, PageUp: cursor - page, Home: 0, End: total - 1 }[event.key];
    if (to !== undefined && total > 0) {
      const index = Math.max(0, Math.min(total - 1, to));
      this.#reveal(index);
      this.#picking.go(index, event.shiftKey ? 'reach' : command ? 'move' : 'pick');
    } else if (command && event.key.toLowerCase() === 'a') void this.#picking.all();
    else if (event.key === ' ' && row !== undefined) this.#picking.toggle(row, cursor);
    else if (event.key === 'Enter' && row !== undefined) open(row);
    else if (event.key === 'Escape' && picks.size > 0) this.#picking.none();
    else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && row !== undefined)
      askForMenu(this.renderRoot.querySelector(`#r${cursor}`), 60);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #reveal(index: number): void {
    const { grid } = this;
    if (grid === null) return;
    const top = this.#lines().lineOf(index) * rowHeight.value,
      visible = grid.clientHeight - HEAD;
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + rowHeight.value > grid.scrollTop + visible) grid.scrollTop = top + rowHeight.value - visible;
  }
}

/** What can be done with what is picked, which is what is selected. */
function pickedMenu(): MenuItems {
  const several = selection.value.length > 1;
  return [
    lineOf('duplicate'),
    lineOf('duplicateMany', several ? { disabled: true } : {}),
    lineOf('tag'),
    lineOf('replace'),
    lineOf('activate'),
    lineOf('deactivate'),
    lineOf('moveTo'),
    null,
    lineOf('traffic'),
    lineOf('copyId', several ? { label: 'Copy ids' } : {}),
    null,
    lineOf('remove', { danger: true }),
  ];
}

function open(row: TableRow): void {
  select(row.entity, { show: true, open: true });
}

/** Asks for a field by its name, which may be any that there is. */
function ask(heading: string): Promise<string | null> {
  return askText(heading, '', {
    hint: 'A field of a component, as Transform.Position.x or WebsocketClient.State; name, parent, tag, id, active, persistent',
    choices: columnNames(session.manifest.value),
    check: (text) => columnFault(session.manifest.value, text.trim()),
  }).then((name) => name?.trim() ?? null);
}
