import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import '../changes/change-actions.ts';
import '../controls/notices.ts';
import { styled } from '../controls/styled.ts';
import '../hierarchy/hierarchy-pane.ts';
import { registerTimeActions } from '../time/past-keys.ts';
import '../viewport/viewport-actions.ts';
import { registerWorldActions } from '../world/world-actions.ts';
import { registerWorldFileActions } from '../worlds/actions.ts';
import '../worlds/world-tabs.ts';
import './banner.ts';
import './refused.ts';
import '../controls/splitter.ts';
import './status-footer.ts';
import type { Doing } from '../controls/tooltip.ts';
import './top-bar.ts';
import { Follow } from '../cells/cell.ts';
import { pane, selected } from '../session/place.ts';
import { foreseen } from '../session/ahead.ts';
import { firstLook } from '../session/first-look.ts';
import { session } from '../session/session.ts';
import { glyph, type GlyphName } from '../controls/glyphs.ts';
import { keyWord } from '../actions/key-words.ts';
import { actionOf } from '../actions/registry.ts';
import { globalKeys } from './keys.ts';
import { registerManyActions } from '../many/actions.ts';
import { registerViewActions } from './view-actions.ts';
import { tellLostParts } from './lost-parts.ts';
import { showTabIcon } from './tab-icon.ts';
import { layout, resizePane, type PaneName } from '../session/layout.ts';
import { narrow } from './narrow.ts';
import { foldOrShow } from './pane-focus.ts';
import { controls } from '../controls/styles.ts';

const PANES: readonly { readonly name: typeof pane.value; readonly label: string; readonly icon: GlyphName }[] = [
  { name: 'tree', label: 'Hierarchy', icon: 'tree' },
  { name: 'world', label: 'World', icon: 'world' },
  { name: 'entity', label: 'Entity', icon: 'entity' },
  { name: 'log', label: 'Log', icon: 'log' },
];

registerWorldActions();
registerWorldFileActions();
registerViewActions();
registerManyActions();
registerTimeActions();

