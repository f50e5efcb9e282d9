/** Gives the page's tab its icon, once the tree is there: a browser makes a picture of it on the thread that draws the page. */
export function showTabIcon(): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link === null) return;
  link.type = 'image/svg+xml';
  link.href = new URL('../icon.svg', import.meta.url).href;
}
