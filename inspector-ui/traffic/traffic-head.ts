import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { PassedKind, TrafficFilter } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { Paced } from '../session/paced.ts';
import { trafficScope } from '../session/traffic-scope.ts';
import { exportTraffic } from './traffic-export.ts';
import { KIND_WORDS } from './traffic-row.ts';
import { readTerms } from './traffic-terms.ts';
import type { TrafficWindow } from './traffic-window.ts';

const KINDS: readonly PassedKind[] = ['in', 'out', 'state', 'handshake', 'fault'];
const SHORT: Readonly<Record<PassedKind, string>> = { in: '↓ in', out: '↑ out', state: 'states', handshake: 'handshakes', fault: 'faults' };
const REMEMBERED = 'traffic.kinds';
/** Milliseconds between two questions while somebody types: the first is asked at once. */
const PAUSE = 60;

/**
 * What the timeline is to show, and how much of it there is. Tells `find` when something else is asked for, `toggle` to hold or go on,
 * `enter` to go to the list.
 */
@customElement('ww-traffic-head')
export class TrafficHead extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; border-bottom: 1px solid var(--line); }
    .head { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 8px; padding: 8px 12px; white-space: nowrap; }
    .kinds { display: flex; gap: 2px; }
    .kinds button { font: var(--small); padding: 2px 8px; color: var(--soft); }
    .kinds button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .find { flex: 1 1 180px; min-width: 120px; }
    .count { font: var(--small); color: var(--faint); }
    .scope { max-width: 240px; }
    .bad { padding: 3px 12px; margin: 0; }
  `,
  ];
  @property({ attribute: false }) window!: TrafficWindow;
  /** Changes with each drawing of the pane: the window itself stays the same. */
  @property({ type: Number }) drawn = 0;
  @state() private kinds: ReadonlySet<PassedKind> = rememberedKinds();
  @state() private typed = '';
  @state() private fault: string | null = null;
  @query('.find') private box!: HTMLInputElement;
  readonly #asking = new Paced(PAUSE, () => this.#find());

  constructor() {
    super();
    new Follow(this, trafficScope);
    new Listen(this, trafficScope, () => this.#find());
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking.forget();
  }

  override render(): TemplateResult {
    const { hold, total, kept, searching } = this.window;
    const scope = trafficScope.value;
    const all = kept === null || kept === undefined ? '' : ` of ${grouped(kept[1] - kept[0] + 1)}`;
    return html`<div class="head" role="toolbar" aria-label="Traffic">
        <span class="kinds" role="group" aria-label="Kinds">${KINDS.map(
          (kind) => html`<button aria-pressed=${this.kinds.has(kind)} title=${KIND_WORDS[kind]} @click=${() => this.#turn(kind)}>${SHORT[kind]}</button>`,
        )}</span>
        <input class="find" type="search" aria-label="Find messages" placeholder="words, -not, /expression/, $.temp>20, size>1k" spellcheck="false"
          autocomplete="off" aria-invalid=${this.fault !== null} @input=${this.#type} @keydown=${this.#keys} />
        ${
          scope === null
            ? nothing
            : html`<button class="pill scope" title="Show the traffic of all again" @click=${() => {
                trafficScope.value = null;
              }}><span class="clip">${scope.words}</span>${glyph('close')}</button>`
        }
        <span class="count numbers">${grouped(total)}${searching ? '…' : ''}${all}</span>
        <button class="boxed" aria-pressed=${hold !== undefined} @click=${() => this.dispatchEvent(new CustomEvent('toggle'))}>${
          hold === undefined ? html`${glyph('pause')}Pause` : html`${glyph('play')}Go on`
        }</button>
        <button class="icon" aria-haspopup="menu" aria-label="More of the traffic" @click=${this.#menu}>${glyph('more')}</button>
      </div>
      ${this.fault === null ? nothing : html`<p class="fault bad" role="alert">${this.fault}</p>`}`;
  }

  /** What is asked for now. */
  get filter(): TrafficFilter {
    const read = readTerms(this.typed);
    const scope = trafficScope.value;
    return {
      ...('filter' in read ? read.filter : {}),
      ...(this.kinds.size === KINDS.length ? {} : { what: [...this.kinds] }),
      ...(scope === null ? {} : { of: scope.of }),
    };
  }

  /** Asks for everything; nobody is told of that. */
  clear(): void {
    this.kinds = new Set(KINDS);
    this.typed = this.box.value = '';
    this.fault = null;
    if (trafficScope.value !== null) trafficScope.value = null;
  }
  override focus(): void {
    this.box.focus();
  }

  #find(): void {
    this.dispatchEvent(new CustomEvent('find'));
  }
  readonly #type = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
    const read = readTerms(this.typed);
    this.fault = 'fault' in read ? read.fault : null;
    if (this.fault === null) this.#asking.ask();
  };
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.typed !== '') {
      event.stopPropagation();
      this.typed = this.box.value = '';
      this.fault = null;
      this.#find();
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      this.dispatchEvent(new CustomEvent('enter'));
    }
  };
  #turn(kind: PassedKind): void {
    const kinds = new Set(this.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    this.kinds = kinds;
    remember(REMEMBERED, [...kinds]);
    this.#find();
  }
  readonly #menu = (event: Event): void => {
    const disabled = this.window.total === 0;
    const line = (format: 'jsonl' | 'har') => ({
      label: 'Export what is found',
      hint: format.toUpperCase(),
      disabled,
      run: (): void => void exportTraffic(format, this.filter, this.window.hold),
    });
    openMenu(event, [line('jsonl'), line('har')]);
  };
}

function rememberedKinds(): ReadonlySet<PassedKind> {
  const known = recall(REMEMBERED);
  const kinds = Array.isArray(known) ? KINDS.filter((kind) => known.includes(kind)) : KINDS;
  return new Set(kinds.length === 0 ? KINDS : kinds);
}
