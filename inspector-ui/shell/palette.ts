import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
// Whoever asks for the palette before the panes are there has it at once.
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyParts } from '../actions/key-words.ts';
import { actions } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { TreeWindow } from '../session/tree-window.ts';
import { deepActive } from '../controls/focus.ts';
import type { HeldLetters } from '../controls/held-letters.ts';
import { dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { SCOPES, entityQuery, firstPick, scopeOf, sectionsOf, type Entry, type Section } from './palette-entries.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';

/** Entities that are looked for at once. */
const FOUND = 12;

/** One box that gets anywhere: commands, worlds, components to attach, entities. */
@customElement('ww-palette')
export class Palette extends LitElement {
  static override styles = [
    controls,
    badges,
    dialogFrames,
    css`
    wa-dialog { --width: min(600px, calc(100vw - 24px)); }
    wa-dialog::part(dialog) { margin-top: min(12vh, 110px); margin-bottom: auto; }
    .box { display: flex; align-items: center; gap: 10px; padding: 0 16px; border-bottom: 1px solid var(--line); color: var(--faint); }
    input { flex: 1; border: 0; background: none; padding: 0; min-height: 46px; font: 15px/1.4 var(--sans); }
    input:focus-visible { outline: none; }
    .list { overflow: auto; max-height: min(420px, 60dvh); padding: 4px 6px 8px; }
    .group { font: var(--small); color: var(--faint); padding: 9px 10px 3px; }
    [role='option'] { display: flex; align-items: center; gap: 10px; min-height: 30px; padding: 0 10px; border-radius: var(--radius); cursor: default; }
    [role='option'][aria-selected='true'] { background: var(--selected); }
    [role='option'][aria-disabled='true'] .label { color: var(--faint); }
    .label b { font-weight: 700; color: var(--accent-ink); }
    .destroys .label { color: var(--denied-ink); }
    .hint { margin-left: auto; color: var(--faint); font: var(--small); max-width: 45%; }
    [aria-selected='true'] .hint { color: var(--soft); }
    .keys { display: inline-flex; gap: 3px; flex: none; }
    kbd { font: var(--small); min-width: 20px; text-align: center; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px; color: var(--soft);
      background: var(--panel); }
    .empty { padding: 22px; margin: 0; text-align: center; color: var(--soft); }
    footer { display: flex; flex-wrap: wrap; gap: 4px 14px; padding: 7px 16px; border-top: 1px solid var(--line); color: var(--faint); font: var(--small); }
    footer b { font: var(--mono); color: var(--soft); }
    @media (max-width: 600px) { wa-dialog::part(dialog) { margin-top: 12px; } footer .wide { display: none; } }
  `,
  ];
  @property() text = '';
  /** The line that was picked by hand; null while it is the first that fits. */
  @state() private picked: number | null = null;
  @query('input') private input!: HTMLInputElement;
  @query('wa-dialog') private dialog!: HTMLElement;
  readonly #found = new TreeWindow(this);
  #chosen: (() => void) | null = null;
  #letGo: () => void = () => undefined;

  constructor() {
    super();
    new Follow(this, actions, session.worlds, session.status, session.run, selection);
  }

  override willUpdate(): void {
    const { wanted } = scopeOf(this.text);
    this.#found.show(looksForEntities(this.text) ? { expanded: [], offset: 0, limit: FOUND, query: entityQuery(wanted) } : null);
  }

  override render(): TemplateResult {
    const sections = this.#sections();
    const entries = sections.flatMap((section) => section.entries);
    const at = this.#at(sections);
    const nothingFits = entries.length === 0 && (this.#found.loaded || !looksForEntities(this.text));
    let index = 0;
    return dialogFrame(
      'Commands',
      html`<div class="box">${glyph('search')}
        <input type="text" role="combobox" aria-label="Search commands, entities, worlds, components" aria-expanded="true" aria-controls="list"
          aria-autocomplete="list" aria-activedescendant=${at < 0 ? nothing : `e${at}`}
          placeholder="Command, entity, world or component" autocomplete="off" spellcheck="false" autofocus maxlength="200" .value=${this.text}
          @input=${this.#typed} @keydown=${(event: KeyboardEvent) => this.#keys(event, entries, at)} /></div>
      <div class="list" id="list" role="listbox" aria-label="Commands" tabindex="-1">
        ${sections.map(
          ({ name, entries: each }) =>
            html`<div role="group" aria-label=${name}><div class="group"
              role="presentation">${name}</div>${each.map((entry) => this.#line(entry, name, index++, at))}</div>`,
        )}
        ${nothingFits ? html`<p class="empty" role="status">${nothingFound(this.text)}</p>` : nothing}
      </div>
      <footer aria-hidden="true">${SCOPES.map(([sign, word]) => html`<span><b>${sign}</b> ${word}</span>`)}<span class="grow"></span><span
        class="wide">Ctrl-Enter: in a pane of its own</span></footer>`,
      () => this.#closed(),
      { bare: true },
    );
  }

  #line(entry: Entry, group: string, index: number, at: number): TemplateResult {
    return html`<div role="option" id="e${index}" class=${entry.destroys === true ? 'destroys' : ''} aria-selected=${index === at}
      aria-disabled=${entry.disabled === true} @click=${(event: MouseEvent) => this.#choose(entry, event.ctrlKey || event.metaKey)} @pointermove=${() => {
        this.picked = index;
      }}>
      ${entry.state === undefined ? nothing : html`${stateDot(entry.state)}<span class="unseen">${wordOf(entry.state)}</span>`}<span
          class="label clip">${marked(entry)}</span><span class="hint clip">${entry.hint === group ? '' : entry.hint}</span>
      ${entry.keys === undefined ? nothing : html`<span class="keys">${keyParts(entry.keys).map((part) => html`<kbd>${part}</kbd>`)}</span>`}</div>`;
  }

  #sections(): readonly Section[] {
    return sectionsOf(
      this.text,
      this.#found.rows().map(([, row]) => row),
    );
  }

  #typed(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.picked = null;
  }

  #at(sections: readonly Section[]): number {
    const last = sections.reduce((sum, { entries }) => sum + entries.length, 0) - 1;
    return this.picked === null ? firstPick(sections) : Math.min(this.picked, last);
  }

  #keys(event: KeyboardEvent, entries: readonly Entry[], at: number): void {
    const last = entries.length - 1;
    const to = { ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to !== undefined) this.picked = Math.max(0, Math.min(last, to));
    else if (event.key === 'Enter') {
      const entry = entries[at];
      if (entry !== undefined) this.#choose(entry, event.ctrlKey || event.metaKey);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') shut(this.dialog);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#e${this.picked ?? at}`)?.scrollIntoView({ block: 'nearest' }));
  }

  #choose(entry: Entry, aside: boolean): void {
    if (entry.disabled === true) return;
    this.#chosen = () => entry.run(aside);
    shut(this.dialog);
  }

  #closed(): void {
    this.remove();
    this.#chosen?.();
  }

  /** Looks for something else, all of it marked, so that typing takes its place. */
  restart(text: string): void {
    this.text = text;
    void this.updateComplete.then(() => this.input.focus());
  }

  /** Takes what is typed before its box has the keyboard. */
  take(letters: HeldLetters): void {
    let taken = false;
    letters.giveTo((typed) => {
      taken = true;
      this.text += typed;
    });
    const focused = (): void => {
      if (deepActive() !== this.input) return;
      this.#letGo();
      const { length } = this.text;
      if (taken) void this.updateComplete.then(() => this.input.setSelectionRange(length, length));
    };
    this.addEventListener('focusin', focused);
    this.#letGo = () => {
      letters.end();
      this.removeEventListener('focusin', focused);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#letGo();
  }
}

/** Whether the server is asked as well, whose answer takes a moment. */
function looksForEntities(text: string): boolean {
  const { scope, wanted } = scopeOf(text);
  return wanted !== '' && (scope === '' || scope === '@');
}

/** Where nothing is found, what was looked for, and where else it may be. */
function nothingFound(text: string): string {
  const { scope, wanted } = scopeOf(text);
  if (wanted === '') return 'There is nothing of this kind here.';
  const kind = SCOPES.find(([sign]) => sign === scope)?.[1];
  return `Nothing is called “${wanted}”${kind === undefined ? '.' : ` among the ${kind}.`}`;
}

/** The label, with the letters that fit in bold. */
function marked({ label, at }: Entry): TemplateResult | string {
  if (at.length === 0) return label;
  const fits = new Set(at);
  return html`${Array.from(label, (letter, i) => (fits.has(i) ? html`<b>${letter}</b>` : letter))}`;
}

/** Opens the palette, or brings it back to its beginning; `text` is what it begins with, and `letters` what is typed until it is there. */
export function openPalette(text = '', letters?: HeldLetters): void {
  const palette = openDialog<Palette>('ww-palette');
  palette.restart(text);
  if (letters !== undefined) palette.take(letters);
}
