import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdIndex } from '../../../engine/world/id-index.ts';
import { RowPages } from '../../../engine/world/row-pages.ts';
import { samples } from '../../samples.ts';

/** As the index makes them: FNV-1a, whose stirring at the end maps each to another. */
function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Ids that all have one hash: two ways to go on that lead to the same double what there is, again and again. */
function collidingIds(count: number): string[] {
  let ids = [''];
  while (ids.length < count) {
    const from = fnv(ids[0] as string),
      seen = new Map<number, string>();
    let pair: readonly [string, string] | undefined;
    for (let n = 0; pair === undefined; n++) {
      const more = String.fromCharCode(0x100 + (n & 0x3ff), 0x100 + (n >>> 10), 0x100 + (Math.imul(n, 0x9e3779b1) >>> 20));
      let hash = from;
      for (let i = 0; i < more.length; i++) hash = Math.imul(hash ^ more.charCodeAt(i), 0x01000193);
      const other = seen.get(hash);
      if (other !== undefined) pair = [other, more];
      else seen.set(hash, more);
    }
    ids = ids.flatMap((id) => [id + (pair as readonly [string, string])[0], id + (pair as readonly [string, string])[1]]);
  }
  return ids;
}

/** Ids as a world keeps them, the place in the list being the row. */
function idsOf(list: readonly string[]): RowPages<string> {
  const ids = new RowPages('');
  for (const [row, id] of list.entries()) ids.set(row, id);
  return ids;
}

/** Gives a row to an id, as a world does: first it stands there, then it is known. */
function put(index: IdIndex, id: string, row: number): void {
  index.ids.set(row, id);
  index.set(row);
}

describe('the index of ids', () => {
  it('does what a Map does, in the same order, whatever is set and taken out', () => {
    const id = fc.oneof(
      fc.nat({ max: 40 }).map((n) => `e${n}`),
      fc.string({ maxLength: 3 }),
    );
    const act = fc.tuple(fc.constantFrom('set', 'set', 'delete'), id);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 300 }), (acts) => {
        const index = new IdIndex(new RowPages('')),
          map = new Map<string, number>();
        for (const [row, [what, key]] of acts.entries()) {
          if (what === 'set') {
            put(index, key, row);
            map.set(key, row);
          } else expect(index.delete(key)).toBe(map.delete(key));
          expect(index.get(key)).toBe(map.get(key));
        }
        expect(index.size).toBe(map.size);
        expect([...index.values()]).toEqual([...map.values()]);
        for (let n = 0; n <= 40; n++) expect(index.get(`e${n}`)).toBe(map.get(`e${n}`));
      }),
      samples(200),
    );
  });

  it('holds many, and what comes and goes without end takes no more room', () => {
    const index = new IdIndex(new RowPages(''));
    for (let n = 0; n < 20_000; n++) put(index, `entity-${n}`, n);
    for (let n = 0; n < 20_000; n += 7) expect(index.get(`entity-${n}`)).toBe(n);
    for (let n = 0; n < 20_000; n++) expect(index.delete(`entity-${n}`)).toBe(true);
    for (let n = 0; n < 100_000; n++) {
      put(index, `passing-${n}`, n);
      index.delete(`passing-${n}`);
    }
    expect(index.size).toBe(0);
    expect([...index.values()]).toEqual([]);
    expect(index.get('entity-1')).toBeUndefined();
  });

  it('takes in a whole list as it does one after another, and goes on from there', () => {
    const id = fc.oneof(
      fc.nat({ max: 400 }).map((n) => `e${n}`),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), fc.array(id, { maxLength: 80 }), (list, more) => {
        const index = IdIndex.ofAll(idsOf(list), list.length),
          map = new Map(list.map((each, row) => [each, row]));
        expect(index === undefined).toBe(map.size < list.length);
        if (index === undefined) return;
        for (const [at, each] of more.entries()) {
          if (at % 3 === 0) expect(index.delete(each)).toBe(map.delete(each));
          else {
            put(index, each, 1000 + at);
            map.set(each, 1000 + at);
          }
        }
        expect(index.size).toBe(map.size);
        expect([...index.values()]).toEqual([...map.values()]);
        expect([...index.list()]).toEqual([...map.values()]);
        for (const each of [...list, ...more]) expect(index.get(each)).toBe(map.get(each));
      }),
      samples(200),
    );
  });

  it('answers also where ids were chosen that have one hash', () => {
    const ids = collidingIds(4096);
    expect(new Set(ids.map(fnv)).size).toBe(1);
    const index = new IdIndex(new RowPages(''));
    for (const [row, each] of ids.entries()) put(index, each, row);
    expect(index.size).toBe(4096);
    for (const [row, each] of ids.entries()) expect(index.get(each)).toBe(row);
    expect(index.delete(ids[5] as string)).toBe(true);
    expect(index.get(ids[5] as string)).toBeUndefined();
    expect([...index.values()]).toHaveLength(4095);
    expect([...index.list()]).toEqual([...index.values()]);
    const atOnce = IdIndex.ofAll(idsOf(ids), ids.length);
    for (const [row, each] of ids.entries()) expect(atOnce?.get(each)).toBe(row);
    expect(IdIndex.ofAll(idsOf([...ids, ids[7] as string]), ids.length + 1)).toBeUndefined();
    expect(IdIndex.ofAll(idsOf([ids[7] as string, ...ids]), ids.length + 1)).toBeUndefined();
  });
});
