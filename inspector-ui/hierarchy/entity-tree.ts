import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TreeRow } from '../../server/protocol.ts';
import { actionOf, registerActions } from '../actions/registry.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { rowHeight } from '../controls/density.ts';
import { expanded, naming, pane, revealed, root, select, selected, selection, setExpanded } from '../session/place.ts';
import { ahead, isAsForeseen } from '../session/ahead.ts';
import { rowsDrawn, treeDrawn } from '../session/first-look.ts';
import { session } from '../session/session.ts';
import { TreeWindow } from '../session/tree-window.ts';
import { foldPane, layout } from '../session/layout.ts';
import { askForMenu, openMenu } from '../controls/menu.ts';
import { styled } from '../controls/styled.ts';
import { copyKey, cutKey, pasteKey } from './clipboard.ts';
import { treeCommands } from './commands.ts';
import { startDrag } from './entity-drag.ts';
import { unfoldTops } from './first-visit.ts';
import { Landing } from './landing.ts';
import { learnRows } from './lineage.ts';
import { nextOf } from './next-row.ts';
import { Renaming } from './renaming.ts';
import { rowMenu } from './row-menu.ts';
import { RowPress } from './row-press.ts';
import { moveAll, removeAll } from './several.ts';
import { TreeCursor } from './tree-cursor.ts';
import { emptyTree } from './tree-empty.ts';
import { passOn, treeKey } from './tree-keys.ts';
import { ghostRow, treeRow, watchersOf, type RowHands } from './tree-row.ts';
import { TreeScroll } from './tree-scroll.ts';
import { treeStyles } from './tree-styles.ts';

/** What a tree tells of what it shows, whenever that changes. */
export interface Found {
  readonly loaded: boolean;
  readonly total: number;
  readonly fault: string | null;
}

