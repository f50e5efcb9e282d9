import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import '@awesome.me/webawesome/dist/components/popup/popup.js';
import { deepActive } from './focus.ts';
import { controls } from './styles.ts';

/** What opens over a panel, and leaves it open. */
const OVER = 'dialog, ww-menu, ww-ask-text, ww-confirm, ww-join-command';

/** A panel that hangs at a button, over the page: not modal, gone with Escape, with a click elsewhere, or when the keyboard leaves it. */
@customElement('ww-popover')
export class Popover extends LitElement {
  static override styles = [
    controls,
    css`
    wa-popup { --arrow-size: 0; }
    wa-popup::part(popup) { z-index: 20; }
    .panel { max-width: calc(100vw - 16px); max-height: min(76vh, var(--auto-size-available-height, 76vh)); overflow: auto; background: var(--raised);
      border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); }
    .panel:focus-visible { outline: none; }
  `,
  ];
  @property() label = '';
  @state() private anchor: Element | null = null;
  @query('.panel') private panel!: HTMLElement;
  #from: Element | null = null;
  readonly #ends = new AbortController();

  override render(): TemplateResult {
    return html`<wa-popup active placement="bottom-start" distance="6" flip shift shift-padding="8" auto-size="vertical" auto-size-padding="8"
      .anchor=${this.anchor}>
      <div class="panel" role="dialog" aria-label=${this.label} tabindex="-1"><slot></slot></div></wa-popup>`;
  }

  /** The button that it hangs at, if it was opened by one. */
  get at(): Element | null {
    return this.anchor;
  }

  show(anchor: Element): void {
    this.#from = deepActive();
    this.anchor = anchor;
    const options = { signal: this.#ends.signal, capture: true };
    document.addEventListener('keydown', (event) => this.#key(event), options);
    document.addEventListener('pointerdown', (event) => this.#outside(event), options);
    this.addEventListener('focusout', (event) => this.#left(event));
    void this.updateComplete.then(() => {
      const first = this.querySelector('[autofocus]');
      if (first instanceof HTMLElement) first.focus();
      else this.panel.focus({ preventScroll: true });
    });
  }

  close(giveBack = true): void {
    if (!this.isConnected) return;
    this.#ends.abort();
    this.remove();
    if (giveBack && this.#from instanceof HTMLElement) this.#from.focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || menuOpen()) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  #outside(event: PointerEvent): void {
    const path = event.composedPath();
    if (path.includes(this) || path.some((target) => target instanceof Element && target.matches(OVER))) return;
    // A click on its own button would open it again.
    if (this.anchor !== null && path.includes(this.anchor)) {
      event.preventDefault();
      this.anchor.addEventListener('click', (click) => click.stopImmediatePropagation(), { once: true, capture: true });
    }
    this.close(false);
  }

  #left(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Element && !this.contains(to) && to !== this && !to.matches(OVER)) this.close(false);
  }
}

/** A menu, or a dialog, that was opened from the panel is closed first. */
function menuOpen(): boolean {
  const menu = document.querySelector('ww-menu')?.shadowRoot?.querySelector('wa-dropdown[open]') ?? null;
  return menu !== null || document.querySelector('ww-ask-text, ww-confirm, ww-join-command') !== null;
}

/** Opens an element as a panel that hangs at another; one at a time. */
export function openPopover(anchor: Element, label: string, content: HTMLElement): Popover {
  document.querySelector<Popover>('ww-popover')?.close(false);
  const popover = document.createElement('ww-popover') as Popover;
  popover.label = label;
  popover.append(content);
  document.body.append(popover);
  popover.show(anchor);
  return popover;
}

/** Where a panel hangs that no button has opened: in the top bar, by the id of its part there. */
export function barAnchor(id: string): Element {
  const bar = document.querySelector('ww-app')?.shadowRoot?.querySelector('ww-top-bar');
  return bar?.shadowRoot?.getElementById(id) ?? bar ?? document.body;
}
