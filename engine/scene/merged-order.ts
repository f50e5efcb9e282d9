/**
 * In which order an entity has its components that follow those of a source: as that has them. Each further one stands in front of the next that both
 * have, as its own list says it, else behind all others.
 */
export function mergedOrder(own: readonly string[], source: readonly string[]): string[] {
  const known = new Set(source);
  const inFront = new Map<string, string[]>();
  let waiting: string[] = [];
  for (const key of own) {
    if (!known.has(key)) waiting.push(key);
    else {
      inFront.set(key, waiting);
      waiting = [];
    }
  }
  return [...source.flatMap((key) => [...(inFront.get(key) ?? []), key]), ...waiting];
}
