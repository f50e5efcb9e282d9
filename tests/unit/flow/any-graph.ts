/** Graphs of any nodes of the library, drawn by a number: most of them without a fault, some with one, and some bent out of form. */
import { FLOW_NODES } from '../../../engine/index.ts';
import type { DataType } from '../../../engine/flow/values/data-type.ts';
import type { FlowNode, Input, Ref } from '../../../engine/flow/node/node-types.ts';
import { isPlainType, leadsTo } from '../../../engine/flow/values/data-type.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Drawn {
  readonly id: string;
  readonly node: FlowNode;
  readonly type: DataType;
}

/** Numbers without an end from one, the same everywhere. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }
  /** From 0 up to and without `count`. */
  below(count: number): number {
    // Xorshift: any seed but 0 goes through all others.
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % count;
  }
  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }
  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** Texts that would leave generated code, if any did, or name what objects have by nature. */
const HOSTILE = [
  "'); globalThis.escaped = 1; ('",
  '`); globalThis.escaped = 1; (`',
  '$' + '{globalThis.escaped = 1}',
  '\u2028globalThis.escaped = 1\u2029',
  '*/ globalThis.escaped = 1; /*',
  '\\',
  '__proto__',
  'constructor',
  'toString',
  'n0',
  'call',
  'me',
];
const TEXTS: readonly (string | null)[] = [
  null,
  '',
  'a',
  'tag',
  'Some Text',
  '12',
  '-0.5',
  '{"a":[1,2]}',
  '/a/0',
  'ünïcödé \ud83d\ude00',
  '\ud800',
  ...HOSTILE,
];
const NUMBERS = [0, -0, 1, -1, 2, 3, 7, 0.1, 1.5, 255, 256, 65_536, 16_777_217, 1e-45, 3.4e38, 1e300, -1e21, 4_294_967_296];
const INTS = [0, 1, -1, 2, 3, 5, 31, 255, 65_536, 2_147_483_647, -2_147_483_648];
const ENTITIES = ['lamp', 'box', 'inner', 'nowhere'];
const COMPONENT_TYPES = ['WebsocketClient', 'IntValue', 'StringValue'];
const FIELDS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  bool: [['BoolValue', 'Value']],
  int: [['IntValue', 'Value']],
  float: [['FloatValue', 'Value']],
  string: [
    ['StringValue', 'Value'],
    ['WebsocketClient', 'URL'],
  ],
  float3: [['Transform', 'Position']],
  floatQ: [['Transform', 'Rotation']],
  color: [['ColorValue', 'Value']],
};

function literalOf(dice: Dice, type: DataType): Json | undefined {
  switch (type) {
    case 'bool':
      return dice.once(2);
    case 'int':
      return dice.one(INTS);
    case 'float':
    case 'double':
      return dice.one(NUMBERS);
    case 'string':
      return dice.one(TEXTS);
    case 'Uri':
      return dice.one([null, 'ws://127.0.0.1:1/', 'http://127.0.0.1:1/x', 'no address']);
    case 'json':
      return dice.one<Json>([null, 1, 'text', [1, [2, null], 'x'], { a: { b: [true] } }, {}]);
    case 'bytes':
      return dice.one([null, '', 'AAEC', '//79']);
    case 'StringComparison':
      return dice.one(['Ordinal', 'OrdinalIgnoreCase']);
    case 'HostAccessScope':
      return dice.one(['HTTP', 'Websocket', 'Everything']);
    case 'HttpStatusCode':
      return 200;
    case 'long':
      return dice.one<Json>([0, -1, 7, '9223372036854775807', '-9223372036854775808', '9007199254740993']);
    case 'DateTime':
      return dice.one(['2026-05-04T12:30:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999Z']);
    case 'TimeSpan':
      return dice.one(['00:00:00', '1.12:30:00.5', '-10675199.02:48:05.4775808']);
    case 'Guid':
      return dice.one(['00000000-0000-0000-0000-000000000000', '6f9619ff-8b86-d011-b42d-00cf4fc964ff']);
    case 'Type':
      return dice.one([null, 'int', 'string']);
    case 'NumberStyles':
      return dice.one(['None', 'Float', 'Any']);
    case 'CultureInfo':
    case 'IFormatProvider':
      return dice.one([null, '']);
    case 'object':
      return dice.one<Json>([null, 1, 'text', true]);
    case 'User':
      return dice.one([null, 'host', 'nobody']);
    default: {
      const count = { float2: 2, float3: 3, float4: 4, color: 4, floatQ: 4 }[type];
      return count === undefined ? undefined : Array.from({ length: count }, () => dice.one(NUMBERS));
    }
  }
}

const real = (type: DataType, generic: DataType): DataType => type.replaceAll(/\bT\b/g, generic);

class Drawing {
  readonly #dice: Dice;
  readonly #nodes: Drawn[] = [];
  /** The node that is being written down. */
  #at = 0;

  constructor(dice: Dice, count: number) {
    this.#dice = dice;
    for (let at = 0; at < count; at++) {
      const node = dice.one(FLOW_NODES);
      const types = (node.generic ?? ['']).flatMap((type) => (type === 'component' ? COMPONENT_TYPES : [type]));
      this.#nodes.push({ id: dice.once(40) ? dice.one(['__proto__', 'constructor', 'n0', 'a b', "'"]) + String(at) : `n${at}`, node, type: dice.one(types) });
    }
  }

