import { GONE, isOwnOfRoot, markOf, ORDER, readMark } from '../instance-marks.ts';
import type { Reversal } from './history-entry.ts';
import type { Links } from './links.ts';
import type { Performed } from './performed.ts';
import type { Found, Instances } from './instances.ts';

/** Marks in instances what edits have made of their own. What code writes is none of that, but what it adds and removes is. */
export class Marking {
  readonly #on: Instances;

  constructor(on: Instances) {
    this.#on = on;
  }

  direct(step: Reversal, performed: Performed, { part, ids }: Found, way: 'edit' | 'code'): void {
    const { entities } = this.#on.world;
    if (part === undefined || this.#on.links.sourceIdOf(part.root) === null) return;
    const { root, of, name } = part;
    const marks = this.#on.links.marksOf(root);
    const note = (what: string): void => {
      // Who has it so as well keeps it so, whatever another takes back.
      if (name !== '' || !isOwnOfRoot(what)) this.#on.mark(root, [markOf(name, what)], [], true);
    };
    const componentsOf = (key: string): readonly string[] => Object.keys(marks).filter((mark) => mark.startsWith(markOf(name, `${key}.`)));
    switch (step.op) {
      case 'setField':
      case 'patchField':
        if (way === 'code' || this.#on.links.heldBy(of, step.component) === undefined || Object.hasOwn(marks, markOf(name, `+${step.component}`))) return;
        note(`${step.component}.${step.field}`);
        return;
      case 'updateEntity':
        if (way === 'code') return;
        for (const what of ['name', 'tag', 'active', 'persistent'] as const)
          if (step[what] !== undefined && performed.touched.some((path) => path.endsWith(`/@${what}`))) note(what);
        if (step.orderOffset !== undefined && performed.touched.some((path) => path.endsWith('/@order'))) note(ORDER);
        return;
      case 'moveEntity':
        if (name === '') return;
        if (this.#on.links.partAt(entities.rowOf(step.entity) as number)?.root === root) note(ORDER);
        else this.#on.mark(root, [markOf(name, GONE)], marksOf(this.#on.links, root, new Set([name])), true);
        return;
      case 'removeEntity':
        if (name !== '') this.#markGone(root, name, ids);
        return;
      case 'addComponent':
        for (const back of performed.back) {
          if (back.op !== 'removeComponent' || isOwnOfRoot(`+${back.component}`)) continue;
          this.#on.mark(root, [markOf(name, `+${back.component}`)], [markOf(name, `-${back.component}`)], true);
        }
        return;
      case 'removeComponent': {
        const isOwn = Object.hasOwn(marks, markOf(name, `+${step.component}`));
        const isThere = this.#on.links.heldBy(of, step.component) !== undefined;
        const add = isThere && !(name === '' && isOwnOfRoot(`-${step.component}`)) ? [markOf(name, `-${step.component}`)] : [];
        this.#on.mark(root, add, [...(isOwn ? [markOf(name, `+${step.component}`)] : []), ...componentsOf(step.component)], true);
        return;
      }
      default:
        return;
    }
  }

  /** Marks a part as removed, and with it those that hung below it here and hang elsewhere in the source. */
  #markGone(root: number, name: string, ids: readonly string[]): void {
    const { entities } = this.#on.world;
    const prefix = `${entities.id.get(root)}:`;
    const names = ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
    const top = entities.rowOf(name);
    const apart = names.filter((each) => {
      const row = entities.rowOf(each);
      return each !== name && row !== undefined && top !== undefined && !entities.isWithin(row, top);
    });
    this.#on.mark(
      root,
      [name, ...apart].map((each) => markOf(each, GONE)),
      marksOf(this.#on.links, root, new Set(names)),
      true,
    );
  }

  /** What an instance has marked of the instances within it, which stand for themselves once it is none any more. */
  nested(root: number): { readonly id: string; readonly marks: readonly string[] }[] {
    const { entities } = this.#on.world;
    const prefix = `${entities.id.get(root)}:`;
    const marks = Object.keys(this.#on.links.marksOf(root)).map((mark) => ({ mark, ...readMark(mark) }));
    const inner: { readonly id: string; readonly marks: string[] }[] = [];
    for (const row of entities.subtree(root)) {
      const id = entities.id.get(row);
      if (row === root || this.#on.links.sourceIdOf(row) === null || !id.startsWith(prefix)) continue;
      if (inner.some((outer) => id.startsWith(`${outer.id}:`))) continue;
      const name = id.slice(prefix.length);
      const own: string[] = [];
      for (const { part, what } of marks) {
        if (part === name && !isOwnOfRoot(what)) own.push(what);
        if (part.startsWith(`${name}:`)) own.push(markOf(part.slice(name.length + 1), what));
      }
      inner.push({ id, marks: own });
    }
    return inner.filter((each) => each.marks.length > 0);
  }
}

/** Marks of some parts of an instance. */
export function marksOf(links: Links, root: number, names: ReadonlySet<string>): string[] {
  return Object.keys(links.marksOf(root)).filter((mark) => names.has(readMark(mark).part));
}
