/** Splits a component key into its type and its number: `WebsocketClient#2` is 2, a bare type is 1. Undefined where it is no key. */
export function parseKey(key: string): { readonly type: string; readonly number: number } | undefined {
  const match = /^([A-Z][A-Za-z0-9]*)(?:#([1-9][0-9]{0,4}))?$/.exec(key);
  if (match === null || match[2] === '1') return undefined;
  return { type: match[1] as string, number: match[2] === undefined ? 1 : Number(match[2]) };
}
