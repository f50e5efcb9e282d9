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

export interface MenuPlace {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** The element of `menu-box.ts`, which comes with the panes: the tree is drawn before it. */
export interface MenuBox extends HTMLElement {
  /** Where it was opened last. */
  readonly at: MenuPlace;
  open(at: MenuPlace, items: MenuItems): Promise<void>;
}

/** Opens the menu below what was clicked, or at the pointer for a context menu. */
export function openMenu(event: Event, items: MenuItems): void {
  event.preventDefault();
  event.stopPropagation();
  const pointer = event instanceof MouseEvent && event.type === 'contextmenu';
  const target = event.currentTarget;
  const box = target instanceof Element ? target.getBoundingClientRect() : new DOMRect();
  const at = pointer ? { left: event.clientX, top: event.clientY, height: 0 } : { left: box.left, top: box.top, height: box.height };
  void whenReady().then((isWanted) => {
    if (!isWanted) return;
    const menu = document.querySelector<MenuBox>('ww-menu') ?? document.body.appendChild(document.createElement('ww-menu') as MenuBox);
    void menu.open(at, items);
  });
}

/** A further menu where the last one was, for what one of its lines leads to. */
export function openMenuThere(items: MenuItems): void {
  const menu = document.querySelector<MenuBox>('ww-menu');
  if (menu !== null) void menu.open(menu.at, items);
}

/** What is done after a menu was asked for that is not there yet: whoever does it wants that no more, and it could be about something else by then. */
const OVERTAKING = ['pointerdown', 'keydown', 'focusin'] as const;
let overtaken: AbortController | undefined;

/** Settles once menus can be shown: with false where something else was done meanwhile. */
async function whenReady(): Promise<boolean> {
  if (customElements.get('ww-menu') !== undefined) return true;
  overtaken?.abort();
  const asked = new AbortController();
  overtaken = asked;
  // What asks for it may move the focus itself, and is over by the next turn.
  setTimeout(() => {
    for (const event of OVERTAKING) document.addEventListener(event, () => asked.abort(), { capture: true, once: true, signal: asked.signal });
  });
  await customElements.whenDefined('ww-menu');
  const isWanted = !asked.signal.aborted;
  asked.abort();
  return isWanted;
}

/** Opens the menu of a row by the keyboard: as the pointer would, so far in from its left edge, in pixels. */
export function askForMenu(row: Element | null, inset: number): void {
  const box = row?.getBoundingClientRect();
  if (box !== undefined) row?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: box.left + inset, clientY: box.bottom }));
}
