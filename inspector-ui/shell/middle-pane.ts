import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '@awesome.me/webawesome/dist/components/tab/tab.js';
import '@awesome.me/webawesome/dist/components/tab-group/tab-group.js';
import '@awesome.me/webawesome/dist/components/tab-panel/tab-panel.js';
import { Follow, Listen } from '../cells/cell.ts';
import type { MiddleTabName } from '../session/middle-tab.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import { MIDDLE_TABS } from './builtin.ts';
import { tabOf } from './middles.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';

/** How long a pane may take to come before the page says that it is coming, in milliseconds. */
const PATIENCE = 300;
/** How long something is held over a tab before its pane is shown, in milliseconds. */
const HOVER = 400;

/** The middle of the page: one of several panes, such as what the world looks like. Only the one that is open is in the page. */
@customElement('ww-middle-pane')
export class MiddlePane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--bg); }
    wa-tab-group { --track-width: 1px; --track-color: var(--line); --indicator-color: var(--accent); display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
    wa-tab-group::part(base) { min-height: 0; min-width: 0; }
    wa-tab-group::part(nav) { background: var(--panel); flex: none; }
    wa-tab-group::part(tabs) { padding: 0 8px; }
    wa-tab-group::part(body) { flex: 1; min-height: 0; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    wa-tab { font: var(--text); color: var(--soft); }
    wa-tab::part(base) { padding: 0 11px; height: 37px; gap: 6px; }
    wa-tab:hover { color: var(--ink); }
    /* Not bold: its neighbours stay where they are. */
    wa-tab[active] { color: var(--ink); box-shadow: inset 0 -1px var(--accent); }
    wa-tab:focus-visible { outline: none; }
    wa-tab:focus-visible::part(base) { outline: 2px solid var(--accent); outline-offset: -3px; border-radius: var(--radius); }
    wa-tab b { font-weight: 400; color: var(--faint); }
    wa-tab-panel { --padding: 0 !important; min-height: 0; min-width: 0; }
    wa-tab-panel[active] { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    wa-tab-panel::part(base) { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
    .wait { margin: 15vh auto 0; color: var(--soft); text-align: center; padding: 0 16px; }
  `,
  ];
  @state() private ready: ReadonlySet<MiddleTabName> = new Set();
  @state() private fault = '';
  @state() private late = false;
  @state() private counts: ReadonlyMap<MiddleTabName, number> = new Map();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #seen: MiddleTabName | null = null;
  #hovering: ReturnType<typeof setTimeout> | undefined;
  #ends: (() => void)[] = [];

  constructor() {
    super();
    new Follow(this, session.phase, middle);
    new Listen(this, middle, () => void this.#load());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
    this.#ends = MIDDLE_TABS.flatMap(({ name, count }) => (count === undefined ? [] : [count((number) => this.#counted(name, number))]));
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  override render(): TemplateResult {
    return html`<wa-tab-group active=${middle.value} without-scroll-controls @wa-tab-show=${this.#chosen}>
      ${MIDDLE_TABS.map(({ name, label }) => {
        const count = this.counts.get(name) ?? 0;
        const number = count === 0 ? nothing : html`<b class="numbers">${grouped(count)}</b>`;
        return html`<wa-tab panel=${name} id="tab-${name}" @dragenter=${() => this.#hover(name)}
          @dragleave=${() => this.#hover(null)}>${label}${number}</wa-tab>`;
      })}
      ${MIDDLE_TABS.map(({ name }) => html`<wa-tab-panel name=${name} id="panel-${name}">${name === middle.value ? this.#pane(name) : nothing}</wa-tab-panel>`)}
    </wa-tab-group>`;
  }

  override updated(): void {
    const { value } = middle;
    if (value === this.#seen) return;
    this.#seen = value;
    // On a narrow screen there are more tabs than fit.
    this.renderRoot.querySelector(`#tab-${value}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #counted(name: MiddleTabName, count: number): void {
    if (count !== this.counts.get(name)) this.counts = new Map(this.counts).set(name, count);
  }

  #pane(name: MiddleTabName): TemplateResult | typeof nothing {
    if (this.fault !== '')
      return html`<p class="wait" role="alert">${this.fault}<br /><button class="boxed" @click=${() => void this.#load()}>Try again</button></p>`;
    if (!this.ready.has(name)) return this.late ? html`<p class="wait" role="status">Loading…</p>` : nothing;
    return tabOf(name)?.draw() ?? nothing;
  }

  async #load(): Promise<void> {
    const name = middle.value;
    this.fault = '';
    this.late = false;
    clearTimeout(this.#timer);
    if (name === null || this.ready.has(name)) return;
    this.#timer = setTimeout(() => {
      this.late = true;
    }, PATIENCE);
    try {
      await tabOf(name)?.load();
      this.ready = new Set([...this.ready, name]);
    } catch {
      if (middle.value === name) this.fault = 'This part of the page could not be loaded from the server.';
    }
    if (middle.value === name) clearTimeout(this.#timer);
  }

  /** What is dragged over a tab for a moment may be dropped on its pane: it is shown. */
  #hover(name: MiddleTabName | null): void {
    clearTimeout(this.#hovering);
    if (name === null || name === middle.value) return;
    this.#hovering = setTimeout(() => {
      middle.value = name;
    }, HOVER);
  }

  #chosen(event: CustomEvent<{ name: string }>): void {
    const chosen = tabOf(event.detail.name);
    if (chosen !== undefined) middle.value = chosen.name;
  }
}
