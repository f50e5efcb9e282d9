import type { Json, NodeData, SentUpdate, ShortNode, TableRow, TreeRow, ViewUpdate } from '../../server/protocol.ts';

type Row = TreeRow | TableRow;
type Named = readonly [component: string, field: string];

/** Brings updates back from their short form, out of what the same views were told before. */
export class Lengthener {
  readonly #fields = new Map<number, readonly Named[]>();
  readonly #windows = new Map<number, readonly Row[]>();
  readonly #graphs = new Map<number, ReadonlyMap<string, NodeData>>();

  /** Undefined where what an update refers to is not known; its view is then told whole before long. */
  lengthen(sent: SentUpdate): ViewUpdate | undefined {
    if (Array.isArray(sent)) return this.#changed(sent as readonly [number, number, ...Json[]]);
    const update = sent as Exclude<SentUpdate, readonly unknown[]>;
    if (update.kind === 'entity') this.#fields.set(update.view, namesOf(update.whole.components));
    if (update.kind === 'graph') return this.#graph(update);
    if (update.kind !== 'tree' && update.kind !== 'table') return update;
    const told = this.#windows.get(update.view);
    const rows: Row[] = [];
    for (const row of update.rows) {
      const long = typeof row === 'number' ? told?.[row] : Array.isArray(row) ? withCells(told, row as readonly [number, ...Json[]]) : (row as Row);
      if (long === undefined) return undefined;
      rows.push(long);
    }
    this.#windows.set(update.view, rows);
    return { ...update, rows } as ViewUpdate;
  }

  forget(view: number): void {
    this.#fields.delete(view);
    this.#windows.delete(view);
    this.#graphs.delete(view);
  }

  clear(): void {
    this.#fields.clear();
    this.#windows.clear();
    this.#graphs.clear();
  }

  #graph(update: Extract<SentUpdate, { readonly kind: 'graph' }>): ViewUpdate | undefined {
    if (update.nodes === undefined) return update as ViewUpdate;
    const known = new Map(update.whole === true ? [] : this.#graphs.get(update.view));
    const nodes: [string, NodeData | null][] = [];
    for (const [id, each] of Object.entries(update.nodes)) {
      const node = Array.isArray(each) ? withPort(known.get(id), each as ShortNode) : (each as NodeData | null);
      if (node === undefined) return undefined;
      if (node === null) known.delete(id);
      else known.set(id, node);
      nodes.push([id, node]);
    }
    this.#graphs.set(update.view, known);
    return { ...update, nodes: Object.fromEntries(nodes) };
  }

  #changed([view, tick, ...rest]: readonly [number, number, ...Json[]]): ViewUpdate | undefined {
    const names = this.#fields.get(view);
    const changed: Record<string, Record<string, Json>> = {};
    for (let i = 0; i + 1 < rest.length; i += 2) {
      const name = names?.[rest[i] as number];
      if (name === undefined) return undefined;
      (changed[name[0]] ??= {})[name[1]] = rest[i + 1] as Json;
    }
    return { view, tick, kind: 'fields', changed, ...(rest.length % 2 === 0 ? {} : { by: rest.at(-1) as string }) };
  }
}

function namesOf(components: { readonly [key: string]: { readonly [field: string]: unknown } }): readonly Named[] {
  return Object.entries(components).flatMap(([key, fields]) => Object.keys(fields).map((field): Named => [key, field]));
}

function withPort(node: NodeData | undefined, [key, port, value]: ShortNode): NodeData | undefined {
  if (node === undefined) return undefined;
  const before = (node as unknown as { readonly [key: string]: Json })[key];
  return { ...node, [key]: port === null ? value : { ...(before as { readonly [port: string]: Json } | undefined), [port]: value } };
}

function withCells(told: readonly Row[] | undefined, [at, ...cells]: readonly [number, ...Json[]]): Row | undefined {
  const old = told?.[at];
  if (old === undefined || !('values' in old)) return undefined;
  const values = [...old.values];
  for (let i = 0; i < cells.length; i += 2) values[cells[i] as number] = cells[i + 1] as Json;
  return { ...old, values };
}
