/** Adds one to those of a key. They are never copied, since a graph may have thousands at one node or in one frame. */
export function pushTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [value]);
  else known.push(value);
}
