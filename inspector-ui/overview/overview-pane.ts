import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { registerActions } from '../actions/registry.ts';
import { Cell, Follow } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { middle } from '../session/place.ts';
import type { WorldStatus } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { traffic } from '../session/traffic.ts';
import { STATES } from '../controls/states.ts';
import { controls } from '../controls/styles.ts';
import { about, grouped, plural } from '../controls/words.ts';
import '../controls/sparkline.ts';
import './accepted-clients.ts';
import './connections-table.ts';
import './entities-table.ts';
import './sockets-of-scripts.ts';
import { VIEW } from './picked-actions.ts';
import './state-group.ts';
import type { Frame } from './state-group.ts';
import { sameJson } from '../../engine/same-json.ts';

/** Above this many connections they are cells instead of cards. */
const CARDS = 90;

/** How they are shown: grouped by state, or as a table; or entities of any kind, as a table as well. */
const MODES = [
  ['groups', 'By state'],
  ['table', 'Table'],
  ['entities', 'Entities'],
] as const;
type Mode = (typeof MODES)[number][0];
const mode = new Cell<Mode>(MODES.map(([each]) => each).find((each) => each === recall('connections.mode')) ?? 'groups');
mode.subscribe(() => remember('connections.mode', mode.value));
registerActions([
  {
    id: VIEW,
    label: 'Connections as a table, or by state',
    group: 'View',
    run: () => {
      mode.value = middle.value === 'connections' && mode.value === 'groups' ? 'table' : middle.value === 'connections' ? 'groups' : mode.value;
      middle.value = 'connections';
    },
  },
  {
    id: 'entities.table',
    label: 'Entities as a table',
    group: 'View',
    run: () => {
      mode.value = 'entities';
      middle.value = 'connections';
    },
  },
]);

