/** How long the rest of the page waits for the tree at most, in milliseconds: a world that answers slowly, or none, must not keep it back. */
const PATIENCE = 1_000;

let settle: () => void,
  told = false;

/** Settles once the tree has been drawn, or is not to be waited for: what else belongs to the page runs only then, since one thread draws all of it. */
export const firstLook = new Promise<void>((resolve) => {
  settle = resolve;
  setTimeout(resolve, PATIENCE);
});

/** To be called when the tree has rows, as often as one likes: they are to be seen with the next frame. */
export function treeDrawn(): void {
  if (told) return;
  told = true;
  // The frame after the next begins when the next has been painted.
  requestAnimationFrame(() => requestAnimationFrame(settle));
}
