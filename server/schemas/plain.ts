/** Bounds on anything that comes in as JSON, before any schema looks at it. */
export interface PlainLimits {
  readonly depth: number;
  readonly values: number;
}

/** Deep enough for a subtree of 256 levels, each with its list of children; far from what overflows a stack. */
export const PLAIN_LIMITS: PlainLimits = { depth: 600, values: 1_000_000 };

/**
 * What is wrong with a value as plain JSON, or undefined. It must be a tree of objects, arrays, texts, finite numbers, booleans and null,
 * without a key that reaches prototypes. Walks without recursion, so that nesting cannot overflow the stack.
 */
export function notPlain(value: unknown, limits: PlainLimits = PLAIN_LIMITS): { path: string; message: string } | undefined {
  const todo: { value: unknown; path: string; depth: number }[] = [{ value, path: '', depth: 0 }];
  let seen = 0;
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const at = next;
    if (++seen > limits.values) return { path: at.path, message: `more than ${limits.values} values` };
    if (at.value === null || typeof at.value === 'string' || typeof at.value === 'boolean') continue;
    if (typeof at.value === 'number') {
      if (!Number.isFinite(at.value)) return { path: at.path, message: 'a number that is not finite' };
      continue;
    }
    if (typeof at.value !== 'object') return { path: at.path, message: `a ${typeof at.value}, which JSON does not have` };
    if (at.depth >= limits.depth) return { path: at.path, message: `nested deeper than ${limits.depth} levels` };
    if (Array.isArray(at.value)) {
      for (let index = at.value.length - 1; index >= 0; index -= 1) todo.push({ value: at.value[index], path: `${at.path}/${index}`, depth: at.depth + 1 });
      continue;
    }
    const prototype: unknown = Object.getPrototypeOf(at.value);
    if (prototype !== Object.prototype && prototype !== null) return { path: at.path, message: 'something that JSON does not have' };
    for (const [key, inner] of Object.entries(at.value)) {
      if (key === '__proto__') return { path: `${at.path}/${key}`, message: 'a key that is not allowed' };
      todo.push({ value: inner, path: `${at.path}/${key.slice(0, 100)}`, depth: at.depth + 1 });
    }
  }
  return undefined;
}
