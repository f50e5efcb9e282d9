import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ConnectionState } from '../../server/protocol.ts';
import '../hierarchy/query-box.ts';
import type { QueryText } from '../hierarchy/query-box.ts';
import { usedQuery } from '../hierarchy/query-memory.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { STATES, stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';

/** How long it waits for more to be typed, in milliseconds. */
const PAUSE = 150;

/**
 * Which connections are shown: a query, and states to choose from with how many are in each. Tells `filter` with the query of both, `filter-done`
 * when the keyboard leaves.
 */
@customElement('ww-table-filter')
export class TableFilter extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: grid; grid-template-columns: minmax(240px, 1fr) auto; gap: 6px 8px; padding: 0 14px 8px; align-items: center; }
    ww-query-box { min-width: 0; }
    .chips { display: flex; flex-wrap: wrap; gap: 4px; min-width: 0; }
    @container (max-width: 900px) { :host { grid-template-columns: minmax(0, 1fr); } }
    .chip { flex: none; font: var(--small); padding: 1px 8px; min-height: 24px; border-radius: 99px; border-color: var(--line); background: var(--bg);
      color: var(--soft); gap: 5px; }
    .chip b { font-weight: 600; color: var(--ink); }
    .chip[aria-pressed='true'] { background: color-mix(in srgb, var(--state) 14%, var(--panel));
      border-color: color-mix(in srgb, var(--state) 50%, var(--line)); color: var(--state-ink); }
    .chip[aria-pressed='true'] b { color: inherit; }
    .chip.none:not([aria-pressed='true']), .chip.none:not([aria-pressed='true']) b { color: var(--faint); }
  `,
  ];
  /** What the server says is wrong with the query. */
  @property() fault = '';
  /** What is typed, and what of it counts: a word that is only begun does not. */
  @state() private text = '';
  @state() private query = '';
  @state() private states: ReadonlySet<ConnectionState> = new Set();
  /**
   * States that a connection has been in since the world was entered: they keep their place when none is in them any more, so that the table below
   * stays where it is.
   */
  readonly #seen = new Set<ConnectionState>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, session.status);
    new Listen(this, session.entered, () => this.#seen.clear());
  }

  override render(): TemplateResult {
    const counts = session.status.value?.connections ?? {};
    for (const { state } of STATES) if ((counts[state] ?? 0) > 0) this.#seen.add(state);
    const known = STATES.filter(({ state }) => this.#seen.has(state) || this.states.has(state));
    return html`<ww-query-box label="Filter connections" .text=${this.text} .wrong=${this.#wrong()}
      .described=${this.text.trim() === this.query ? this.fault : ''} @query-text=${this.#typed} @query-go=${this.#go} @query-clear=${this.#go}></ww-query-box>
      <div class="chips" role="group" aria-label="States">${known.map(
        ({ state, word }) =>
          html`<button class="chip ${state} ${(counts[state] ?? 0) === 0 ? 'none' : ''}" aria-pressed=${this.states.has(state)}
            @click=${() => this.#toggle(state)}>${stateDot(state)}${word} <b class="numbers">${grouped(counts[state] ?? 0)}</b></button>`,
      )}</div>`;
  }

  /** Shows all again. */
  clear(): void {
    this.text = '';
    this.states = new Set();
    this.#apply();
  }

  /** Where in the query the fault is; it stands in a bracket that was not typed. */
  #wrong(): number {
    const place = /at character (\d+)/u.exec(this.fault)?.[1];
    return place === undefined || this.query === '' || this.text.trim() !== this.query ? -1 : Math.max(0, Math.min(Number(place) - 2, this.text.length - 1));
  }

  readonly #typed = ({ detail }: CustomEvent<QueryText>): void => {
    this.text = detail.text;
    clearTimeout(this.#timer);
    if (!detail.begun) this.#timer = setTimeout(() => this.#apply(), PAUSE);
  };
  readonly #go = (): void => {
    this.#apply();
    usedQuery(this.query);
    this.dispatchEvent(new Event('filter-done'));
  };
  #toggle(state: ConnectionState): void {
    const next = new Set(this.states);
    if (!next.delete(state)) next.add(state);
    this.states = next;
    this.#apply();
  }

  #apply(): void {
    clearTimeout(this.#timer);
    this.query = this.text.trim();
    const parts = [
      this.query === '' ? '' : `(${this.query})`,
      this.states.size === 0 ? '' : `(${[...this.states].map((each) => `WebsocketClient.State=${each}`).join(' or ')})`,
    ];
    this.dispatchEvent(new CustomEvent<string>('filter', { detail: parts.filter((part) => part !== '').join(' ') }));
  }
}
