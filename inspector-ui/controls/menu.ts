/** A line of a menu; `null` draws a rule. */
export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  /** Says more where the pointer rests. */
  readonly about?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** Shown with a tick where true. */
  readonly on?: boolean;
  readonly run: () => void;
}
export type MenuItems = readonly (MenuItem | null)[];

/** The element of `menu-box.ts`, which comes with the panes: the tree is drawn before it. */
export interface MenuBox extends HTMLElement {
  open(at: { readonly left: number; readonly top: number; readonly height: number }, items: MenuItems): Promise<void>;
}

/** Opens the menu below what was clicked, or at the pointer for a context menu. */
export function openMenu(event: Event, items: MenuItems): void {
  event.preventDefault();
  event.stopPropagation();
  const pointer = event instanceof MouseEvent && event.type === 'contextmenu';
  const target = event.currentTarget;
  const box = target instanceof Element ? target.getBoundingClientRect() : new DOMRect();
  const at = pointer ? { left: event.clientX, top: event.clientY, height: 0 } : { left: box.left, top: box.top, height: box.height };
  void customElements.whenDefined('ww-menu').then(() => {
    const menu = document.querySelector<MenuBox>('ww-menu') ?? document.body.appendChild(document.createElement('ww-menu') as MenuBox);
    void menu.open(at, items);
  });
}

/** Opens the menu of a row by the keyboard: as the pointer would, so far in from its left edge, in pixels. */
export function askForMenu(row: Element | null, inset: number): void {
  const box = row?.getBoundingClientRect();
  if (box !== undefined) row?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: box.left + inset, clientY: box.bottom }));
}
