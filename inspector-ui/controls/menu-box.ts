import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { styled } from './styled.ts';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { deepActive } from './focus.ts';
import type { MenuBox, MenuItem, MenuItems, MenuPlace } from './menu.ts';
import { controls } from './styles.ts';

/** The one menu of the page: it opens at a pointer or under a button and gives the focus back when it goes. */
@customElement('ww-menu')
export class Menu extends LitElement implements MenuBox {
  static override styles = [
    controls,
    css`
    .anchor { position: fixed; width: 0; min-height: 0; height: 0; padding: 0; border: 0; opacity: 0; pointer-events: none; }
    wa-dropdown { --auto-size-available-width: calc(100vw - 16px); }
    wa-dropdown::part(menu) { min-width: 190px; max-height: min(80vh, 720px); padding: 4px; }
    wa-dropdown-item { font: var(--text); border-radius: 5px; padding-block: 4px; }
    @media (pointer: coarse) { wa-dropdown-item { padding-block: 8px; } }
    wa-dropdown-item::part(label) { font: var(--text); white-space: normal; overflow-wrap: anywhere; min-width: 0; }
    .hint { margin-left: 24px; color: var(--faint); font: var(--small); }
    hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
  `,
  ];
  @state() private items: MenuItems = [];
  @state() at: MenuPlace = { left: 0, top: 0, height: 0 };
  #from: Element | null = null;
  #chosen: MenuItem | null = null;

  override render(): TemplateResult {
    const { left, top, height } = this.at;
    return html`<wa-dropdown placement="bottom-start" distance="4" @wa-select=${this.#select} @wa-after-hide=${this.#closed}>
      <button slot="trigger" class="anchor" tabindex="-1" aria-hidden="true" ${styled({ left: `${left}px`, top: `${top}px`, height: `${height}px` })}></button>
      ${keyed(
        this.items,
        this.items.map((item, i) =>
          item === null
            ? html`<hr role="separator" />`
            : html`
        <wa-dropdown-item value=${i} title=${item.about ?? nothing} ?disabled=${item.disabled ?? false} variant=${item.danger === true ? 'danger' : 'default'}
          type=${item.on === undefined ? 'normal' : 'checkbox'} ?checked=${item.on ?? false}>
          ${item.label}${item.hint === undefined ? nothing : html`<span slot="details" class="hint">${item.hint}</span>`}
        </wa-dropdown-item>`,
        ),
      )}
    </wa-dropdown>`;
  }

  async open(at: MenuPlace, items: MenuItems): Promise<void> {
    this.#from = deepActive();
    this.items = items;
    this.at = at;
    await this.updateComplete;
    const dropdown = this.renderRoot.querySelector('wa-dropdown');
    if (dropdown !== null) dropdown.open = true;
  }

  #select(event: CustomEvent<{ item: { value: string } }>): void {
    this.#chosen = this.items[Number(event.detail.item.value)] ?? null;
  }

  #closed(): void {
    const chosen = this.#chosen;
    this.#chosen = null;
    if (this.#from instanceof HTMLElement) this.#from.focus({ preventScroll: true });
    this.#from = null;
    // Only now: a dialog that it opens gives the focus back to where it is at this moment.
    chosen?.run();
  }
}