/** The tree of entities: only the rows in view exist, and only their window is asked of the server. */
@customElement('ww-entity-tree')
export class EntityTree extends LitElement {
  static override styles = treeStyles;
  /** Instead of the tree, what this finds. */
  @property() query = '';
  /** Whether the query is what stands in the box by now. */
  @property({ type: Boolean }) asked = true;
  @state() private slow = false;
  @query('.scroll') scroller!: HTMLElement;
  readonly window = new TreeWindow(this);
  readonly #scroll = new TreeScroll(this);
  readonly #cursor = new TreeCursor(this);
  readonly #renaming = new Renaming(this, () => this.focusTree());
  readonly #landing = new Landing(this, {
    move: (ids, parent, before) => void moveAll(ids, parent, before),
    locked: () => (this.query !== '' ? 'not among results' : session.past.value !== null ? 'not in the past' : session.mayEdit ? '' : 'you may only look'),
    root: () => root.value,
    scroller: () => this.scroller,
    rowHeight: () => rowHeight.value,
  });
  readonly #press = new RowPress((event, row, part) => {
    if (part === 'twist') setExpanded([row.id], !row.expanded);
    else this.#click(event, row);
  });
  readonly #hands: RowHands = {
    press: (event, row, part) => this.#press.down(event, row, part),
    click: (event, row, part) => this.#press.click(event, row, part),
    rename: (row) => this.#renaming.begin(this.#press.twice(row)),
    menu: (event, index, row) => this.#menu(event, index, row),
    drag: (event, row) => {
      this.#press.forget();
      startDrag(event, selection.value.includes(row.id) ? selection.value : [row.id], this.renderRoot);
    },
  };
  readonly #resize = new ResizeObserver(() => this.#scroll.resized(this.scroller.clientHeight));
  #unfolded: { readonly of: ReadonlySet<string>; readonly ids: readonly string[] } = { of: new Set(), ids: [] };
  #chosen: { readonly of: readonly string[]; readonly ids: ReadonlySet<string> } = { of: [], ids: new Set() };
  #pasteBeside = false;

  constructor() {
    super();
    new Follow(this, expanded, selection, selected, root, rowHeight, session.people, session.me, session.phase, session.past, ahead);
    new Listen(this, selected, () => this.#cursor.chosen());
    new Listen(this, revealed, () => void this.reveal(revealed.value?.id ?? null));
    new Listen(this, naming, () => this.#name());
    new Listen(this, root, () => this.#fresh());
    new Listen(this, session.entered, () => {
      if (isAsForeseen()) return;
      this.window.forget();
      this.#fresh();
    });
    this.window.onupdate = () => this.#arrived();
    registerActions(
      treeCommands({
        found: () => this.query !== '',
        rename: () => this.#rename(),
        remove: () => void this.#remove(),
        all: () => void this.#cursor.all(),
        invert: () => void this.#cursor.invert(),
        reveal: () => this.dispatchEvent(new CustomEvent('reveal-selected')),
      }),
    );
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

  /** Something quite different is shown from now on. */
  #fresh(): void {
    this.#cursor.reset();
    this.#scroll.fresh();
    this.#wait();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('query') && this.hasUpdated) this.#fresh();
    const { offset, limit } = this.#scroll.asked();
    if (this.#unfolded.of !== expanded.value) this.#unfolded = { of: expanded.value, ids: [...expanded.value] };
    const found = this.query !== '';
    this.window.show({ expanded: found ? [] : this.#unfolded.ids, offset, limit, ...(found ? { query: this.query } : { root: root.value }) });
  }

  override render(): TemplateResult {
    const height = rowHeight.value,
      { first, last, pool } = this.#scroll.draw();
    const indexes = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
    const cursor = this.#cursor.index;
    const active = cursor >= first && cursor < last && this.window.row(cursor) !== undefined;
    const who = watchersOf(session.people.value),
      chosen = this.#chosenNow();
    return html`<div class="scroll" @scroll=${() => this.requestUpdate()}>
      <div role="tree" tabindex="0" aria-label="Entities" aria-multiselectable="true" aria-busy=${this.window.isForeseen || nothing}
        aria-activedescendant=${active ? `row-${cursor}` : nothing}
        ${styled({ height: `${this.window.total * height}px` })} @keydown=${this.#keys} @focus=${() => this.#cursor.chosen()} @copy=${copyKey} @cut=${cutKey}
          @paste=${(event: ClipboardEvent) => pasteKey(event, this.#pasteBeside)}
        @dragover=${this.#landing.over} @dragleave=${this.#landing.leave} @drop=${this.#landing.drop} @dragend=${this.#landing.end}>
        ${repeat(
          indexes,
          (i) => i % pool,
          (i) => {
            const row = this.window.row(i);
            if (row === undefined) return ghostRow(i, height);
            const look = {
              index: i,
              height,
              found: this.query !== '',
              total: this.window.total,
              selected: chosen.has(row.id),
              cursor: i === cursor,
              who: who.get(row.id),
              renaming: this.#renaming.box(row),
            };
            return treeRow(row, look, this.#hands);
          },
        )}
        ${this.#landing.mark()}
      </div>${this.asked ? emptyTree(this.window, this.query, this.slow) : nothing}</div>`;
  }

  #chosenNow(): ReadonlySet<string> {
    if (this.#chosen.of !== selection.value) this.#chosen = { of: selection.value, ids: new Set(selection.value) };
    return this.#chosen.ids;
  }

  override updated(): void {
    const { loaded, total, fault, isForeseen } = this.window;
    // What the server is about to tell comes before the rest of the page.
    if (loaded && !isForeseen) treeDrawn();
    if (loaded) rowsDrawn();
    this.dispatchEvent(new CustomEvent<Found>('found', { detail: { loaded, total, fault } }));
  }

  /* ---------- where we are ---------- */

  focusTree(): void {
    this.renderRoot.querySelector<HTMLElement>('[role=tree]')?.focus({ preventScroll: true });
  }

  /** Scrolls as little as brings a row into view. */
  bring(index: number): void {
    this.#scroll.bring(index);
  }

  /** The focus comes here from the search box: to the first row. */
  take(): void {
    this.focusTree();
    this.#cursor.go(0);
  }

  /** Unfolds what is above an entity and brings its row into view. */
  async reveal(id: string | null): Promise<void> {
    if (id !== null && this.query === '') await this.#scroll.reveal(id, (index) => this.#cursor.stand(index));
  }

  #arrived(): void {
    this.slow = false;
    this.#scroll.arrived();
    learnRows(this.window.rows());
    if (this.query === '' && root.value === null) unfoldTops(this.window);
    this.#cursor.follow();
    this.#renaming.arrived(this.window);
  }

  /* ---------- what one does here ---------- */

  #click(event: MouseEvent, row: TreeRow): void {
    const index = this.window.indexOf(row.id);
    if (index < 0) return;
    this.focusTree();
    this.#scroll.leave();
    if (event.shiftKey) void this.#cursor.extend(index);
    else if (event.ctrlKey || event.metaKey) this.#cursor.toggle(index);
    else {
      this.#cursor.go(index);
      select(row.id, { open: true });
    }
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (this.#renaming.id !== null) return;
    this.#pasteBeside = event.shiftKey;
    const cursor = this.#cursor,
      { row, index } = cursor;
    const done = treeKey(event, {
      index,
      total: this.window.total,
      page: this.#scroll.page,
      go: (to) => cursor.go(to),
      extend: (to) => void cursor.extend(to),
      walk: (to) => cursor.walk(to),
      toggle: () => cursor.toggle(),
      all: () => void cursor.all(),
      left: () => {
        if (row?.expanded === true && row.children > 0) setExpanded([row.id], false);
        else if (this.query === '') void cursor.toParent(root.value);
      },
      right: () => {
        if (row === undefined || row.children === 0 || this.query !== '') return;
        if (row.expanded) cursor.go(index + 1);
        else setExpanded([row.id], true);
      },
      open: () => {
        if (row === undefined) return;
        if (!selection.value.includes(row.id)) cursor.go(index);
        pane.value = 'entity';
        if (layout.value.folded.includes('right')) foldPane('right');
      },
      escape: () => {
        if (selection.value.length > 1) cursor.one();
        else this.dispatchEvent(new CustomEvent('leave-tree'));
      },
      type: (letters) => void cursor.find(letters, () => this.matches(':focus-within') && passOn(event, letters)),
      menu: () => askForMenu(this.renderRoot.querySelector(`#row-${index}`), 40),
      run: (id) => {
        const action = actionOf(id);
        if (action !== undefined && action.enabled?.() !== false) void action.run();
      },
    });
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #rename(): void {
    const id = selected.value;
    const row = id === null ? undefined : this.window.row(this.window.indexOf(id));
    if (row !== undefined) this.#renaming.begin(row);
    else {
      this.#renaming.due = id === null ? null : { id };
      void this.reveal(id);
    }
  }

  /** Something new is named where it stands: out of a search, which would not find it yet. Where the hierarchy is not to be seen, nobody is led there. */
  #name(): void {
    const wanted = naming.value;
    if (wanted === null || this.offsetParent === null) return;
    this.#renaming.due = wanted;
    if (this.query === '') this.#renaming.arrived(this.window);
    else this.dispatchEvent(new CustomEvent('leave-tree'));
  }

  async #remove(): Promise<void> {
    const ids = new Set(selection.value),
      at = selected.value === null ? -1 : this.window.indexOf(selected.value);
    const next = nextOf(this.window, at, ids);
    if ((await removeAll([...ids], ids.size === 1 ? this.window.row(at) : undefined)) && selected.value === null) select(next);
  }

  #menu(event: MouseEvent, index: number, row: TreeRow): void {
    this.focusTree();
    if (!selection.value.includes(row.id)) this.#cursor.go(index);
    openMenu(event, rowMenu(row));
  }
}
