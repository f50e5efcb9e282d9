import { KnownByDescent } from '../descent.ts';

/** Parts from which on a value is looked at part by part, and values whose parts are known at a time. */
const MANY = 50,
  MOST_KNOWN = 8;

const FITS = {};

type Parts = { readonly [name: string]: unknown };
type Check<F> = (value: unknown, path?: string) => readonly F[];

/**
 * Checks a value that holds many parts by their names, as a graph its nodes, by those that are others than in a value that was checked lately: what an edit
 * has left as it was is the same object there. So an edit of one of a thousand takes what that one takes. What is found is the same.
 * @param key under which the parts stand
 */
export function partwise<F>(check: Check<F>, key: string): Check<F> {
  const known: WeakRef<Parts>[] = [],
    fitting = new KnownByDescent<object>();
  return (value, path) => {
    const parts = partsOf(value, key);
    const fitted = parts === undefined ? undefined : fitting.of(parts);
    if (parts !== undefined && fitted !== undefined) {
      const changed = [...fitted.names].filter((name) => Object.hasOwn(parts, name)).map((name) => [name, parts[name]] as const);
      const faults = check({ ...(value as object), [key]: Object.fromEntries(changed) }, path);
      // What has faults is looked at as a whole, since they are told in the order of its parts.
      if (faults.length === 0) {
        fitting.keep(parts, FITS);
        return faults;
      }
    }
    const names = parts === undefined ? [] : Object.keys(parts);
    if (parts === undefined || names.length < MANY) return check(value, path);
    const before = known.map((each) => each.deref()).filter((each) => each !== undefined);
    const isKnown = (name: string): boolean => before.some((each) => each[name] === parts[name] && typeof parts[name] === 'object');
    const others = names.filter((name) => !isKnown(name)).map((name) => [name, parts[name]] as const);
    const faults = check({ ...(value as object), [key]: Object.fromEntries(others) }, path);
    if (faults.length > 0) return faults;
    known.unshift(new WeakRef(parts));
    if (known.length > MOST_KNOWN) known.pop();
    fitting.keep(parts, FITS);
    return faults;
  };
}

/** The parts of a value, where it is an object as JSON gives it. */
function partsOf(value: unknown, key: string): Parts | undefined {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype || !Object.hasOwn(value, key)) return undefined;
  const parts = (value as { readonly [key: string]: unknown })[key];
  return typeof parts === 'object' && parts !== null && Object.getPrototypeOf(parts) === Object.prototype ? (parts as Parts) : undefined;
}
