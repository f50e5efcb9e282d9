/* Types of ports of generic nodes: `T` itself, or with it inside, as `IVariable<T>` and `T?`. The page reads it too. */

type DataType = string;

const INSIDE = /(?<![A-Za-z_])T(?![A-Za-z_])/;

/** Whether a port's type depends on what its node is for. */
export function isGeneric(type: DataType): boolean {
  return type === 'T' || (type.includes('T') && INSIDE.test(type));
}

/** A port's type in a node that is for a type. */
export function real(type: DataType, generic: DataType): DataType {
  if (type === 'T') return generic;
  return isGeneric(type) ? type.replace(INSIDE, () => generic) : type;
}

/** What a node is for, by the type that comes into one of its ports; undefined where it tells nothing. */
export function genericOf(declared: DataType, found: DataType): DataType | undefined {
  if (declared === 'T') return found;
  const at = declared.search(INSIDE);
  if (at < 0) return undefined;
  const before = declared.slice(0, at),
    after = declared.slice(at + 1);
  const fits = found.length > before.length + after.length && found.startsWith(before) && found.endsWith(after);
  return fits ? found.slice(before.length, found.length - after.length) : undefined;
}
