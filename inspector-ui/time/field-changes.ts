import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { FieldChange } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { session } from '../session/session.ts';
import { howWords, seenWords, whoWords } from './change-words.ts';
import { closeSearch, endSearch, fieldSearch, searched, searchFurther, type FieldSearch } from './field-search.ts';
import { ago, span, tickWords } from './time-words.ts';
import { secondsAgo, show } from './travel.ts';

/** When a field changed, from what to what, and who did it: the newest first, each leading to its tick; and on to what was before. */
@customElement('ww-field-changes')
export class FieldChanges extends LitElement {
  static override styles = [
    controls,
    css`
    /* By the width of the pane, not of the window: beside two others it is narrow on a wide screen. */
    :host { display: block; container-type: inline-size; border-bottom: 1px solid var(--line);
      max-height: min(46vh, 420px); overflow: auto; overscroll-behavior: contain; min-height: 0; }
    header { display: flex; align-items: center; gap: 8px; padding: 6px 12px 2px 18px; position: sticky; top: 0; background: var(--panel); z-index: 1; }
    h2 { margin: 0; font-size: 13px; font-weight: 650; flex: 1; min-width: 0; overflow-wrap: anywhere; }
    ol { list-style: none; margin: 0; padding: 2px 0; }
    button.line { display: grid; grid-template-columns: minmax(12ch, auto) minmax(60px, 200px) minmax(0, 1fr); gap: 0 12px; align-items: baseline;
      justify-content: stretch; width: 100%; height: auto; min-height: var(--row); padding: 4px 18px; border: 0; border-radius: 0; text-align: left; }
    button.line:focus-visible { outline-offset: -2px; }
    .here { background: color-mix(in srgb, var(--ask) 16%, transparent); }
    .at { color: var(--soft); white-space: nowrap; font: var(--mono); }
    .who { color: var(--ref-ink); }
    .became, .how, .who { white-space: normal; overflow-wrap: anywhere; }
    .became { font: var(--mono); color: var(--ink); }
    .became s { color: var(--faint); text-decoration: none; }
    .how { grid-column: 2 / -1; color: var(--faint); font: var(--small); }
    .foot { display: flex; align-items: center; gap: 6px 12px; flex-wrap: wrap; padding: 4px 18px 10px; color: var(--soft); min-height: 32px; }
    .foot p { margin: 0; }
    .bar { flex: 1 1 120px; max-width: 240px; height: 6px; border-radius: 3px; background: var(--sunk); overflow: hidden; }
    .bar i { display: block; height: 100%; background: var(--accent); }
    @container (max-width: 540px) { header { padding-left: 12px; } .foot { padding: 4px 12px 10px; }
      button.line { grid-template-columns: minmax(0, 1fr) auto; padding: 6px 12px; } .at { grid-column: 2; grid-row: 1; } .who { grid-column: 1; grid-row: 1; }
      .became, .how { grid-column: 1 / -1; } }
  `,
  ];

  constructor() {
    super();
    new Follow(this, fieldSearch, searched, namesKnown, session.past, session.run, session.me, session.phase, session.people);
  }

  override render(): TemplateResult | typeof nothing {
    const search = fieldSearch.value;
    if (search === null) return nothing;
    const { asked, changes } = search,
      { entity, component } = asked.place;
    const name = `${nameOf(entity) ?? entity}: ${component === '' ? asked.label : `${component}.${asked.label}`}`;
    const until = asked.until === undefined ? '' : `, up to ${tickWords(asked.until)}`;
    return html`<section aria-label="When ${name} changed" @keydown=${this.#key}>
      <header><h2>When ${name} changed${until}</h2>
        <button class="icon" aria-label="Close" title="Close" @click=${closeSearch}>${glyph('close')}</button></header>
      ${changes.length === 0 ? nothing : html`<ol aria-label="Changes, newest first">${changes.map((change) => this.#line(change, asked.kind))}</ol>`}
      <div class="foot">${this.#foot(search)}</div></section>`;
  }

  #line(change: FieldChange, kind: string): TemplateResult {
    const { tick, wall, before, after, cause } = change;
    const at = wall === undefined ? `−${span(secondsAgo(tick))}` : wallWords(wall);
    const how = howWords(change);
    const when = `${wall === undefined ? '' : `${wholeWallWords(wall)} · `}${tickWords(tick)} · ${ago(secondsAgo(tick))}`;
    return html`<li><button class="line ${session.past.value === tick ? 'here' : ''}" title="${when}. Press to see the world as it was then."
      aria-current=${session.past.value === tick ? 'true' : nothing} @click=${() => show(tick)}>
      <span class="at numbers">${at}</span><span class="who">${whoWords(cause)}</span>
      <span class="became"><s>${seenWords(before, kind)}</s> → ${seenWords(after, kind)}</span>
      <span class="how numbers">${how === '' ? '' : `${how} · `}${tickWords(tick)}</span></button></li>`;
  }

  #foot(search: FieldSearch): TemplateResult {
    const { isGoing, trouble, last, changes, first, asked, holes } = search;
    const offline = session.phase.value !== 'online';
    if (isGoing) {
      const way = searched.value;
      const words = way === null ? 'Looking…' : `Looked back to ${tickWords(way.tick)}, ${Math.floor(way.share * 100)}\u202f%`;
      return html`<p role="status" class="numbers">${words}</p>
        <span class="bar" aria-hidden="true"><i ${styled({ width: `${((way?.share ?? 0) * 100).toFixed(1)}%` })}></i></span>
        <button class="boxed" @click=${endSearch}>Stop</button>`;
    }
    if (trouble !== '' || last === undefined)
      return html`<p class="fault" role="alert">${trouble}</p><button class="boxed" ?disabled=${offline} @click=${searchFurther}>Ask again</button>`;
    const since = `${tickWords(last.from)}, ${ago(secondsAgo(last.from))}`;
    const oldest = last.of === 'journal' ? 'the oldest in the journal' : 'the oldest that is recorded';
    const unknown =
      holes.length === 0 ? '' : ` What happened ${holes.map(({ from, to }) => `from ${tickWords(from)} to ${tickWords(to)}`).join(', ')} is not known.`;
    if (last.next !== undefined) {
      const further = last.unfinished === true ? 'Look further back' : 'The changes before that';
      const words = `${last.unfinished === true ? `Looked back to ${since}.` : ''}${unknown}`.trim();
      return html`${words === '' ? nothing : html`<p role="status" class="numbers">${words}</p>`}
        <button class="boxed" ?disabled=${offline} @click=${searchFurther}>${further}</button>`;
    }
    const now = first?.now;
    const held = changes.length > 0 || now === undefined ? '' : now === null ? ' It is not there.' : ` It is ${seenWords(now, asked.kind)}.`;
    const before = changes.length === 0 ? 'Not changed' : 'Not changed before that,';
    return html`<p role="status" class="numbers">${before} since ${since}, ${oldest}.${held}${unknown}</p>`;
  }

  /** Up and down go from line to line, as in other lists. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && session.past.value === null) {
      event.stopPropagation();
      closeSearch();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('button.line, .foot button')];
    const at = stops.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    stops[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  };
}
