/** What is told of a port to find its fellow in another node. */
interface Portlike {
  readonly name: string;
  readonly type?: string;
  readonly kind?: string;
  readonly list?: boolean;
}

/**
 * The port of another node that stands for one: of the same name, else the one at the same place among those of its type, else the only one. Each stands for
 * one alone: those that have a fellow by name are nobody else's.
 */
export function fellowOf<P extends Portlike>(port: P, own: readonly P[], others: readonly P[]): P | undefined {
  const named = others.find(({ name }) => name === port.name);
  if (named !== undefined) return named;
  const isFree = (each: P, among: readonly P[]): boolean => !among.some(({ name }) => name === each.name);
  const left = own.filter((each) => isFree(each, others)),
    free = others.filter((each) => isFree(each, own));
  const alike = (each: P): boolean => each.type === port.type && each.kind === port.kind && (each.list === true) === (port.list === true);
  const place = left.filter(alike).indexOf(port);
  const byType = free.filter(alike)[place];
  if (byType !== undefined) return byType;
  return left.length === 1 && free.length === 1 ? free[0] : undefined;
}
