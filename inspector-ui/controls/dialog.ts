import { css, html, nothing, type TemplateResult } from 'lit';
import type WaDialog from '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { glyph } from './glyphs.ts';

/** How a dialog of the library looks here; stands in the styles of the element that draws one. */
export const dialogFrames = css`
  /* The library's dialog comes with the panes: one that is asked for before is seen as soon as they are there. */
  wa-dialog:not(:defined) { display: none; }
  wa-dialog { --width: 440px; --spacing: 0; --show-duration: 0ms; --hide-duration: 0ms; }
  wa-dialog::part(dialog) { max-width: calc(100vw - 24px); max-height: calc(100dvh - 24px); border: 1px solid var(--line); border-radius: 12px;
    background: var(--panel); color: var(--ink); box-shadow: var(--shadow); overflow: hidden; }
  wa-dialog::part(body) { padding: 0; display: flex; flex-direction: column; min-height: 0; }
  wa-dialog::part(body):focus-visible { outline-offset: -2px; }
  .head { display: flex; align-items: center; gap: 8px; padding: 12px 12px 8px 16px; }
  .head h2 { font-size: 15px; font-weight: 650; margin: 0; flex: 1; }
  .inside { padding: 0 16px 16px; overflow: auto; min-height: 0; }
  .foot { display: flex; justify-content: flex-end; gap: 8px; padding: 12px 16px 16px; }
  .inside p { margin: 0 0 10px; }
`;

/**
 * A modal dialog, open as soon as it is drawn: with a heading and a button that closes it, or bare. What is marked
 * `autofocus` in it has the keyboard at first; whoever had it before gets it back. `onClosed` comes after that.
 */
export function dialogFrame(heading: string, body: TemplateResult, onClosed: () => void, options: { readonly bare?: boolean } = {}): TemplateResult {
  return html`<wa-dialog without-header light-dismiss open label=${heading} @wa-after-hide=${(event: Event) => {
    // Menus and tooltips inside tell of their own hiding, too.
    if (event.target === event.currentTarget) onClosed();
  }}>
    ${
      options.bare === true
        ? nothing
        : html`<div class="head"><h2>${heading}</h2><button class="icon" aria-label="Close" @click=${closeDialog}>${glyph('close')}</button></div>`
    }${body}</wa-dialog>`;
}

/** Closes the dialog in which something was clicked or typed. */
export function closeDialog(event: Event): void {
  const target = event.currentTarget instanceof Element ? event.currentTarget : event.composedPath()[0];
  if (target instanceof Element) shut(target.closest('wa-dialog'));
}

/** Closes the dialog that an element draws. */
export function shut(dialog: Element | null): void {
  if (dialog !== null) (dialog as WaDialog).open = false;
}

/** Opens an element that is a dialog; where one of its kind is open already, that one stays. */
export function openDialog<E extends HTMLElement>(tag: string, set: Partial<E> = {}): E {
  const open = document.querySelector<E>(tag);
  if (open !== null) return open;
  const element = Object.assign(document.createElement(tag), set) as E;
  document.body.append(element);
  return element;
}
