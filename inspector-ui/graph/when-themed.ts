/** Calls when the page is shown by day or by night instead, until what it returns is called: canvases do not follow by themselves. */
export function whenThemed(then: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', then);
  const byHand = new MutationObserver(then);
  byHand.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    dark.removeEventListener('change', then);
    byHand.disconnect();
  };
}
