/** What is given by a name that is its own, and none of a prototype's. */
export function own<T>(given: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
}
