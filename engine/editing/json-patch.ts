import type { PatchStep } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { BackStep } from '../world/stored.ts';
import { sizeOf } from './json-size.ts';
import { sameJson } from '../same-json.ts';
import { parsePointer, pointer, shownPath } from './json-pointer.ts';
import { addressOf, BY_INDEX, indexOfKey, keyOf, ownKey, pathOf } from './members.ts';
import { PatchedValue, type Beside, type Tokens } from './patched-value.ts';

/** What a patch came to. Places are addresses, by which members of lists are found again while others work in the same lists. */
export interface Patched {
  readonly value: Json;
  /** What takes it back, with `patchBack`. */
  readonly back: readonly BackStep[];
  /** The places that it has changed. */
  readonly touched: readonly string[];
  /** Of each list in which others have moved up or down, the place that stands for all that is known by index there. */
  readonly moved: readonly string[];
  /** The same of lists in which a member has come back elsewhere than where it was, so that those behind it are not where they were either. */
  readonly strayed: readonly string[];
}

/** A step does not fit the value as it is, or would make too much of it. */
export class PatchFault extends Error {
  /** Place of the step in the patch. */
  readonly step: number;
  readonly expected: string;
  /** Whether the step is refused for what it would cost, and not for what it says. */
  readonly tooLarge: boolean;
  constructor(step: number, message: string, expected: string, tooLarge = false) {
    super(message);
    this.step = step;
    this.expected = expected;
    this.tooLarge = tooLarge;
  }
}

/** What a patched value may hold. One that holds more already may still shrink. */
export const LARGEST = { values: 100_000, characters: 1_000_000, levels: 100 } as const;

/** Names by which JavaScript reaches the prototypes of objects. No path of a patch has them. */
const PROTOTYPES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Applies a JSON Patch (RFC 6902) to a value that is never changed in place; what it does not change is shared with the new one.
 * Throws a PatchFault at the first step that does not fit; nothing has happened then.
 * @param work is told what each step costs, in values that are copied or compared; it may throw to refuse
 */
export function patchJson(value: Json, patch: readonly PatchStep[], work: (values: number) => void = () => undefined): Patched {
  const run = new Run(value, work);
  patch.forEach((step, index) => run.take(step, index));
  return run.end();
}

/** Takes back what a patch has done, by the steps that came of it, wherever its members stand by now. Throws a PatchFault where one of them is gone. */
export function patchBack(value: Json, patch: readonly BackStep[]): Patched {
  const run = new Run(value, () => undefined);
  patch.forEach((step, index) => run.takeBack(step, index));
  return run.end();
}

/** The steps of a patch on one value, and what takes them back. */
class Run {
  private readonly on: PatchedValue;
  /** In the order of the steps: the last of them is the first to be taken back. */
  private readonly back: BackStep[] = [];
  private readonly touched = new Set<string>();
  private readonly moved = new Set<string>();
  private readonly strayed = new Set<string>();
  private index = 0;
  private readonly work: (values: number) => void;

  constructor(value: Json, work: (values: number) => void) {
    this.on = new PatchedValue(value, work, (message, expected) => this.fault(message, expected));
    this.work = work;
  }

  take(step: PatchStep, index: number): void {
    this.index = index;
    this.work(1);
    const path = this.tokens(step.path, 'path');
    const before = this.on.value;
    switch (step.op) {
      case 'add':
        if (step.new === true) this.mustBeNew(path);
        this.add(path, step.value as Json);
        break;
      case 'remove':
        this.remove(path);
        break;
      case 'replace':
        this.replace(path, step.value as Json);
        break;
      case 'copy':
        this.add(path, this.on.get(this.tokens(step.from, 'from')));
        break;
      case 'move':
        this.move(this.tokens(step.from, 'from'), path);
        break;
      case 'test':
        if (!sameJson(this.on.get(path), step.value, 'freely', () => this.work(1)))
          throw this.fault(`the value at ${shownPath(path)} is another`, 'the value that the test names');
        break;
    }
    if (this.on.value !== before) this.mustFit(before);
  }

