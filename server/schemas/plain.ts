/** Bounds on anything that comes in as JSON, before any schema looks at it. */
export interface PlainLimits {
  readonly depth: number;
  readonly values: number;
}

/** Deep enough for a subtree of 256 levels, each with its list of children; far from what overflows a stack. */
export const PLAIN_LIMITS: PlainLimits = { depth: 600, values: 1_000_000 };

/** An array or object that is being gone through, and how far. */
interface Level {
  readonly value: object;
  /** Of an object; an array goes by its indexes. */
  readonly keys: readonly string[] | undefined;
  readonly count: number;
  next: number;
}

/**
 * What is wrong with a value as plain JSON, or undefined. It must be a tree of objects, arrays, texts, finite numbers, booleans and null,
 * without a key that reaches prototypes. Walks without recursion, so that nesting cannot overflow the stack, and makes a path only where something
 * is wrong: that for each value costs twenty times the walk.
 */
export function notPlain(value: unknown, limits: PlainLimits = PLAIN_LIMITS): { path: string; message: string } | undefined {
  const levels: Level[] = [];
  const wrong = (message: string): { path: string; message: string } => ({ path: pathOf(levels), message });
  let seen = 0;
  let inner = value;
  for (;;) {
    if (++seen > limits.values) return wrong(`more than ${limits.values} values`);
    if (typeof inner === 'number') {
      if (!Number.isFinite(inner)) return wrong('a number that is not finite');
    } else if (typeof inner === 'object' && inner !== null) {
      if (levels.length >= limits.depth) return wrong(`nested deeper than ${limits.depth} levels`);
      const level = levelOf(inner);
      if (level === undefined) return wrong('something that JSON does not have');
      levels.push(level);
    } else if (inner !== null && typeof inner !== 'string' && typeof inner !== 'boolean') return wrong(`a ${typeof inner}, which JSON does not have`);
    let level = levels.at(-1);
    while (level !== undefined && level.next >= level.count) {
      levels.pop();
      level = levels.at(-1);
    }
    if (level === undefined) return undefined;
    const at = level.next++;
    if (level.keys === undefined) inner = (level.value as readonly unknown[])[at];
    else {
      const key = level.keys[at] ?? '';
      if (key === '__proto__') return wrong('a key that is not allowed');
      inner = (level.value as { readonly [key: string]: unknown })[key];
    }
  }
}

function levelOf(value: object): Level | undefined {
  if (Array.isArray(value)) return { value, keys: undefined, count: value.length, next: 0 };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const keys = Object.keys(value);
  return { value, keys, count: keys.length, next: 0 };
}

/** Where the walk is: what was taken last of each level. */
function pathOf(levels: readonly Level[]): string {
  return levels
    .filter(({ next }) => next > 0)
    .map(({ keys, next }) => `/${keys === undefined ? next - 1 : (keys[next - 1] ?? '').slice(0, 100)}`)
    .join('');
}
