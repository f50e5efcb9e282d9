import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { selected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { suggestions, type Suggestion } from './query-completion.ts';
import { keepQuery, queries } from './query-memory.ts';
import { queryParts } from './query-parts.ts';

export interface QueryText {
  readonly text: string;
  /** Whether what stands at the caret is being completed. */
  readonly begun: boolean;
}

/**
 * A box for a query, in colours and with completion. Tells `query-text` with each change, and whether a word is only begun; `query-go` when the
 * keyboard leaves for the results, `query-clear` on Escape.
 */
@customElement('ww-query-box')
export class QueryBox extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; position: relative; min-width: 0; }
    .box { position: relative; }
    .box > svg { position: absolute; left: 7px; top: 6px; color: var(--faint); pointer-events: none; }
    input, .ink { font: var(--mono); line-height: 26px; padding: 0 50px 0 28px; height: 28px; border: 1px solid transparent; white-space: pre;
      overflow: hidden; }
    input { min-height: 28px; border-color: var(--line); color: transparent; caret-color: var(--ink); }
    input::selection { color: transparent; background: color-mix(in srgb, var(--accent) 30%, transparent); }
    input:placeholder-shown { padding-right: 6px; text-overflow: ellipsis; }
    input::-webkit-search-cancel-button { display: none; }
    .ink { position: absolute; inset: 0; pointer-events: none; color: var(--ink); clip-path: inset(0 50px 0 27px); }
    .ink .type { color: var(--accent-ink); }
    .ink .prefix, .ink .operator, .ink .bracket { color: var(--soft); }
    .ink .joint { color: var(--soft); font-style: italic; }
    .ink .wrong { text-decoration: underline wavy var(--denied); text-underline-offset: 3px; text-decoration-skip-ink: none; }
    .buttons { position: absolute; right: 1px; top: 1px; display: flex; }
    .buttons button { width: 24px; }
    .buttons button[aria-pressed='true'] { color: var(--accent-ink); }
    .buttons button[aria-pressed='true'] svg { fill: currentColor; }
    [role='listbox'] { position: absolute; z-index: 12; left: 0; right: 0; top: calc(100% + 3px); min-width: min(320px, calc(100vw - 24px)); max-height: 256px;
      overflow: auto; padding: 4px; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow); }
    [role='option'] { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 10px; align-items: baseline; min-height: 24px; padding: 2px 8px;
      border-radius: 5px; cursor: default; }
    [role='option']:hover { background: var(--hover); }
    [role='option'][aria-selected='true'] { background: var(--selected); }
    [role='option'] .label { font: var(--mono); max-width: 190px; }
    [role='option'] .type { color: var(--accent-ink); }
    [role='option'] .about { color: var(--faint); font: var(--small); }
    [role='option'] .kind { color: var(--faint); font-size: 11px; }
    [aria-selected='true'] .about, [aria-selected='true'] .kind { color: var(--soft); }
    @media (forced-colors: active) { input { color: CanvasText; } .ink { display: none; } }
  `,
  ];
  @property() text = '';
  @property() label = 'Search entities';
  /** Where the query is at fault, counted from 0; -1 where it is not. */
  @property({ type: Number }) wrong = -1;
  /** Id of what describes it: the fault below. */
  @property() described = '';
  @state() private list: readonly Suggestion[] = [];
  /** The suggestion that the keyboard is at; -1 while it is in the text. */
  @state() private at = -1;
  @query('input') private input!: HTMLInputElement;
  @query('.ink') private ink!: HTMLElement;

  constructor() {
    super();
    new Follow(this, queries, session.manifest);
  }

  override render(): TemplateResult {
    const open = this.list.length > 0,
      saved = queries.value.saved.includes(this.text.trim());
    return html`<div class="box">${glyph('search')}
      <input type="search" role="combobox" aria-label=${this.label} aria-autocomplete="list" aria-expanded=${open} aria-controls=${open ? 'list' : nothing}
        aria-activedescendant=${open && this.at >= 0 ? `option-${this.at}` : nothing}
        aria-invalid=${this.wrong >= 0 ? 'true' : nothing} aria-description=${this.described || nothing} placeholder="name, or c:Type Field=value"
        spellcheck="false" autocomplete="off" autocapitalize="off" maxlength="1000" .value=${this.text}
        @input=${this.#input} @keydown=${this.#keys} @click=${this.#look} @blur=${this.#close} @scroll=${this.#scrolled} @keyup=${this.#scrolled} />
      <div class="ink" aria-hidden="true">${this.#inked()}</div>
      ${
        this.text === ''
          ? nothing
          : html`<div class="buttons"><button class="icon" aria-label="Keep this query" title=${saved ? 'Kept; press to forget it' : 'Keep this query'}
            aria-pressed=${saved} @click=${() => keepQuery(this.text.trim(), !saved)}>${glyph('star')}</button>
        <button class="icon" aria-label="Clear the search" title="Clear (Escape)" @click=${this.#clear}>${glyph('close')}</button></div>`
      }</div>
      ${
        open
          ? html`<div role="listbox" id="list" aria-label="Completions" tabindex="-1"
          @mousedown=${(event: Event) => event.preventDefault()}>${this.list.map((each, i) => this.#option(each, i))}</div>`
          : nothing
      }`;
  }

  #option(each: Suggestion, i: number): TemplateResult {
    return html`<div role="option" id="option-${i}" aria-selected=${i === this.at} @click=${() => this.#accept(each)}>
      <span class="label clip ${each.kind === 'type' ? 'type' : ''}">${each.label}</span><span class="about clip">${each.about}</span><span
        class="kind">${each.kind}</span></div>`;
  }

  #inked(): (TemplateResult | string)[] {
    const wrong = this.wrong;
    return queryParts(this.text).map((part) => {
      const bad = wrong >= part.at && wrong < part.at + part.text.length;
      return html`<span class="${part.kind} ${bad ? 'wrong' : ''}">${part.text}</span>`;
    });
  }

  override focus(): void {
    this.input.focus();
    this.input.select();
  }

  override updated(): void {
    // Where nothing is typed nothing is scrolled, and to ask would have the browser lay out the whole page at once.
    if (this.text !== '') this.#scrolled();
    this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }
  readonly #scrolled = (): void => {
    this.ink.scrollLeft = this.input.scrollLeft;
  };

  readonly #input = (): void => {
    this.#look();
    this.#say(this.input.value);
  };
  #say(text: string): void {
    this.text = text;
    // What is being completed would only be refused, or find nothing.
    const begun = this.list.some(
      ({ kind, text: whole }) => kind === 'value' || (kind === 'type' && whole.startsWith('c:') && /(?:^|[\s(-])c:\w*$/u.test(text)),
    );
    this.dispatchEvent(new CustomEvent<QueryText>('query-text', { detail: { text, begun } }));
  }

  /** Looks for ways to go on at the caret. */
  readonly #look = (): void => {
    this.at = -1;
    if (this.input.value.trim() === '') {
      const { saved, recent } = queries.value;
      this.list = [
        ...saved.map((text): Suggestion => ({ text, from: 0, label: text, kind: 'saved', about: '' })),
        ...recent.filter((text) => !saved.includes(text)).map((text): Suggestion => ({ text, from: 0, label: text, kind: 'recent', about: '' })),
      ].slice(0, 12);
      return;
    }
    const caret = this.input.selectionStart ?? this.input.value.length;
    this.list = suggestions(this.input.value, caret, session.manifest.value, (field) => this.#values(field));
  };

  #values(field: string): readonly string[] {
    const name = field.split('.').at(-1) ?? '';
    if (name === 'in' || name === 'parent') return [...(selected.value === null ? [] : [selected.value]), ...(name === 'parent' ? ['null'] : [])];
    if (name === 'id') return selected.value === null ? [] : [selected.value];
    const users = [...session.manifest.value.values()].some((type) => type.fields.some((each) => each.name === name && each.kind === 'userRef'));
    return users ? ['host', ...new Set(session.people.value.map(({ user }) => user.userId))] : [];
  }

  readonly #close = (): void => {
    if (this.list.length === 0) return;
    this.list = [];
    this.at = -1;
    this.#say(this.text);
  };
  readonly #clear = (): void => {
    this.#close();
    this.#say('');
    this.dispatchEvent(new CustomEvent('query-clear'));
  };

  #accept(each: Suggestion): void {
    const caret = this.input.selectionStart ?? this.input.value.length,
      whole = each.kind === 'saved' || each.kind === 'recent';
    const rest = whole ? '' : this.input.value.slice(caret);
    const text = `${this.input.value.slice(0, each.from)}${each.text}${each.text.endsWith(' ') ? rest.trimStart() : rest}`;
    this.input.value = text;
    const to = each.from + each.text.length;
    this.input.setSelectionRange(to, to);
    this.text = text;
    if (whole) this.list = [];
    else this.#look();
    this.#say(text);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const open = this.list.length > 0,
      at = this.list[this.at];
    // Tab takes what goes on with a word that has been begun; else it leaves, as everywhere.
    const [best] = this.list,
      taken = at ?? (best !== undefined && best.from < (this.input.selectionStart ?? 0) ? best : undefined);
    if (event.key === 'ArrowDown' && open && !event.altKey) this.at = (this.at + 1) % this.list.length;
    else if (event.key === 'ArrowUp' && open) this.at = this.at <= 0 ? this.list.length - 1 : this.at - 1;
    else if (event.key === 'Tab' && !event.shiftKey && taken !== undefined) this.#accept(taken);
    else if (event.key === 'Enter' && at !== undefined && !event.ctrlKey && !event.metaKey) this.#accept(at);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.#close();
      this.dispatchEvent(new CustomEvent('query-all'));
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      this.#close();
      this.dispatchEvent(new CustomEvent('query-go'));
    } else if (event.key === 'Escape') {
      if (at !== undefined) this.#close();
      else this.#clear();
    } else if (event.key === ' ' && event.ctrlKey) this.#look();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
