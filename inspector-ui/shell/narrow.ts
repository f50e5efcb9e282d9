/** Whether the page is so narrow that it shows one pane at a time: then none is folded, whatever the layout says. */
export function narrow(): boolean {
  return matchMedia('(max-width: 860px)').matches;
}
