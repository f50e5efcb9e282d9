/** Copies a typed array into a larger one. */
export function enlarge<T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