  takeBack(step: BackStep, index: number): void {
    this.index = index;
    const before = this.on.value;
    const address = this.tokens(step.path, 'path');
    const returns = step.op === 'add' && step.at !== undefined;
    const path = pathOf(this.on.value, returns ? address.slice(0, address.at(-2) === BY_INDEX ? -2 : -1) : address, this.work);
    if (path === undefined) throw this.fault(`there is no such member at ${shownPath(address)}`, 'a member that is there');
    if (step.op === 'replace') this.replace(path, step.value);
    else if (step.op === 'remove') this.remove(path);
    else if (step.op === 'place') this.place(path, this.placeBack(path, step));
    else this.add(returns ? [...path, String(this.placeBack([...path, ''], step))] : path, step.value, step);
    if (this.on.value !== before) this.mustFit(before);
  }

  end(): Patched {
    return { value: this.on.value, back: this.back.toReversed(), touched: [...this.touched], moved: [...this.moved], strayed: [...this.strayed] };
  }

  private mustFit(before: Json): void {
    const was = sizeOf(before),
      is = sizeOf(this.on.value);
    for (const what of ['values', 'characters', 'levels'] as const) {
      if (is[what] > LARGEST[what] && is[what] > was[what])
        throw new PatchFault(this.index, `the value would come to ${is[what]} ${what}`, `a patch that leaves at most ${LARGEST[what]} ${what}`, true);
    }
  }

  /** @param beside of a name that comes back: those that it stood between, since the order of names may mean something, as that of the nodes of a graph */
  private add(path: Tokens, added: Json, beside: Beside = {}): void {
    if (path.length === 0) return this.replace(path, added);
    const list = this.on.listAt(path);
    if (list !== undefined) {
      const at = path.at(-1) === '-' ? list.length : this.on.indexIn(list, path, list.length);
      const place = [...path.slice(0, -1), String(at)];
      this.on.insert(path, at, added);
      this.back.push({ op: 'remove', path: this.touch(place) });
      if (at < list.length) this.shift(place);
      return;
    }
    if (Object.hasOwn(this.on.objectAt(path), path.at(-1) as string)) return this.replace(path, added);
    this.on.add(path, added, beside);
    this.back.push({ op: 'remove', path: this.touch(path) });
  }

  /** Of a list nothing is written over by what is added. */
  private mustBeNew(path: Tokens): void {
    if (path.length === 0) throw this.fault('the whole value is there already', 'a path inside of it');
    if (this.on.listAt(path) === undefined && Object.hasOwn(this.on.objectAt(path), path.at(-1) as string))
      throw this.fault(`there is something at ${shownPath(path)} already`, 'a name that is not taken');
  }

  private replace(path: Tokens, value: Json): void {
    const old = this.on.get(path);
    // Both count: what was there before may have had another key.
    this.touch(path);
    this.on.put(path, value);
    this.back.push({ op: 'replace', path: this.touch(path), value: old });
  }

  private remove(path: Tokens): void {
    const value = this.on.get(path);
    const list = path.length === 0 ? undefined : this.on.listAt(path);
    const address = this.touch(path);
    this.back.push({ op: 'add', path: address, value, ...(list === undefined ? this.on.beside(path) : this.standing(list, path)) });
    this.on.drop(path);
    if (list !== undefined && Number(path.at(-1)) < list.length - 1) this.shift(path);
  }

  private move(from: Tokens, path: Tokens): void {
    if (pointer(from) === pointer(path)) {
      this.on.get(from);
      return;
    }
    if (from.every((token, at) => path[at] === token)) throw this.fault(`${shownPath(from)} cannot be moved into itself`, 'a place outside of what is moved');
    const moved = this.on.get(from);
    const list = this.on.listAt(from);
    if (
      list !== undefined &&
      from.length === path.length &&
      pointer(from.slice(0, -1)) === pointer(path.slice(0, -1)) &&
      ownKey(list, Number(from.at(-1)), this.work) !== undefined
    ) {
      const last = path.at(-1) === '-' ? String(list.length - 1) : (path.at(-1) as string);
      return this.place(from, this.on.indexIn(list, [...path.slice(0, -1), last], list.length - 1));
    }
    this.remove(from);
    this.add(path, moved);
  }

