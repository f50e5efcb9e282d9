import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from '../shell/styled.ts';
import type { TreeRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../session/cell.ts';
import { learnName } from '../session/names.ts';
import { expanded, isNewPlace, revealed, select, selected, setExpanded } from '../session/place.ts';
import { session } from '../session/session.ts';
import { TreeWindow } from '../session/tree-window.ts';
import { glyph } from '../shell/glyphs.ts';
import { openMenu } from '../shell/menu.ts';
import { stateDot, wordOf } from '../shell/states.ts';
import { grouped, initials } from '../shell/words.ts';
import { addChild, move, remove, rename, duplicate } from './actions.ts';
import { find } from './find-row.ts';
import { rowMenu } from './row-menu.ts';
import { shiftedBefore } from './shifted.ts';
import { Landing } from './landing.ts';
import { treeKey } from './tree-keys.ts';
import { treeStyles } from './tree-styles.ts';

export const ROW = 24;
const CHUNK = 32;
/** The entity under which those of users stand. */
const USERS = 'users';

/** The tree of entities: only the rows in view exist, and only their window is asked of the server. */
@customElement('ww-entity-tree')
export class EntityTree extends LitElement {
  static override styles = treeStyles;
  /** Instead of the tree, what this finds. */
  @property() query = '';
  /** The row that the keyboard is at. */
  @state() private cursor = 0;
  @state() private renaming: string | null = null;
  @state() private slow = false;
  @query('.scroll') private scroller!: HTMLElement;
  readonly window = new TreeWindow(this);
  readonly #landing = new Landing(this, { move, locked: () => !session.mayEdit || this.query !== '' });
  readonly #resize = new ResizeObserver(() => this.requestUpdate());
  #follow: string | null = null;
  /** A row that is to come into view as soon as it can. */
  #wanted: number | null = null;
  #takeWhenLoaded = false;

  constructor() {
    super();
    new Follow(this, expanded, selected, session.people, session.me, session.phase);
    new Listen(this, revealed, () => void this.reveal(revealed.value?.id ?? null));
    new Listen(this, session.entered, () => {
      this.window.forget();
      this.cursor = 0;
      this.#wait();
    });
    this.window.onupdate = () => this.#arrived();
  }

  override firstUpdated(): void {
    this.#resize.observe(this.scroller);
    this.#wait();
  }

  /** Says that it loads only where that takes a while. */
  #wait(): void {
    this.slow = false;
    setTimeout(() => {
      this.slow = !this.window.loaded;
    }, 400);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('query')) {
      this.cursor = 0;
      if (this.scroller !== null) {
        this.scroller.scrollTop = 0;
        this.#wait();
      }
    }
    const first = Math.floor((this.scroller?.scrollTop ?? 0) / ROW),
      visible = Math.ceil((this.scroller?.clientHeight || 600) / ROW);
    const offset = Math.max(0, Math.floor((first - CHUNK / 2) / CHUNK) * CHUNK);
    const limit = Math.ceil((first + visible + CHUNK / 2 - offset) / CHUNK) * CHUNK;
    this.window.show({ expanded: this.query === '' ? [...expanded.value] : [], offset, limit, ...(this.query === '' ? {} : { query: this.query }) });
  }

  override render(): TemplateResult {
    const top = this.scroller?.scrollTop ?? 0,
      visible = Math.ceil((this.scroller?.clientHeight || 600) / ROW) + 1;
    const first = Math.max(0, Math.floor(top / ROW) - 4),
      last = Math.min(this.window.total, first + visible + 8);
    const rows: [number, TreeRow | undefined][] = [];
    for (let i = first; i < last; i++) rows.push([i, this.window.row(i)]);
    const active = this.cursor >= first && this.cursor < last ? this.window.row(this.cursor) : undefined;
    return html`<div class="scroll" @scroll=${() => this.requestUpdate()}>
      <div role="tree" tabindex="0" aria-label="Entities" aria-activedescendant=${active === undefined ? nothing : `row-${this.cursor}`}
        ${styled({ height: `${this.window.total * ROW}px` })} @keydown=${this.#keys} @focus=${this.#focused}
        @dragover=${this.#landing.over} @dragleave=${this.#landing.leave} @drop=${this.#landing.drop} @dragend=${this.#landing.end}>
        ${repeat(
          rows,
          ([i, row]) => row?.id ?? `#${i}`,
          ([i, row]) =>
            row === undefined ? html`<div class="row ghost" role="none" ${styled({ transform: `translateY(${i * ROW}px)` })}><i></i></div>` : this.#row(i, row),
        )}
        ${this.#landing.mark(ROW)}
      </div>${this.#empty()}</div>`;
  }

  #row(index: number, row: TreeRow): TemplateResult {
    const found = this.query !== '';
    const here = session.people.value.filter(
      ({ looksAt, user }) => looksAt === row.id && (user.userId !== session.me.value?.userId || user.machineId !== session.me.value.machineId),
    );
    const classes = `row ${row.id === selected.value ? 'selected' : ''} ${row.inactive ? 'inactive' : ''} ${row.persistent ? '' : 'passing'} ${index === this.cursor ? 'cursor' : ''}`;
    const about = [
      row.state === undefined ? '' : wordOf(row.state),
      row.inactive ? 'inactive' : '',
      row.persistent ? '' : 'not saved',
      ...here.map(({ user }) => `${user.name} is here`),
    ].filter((part) => part !== '');
    return html`<div id="row-${index}" class=${classes} role="treeitem" aria-label=${row.name} aria-level=${found ? 1 : row.depth + 1} aria-selected=${row.id === selected.value}
      aria-expanded=${row.children > 0 && !found ? row.expanded : nothing} aria-setsize=${found ? this.window.total : nothing} aria-posinset=${found ? index + 1 : nothing} aria-description=${about.length > 0 ? about.join(', ') : nothing}
      data-id=${row.id} draggable=${this.renaming === row.id ? 'false' : 'true'} ${styled({ transform: `translateY(${index * ROW}px)`, 'padding-left': `${6 + (found ? 0 : row.depth * 16)}px` })}
      @click=${() => this.#click(index, row)} @dblclick=${() => this.#beginRename(row)} @contextmenu=${(event: MouseEvent) => this.#menu(event, index, row)} @dragstart=${(event: DragEvent) => this.#landing.start(event, row)}>
      <span class="twist" @click=${(event: Event) => {
        event.stopPropagation();
        setExpanded([row.id], !row.expanded);
      }} @dblclick=${(event: Event) => event.stopPropagation()}>${row.children > 0 && !found ? glyph(row.expanded ? 'down' : 'right') : nothing}</span>
      ${
        this.renaming === row.id
          ? html`<input class="rename" aria-label="New name" .value=${row.name} @click=${(event: Event) => event.stopPropagation()} @dblclick=${(event: Event) => event.stopPropagation()} @keydown=${(event: KeyboardEvent) => this.#renameKey(event, row)} @blur=${(event: FocusEvent) => this.#rename(row, (event.target as HTMLInputElement).value)} />`
          : html`<span class="name clip">${row.name === '' ? html`<i class="faint">no name</i>` : row.name}</span>`
      }
      ${here.slice(0, 3).map(({ user }) => html`<span class="who" data-text=${initials(user.name)} title="${user.name} is here"></span>`)}
      ${row.children > 0 ? html`<span class="count numbers" data-text=${grouped(row.children)}></span>` : nothing}
      ${row.state === undefined ? html`<span class="dot"></span>` : stateDot(row.state)}</div>`;
  }

  #empty(): TemplateResult | typeof nothing {
    const { loaded, total, fault } = this.window;
    if (fault !== null) return html`<p class="empty fault" role="alert">${fault}</p>`;
    if (!loaded) return this.slow && session.phase.value === 'online' ? html`<p class="empty">Loading…</p>` : nothing;
    // Whoever looks is an entity of the world as well, and so are those who look with them.
    const bare = this.query === '' && this.window.rows().every(([, row]) => row.depth > 0 || (row.id === USERS && !row.persistent));
    if (total > 0 && !(bare && this.window.row(0) !== undefined && this.window.row(total - 1) !== undefined)) return nothing;
    if (this.query !== '')
      return html`<p class="empty">Nothing fits <code class="mono">${this.query}</code>.<br />Try a name, <code class="mono">c:WebsocketClient State=Open</code> or <code class="mono">tag=demo</code>.</p>`;
    return html`<p class="empty">This world is empty.<br /><button class="boxed" ?disabled=${!session.mayEdit} @click=${() => addChild(null)}>${glyph('plus')} Add entity</button></p>`;
  }

  /* ---------- where we are ---------- */

  /** Moves the keyboard's row; selects it, and keeps it in view. */
  go(index: number): void {
    const to = Math.max(0, Math.min(this.window.total - 1, index));
    this.cursor = to;
    const top = to * ROW,
      { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW - clientHeight;
    const row = this.window.row(to);
    this.#follow = null;
    this.#wanted = null;
    if (row !== undefined) select(row.id);
    else this.#takeWhenLoaded = true;
  }

  /** The focus comes here from the search box: to the first row. */
  take(): void {
    this.renderRoot.querySelector<HTMLElement>('[role=tree]')?.focus();
    if (this.window.loaded && this.window.total > 0) this.go(0);
    else this.#takeWhenLoaded = true;
  }

  /** Unfolds what is above an entity and brings its row into view. */
  async reveal(id: string | null): Promise<void> {
    if (id === null || this.query !== '') return;
    this.#follow = id;
    const known = this.window.indexOf(id);
    const index = known >= 0 ? known : await find(id);
    if (this.#follow !== id || index < 0) return;
    this.cursor = index;
    this.#wanted = index;
    await this.#showWanted();
  }

  /** Brings the wanted row into view once there are rows enough: what has just been unfolded may still be on its way. */
  async #showWanted(): Promise<void> {
    const index = this.#wanted;
    if (index === null || index >= this.window.total) return;
    this.requestUpdate();
    await this.updateComplete;
    if (this.#wanted !== index) return;
    this.#wanted = null;
    const top = index * ROW,
      { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop || top + ROW > scrollTop + clientHeight) this.scroller.scrollTop = Math.max(0, top - clientHeight / 2);
  }

  #arrived(): void {
    this.slow = false;
    void this.#showWanted();
    for (const [, row] of this.window.rows()) learnName(row.id, row.name);
    if (this.query === '' && isNewPlace() && this.window.total > 0)
      setExpanded(
        this.window
          .rows()
          .filter(([, row]) => row.depth === 0 && row.children > 0 && row.children <= 40)
          .map(([, row]) => row.id),
        true,
      );
    // Rows above may have come or gone: the cursor stays with its entity.
    const at = selected.value === null ? -1 : this.window.indexOf(selected.value);
    if (at >= 0) this.cursor = at;
    else if (this.cursor >= this.window.total) this.cursor = Math.max(0, this.window.total - 1);
    if (this.#takeWhenLoaded && this.window.row(this.cursor) !== undefined) {
      this.#takeWhenLoaded = false;
      this.go(this.cursor);
    }
  }

  /* ---------- what one does here ---------- */

  #focused(): void {
    const at = selected.value === null ? -1 : this.window.indexOf(selected.value);
    if (at >= 0) this.cursor = at;
  }

  #click(index: number, row: TreeRow): void {
    this.cursor = index;
    this.#follow = null;
    this.#wanted = null;
    select(row.id, { open: true });
  }

  #keys(event: KeyboardEvent): void {
    if (this.renaming !== null) return;
    const row = this.window.row(this.cursor);
    const done = treeKey(event, {
      row,
      index: this.cursor,
      total: this.window.total,
      page: Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 1),
      locked: !session.mayEdit,
      go: (index) => this.go(index),
      fold: (open) => {
        if (row !== undefined) setExpanded([row.id], open);
      },
      up: () => {
        const at = row?.parent ? this.window.indexOf(row.parent) : -1;
        if (at >= 0) this.go(at);
      },
      rename: () => {
        if (row !== undefined) this.#beginRename(row);
      },
      remove: () => {
        if (row !== undefined) void this.#remove(row);
      },
      duplicate: () => {
        if (row !== undefined) void duplicate(row.id);
      },
      shift: (by) => {
        if (row !== undefined) void this.#shift(row, by);
      },
      type: (letters) => {
        for (const [index, other] of this.window.rows()) if (index > this.cursor && other.name.toLowerCase().startsWith(letters)) return this.go(index);
      },
      menu: () => {
        const element = this.renderRoot.querySelector(`#row-${this.cursor}`);
        element?.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, clientX: element.getBoundingClientRect().left + 40, clientY: element.getBoundingClientRect().bottom }),
        );
      },
    });
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  async #remove(row: TreeRow): Promise<void> {
    // What takes its place is selected next: the sibling below, else the one above, else the parent.
    const at = this.cursor,
      siblings = this.window.rows().filter(([, other]) => other.parent === row.parent && other.id !== row.id);
    const next = (siblings.find(([index]) => index > at) ?? siblings.at(-1))?.[1].id ?? row.parent;
    const was = selected.value;
    if ((await remove(row)) && was === row.id && selected.value === null) select(next);
  }

  /** Moves an entity up or down among its siblings. */
  async #shift(row: TreeRow, by: -1 | 1): Promise<void> {
    if (this.query !== '') return;
    const before = shiftedBefore(this.window.rows(), this.window.total, row, by);
    if (before === undefined) return;
    await move(row.id, row.parent, before);
  }

  #beginRename(row: TreeRow): void {
    if (!session.mayEdit) return;
    this.renaming = row.id;
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector<HTMLInputElement>('.rename');
      input?.focus();
      input?.select();
    });
  }
  #renameKey(event: KeyboardEvent, row: TreeRow): void {
    event.stopPropagation();
    if (event.key === 'Escape') this.#rename(row, row.name);
    else if (event.key === 'Enter') this.#rename(row, (event.target as HTMLInputElement).value);
    else return;
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('[role=tree]')?.focus();
  }
  #rename(row: TreeRow, name: string): void {
    if (this.renaming !== row.id) return;
    this.renaming = null;
    if (name !== row.name) void rename(row.id, name);
  }

  #menu(event: MouseEvent, index: number, row: TreeRow): void {
    this.cursor = index;
    select(row.id);
    openMenu(
      event,
      rowMenu(row, {
        locked: !session.mayEdit,
        found: this.query !== '',
        rename: () => this.#beginRename(row),
        shift: (by) => void this.#shift(row, by),
        remove: () => void this.#remove(row),
      }),
    );
  }
}
