import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CarriedConnection, EditedField } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph, type GlyphName } from '../controls/glyphs.ts';
import type { Machine, Page } from './people-groups.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';

const KINDS: Readonly<Record<string, { readonly glyph: GlyphName; readonly word: string; readonly about: string }>> = {
  server: { glyph: 'server', word: 'Server', about: 'The server itself opens sockets for the host.' },
  browser: { glyph: 'tab', word: 'Tab', about: 'This browser opens sockets for them, as a browser does: without headers of its own, and without pings.' },
  terminal: { glyph: 'terminal', word: 'Terminal', about: 'A command line opens sockets for them.' },
  none: { glyph: 'eye', word: 'Page', about: 'This machine opens no sockets.' },
};
/** Milliseconds between two looks at what a machine carries, while that is shown. */
const LOOK = 2000;

/** A machine of somebody: what it is, how far away, what is open there, and which connections it carries. */
@customElement('ww-machine-line')
export class MachineLine extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; font: var(--small); color: var(--soft); }
    .line { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; min-height: 22px; }
    .kind { display: inline-flex; align-items: center; gap: 5px; color: var(--ink); }
    .kind svg { width: 14px; height: 14px; color: var(--soft); }
    .where { display: flex; flex-wrap: wrap; gap: 0 6px; align-items: baseline; padding-left: 19px; }
    button.link { padding: 0; min-height: 20px; font: inherit; color: var(--ref-ink); max-width: 100%; display: inline-block; }
    button.link:hover { text-decoration: underline; background: none !important; }
    button.fold { padding: 0 6px 0 2px; min-height: 22px; font: inherit; gap: 2px; margin-left: auto; }
    button.fold svg { width: 13px; height: 13px; transition: transform var(--quick); }
    button.fold[aria-expanded='true'] svg { transform: rotate(90deg); }
    ul { list-style: none; margin: 2px 0 4px; padding: 4px 0 4px 19px; max-height: 190px; overflow: auto; }
    li { display: grid; grid-template-columns: 10px minmax(0, auto) minmax(0, 1fr); gap: 0 7px; align-items: center; min-height: 22px; }
    li .url { color: var(--faint); text-align: right; }
    @media (prefers-reduced-motion: reduce) { button.fold svg { transition: none; } }
  `,
  ];
  @property() userId = '';
  @property({ attribute: false }) machine!: Machine;
  /** Name of whom it belongs to, for who cannot see under whom it stands. */
  @property() of = '';
  /** It is the one at which this is read. */
  @property({ type: Boolean }) here = false;
  /** Where what it carries is not told with the people: it is asked for. */
  @property({ type: Boolean }) asked = false;
  @state() private open = false;
  @state() private carried: { readonly total: number; readonly connections: readonly CarriedConnection[] } | null = null;
  #looking: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, namesKnown);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.asked || this.open) this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#looking);
  }

  override render(): TemplateResult {
    const { kind, pages, latency, machineId } = this.machine;
    const { glyph: drawing, word, about } = KINDS[kind ?? 'none'] ?? (KINDS['none'] as (typeof KINDS)[string]);
    const count = this.asked ? (this.carried?.total ?? 0) : this.machine.carries;
    return html`<div class="line">
        <span class="kind" title="${about}\n${machineId}">${glyph(drawing)}${this.here ? `This ${word.toLowerCase()}` : word}${
          pages.length > 1 ? html` <span class="soft">× ${pages.length}</span>` : nothing
        }</span>
        ${latency === null ? nothing : html`<span class="numbers" title="To them and back">${latency < 1 ? '<1' : grouped(latency)} ms</span>`}
        ${
          count === 0
            ? nothing
            : html`<button class="fold" aria-expanded=${this.open} aria-label="${plural(count, 'connection')} on ${this.of}'s ${word.toLowerCase()}"
              @click=${this.#toggle}>${glyph('right')}${plural(count, 'connection')}</button>`
        }
      </div>
      ${this.open && count > 0 ? this.#list() : nothing}
      ${pages.map((page) => this.#where(page, pages.length > 1))}`;
  }

  #list(): TemplateResult {
    const { carried } = this;
    if (carried === null) return html`<ul aria-busy="true"><li><span></span>…</li></ul>`;
    const more = carried.total - carried.connections.length;
    return html`<ul aria-label="Connections on ${this.of}'s machine">
      ${carried.connections.map(
        ({ entity, component, url, open }) =>
          html`<li title=${url}>${stateDot(open ? 'Open' : 'Connecting')}<span class="clip">${this.#entity(entity)}${
            component === 'WebsocketClient' ? nothing : html` <span class="faint">${component.replace(/^WebsocketClient/, '')}</span>`
          }<span class="unseen">${open ? 'open' : 'being opened'}</span></span><span class="url clip mono">${hostOf(url)}</span></li>`,
      )}
      ${more > 0 ? html`<li><span></span><span class="faint">and ${grouped(more)} more</span></li>` : nothing}</ul>`;
  }

  #where({ looksAt, selection, editing }: Page, several: boolean): TemplateResult | typeof nothing {
    if (looksAt === null && selection.length === 0 && editing === null)
      return several || this.here || this.machine.kind === 'terminal' ? nothing : html`<span class="where">looks at nothing</span>`;
    const others = selection.filter((id) => id !== looksAt).length;
    return html`<span class="where">${looksAt === null ? nothing : html`looks at ${this.#entity(looksAt)}`}${
      others === 0
        ? nothing
        : html`<span>${looksAt === null ? '' : 'and '}${looksAt === null ? plural(others, 'entity', 'entities') : plural(others, 'other')} selected</span>`
    }${this.#editing(editing)}</span>`;
  }

  #editing(editing: EditedField | null): TemplateResult | typeof nothing {
    if (editing === null) return nothing;
    return html`<span>· edits ${editing.component === '' ? '' : `${editing.component}.`}${editing.field} of</span> ${this.#entity(editing.entity)}`;
  }

  #entity(id: string): TemplateResult {
    const name = nameOf(id);
    return name === null ? html`something removed` : html`<button class="link clip" @click=${() => select(id, { show: true, open: true })}>${name}</button>`;
  }

  #toggle(): void {
    this.open = !this.open;
    if (this.open || this.asked) this.#look();
    else clearInterval(this.#looking);
  }

  #look(): void {
    clearInterval(this.#looking);
    const look = async (): Promise<void> => {
      const answer = await session.carried(this.userId, this.machine.machineId);
      if (answer.ok) this.carried = answer;
    };
    void look();
    this.#looking = setInterval(() => void look(), LOOK);
  }
}

function hostOf(url: string): string {
  return /^wss?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url;
}