/** The whole page: bar, three panes, log, footer; or, where the server will not have us, what to do. */
@customElement('ww-app')
export class App extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template-columns: minmax(0, 1fr); grid-template-rows: 44px auto minmax(0, 1fr) auto auto 26px; height: 100dvh; overflow: hidden;
      background: var(--bg); }
    .middle { position: relative; --left: min(var(--left-wish), 45vw); --right: min(var(--right-wish), 55vw); display: grid; min-height: 0;
      grid-template-rows: minmax(0, 1fr) auto auto;
      grid-template-columns: var(--left) auto minmax(0, 1fr) auto var(--right); }
    .left, .centre, .right { min-width: 0; min-height: 0; overflow: hidden; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    .left, .right, .bottom { background: var(--panel); }
    .bottom { grid-column: 1 / -1; height: var(--bottom); min-height: 0; overflow: hidden; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
    ww-top-bar { grid-area: 1 / 1; }
    .past { grid-row: 2; }
    .middle { grid-row: 3; }
    .tabs { grid-row: 4; }
    ww-banner { grid-row: 5; }
    ww-status-footer { grid-row: 6; }
    /* The newest lines of the log stay in sight below what is said in passing. */
    ww-notices { --below: var(--bottom); }
    /* What comes with the panes takes no place before it is there. */
    :not(:defined) { display: none; }
    .across { grid-column: 1 / -1; }
    .tabs { display: none; }
    @media (max-width: 1180px) { .middle { --left: min(var(--left-wish), 26vw); --right: min(var(--right-wish), 40vw); } }
    @media (max-width: 860px) {
      :host { grid-template-rows: auto auto minmax(0, 1fr) 48px auto 26px; }
      .middle { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr); }
      .middle ww-splitter, .middle > :not(.shown, ww-access-prompt, ww-notices) { display: none; }
      /* Above the tabs; where the log is all that is seen, over its oldest lines. */
      ww-notices { --below: 42px; }
      .middle > ww-notices.at-top { position: absolute; top: 72px; bottom: auto; }
      .bottom { height: auto; }
      .tabs { display: grid; grid-template-columns: repeat(4, 1fr); border-top: 1px solid var(--line); background: var(--panel); }
      .tabs button { flex-direction: column; gap: 1px; font-size: 11px; border-radius: 0; color: var(--soft); min-height: 44px; }
      .tabs button[aria-current='true'] { color: var(--accent-ink); box-shadow: inset 0 2px var(--accent); }
    }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.phase, session.world, layout, pane, selected, session.past);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Keys work wherever the focus is, the body included.
    document.addEventListener('keydown', globalKeys);
    addEventListener('unhandledrejection', tellLostParts);
    void firstLook.then(showTabIcon);
    void firstLook.then(() => import('./panes.ts'));
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await foreseen;
    await super.scheduleUpdate();
  }
  override updated(): void {
    const title = session.worlds.value.find((world) => world.name === session.world.value)?.title;
    document.title = title === undefined ? 'Worldwire' : `${title} · Worldwire`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', globalKeys);
    removeEventListener('unhandledrejection', tellLostParts);
  }

  override render(): TemplateResult {
    if (session.phase.value === 'refused') return html`<ww-refused class="across"></ww-refused>`;
    const { left, right, bottom, folded } = layout.value;
    const wide = (name: PaneName, size: number): string => (folded.includes(name) ? '0px' : `${size}px`);
    const shown = (name: typeof pane.value, place: string): ReturnType<typeof classMap> => classMap({ [place]: true, shown: pane.value === name });
    return html`
      <ww-top-bar></ww-top-bar>
      <ww-banner></ww-banner>
      <div class="past"><ww-world-tabs></ww-world-tabs><ww-journal-banner></ww-journal-banner><ww-file-banner></ww-file-banner><ww-stop-banner></ww-stop-banner>
        ${session.past.value === null ? nothing : html`<ww-past-banner></ww-past-banner>`}</div>
      <div class="middle"
        ${styled({ '--left-wish': wide('left', left), '--right-wish': wide('right', right), '--bottom': `min(${wide('bottom', bottom)}, 60vh)` })}>
        <ww-access-prompt></ww-access-prompt>
        <aside aria-label="Hierarchy" class=${shown('tree', 'left')}><ww-hierarchy-pane
          ?inert=${folded.includes('left') && !narrow()}></ww-hierarchy-pane></aside>
        ${this.#splitter('left', 'x', 1, left, 'Width of the hierarchy')}
        <main aria-label="World" class=${shown('world', 'centre')}><ww-middle-pane></ww-middle-pane></main>
        ${this.#splitter('right', 'x', -1, right, 'Width of the entity')}
        <aside aria-label="Entity" class=${shown('entity', 'right')}><ww-entity-panes ?inert=${folded.includes('right') && !narrow()}></ww-entity-panes></aside>
        ${this.#splitter('bottom', 'y', -1, bottom, 'Height of the log')}
        <section aria-label="Log" class=${shown('log', 'bottom')}><ww-log-pane ?inert=${folded.includes('bottom') && !narrow()}></ww-log-pane></section>
        <ww-notices class=${pane.value === 'log' ? 'at-top' : ''}></ww-notices>
      </div>
      <nav class="tabs" aria-label="Panes">${PANES.map(
        ({ name, label, icon }) => html`
        <button aria-current=${pane.value === name} @click=${() => {
          pane.value = name;
        }}>${glyph(icon)}${label}</button>`,
      )}</nav>
      <ww-status-footer></ww-status-footer>
      <ww-tooltip .doingOf=${doingOf}></ww-tooltip>`;
  }

  #splitter(name: PaneName, axis: 'x' | 'y', sign: number, size: number, label: string): TemplateResult {
    return html`<ww-splitter class=${axis === 'y' ? 'across' : ''} axis=${axis} .sign=${sign} .size=${layout.value.folded.includes(name) ? 0 : size}
      .least=${axis === 'x' ? 200 : 90} label=${label}
      @resize-pane=${(event: CustomEvent<number>) => resizePane(name, event.detail)} @fold=${() => foldOrShow(name)}></ww-splitter>`;
  }
}

/** What a button sets off, for the tooltip. */
function doingOf(id: string): Doing | undefined {
  const action = actionOf(id),
    key = action?.keys?.[0];
  return action === undefined ? undefined : { label: action.label, key: key === undefined ? '' : keyWord(key) };
}