  nodes(): Record<string, Json> {
    const drawn: [string, Json][] = this.#nodes.map((each, at) => [each.id, this.#node(each, at)]);
    const first = this.#target(false, false);
    if (first !== undefined)
      drawn.push([
        'rx',
        {
          type: 'WebsocketTextMessageReceiver',
          refs: { Client: { entity: 'lamp', component: 'WebsocketClient' } },
          then: { OnReceived: first },
        },
      ]);
    return Object.fromEntries(drawn);
  }

  #node({ node, type }: Drawn, at: number): Json {
    const dice = this.#dice;
    this.#at = at;
    const name = node.name.replace(/<.*/s, '');
    const inputs = node.inputs.flatMap((input): [string, Json][] => {
      const given = this.#input(input, type);
      return given === undefined ? [] : [[input.name, given]];
    });
    const refs = node.refs.flatMap((ref): [string, Json][] => {
      const given = dice.once(6) ? undefined : this.#ref(ref, type);
      return given === undefined ? [] : [[ref.name, given]];
    });
    const exits = node.exits.flatMap((exit): [string, Json][] => {
      const mayWait = exit.kind === 'AsyncImpulse';
      const to = dice.once(3) ? undefined : this.#target(mayWait, dice.once(60));
      if (to === undefined) return [];
      return [[exit.name, exit.list === true ? [to, this.#target(mayWait, false) ?? to] : to]];
    });
    return {
      type: node.generic === undefined ? name : `${name}<${type}>`,
      ...(inputs.length === 0 ? {} : { in: Object.fromEntries(inputs) }),
      ...(refs.length === 0 ? {} : { refs: Object.fromEntries(refs) }),
      ...(exits.length === 0 ? {} : { then: Object.fromEntries(exits) }),
    };
  }

  /** Where an impulse may lead: to a node that waits only where it may, but for some that are to be faults. */
  #target(mayWait: boolean, isFault: boolean): string | undefined {
    const places = this.#nodes.flatMap(({ id, node }) =>
      node.entrances
        .filter(({ kind }) => mayWait || isFault || kind === 'Sync')
        .map(({ name, list }) => (name === '*' ? id : `${id}.${name}${list === true ? `.${this.#dice.below(3)}` : ''}`)),
    );
    return places.length === 0 ? undefined : this.#dice.one(places);
  }

  #input(input: Input, generic: DataType): Json | undefined {
    const type = real(input.type, generic);
    if (input.list === true) return Array.from({ length: this.#dice.below(4) }, () => this.#value(type)).filter((each) => each !== undefined);
    return this.#value(type);
  }

  #value(type: DataType): Json | undefined {
    const dice = this.#dice;
    if (dice.once(300)) return { from: dice.one(['nowhere', 'n0.Nothing', '__proto__', 'rx.Data']) };
    if (dice.once(300)) return dice.one<Json>([{}, [], 'text', 1e308, -1, true, null, { from: 1 }, ...HOSTILE]);
    if (dice.below(5) < 3) {
      // Of those before it, but for some that are to be circles.
      const wires = this.#nodes
        .slice(0, dice.once(200) ? undefined : this.#at)
        .flatMap(({ id, node, type: held }) =>
          node.outputs
            .filter((output) => leadsTo(real(output.type, held), type))
            .map(({ name, list }) => (name === '*' ? id : `${id}.${name}${list === true ? `.${dice.below(3)}` : ''}`)),
        );
      if (wires.length > 0) return { from: dice.one(wires) };
    }
    return dice.once(4) ? undefined : literalOf(dice, type);
  }

  #ref(ref: Ref, generic: DataType): Json | undefined {
    const dice = this.#dice;
    const type = ref.type === undefined ? generic : real(ref.type, generic);
    const entity = dice.one(ENTITIES);
    const field = (): Json => {
      const [component, name] = dice.one(FIELDS[type] ?? [['IntValue', 'Value'] as const]);
      return { entity, component, field: name };
    };
    switch (ref.kind) {
      case 'string':
        return dice.one(TEXTS.filter((text) => text !== null));
      case 'value':
        return literalOf(dice, type);
      case 'entity':
        return { entity };
      case 'component':
        return { entity, component: isPlainType(type) || type === '' ? 'WebsocketClient' : type };
      case 'node':
        return { node: dice.one(this.#nodes).id };
      case 'variable': {
        const holders = this.#nodes.filter(({ node, type: held }) => node.set !== undefined && (held === generic || held === ''));
        return holders.length > 0 && dice.once(2) ? { node: dice.one(holders).id } : field();
      }
      default:
        return field();
    }
  }
}

/** Puts something else somewhere in it. */
function bent(dice: Dice, value: Json, depth: number): Json {
  const garbage: readonly Json[] = [null, 0, -1, 1e9, '', 'n0', [], {}, { from: 'n0' }, { node: 'n0' }, true, ...HOSTILE];
  if (depth === 0 || typeof value !== 'object' || value === null) return dice.one(garbage);
  if (Array.isArray(value)) {
    const at = dice.below(value.length + 1);
    return value.length === 0 ? dice.one(garbage) : value.map((each: Json, i) => (i === at ? bent(dice, each, depth - 1) : each));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return dice.one(garbage);
  const at = dice.below(entries.length);
  return Object.fromEntries(
    entries.map(([key, each], i) => (i === at ? [dice.once(8) ? dice.one(HOSTILE) : key, bent(dice, each as Json, depth - 1)] : [key, each as Json])),
  );
}

/** The graph of a number. */
export function anyGraph(seed: number): Record<string, unknown> {
  const dice = new Dice(seed);
  const nodes = new Drawing(dice, 1 + dice.below(10)).nodes();
  return (dice.once(8) ? bent(dice, nodes, 1 + dice.below(5)) : nodes) as Record<string, unknown>;
}
