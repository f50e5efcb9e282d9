import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { registerActions } from '../actions/registry.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { watchedPath } from '../../engine/condition-words.ts';
import type { WatchedValue } from '../../server/protocol.ts';
import { COMPONENT_KIND, ENTITY_KIND, FIELD_KIND, droppedComponent, droppedEntities, droppedField, hovers } from '../controls/drags.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { tell } from '../controls/notices.ts';
import { saveFile } from '../controls/save-file.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { detailsOf } from '../session/details.ts';
import { nameOf } from '../session/names.ts';
import { selected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { keyOf, placesOf, watchAlso, watched } from '../session/watched.ts';
import { csvOf } from './csv.ts';
import { clearGathered, gathered, gatheredNow, realNow, wallAt } from './gathering.ts';
import { shortValue } from './value-words.ts';
import { fieldWanted } from './watch-actions.ts';
import { numbersAmong, watchablesOf } from './watchable.ts';
import './watch-plot.ts';
import type { WatchRow } from './watch-row.ts';
import './watch-row.ts';

/** The times that can be shown, in seconds. */
const SPANS: readonly (readonly [seconds: number, words: string])[] = [
  [10, '10 s'],
  [60, '1 min'],
  [300, '5 min'],
  [600, '10 min'],
];
/** Milliseconds between two drawings of a plot in which nothing changes. */
const EVERY = 250;
/** Rows of a menu that can still be looked through. */
const MOST_IN_MENU = 150;

/** Fields of any entities, kept an eye on: what they are, how they went, and what is waited for in them. */
@customElement('ww-watch-pane')
export class WatchPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; container-type: inline-size; background: var(--panel);
      position: relative; }
    .head { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 8px; padding: 8px 12px 8px 14px; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    h2 { font-size: 15px; font-weight: 650; margin: 0 8px 0 0; }
    h2 span { color: var(--faint); font-weight: 400; }
    .spans { display: flex; gap: 2px; }
    .spans button, .toggle { font: var(--small); padding: 2px 9px; color: var(--soft); }
    [aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .rows { overflow: auto; min-height: 0; }
    .empty { margin: 12vh auto 0; max-width: 380px; text-align: center; color: var(--soft); line-height: 1.7; padding: 0 16px; }
    .empty kbd { font: var(--mono); border: 1px solid var(--line-strong); border-radius: 4px; padding: 0 5px; background: var(--bg); }
    .empty .actions { margin-top: 14px; }
    :host([over])::after { content: ''; position: absolute; inset: 4px; border: 2px dashed var(--accent); border-radius: var(--radius); pointer-events: none; }
    .past { padding: 5px 14px; font: var(--small); color: var(--accent-ink); background: var(--selected); border-bottom: 1px solid var(--line); margin: 0; }
    @container (max-width: 800px) { .head { padding: 6px 8px; gap: 6px; } h2 { display: none; } .head button { padding: 2px 7px; } }
  `,
  ];
  @state() private span = 60;
  @state() private evened = false;
  /** The end of the time that is shown while it stands still, in real milliseconds. */
  @state() private stopped: number | null = null;
  @state() private at: number | null = null;
  @query('.add') private add!: HTMLElement | null;
  #drawn = 0;
  #waits = false;
  #going: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, watched, session.past, session.manifest, selected);
    new Listen(this, gatheredNow, () => this.#soon());
    new Listen(this, fieldWanted, () => this.#wanted());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    registerActions([
      { id: 'watch.pause', label: 'Watch: let the plot stand, or go on', group: 'View', enabled: () => watched.value.length > 0, run: () => this.#stop() },
      { id: 'watch.export', label: 'Watch: export as CSV', group: 'View', enabled: () => watched.value.length > 0, run: () => this.#export() },
    ]);
    if (fieldWanted.value !== null) void this.updateComplete.then(() => this.#wanted());
    this.#going = setInterval(() => this.#goOn(), EVERY);
    this.addEventListener('dragover', this.#over);
    this.addEventListener('dragleave', this.#out);
    this.addEventListener('drop', this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#going);
  }

  /** Time goes on while nothing changes. */
  #goOn(): void {
    if (this.stopped === null && watched.value.length > 0 && !document.hidden) this.#soon();
  }

  /** Draws once for all that comes within a frame. */
  #soon(): void {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#drawn += 1;
      this.requestUpdate();
    });
  }

  override render(): TemplateResult {
    const list = watched.value;
    const to = this.stopped ?? realNow(),
      from = to - this.span * 1000;
    const plotted = list.filter(({ line }) => line !== null);
    return html`<div class="head" role="toolbar" aria-label="Watch">
        <h2>Watch <span class="numbers">${list.length === 0 ? '' : grouped(list.length)}</span></h2>
        ${
          list.length === 0
            ? nothing
            : html`<span class="spans" role="group" aria-label="Time shown">${SPANS.map(
                ([seconds, words]) =>
                  html`<button aria-pressed=${this.span === seconds} @click=${() => {
                    this.span = seconds;
                  }}>${words}</button>`,
              )}</span>
        <button class="toggle" aria-pressed=${this.evened} title="Each line by its own least and greatest value" @click=${() => {
          this.evened = !this.evened;
        }}>Own scales</button>
        ${
          this.stopped === null
            ? html`<button class="boxed stop" title="Let the plot stand; what comes is gathered all the same"
              @click=${() => this.#stop()}>${glyph('pause')}Pause</button>`
            : html`<button class="boxed stop" title="Show what comes" @click=${() => this.#stop()}>${glyph('play')}Go on</button>`
        }
        <button class="boxed" title="What is shown, as a table" @click=${() => this.#export()}>CSV</button>
        <button class="boxed" title="Forget what was gathered, and begin anew" @click=${() => {
          this.stopped = null;
          clearGathered();
        }}>Clear</button>`
        }
        <span class="grow"></span>
        <button class="boxed add" ?disabled=${selected.value === null} title="Fields of the selected entity"
          @click=${this.#choose}>${glyph('plus')}Watch a field…</button>
      </div>
      <div>${session.past.value === null ? nothing : html`<p class="past" role="status">The values are those of tick ${grouped(session.past.value)}.</p>`}
        ${
          plotted.length === 0
            ? nothing
            : html`<ww-watch-plot .places=${plotted} .from=${from} .to=${to} .evened=${this.evened} .drawn=${this.#drawn} @moment=${(
                event: CustomEvent<number | null>,
              ) => {
                this.at = event.detail;
              }}></ww-watch-plot>`
        }</div>
      ${
        list.length === 0
          ? this.#empty()
          : html`<div class="rows" role="list" aria-label="Watched fields" @keydown=${this.#keys} @leaving=${this.#leaving}>${repeat(
              list,
              keyOf,
              (place) => html`<ww-watch-row role="listitem" .place=${place} .from=${from} .to=${to} .at=${this.at} .drawn=${this.#drawn}></ww-watch-row>`,
            )}</div>`
      }`;
  }

  #empty(): TemplateResult {
    return html`<div class="empty">Nothing is watched yet. Stand in a field and press <kbd>Alt-W</kbd>, drag its name here, or
      <div class="actions"><button class="boxed" ?disabled=${selected.value === null} @click=${this.#choose}>${glyph('plus')}Watch a field of ${
        selected.value === null ? 'the selected entity' : (nameOf(selected.value) ?? selected.value)
      }…</button></div></div>`;
  }

  readonly #choose = (event: Event): void => {
    if (selected.value !== null) void this.#menu(event, selected.value);
  };

  async #menu(event: Event, entity: string): Promise<void> {
    // What was clicked is only known within this turn.
    const { currentTarget } = event;
    const detail = (await detailsOf([entity])).get(entity);
    if (detail === undefined) return tell('This entity is not there any more.', true);
    const all = watchablesOf(detail, session.manifest.value).slice(0, MOST_IN_MENU);
    if (all.length === 0) return tell(`${detail.name} has no field that can be watched: attach a component first.`, true);
    const at = new Event('click');
    Object.defineProperty(at, 'currentTarget', { value: currentTarget });
    openMenu(
      at,
      all.map(({ places, label, value }) => ({ label, hint: shortValue(value).slice(0, 24), run: () => this.#take(places) })),
    );
  }

  #wanted(): void {
    if (fieldWanted.value === null) return;
    fieldWanted.value = null;
    this.add?.click();
  }

  #take(places: readonly WatchedValue[]): void {
    const wrong = watchAlso(places);
    if (wrong !== '') tell(wrong, true);
  }

  #stop(): void {
    this.stopped = this.stopped === null ? realNow() : null;
  }

  #export(): void {
    const to = this.stopped ?? realNow();
    const columns = watched.value.map((place) => ({
      name: `${nameOf(place.entity) ?? place.entity}.${watchedPath(place)}`,
      series: gathered(place).series,
    }));
    const text = csvOf(columns, to - this.span * 1000, to, wallAt);
    saveFile(text, `watch-${session.world.value ?? 'world'}.csv`, 'text/csv');
  }

  /* ---------- what is dropped ---------- */

  readonly #over = (event: DragEvent): void => {
    if (!hovers(event, FIELD_KIND, COMPONENT_KIND, ENTITY_KIND)) return;
    event.preventDefault();
    this.toggleAttribute('over', true);
  };
  readonly #out = (): void => {
    this.toggleAttribute('over', false);
  };
  readonly #drop = (event: DragEvent): void => {
    this.#out();
    event.preventDefault();
    const field = droppedField(event),
      component = droppedComponent(event);
    if (field !== null) {
      const kind = session.manifest.value.get(field.component.split('#')[0] ?? '')?.fields.find(({ name }) => name === field.field)?.kind;
      return this.#take(placesOf(field, kind ?? ''));
    }
    if (component !== null) return void this.#all(component);
    const [entity] = droppedEntities(event);
    if (entity !== undefined && this.add !== null) {
      const click = new Event('click');
      Object.defineProperty(click, 'currentTarget', { value: this.add });
      void this.#menu(click, entity);
    }
  };

  /** All numbers of a component. */
  async #all({ entity, component }: { readonly entity: string; readonly component: string }): Promise<void> {
    const detail = (await detailsOf([entity])).get(entity);
    const places = detail === undefined ? [] : numbersAmong(watchablesOf(detail, session.manifest.value, component));
    if (places.length === 0) tell(`${component} has no number that can be watched; drag one of its fields.`, true);
    else this.#take(places);
  }

  /* ---------- the keyboard ---------- */

  readonly #keys = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const rows = this.#rows;
    const at = rows.findIndex((row) => row.matches(':focus-within'));
    const control = rows[at]?.focusedControl ?? '';
    if (step === 0 || control === '') return;
    event.preventDefault();
    rows[at + step]?.focusOn(control);
  };
  /** A row goes that perhaps has the focus: its neighbour takes it. */
  readonly #leaving = (event: Event): void => {
    const rows = this.#rows;
    const at = rows.indexOf(event.target as WatchRow);
    const next = rows[at + 1] ?? rows[at - 1];
    void this.updateComplete.then(() => (next === undefined ? this.add?.focus() : next.focusOn('.remove')));
  };
  get #rows(): readonly WatchRow[] {
    return [...this.renderRoot.querySelectorAll<WatchRow>('ww-watch-row')];
  }
}
