import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { leaveTab, openWorlds } from '../session/open-worlds.ts';
import { session } from '../session/session.ts';

/** The worlds that somebody has opened here, where they are several: one press shows another, as it was left. */
@customElement('ww-world-tabs')
export class WorldTabs extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    nav { display: flex; gap: 2px; padding: 4px 10px 0; border-bottom: 1px solid var(--line); background: var(--bg); overflow-x: auto; }
    span.tab { display: inline-flex; align-items: center; border: 1px solid transparent; border-bottom: 0; border-radius: var(--radius) var(--radius) 0 0;
      color: var(--soft); }
    span.tab:hover { background: var(--hover); }
    span.tab.here { background: var(--panel); border-color: var(--line); color: var(--ink); font-weight: 600; }
    .tab button { border: 0; min-height: 26px; background: none !important; }
    .tab button.show { max-width: 220px; }
    .tab button.leave { width: 20px; margin-right: 3px; }
    .tab button.leave svg { width: 12px; height: 12px; }
    .mark { color: var(--accent-ink); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, openWorlds, session.worlds, session.world);
  }

  override render(): TemplateResult | typeof nothing {
    const known = new Map(session.worlds.value.map((world) => [world.name, world]));
    const tabs = openWorlds.value.filter((name) => known.has(name));
    if (tabs.length < 2) return nothing;
    return html`<nav aria-label="Open worlds">${tabs.map((name) => {
      const world = known.get(name);
      const title = world?.title ?? name;
      const here = name === session.world.value;
      return html`<span class="tab ${here ? 'here' : ''}" @auxclick=${(event: MouseEvent) => {
        if (event.button === 1) void this.#leave(name);
      }}><button class="show" aria-current=${here} title="${title} (${name})" @click=${() => void this.#enter(name)}><span class="clip">${title}</span>${
        world?.unsaved === true ? html`<span class="mark" title="unsaved">●</span>` : nothing
      }</button><button class="icon leave" aria-label="Take the tab of ${title} away; the world goes on" title="Take the tab away; the world goes on"
        @click=${() => void this.#leave(name)}>${glyph('close')}</button></span>`;
    })}</nav>`;
  }

  /** The one that is shown is in view, where the strip is narrower than its tabs. */
  override updated(): void {
    this.renderRoot.querySelector('.here')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  async #enter(name: string): Promise<void> {
    if (name !== session.world.value && !(await session.enter(name))) tell(session.refusal.value, true);
  }
  async #leave(name: string): Promise<void> {
    const next = leaveTab(name);
    if (next !== undefined) await this.#enter(next);
  }
}
