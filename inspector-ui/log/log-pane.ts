import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { registerActions } from '../actions/registry.ts';
import type { LogEntry, LogLevel } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { isStuck } from '../session/stuck.ts';
import { personName } from '../session/people-names.ts';
import { copyText } from '../controls/clipboard.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { saveFile } from '../controls/save-file.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { choices, onlyLevels, toggleLevel } from './log-choices.ts';
import { chosenLines, countLevels, LEVELS, PROBLEMS, sourcesOf } from './log-filter.ts';
import { actingIn, saidIn, subjectOf, type LogLines } from './log-lines.ts';
import './log-lines.ts';
import { LogWatch } from './log-watch.ts';

/** What has happened in the world, newest at the bottom: by level, text, entity and source. */
@customElement('ww-log-pane')
export class LogPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; container-type: inline-size; }
    .head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 4px 8px 4px 14px; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    h2 { font: var(--text); font-weight: 650; margin: 0 4px 0 0; }
    .head .pill { min-height: 22px; padding: 1px 8px; }
    .head .pill[aria-pressed='true'] { background: var(--accent-soft); border-color: color-mix(in srgb, var(--accent) 40%, var(--line));
      color: var(--accent-ink); }
    .levels { display: inline-flex; border: 1px solid var(--line); border-radius: 99px; overflow: hidden; }
    .levels button { border: 0; border-radius: 0; min-height: 20px; padding: 0 8px; font: var(--small); color: var(--soft); gap: 5px; outline-offset: -2px; }
    .levels button + button { border-left: 1px solid var(--line); }
    .levels button[aria-pressed='false'] { color: var(--faint); text-decoration: line-through; background: var(--sunk); }
    .levels b { font-weight: 400; color: var(--faint); }
    .levels .some b { font-weight: 600; color: var(--ink); }
    .levels .warn.some[aria-pressed='true'] b, .problems.some { color: var(--retry-ink); }
    .levels .error.some[aria-pressed='true'] b { color: var(--denied-ink); }
    .levels [aria-pressed='false'] b { color: inherit; font-weight: 400; }
    .chip { padding-right: 2px !important; background: var(--accent-soft); color: var(--accent-ink); max-width: 200px; }
    .chip button { min-height: 18px; width: 18px; border-radius: 50%; color: inherit; }
    .chip svg { width: 12px; height: 12px; }
    .head input { width: 170px; min-height: 24px; flex: 0 1 auto; }
    .head button[aria-pressed='true'].icon { color: var(--accent-ink); background: var(--accent-soft); }
    .held { color: var(--retry-ink); border-color: color-mix(in srgb, var(--retry) 45%, var(--line)); }
    .body { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; position: relative; }
    .empty { position: absolute; inset: 0; margin: 0; padding: 14px; color: var(--soft); font: var(--text); pointer-events: none; z-index: 1; }
    .empty button { pointer-events: auto; color: var(--accent-ink); padding: 0 4px; min-height: 0; }
    @container (max-width: 760px) { .problems { display: none; } .levels button { padding: 0 6px; } .levels .debug { display: none; } }
    @container (max-width: 560px) { .grow { display: none; } .head input { flex: 1; width: auto; min-width: 0; } h2 { display: none; }
      .head { padding: 4px 8px; }
      /* A line of its own for the levels, so that the filter has room. */
      .levels { flex: 1 0 100%; } .levels button { flex: 1 0 auto; padding: 0 4px; } .levels .debug { display: inline-flex; } }
  `,
  ];
  @state() private filter = '';
  @state() private source: string | null = null;
  /** Only lines about what is selected. */
  @state() private mine = false;
  /** Lines up to this number have been put away. */
  @state() private putAway = -1;
  /** The lines as they were when somebody stopped them, and how many had come. */
  @state() private held: { readonly entries: readonly LogEntry[]; readonly seen: number } | null = null;
  @query('input') private box!: HTMLInputElement;
  @query('ww-log-lines') private list!: LogLines;
  readonly #log = new LogWatch(this);

  constructor() {
    super();
    new Follow(this, namesKnown, choices, selection, session.phase, session.status, session.people, session.worlds);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    registerActions([
      { id: 'log.filter', label: 'Filter the log', group: 'View', run: () => this.box.focus() },
      { id: 'log.problems', label: 'Only problems in the log', group: 'View', run: () => this.#problems() },
      { id: 'log.selected', label: 'Only what is selected in the log', group: 'View', run: () => this.#onlyMine() },
      { id: 'log.pause', label: 'Pause the log, or let it go on', group: 'View', run: () => this.#hold() },
      { id: 'log.clear', label: 'Clear the view of the log', group: 'View', run: () => this.#clear() },
      { id: 'log.wrap', label: 'Wrap long lines of the log', group: 'View', run: () => wrap() },
      { id: 'log.copy', label: 'Copy the lines of the log', group: 'View', run: () => this.#copy() },
      { id: 'log.save', label: 'Save the lines of the log as a file', group: 'View', run: () => this.#save() },
    ]);
  }

  override willUpdate(): void {
    // Another world's log, or the past's, has numbers of its own.
    const { entries } = this.#log;
    if (!this.#log.loaded || (this.held !== null && (entries.at(-1)?.seq ?? 0) < (this.held.entries.at(-1)?.seq ?? 0))) this.held = null;
    if (this.putAway >= 0 && this.#log.loaded && (entries.at(-1)?.seq ?? 0) < this.putAway) this.putAway = -1;
  }

  override render(): TemplateResult {
    const entries = this.#entries(),
      lines = this.#lines();
    const counts = countLevels(entries, this.putAway);
    const problems = (counts.get('warn') ?? 0) + (counts.get('error') ?? 0);
    const { hidden, wrap: wrapped } = choices.value;
    const alone = LEVELS.every((level) => hidden.includes(level) !== PROBLEMS.has(level));
    const came = this.held === null ? 0 : this.#log.seen - this.held.seen;
    return html`<div class="head" role="toolbar" aria-label="Log">
        <h2>Log</h2>${isStuck() ? html`<span class="pill held" role="status">the world does not answer</span>` : nothing}
        <button class="pill problems ${problems > 0 ? 'some' : ''}" aria-pressed=${alone} title=${alone ? 'Show all levels' : 'Show only warnings and errors'}
          @click=${() => this.#problems()}>${plural(problems, 'problem')}</button>
        <span class="levels" role="group" aria-label="Levels">${LEVELS.map((level) => this.#level(level, counts.get(level) ?? 0))}</span>
        ${
          this.mine
            ? html`<span class="pill chip"><span class="clip">${this.#mineName()}</span><button class="icon" aria-label="Lines about anything"
            @click=${() => this.#onlyMine()}>${glyph('close')}</button></span>`
            : nothing
        }
        ${
          this.source === null
            ? nothing
            : html`<span class="pill chip"><span class="clip">from ${personName(this.source)}</span><button class="icon"
            aria-label="Lines from any source" @click=${() => this.#from(null)}>${glyph('close')}</button></span>`
        }
        <span class="grow"></span>
        <input type="search" aria-label="Filter the log" placeholder="filter" spellcheck="false" .value=${this.filter} @input=${this.#typed} />
        <button class="icon" aria-pressed=${this.mine} aria-label="Only selected" title="Only lines about what is selected"
          @click=${() => this.#onlyMine()}>${glyph('target')}</button>
        <button class="icon" aria-pressed=${wrapped} aria-label="Wrap long lines" title="Wrap long lines" @click=${wrap}>${glyph('wrap')}</button>
        <button class=${this.held === null ? 'icon' : 'pill held numbers'} aria-pressed=${this.held !== null}
          aria-label=${this.held === null ? 'Pause the log' : `Paused, ${came} came meanwhile. Go on`} title=${this.held === null ? 'Pause' : 'Go on'}
          @click=${() => this.#hold()}>
          ${this.held === null ? glyph('pause') : html`${glyph('play')}${came > 0 ? `${grouped(came)} new` : 'paused'}`}</button>
        <button class="icon" aria-haspopup="menu" aria-label="More for the log" title="More" @click=${this.#menu}>${glyph('more')}</button>
      </div>
      <div class="body">
        ${lines.length === 0 ? html`<p class="empty">${this.#emptiness()}</p>` : nothing}
        <ww-log-lines .lines=${lines} ?wrap=${wrapped} ?held=${this.held !== null}></ww-log-lines>
      </div>`;
  }

  #level(level: LogLevel, count: number): TemplateResult {
    const shown = !choices.value.hidden.includes(level);
    return html`<button class="${level} ${count > 0 ? 'some' : ''} numbers" aria-pressed=${shown}
      title="${shown ? 'Hide' : 'Show'} ${level} lines; Alt-click: only these"
      @click=${(event: MouseEvent) => (event.altKey ? onlyLevels(new Set([level])) : toggleLevel(level))}>${level} <b>${grouped(count)}</b></button>`;
  }

  #entries(): readonly LogEntry[] {
    return this.held?.entries ?? this.#log.entries;
  }
  #lines(): readonly LogEntry[] {
    const { hidden } = choices.value;
    const filter = {
      levels: new Set(LEVELS.filter((level) => !hidden.includes(level))),
      text: this.filter,
      entities: this.mine ? new Set(selection.value) : null,
      source: this.source,
      after: this.putAway,
    };
    return chosenLines(
      this.#entries(),
      filter,
      (entry) => `${entry.message} ${entry.source} ${subjectOf(entry)} ${personName(entry.source)} ${actingIn(entry) ?? ''}`,
    );
  }

  #emptiness(): TemplateResult | string {
    if (!this.#log.loaded) return '';
    if (this.#entries().length === 0) return 'Nothing has happened yet.';
    if (this.mine && selection.value.length === 0) return 'Nothing is selected.';
    const cleared = this.putAway >= (this.#entries().at(-1)?.seq ?? 0);
    return html`${cleared ? 'Cleared.' : 'No line fits.'} <button @click=${() => this.#all()}>Show all lines</button>`;
  }
  #mineName(): string {
    const ids = selection.value;
    return ids.length === 1 ? `about ${nameOf(ids[0] as string) ?? ids[0]}` : ids.length === 0 ? 'about nothing' : `about ${ids.length} selected`;
  }

  readonly #typed = (event: Event): void => {
    this.filter = (event.target as HTMLInputElement).value;
  };
  #from(source: string | null): void {
    this.source = source;
  }
  #problems(): void {
    const { hidden } = choices.value;
    const alone = LEVELS.every((level) => hidden.includes(level) !== PROBLEMS.has(level));
    onlyLevels(alone ? new Set(LEVELS) : PROBLEMS);
  }
  #onlyMine(): void {
    this.mine = !this.mine;
  }
  #hold(): void {
    this.held = this.held === null ? { entries: this.#log.entries, seen: this.#log.seen } : null;
    if (this.held === null) this.list.toNewest();
  }
  #clear(): void {
    this.putAway = this.#log.entries.at(-1)?.seq ?? -1;
    this.held = null;
  }
  #all(): void {
    this.putAway = -1;
    this.filter = '';
    this.source = null;
    this.mine = false;
    onlyLevels(new Set(LEVELS));
  }

  readonly #menu = (event: Event): void => {
    const sources = sourcesOf(this.#entries());
    openMenu(event, [
      { label: 'Copy these lines', run: () => void this.#copy() },
      { label: 'Save as a file…', run: () => this.#save() },
      { label: 'Clear the view', run: () => this.#clear() },
      ...(this.putAway < 0 ? [] : [{ label: 'Show what was cleared', run: () => (this.putAway = -1) }]),
      null,
      { label: 'From any source', on: this.source === null, run: () => this.#from(null) },
      ...sources.slice(0, 40).map((source) => ({ label: personName(source), on: this.source === source, run: () => this.#from(source) })),
    ]);
  };

  #text(): string {
    return this.#lines()
      .map((entry) => {
        const wall = entry.wall === undefined ? '' : new Date(entry.wall).toISOString();
        return `${wall}\t${entry.tick}\t${entry.level}\t${subjectOf(entry)}\t${saidIn(entry)}${byWhom(entry)}\n`;
      })
      .join('');
  }
  async #copy(): Promise<void> {
    await copyText(this.#text(), plural(this.#lines().length, 'line'));
  }
  #save(): void {
    saveFile(this.#text(), `${session.world.value ?? 'world'}.log.txt`, 'text/plain');
  }
}

/** Whoever set off what a line tells of, behind its words. */
function byWhom(entry: LogEntry): string {
  const name = actingIn(entry);
  return name === null ? '' : ` (set off by ${name})`;
}

function wrap(): void {
  choices.value = { ...choices.value, wrap: !choices.value.wrap };
}