  /** Puts a member that has a key of its own elsewhere in its list: it stays the same one. */
  private place(path: Tokens, to: number): void {
    const list = this.on.listAt(path) as readonly Json[];
    const from = Number(path.at(-1));
    if (from === to) return;
    const above = path.slice(0, -1);
    const member = pointer(addressOf(this.on.value, path, this.work));
    this.back.push({ op: 'place', path: member, ...this.standing(list, path) });
    this.touched.add(`${member}/${BY_INDEX}`);
    const rest = list.filter((_, at) => at !== from);
    this.on.put(above, [...rest.slice(0, to), list[from] as Json, ...rest.slice(to)]);
    this.shift(path);
  }

  /** Where a member stands in its list, and between whom, for the way back. */
  private standing(list: readonly Json[], path: Tokens): { readonly at: number; readonly behind?: string; readonly before?: string } {
    const at = Number(path.at(-1));
    if (ownKey(list, at, this.work) === undefined) return { at };
    const behind = ownKey(list, at - 1, this.work),
      before = ownKey(list, at + 1, this.work);
    return { at, ...(behind === undefined ? {} : { behind }), ...(before === undefined ? {} : { before }) };
  }

  /** Where one that stood so stands again, among the others as they are by now; `path` leads to itself, or into its list where it is gone. */
  private placeBack(path: Tokens, { at = 0, behind, before }: { readonly at?: number; readonly behind?: string; readonly before?: string }): number {
    const all = this.on.listAt(path);
    if (all === undefined) throw this.fault(`there is no list at ${shownPath(path.slice(0, -1))}`, 'a list');
    const others = path.at(-1) === '' ? all : all.filter((_, index) => index !== Number(path.at(-1)));
    const above = behind === undefined ? -1 : indexOfKey(others, behind, this.work);
    const below = above >= 0 || before === undefined ? -1 : indexOfKey(others, before, this.work);
    const to = above >= 0 ? above + 1 : below >= 0 ? below : Math.min(at, others.length);
    // Neither of those that it stood between can be found, so that its index alone says where: whoever has moved members since is in the way.
    if (above < 0 && below < 0 && at > 0 && others.length > 0) this.touched.add(`${this.listOf(path)}/${BY_INDEX}/${to}`);
    if (to !== at) this.strayed.add(`${this.listOf(path)}/${BY_INDEX}`);
    return to;
  }

  private tokens(text: string, name: 'path' | 'from'): Tokens {
    const tokens = parsePointer(text);
    if (tokens === undefined) throw this.fault(`${name} ${JSON.stringify(text)} is no JSON Pointer`, 'a pointer such as /a/0');
    const reaching = tokens.find((token) => PROTOTYPES.has(token));
    if (reaching !== undefined)
      throw this.fault(`${name} goes through ${reaching}, which is not allowed`, 'a path without __proto__, constructor and prototype');
    return tokens;
  }

  /** Notes a place as changed, as the value is now. Returns its address. */
  private touch(path: Tokens): string {
    const address = addressOf(this.on.value, path, this.work);
    const place = pointer(address);
    this.touched.add(place);
    // One of several that have the same key is known by its index, and still stands in the way of whoever looks for the key.
    if (address.at(-2) === BY_INDEX) {
      const key = keyOf(this.on.get(path));
      if (key !== undefined) this.touched.add(pointer([...address.slice(0, -2), key]));
    }
    return place;
  }

  /** The address of the list that a path leads into. */
  private listOf(path: Tokens): string {
    return pointer(addressOf(this.on.value, path.slice(0, -1), this.work));
  }

  /** Members of the list that a path leads into have moved up or down. */
  private shift(path: Tokens): void {
    this.moved.add(`${this.listOf(path)}/${BY_INDEX}`);
  }

  private fault(message: string, expected: string): PatchFault {
    return new PatchFault(this.index, message, expected);
  }
}
