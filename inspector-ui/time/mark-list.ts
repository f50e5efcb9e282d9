import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TimeMark } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { session } from '../session/session.ts';
import { personName } from '../session/people-names.ts';
import { controls } from '../controls/styles.ts';
import { isClose, wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { KINDS, markColors, markShape } from './mark-shapes.ts';
import { span, tickWords } from './time-words.ts';
import { secondsAgo, show, wanted } from './travel.ts';

/** Lines on each side of the tick that is shown. */
const AROUND = 60;

/** What happened around the tick that is shown; each line leads to its tick. */
@customElement('ww-mark-list')
export class MarkList extends LitElement {
  static override styles = [
    controls,
    markColors,
    css`
    :host { display: block; overflow: auto; min-height: 0; overscroll-behavior: contain; }
    ol { list-style: none; margin: 0; padding: 4px 0; }
    button.line { display: grid; grid-template-columns: auto 12px minmax(60px, 110px) minmax(0, 1fr); gap: 10px; align-items: center; justify-content: start;
      width: 100%; min-height: var(--row); height: var(--row); padding: 0 18px; border-radius: 0; font: var(--mono); text-align: left; }
    button.line:focus-visible { outline-offset: -2px; }
    .at { color: var(--faint); white-space: nowrap; min-width: 12ch; }
    .after .at, .after .text, .after .who { color: var(--faint); }
    .who { color: var(--ref-ink); }
    .here { display: flex; align-items: center; gap: 10px; padding: 0 18px; height: var(--row); color: var(--soft); font: var(--small); }
    .here::before, .here::after { content: ''; height: 1px; background: var(--line-strong); flex: none; width: 16px; }
    .here::after { flex: 1; }
    .past .here { color: var(--ask-ink); }
    .past .here::before, .past .here::after { background: var(--ask); }
    .empty { margin: 0; padding: 6px 18px; color: var(--soft); }
    @media (max-width: 600px) { button.line { grid-template-columns: auto 12px minmax(0, 84px) minmax(0, 1fr); gap: 8px; padding: 0 12px; }
      .here { padding: 0 12px; } }
  `,
  ];
  @property({ attribute: false }) marks: readonly TimeMark[] = [];
  /** The tick that is shown. */
  @property({ type: Number }) tick = 0;
  #told = -1;

  constructor() {
    super();
    new Follow(this, namesKnown, session.past, session.status, session.run, wanted);
  }

  override render(): TemplateResult {
    const past = session.past.value !== null || wanted.value !== null;
    const here = past ? this.marks.findLastIndex((mark) => mark.tick <= this.tick) + 1 : this.marks.length;
    const before = this.marks.slice(Math.max(0, here - AROUND), here),
      after = this.marks.slice(here, here + AROUND);
    if (this.marks.length === 0) return html`<p class="empty">Nothing is marked in this time: no edit, problem, save, or change of a connection.</p>`;
    return html`<ol class=${past ? 'past' : ''} aria-label="What happened">
      ${before.map((mark) => this.#line(mark, ''))}
      <li class="here" aria-current="true">${past ? `you see ${this.#wall()}${tickWords(this.tick)}` : 'now'}</li>
      ${after.map((mark) => this.#line(mark, 'after'))}</ol>`;
  }

  /** The time of day at the tick that is shown, as the server told it with it. */
  #wall(): string {
    const wall = session.past.value === this.tick ? session.status.value?.wall : undefined;
    return wall === undefined ? '' : `${wallWords(wall)} · `;
  }

  override updated(): void {
    if (this.#told === this.tick || this.matches(':hover, :focus-within')) return;
    this.#told = this.tick;
    const line = this.renderRoot.querySelector<HTMLElement>('.here');
    if (line !== null) this.scrollTop = line.offsetTop - this.offsetTop - this.clientHeight / 2;
  }

  #line(mark: TimeMark, kind: string): TemplateResult {
    const at = this.marks.indexOf(mark),
      before = this.marks[at - 1],
      after = this.marks[at + 1];
    const name = mark.entity === null ? null : nameOf(mark.entity);
    const word = KINDS.find((known) => known.kind === mark.kind)?.one ?? mark.kind;
    return html`<li class=${kind}><button class="line" title=${mark.text} @click=${() => show(mark.tick)}>
      <span class="at numbers"
        title=${whenWords(mark)}>${
          mark.wall === undefined
            ? `−${span(secondsAgo(mark.tick))}`
            : wallWords(mark.wall, { milliseconds: isClose(mark.wall, before?.wall) || isClose(mark.wall, after?.wall) })
        }</span>${markShape(mark.kind)}<span class="unseen">${word} at ${tickWords(mark.tick)}:</span>
      <span class="who clip">${name ?? personName(mark.source)}</span><span class="text clip">${mark.text}</span></button></li>`;
  }
}

/** When something was, by all clocks. */
function whenWords({ wall, tick }: TimeMark): string {
  return `${wall === undefined ? '' : `${wholeWallWords(wall)} · `}${tickWords(tick)} · −${span(secondsAgo(tick))}`;
}
