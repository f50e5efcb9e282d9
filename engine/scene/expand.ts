import { GONE, INSTANCE, isOwnOfRoot, markOf, partId } from '../instance-marks.ts';
import { mapReferences } from '../editing/remap.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { LONGEST_ID } from '../world/form.ts';
import { mergedOrder } from './merged-order.ts';
import { placeOfEntity, type Findings } from './findings.ts';

type Raw = Record<string, unknown>;

/** An entity as the file has it, or as it follows from a source. */
interface Entry {
  raw: Raw;
  /** Where it stands: behind which entity of the file, and as the how manieth that follows from an instance there. 0 is that entity itself. */
  readonly at: number;
  readonly behind: number;
}

/** Entities with all that instances have of their sources. */
export interface Expanded {
  readonly list: readonly unknown[];
  /** Where in the file each stands; of what the file does not say, where its instance does, less one and below zero. */
  readonly places: Int32Array;
}

/** What a part has of its own of what it is in the source. */
const APART: ReadonlySet<string> = new Set(['id', 'parent', 'children', 'components', 'spawnedBy', '__proto__']);

/** Entities that may come of a file: beyond that it is a trap and no scene. */
const MOST = 2_000_000;
/** Entities of sources that are gone through for it, those that instances have removed included. */
const MOST_LOOKED_AT = 20_000_000;
/** Templates that may follow each other, as edits have it. */
const DEEPEST = 64;

/**
 * Gives instances all that they follow their sources in, of which a file says no more than what differs. Undefined where there are none, or none
 * whose source is there: what is written is then all there is.
 */
