import { createHash } from 'node:crypto';
import { Boxed } from '../../../../engine/flow/values/value.ts';
import type { FlowNode } from '../../../../engine/flow/node/node-types.ts';
import { real } from '../../../../engine/flow/values/generic.ts';
import { BIG, FIRST, INF, LAST, MAX, MIN, TINY } from './case.ts';

/** Adds up values, numbers by their bits: two runs whose sums are the same have given the same. */
export class Sum {
  readonly #hash = createHash('sha256');
  readonly #number = Buffer.alloc(9);

  add(value: unknown): void {
    if (typeof value === 'number') {
      // Of what is no number the bits say nothing.
      this.#number.fill(0).write('n');
      if (!Number.isNaN(value)) this.#number.writeDoubleBE(value, 1);
      this.#hash.update(Number.isNaN(value) ? 'NaN;' : this.#number);
    } else if (Array.isArray(value)) this.#all('[', value);
    else if (value instanceof Uint8Array) this.#all('b', [...value]);
    else if (value instanceof Boxed) this.#all(`${value.type}:`, [value.value]);
    else if (typeof value === 'object' && value !== null) this.#all('{', Object.entries(value));
    else this.#hash.update(`${typeof value} ${JSON.stringify(String(value))};`);
  }
  #all(begin: string, values: readonly unknown[]): void {
    this.#hash.update(`${begin}${values.length};`);
    for (const each of values) this.add(each);
  }
  text(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}

/** Numbers of all sizes, from a sequence of our own, the same in every run. */
class Drawn {
  #state: number;
  readonly #view = new DataView(new ArrayBuffer(8));

  /** @param of what it is drawn for: for each other numbers, whatever else is drawn */
  constructor(of: string) {
    this.#state = createHash('sha256').update(of).digest().readInt32BE();
  }

  #next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) | 0;
    // The lowest bits of such a sequence come round soon.
    return this.#state >>> 8;
  }
  bits(): number {
    return (this.#next() << 16) ^ this.#next();
  }
  float(): number {
    const kind = this.#next() % 4;
    if (kind === 0) return Math.fround((this.#next() % 2048) / 64 - 16);
    if (kind === 1) return Math.fround(this.#next() / 8_388_608 - 1);
    if (kind === 2 && this.#next() % 8 === 0) return [INF, -INF, NaN, -0, BIG, TINY][this.#next() % 6] as number;
    this.#view.setInt32(0, this.bits());
    return this.#view.getFloat32(0);
  }
  double(): number {
    if (this.#next() % 2 === 0) return this.float();
    this.#view.setInt32(0, this.bits());
    this.#view.setInt32(4, this.bits());
    return this.#view.getFloat64(0);
  }
  int(): number {
    const kind = this.#next() % 3;
    return kind === 0 ? (this.#next() % 64) - 32 : kind === 1 ? this.bits() : ([MAX, MIN, 0][this.#next() % 3] as number);
  }
  long(): bigint {
    const kind = this.#next() % 3;
    if (kind === 0) return BigInt(this.int());
    return kind === 1 ? (BigInt(this.bits()) << 32n) | BigInt(this.bits() >>> 0) : ([LAST, FIRST, 0n][this.#next() % 3] as bigint);
  }
  bool(): boolean {
    return this.#next() % 2 === 0;
  }
}
const DRAWS: Readonly<Record<string, (drawn: Drawn) => unknown>> = {
  bool: (drawn) => drawn.bool(),
  int: (drawn) => drawn.int(),
  long: (drawn) => drawn.long(),
  float: (drawn) => drawn.float(),
  double: (drawn) => drawn.double(),
  ...Object.fromEntries(
    Object.entries({ float2: 2, float3: 3, float4: 4, color: 4, floatQ: 4 }).map(([type, length]) => [
      type,
      (drawn: Drawn) => Array.from({ length }, () => drawn.float()),
    ]),
  ),
};

/** So many inputs of a node of numbers; none of a node that takes anything else. @param type what it is for, if anything */
export function drawnInputs(node: FlowNode, type: string, count: number): readonly (readonly unknown[])[] {
  const draws = node.inputs.map((input) => DRAWS[real(input.type, type)]);
  if (draws.length === 0 || draws.includes(undefined)) return [];
  const drawn = new Drawn(`${node.name} ${type}`);
  return Array.from({ length: count }, (_, round) =>
    draws.map((draw, at) => (node.inputs[at]?.list === true ? Array.from({ length: round % 4 }, () => draw?.(drawn)) : draw?.(drawn))),
  );
}
