/** How long the rest of the page waits for the tree at most, in milliseconds: a world that answers slowly, or none, must not keep it back. */
const PATIENCE = 1_000;
/** How long the socket waits for the first rows. */
const ROWS_PATIENCE = 500;

let settle: () => void,
  settleRows: () => void,
  told = false,
  toldRows = false;

/** Settles once the tree has been drawn, or is not to be waited for: what else belongs to the page runs only then, since one thread draws all of it. */
export const firstLook = new Promise<void>((resolve) => {
  settle = resolve;
  setTimeout(resolve, PATIENCE);
});

/** Settles once rows have been drawn, also such as were known ahead, or are not to be waited for: the socket, and what it brings, comes behind them. */
export const firstRows = new Promise<void>((resolve) => {
  settleRows = resolve;
  setTimeout(resolve, ROWS_PATIENCE);
});

/** To be called when no rows are known ahead, so that only the socket can tell them. */
export function noRowsAhead(): void {
  settleRows();
}

/** To be called when the tree has rows, known ahead or told by the world, as often as one likes. */
export function rowsDrawn(): void {
  if (toldRows) return;
  toldRows = true;
  nextPaint(settleRows);
}

/** To be called when the tree has rows that the world has told, as often as one likes: they are to be seen with the next frame. */
export function treeDrawn(): void {
  if (told) return;
  told = true;
  nextPaint(settle);
}

/** The frame after the next begins when the next has been painted. */
function nextPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