export function expandInstances(list: readonly unknown[], components: ReadonlyMap<string, Component>, findings: Findings): Expanded | undefined {
  if (!list.some((raw) => sourceIdOf(raw) !== undefined)) return undefined;
  return new Expanding(list, components, findings).all();
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function componentsOf(raw: Raw): Raw {
  return isRaw(raw['components']) ? raw['components'] : {};
}

function instanceOf(raw: unknown): Raw | undefined {
  if (!isRaw(raw)) return undefined;
  const components = componentsOf(raw);
  const instance = Object.hasOwn(components, INSTANCE) ? components[INSTANCE] : undefined;
  return isRaw(instance) ? instance : undefined;
}

function sourceIdOf(raw: unknown): string | undefined {
  const source = instanceOf(raw)?.['Source'];
  return typeof source === 'string' ? source : undefined;
}

function marksOf(raw: Raw): Raw {
  const marks = instanceOf(raw)?.['Overrides'];
  return isRaw(marks) ? marks : {};
}

class Expanding {
  readonly #list: readonly unknown[];
  readonly #components: ReadonlyMap<string, Component>;
  readonly #findings: Findings;
  readonly #byId = new Map<string, Entry>();
  readonly #children = new Map<string, Entry[]>();
  readonly #behind: Entry[][] = [];
  readonly #done = new Set<string>();
  readonly #active: string[] = [];
  /** Parts that were made, or completed, by the instance that they are in. */
  readonly #parts = new Set<string>();
  #count: number;
  #looked = 0;

  constructor(list: readonly unknown[], components: ReadonlyMap<string, Component>, findings: Findings) {
    this.#list = list;
    this.#components = components;
    this.#findings = findings;
    this.#count = list.length;
    list.forEach((raw, at) => {
      if (!isRaw(raw) || typeof raw['id'] !== 'string' || this.#byId.has(raw['id'])) return;
      const entry = { raw, at, behind: 0 };
      this.#byId.set(raw['id'], entry);
      this.#hang(entry);
    });
  }

  all(): Expanded {
    for (const [id, { raw }] of this.#byId) if (sourceIdOf(raw) !== undefined) this.#expand(id);
    const list: unknown[] = [];
    const places: number[] = [];
    this.#list.forEach((raw, at) => {
      const entry = isRaw(raw) && typeof raw['id'] === 'string' ? this.#byId.get(raw['id']) : undefined;
      list.push(entry?.at === at ? entry.raw : raw);
      places.push(at);
      for (const made of this.#behind[at] ?? []) {
        list.push(made.raw);
        places.push(-1 - at);
      }
    });
    return { list, places: Int32Array.from(places) };
  }

  #hang(entry: Entry): void {
    const parent = entry.raw['parent'];
    if (typeof parent !== 'string') return;
    const list = this.#children.get(parent);
    if (list === undefined) this.#children.set(parent, [entry]);
    else list.push(entry);
  }

  #unhang(entry: Entry): void {
    const parent = entry.raw['parent'];
    const list = typeof parent === 'string' ? this.#children.get(parent) : undefined;
    const at = list?.indexOf(entry) ?? -1;
    if (at >= 0) list?.splice(at, 1);
  }

  #expand(id: string): void {
    if (this.#done.has(id)) return;
    const entry = this.#byId.get(id);
    const wanted = entry === undefined ? undefined : sourceIdOf(entry.raw);
    if (entry === undefined || wanted === undefined) return;
    if (this.#active.includes(id)) {
      const circle = [...this.#active.slice(this.#active.indexOf(id)), id].join(' in ');
      this.#findings.fault(
        `${placeOfEntity(entry.at, entry.raw)}/components/${INSTANCE}/Source`,
        'a template that holds no instance of itself',
        `the template would hold an instance of itself (${circle}); expected a template that holds no instance of itself`,
        'WW_INSTANCE_CIRCLE',
      );
      this.#done.add(id);
      return;
    }
    if (this.#active.length >= DEEPEST) {
      const place = `${placeOfEntity(entry.at, entry.raw)}/components/${INSTANCE}/Source`;
      this.#findings.fault(place, `at most ${DEEPEST} templates within each other`, `more than ${DEEPEST} templates would follow each other`, 'WW_LIMIT');
      this.#done.add(id);
      return;
    }
    this.#active.push(id);
    // One within another is a part of that, and follows from it.
    this.#expandAround(id);
    if (!this.#parts.has(id)) {
      if (!this.#byId.has(wanted)) this.#expandAround(wanted);
      const source = this.#byId.get(wanted);
      if (source !== undefined && source !== entry) {
        // Each may bring parts, below which others hang.
        const isLeft = ({ raw }: Entry): boolean => sourceIdOf(raw) !== undefined && !this.#done.has(raw['id'] as string);
        for (let left = this.#subtree(source).filter(isLeft); left.length > 0; left = this.#subtree(source).filter(isLeft)) {
          for (const each of left) this.#expand(each.raw['id'] as string);
          if (this.#done.has(id)) break;
        }
        if (!this.#done.has(id)) this.#fill(entry, source);
      }
    }
    this.#active.pop();
    this.#done.add(id);
  }

  /** Expands the instances that an id says it is a part of. */
  #expandAround(id: string): void {
    for (let colon = id.indexOf(':'); colon > 0; colon = id.indexOf(':', colon + 1)) {
      const outer = id.slice(0, colon);
      const known = this.#byId.get(outer);
      if (known !== undefined && sourceIdOf(known.raw) !== undefined) this.#expand(outer);
    }
  }

  /** An entity with all below it, in the order in which they are created. */
  #subtree(root: Entry): Entry[] {
    const found = [root];
    const seen = new Set(found);
    for (let i = 0; i < found.length; i++) {
      for (const child of this.#children.get((found[i] as Entry).raw['id'] as string) ?? []) {
        if (seen.has(child)) continue;
        seen.add(child);
        found.push(child);
      }
    }
    return found.sort((a, b) => a.at - b.at || a.behind - b.behind);
  }

  #fill(root: Entry, source: Entry): void {
    const id = root.raw['id'] as string;
    const sourceId = source.raw['id'] as string;
    const marks = marksOf(root.raw);
    const entries = this.#subtree(source);
    this.#looked += entries.length;
    if (this.#looked > MOST_LOOKED_AT) return this.#tooMuch(root, '');
    const names = new Set(entries.map(({ raw }) => raw['id'] as string));
    const mapped = (of: string): string => (of === sourceId ? id : names.has(of) ? partId(id, of) : of);
    const spawnedBy = root.raw['spawnedBy'];
    /** What is not there of the source: parts that were removed, and what hangs below them. */
    const left = new Set<string>();
    const parts = new Map<Entry, Entry>();
    // What hangs below a part may have been created before it.
    for (const entry of this.#fromTheTop(entries, source)) {
      const name = entry.raw['id'] as string;
      if (entry === source || this.#byId.has(partId(id, name))) continue;
      if (Object.hasOwn(marks, markOf(name, GONE)) || left.has(entry.raw['parent'] as string)) left.add(name);
    }
    let anchor = root;
    this.#merge(root, source, '', marks, mapped, undefined);
    parts.set(source, root);
    for (const entry of entries) {
      const name = entry.raw['id'] as string;
      if (entry === source || left.has(name)) continue;
      const part = partId(id, name);
      let own = this.#byId.get(part);
      this.#parts.add(part);
      if (own === undefined) {
        if (part.length > LONGEST_ID || ++this.#count > MOST) {
          return this.#tooMuch(root, part);
        }
        const behind = (this.#behind[anchor.at] ??= []);
        own = { raw: { id: part }, at: anchor.at, behind: behind.length + 1 };
        behind.push(own);
        this.#byId.set(part, own);
      } else anchor = own;
      this.#merge(own, entry, name, marks, mapped, spawnedBy);
      parts.set(entry, own);
    }
    for (const [entry, part] of parts) this.#order(entry, part, parts);
  }

  #fromTheTop(entries: readonly Entry[], source: Entry): Entry[] {
    const within = new Set(entries);
    const found = [source];
    for (let i = 0; i < found.length; i++)
      for (const child of this.#children.get((found[i] as Entry).raw['id'] as string) ?? []) if (within.has(child) && child !== source) found.push(child);
    return found;
  }

  /** Children stand as they do in the source, unless the file says how. */
  #order(entry: Entry, part: Entry, parts: ReadonlyMap<Entry, Entry>): void {
    if (part.raw['children'] !== undefined) return;
    const id = part.raw['id'];
    const children = this.#ordered(entry)
      .map((child) => parts.get(child))
      .filter((child): child is Entry => child !== undefined && child.raw['parent'] === id)
      .map((child) => child.raw['id']);
    if (children.length > 0) part.raw = { ...part.raw, children };
  }

  #ordered({ raw }: Entry): Entry[] {
    const all = (this.#children.get(raw['id'] as string) ?? []).toSorted((a, b) => a.at - b.at || a.behind - b.behind);
    const listed: unknown = raw['children'];
    const first = Array.isArray(listed)
      ? listed
          .map((each) => (typeof each === 'string' ? this.#byId.get(each) : undefined))
          .filter((each): each is Entry => each !== undefined && all.includes(each))
      : [];
    const known = new Set(first);
    const offset = (each: Entry): number => (typeof each.raw['orderOffset'] === 'number' ? each.raw['orderOffset'] : 0);
    return [...first, ...all.filter((each) => !known.has(each))].sort((a, b) => offset(a) - offset(b));
  }

  /** Makes a part of what it is in the source and of what the file says of it. */
  #merge(part: Entry, of: Entry, name: string, marks: Raw, mapped: (id: string) => string, spawnedBy: unknown): void {
    const isRoot = name === '';
    const { parent, tag } = of.raw;
    const like = Object.fromEntries(Object.entries(of.raw).filter(([key]) => !APART.has(key)));
    const own = part.raw;
    if (!isRoot) this.#unhang(part);
    part.raw = {
      ...(isRoot ? {} : like),
      ...(tag === undefined ? {} : { tag }),
      ...(isRoot || typeof parent !== 'string' ? {} : { parent: mapped(parent) }),
      ...(spawnedBy === undefined ? {} : { spawnedBy }),
      ...own,
      ...(own['components'] !== undefined && !isRaw(own['components']) ? {} : { components: this.#mergedComponents(own, of.raw, name, marks, mapped) }),
    };
    if (!isRoot) this.#hang(part);
  }

  #mergedComponents(own: Raw, of: Raw, name: string, marks: Raw, mapped: (id: string) => string): Raw {
    const isRoot = name === '';
    const mine = componentsOf(own);
    const merged: Raw = {};
    for (const [key, values] of Object.entries(componentsOf(of))) {
      if (isUnusable(key) || (isRoot && isOwnOfRoot(`+${key}`))) continue;
      const given = Object.hasOwn(mine, key) ? mine[key] : undefined;
      if (given === undefined && (Object.hasOwn(marks, markOf(name, `-${key}`)) || Object.hasOwn(marks, markOf(name, `+${key}`)))) continue;
      if (Object.hasOwn(marks, markOf(name, `+${key}`)) || !isRaw(values) || (given !== undefined && !isRaw(given))) merged[key] = given ?? values;
      else merged[key] = { ...this.#mappedValues(key, values, isRoot, mapped), ...given };
    }
    const shared = Object.keys(merged);
    for (const [key, values] of Object.entries(mine)) if (!Object.hasOwn(merged, key) && !isUnusable(key)) merged[key] = values;
    return Object.fromEntries(mergedOrder(Object.keys(mine), shared).flatMap((key) => (Object.hasOwn(merged, key) ? [[key, merged[key]]] : [])));
  }

  #mappedValues(key: string, values: Raw, isRoot: boolean, mapped: (id: string) => string): Raw {
    const component = this.#components.get(parseKey(key)?.type ?? '');
    const out: Raw = {};
    for (const [field, value] of Object.entries(values)) {
      if (isUnusable(field) || (isRoot && isOwnOfRoot(`${key}.${field}`))) continue;
      const named = component?.name === INSTANCE ? undefined : component?.fieldList.find((each) => each.name === field);
      // What does not fit its field is told of where it stands, which is in the source.
      out[field] =
        component === undefined || named?.references === undefined || named.check(value).length > 0
          ? value
          : mapReferences(component, named, value as Json, mapped);
    }
    return out;
  }

  #tooMuch(root: Entry, part: string): void {
    const place = `${placeOfEntity(root.at, root.raw)}/components/${INSTANCE}`;
    if (part.length > LONGEST_ID)
      this.#findings.fault(
        place,
        `ids of both of at most ${LONGEST_ID} characters`,
        `a part would have an id of more than ${LONGEST_ID} characters: ${part.slice(0, 60)}…`,
      );
    else this.#findings.fault(place, `at most ${MOST} entities in all`, `its instances would come to more than ${MOST} entities`, 'WW_LIMIT');
  }
}

/** Whether a name is none that a plain object may be given: it would be taken for its prototype. Who reads the entity tells of it. */
function isUnusable(name: string): boolean {
  return name === '__proto__';
}