/** The middle: all connections of the world as they are now, by state, those that need somebody first. */
@customElement('ww-overview-pane')
export class OverviewPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template-rows: auto auto minmax(0, 1fr); min-height: 0; container-type: inline-size;
      background: radial-gradient(900px 480px at 50% 0, var(--panel), var(--bg)); }
    :host > .scroll, :host > ww-connections-table, :host > ww-entities-table { grid-row: 3; }
    .head { display: flex; align-items: center; gap: 8px 24px; padding: 14px 18px 10px; flex-wrap: wrap; }
    h2 { font-size: 15px; font-weight: 650; margin: 0; white-space: nowrap; }
    h2 span { color: var(--faint); font-weight: 400; }
    .facts { display: flex; gap: inherit; }
    .fact { display: flex; align-items: center; gap: 8px; font: var(--small); color: var(--soft); }
    .fact span { min-width: 78px; }
    .fact ww-sparkline { width: 72px; height: 20px; }
    @container (max-width: 640px) { .fact ww-sparkline { display: none; } .fact span { min-width: 0; } .head { gap: 4px 12px; }
      .head { padding: 12px 14px 8px; } .scroll { padding: 0 14px 14px; } }
    .fact b { font: var(--text); font-weight: 600; color: var(--ink); }
    .modes { display: flex; gap: 2px; }
    .modes button { font: var(--small); padding: 2px 9px; color: var(--soft); }
    .modes button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .beside { grid-row: 2; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); align-items: start; max-height: 55vh;
      overflow: auto; }
    .scroll { overflow: auto; min-height: 0; padding: 0 18px 18px; }
    .empty { margin: 15vh auto 0; max-width: 340px; text-align: center; color: var(--soft); line-height: 1.7; padding: 0 16px; }
    .dots { display: flex; justify-content: center; gap: 8px; margin-bottom: 12px; }
    .dots i { width: 26px; height: 18px; border: 1.5px dashed var(--line-strong); border-radius: 5px; }
  `,
  ];
  @query('.scroll') private scroller!: HTMLElement | null;
  /** The pointer is over the cards: they keep their places until it leaves. */
  @state() private held = false;
  /** States that had connections when it came, so that their groups stay as well. */
  #heldStates: ReadonlySet<string> = new Set();
  #seen: Frame = { counts: '', scrolled: 0, top: 0, bottom: 800, width: 600 };
  readonly #resize = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    new Follow(this, mode, session.status, session.run, session.phase, session.worlds, traffic);
  }

  override firstUpdated(): void {
    this.#resize.observe(this);
  }

  override render(): TemplateResult {
    const status = session.status.value,
      { received, sent, receivedBefore, sentBefore } = traffic.value;
    if (status === null && session.phase.value === 'online' && session.worlds.value.length === 0)
      return html`<div class="scroll"><p class="empty">No world runs here. Start the server with a scene: <code
        class="mono">worldwire run worlds/echo-garden.scene.json</code></p></div>`;
    if (status === null) return html`<div class="head"><h2>Connections</h2></div><div class="scroll"></div>`;
    const total = Object.values(status.connections).reduce((sum, count) => sum + count, 0);
    const beside = (status.clients ?? 0) + (status.sockets ?? 0);
    const all = total + beside;
    return html`<div class="head"><h2>Connections <span class="numbers">${grouped(all)}</span></h2><span
          class="modes" role="group" aria-label="Show as">${MODES.map(
            ([each, label]) =>
              html`<button aria-pressed=${mode.value === each} @click=${() => {
                mode.value = each;
              }}>${label}</button>`,
          )}</span><span class="grow"></span>
        ${
          all === 0
            ? nothing
            : html`<span class="facts">
          <span class="fact numbers"><ww-sparkline .values=${receivedBefore}></ww-sparkline><span>↓ <b>${about(received)}</b> msg/s</span></span>
          <span class="fact numbers"><ww-sparkline .values=${sentBefore}></ww-sparkline><span>↑ <b>${about(sent)}</b> msg/s</span></span></span>`
        }</div>
      <div class="beside">${(status.clients ?? 0) > 0 ? html`<ww-accepted-clients></ww-accepted-clients>` : nothing}${
        (status.sockets ?? 0) > 0 ? html`<ww-sockets-of-scripts></ww-sockets-of-scripts>` : nothing
      }</div>
      ${
        mode.value === 'table'
          ? html`<ww-connections-table></ww-connections-table>`
          : mode.value === 'entities'
            ? html`<ww-entities-table></ww-entities-table>`
            : this.#groups(total, status)
      }`;
  }

  #groups(total: number, status: WorldStatus): TemplateResult {
    const groups = STATES.map(({ state, word }) => ({ state, word, count: status.connections[state] ?? 0 })).filter(
      ({ state, count }) => count > 0 || (this.held && this.#heldStates.has(state)),
    );
    const frame = this.#frame(groups.map(({ count }) => count).join());
    return html`
      <div class="scroll" tabindex="-1" @scroll=${() => this.requestUpdate()} @pointerenter=${this.#hold} @pointerleave=${this.#letGo}>
        ${
          total === 0 && (status.clients ?? 0) + (status.sockets ?? 0) > 0
            ? nothing
            : total === 0
              ? html`<div class="empty"><div class="dots"
              aria-hidden="true"><i></i><i></i><i
              ></i></div>No connections in this world. It has ${plural(status.entities, 'entity', 'entities')}; attach a <code
                class="mono">WebsocketClient</code> to one, and it shows here.</div>`
              : repeat(
                  groups,
                  ({ state }) => state,
                  ({ state, word, count }) =>
                    html`<ww-state-group .state=${state} .word=${word} .count=${count} .small=${total > CARDS} .frame=${frame} .held=${this.held}
                    ?hidden=${this.held && !this.#heldStates.has(state)}></ww-state-group>`,
                )
        }
      </div>`;
  }

  readonly #hold = (event: PointerEvent): void => {
    // A finger is gone by the time that anything could jump from under it.
    if (event.pointerType === 'touch') return;
    const counts = session.status.value?.connections ?? {};
    this.#heldStates = new Set(STATES.map(({ state }) => state).filter((each) => (counts[each] ?? 0) > 0));
    this.held = true;
  };
  readonly #letGo = (): void => {
    this.held = false;
  };

  /** What of the scrolled content is in view; the same object where that has not changed, so that a thousand cells are not drawn anew for nothing. */
  #frame(counts: string): Frame {
    const box = this.scroller?.getBoundingClientRect();
    const next = {
      counts,
      scrolled: this.scroller?.scrollTop ?? 0,
      top: box?.top ?? 0,
      bottom: box?.bottom ?? 800,
      width: (this.scroller?.clientWidth ?? 636) - 36,
    };
    if (!sameJson(next, this.#seen)) this.#seen = next;
    return this.#seen;
  }
}
