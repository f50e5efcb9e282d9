import { Transform } from '../../components/transform.ts';
import type { Operation } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { defineNode, input, itself, next, output, SYNC } from '../node/node.ts';
import { END, type Call, type FlowNode, type Input, type Me } from '../node/node-types.ts';
import { rowOf, TOP } from '../node/slots.ts';
import { HERE, NO_TURN, parted, pointIn, pointOut, times, turnBetween, turnedBack, turnedBy, vectorIn, vectorOut, type Place } from '../values/space.ts';
import { VECTORS } from '../values/vector-math.ts';
import { OPERATION } from '../node/weight.ts';
import { change } from './slots-write.ts';

const category = 'Transform';
type Vector = readonly number[];
type Given = Value | readonly Value[] | undefined;
const INSTANCE = input('Instance', 'Slot');
const GONE = 'Where Instance is gone, or null, what its type has for nothing.';

/** Where an entity is within its parent: as its Transform says, else where that is. */
function placeOf({ world }: Call, row: number): Place {
  const store = world.store(Transform);
  if (row === TOP || !store.has(row)) return HERE;
  return {
    position: store.get(row, 'Position') as Vector,
    rotation: VECTORS.normalized(store.get(row, 'Rotation') as Vector),
    scale: store.get(row, 'Scale') as Vector,
  };
}
/** The places of an entity and of all above it, its own first. Each costs a unit of fuel. */
function placesFrom(call: Call, row: number): readonly Place[] {
  const { parent } = call.world.entities;
  const places: Place[] = [];
  for (let at = row; at !== TOP; at = parent[at] as number) {
    call.spend(1);
    places.push(placeOf(call, at));
  }
  return places;
}
/** How all of them together are turned, and how large they make things: each axis for itself, so that what is stretched askew counts for none. */
const rotationOf = (places: readonly Place[]): Vector => places.reduceRight((all, { rotation }) => turnedBy(all, rotation), NO_TURN);
const scaleOf = (places: readonly Place[]): Vector => places.reduceRight((all, { scale }) => times(all, scale), HERE.scale);

/** What is carried from one space into another, and by what: out of places from the inside, and into them from the outside. */
interface Carried {
  readonly word: string;
  readonly type: DataType;
  readonly doc: string;
  readonly out: (places: readonly Place[], value: Vector) => Vector;
  readonly into: (places: readonly Place[], value: Vector) => Vector;
}
const CARRIED: readonly Carried[] = [
  {
    word: 'Point',
    type: 'float3',
    doc: 'A point',
    out: (places, value) => places.reduce((point, place) => pointOut(place, point), value),
    into: (places, value) => places.reduceRight((point, place) => pointIn(place, point), value),
  },
  {
    word: 'Vector',
    type: 'float3',
    doc: 'A vector, turned and made larger or smaller,',
    out: (places, value) => places.reduce((vector, place) => vectorOut(place, vector), value),
    into: (places, value) => places.reduceRight((vector, place) => vectorIn(place, vector), value),
  },
  {
    word: 'Direction',
    type: 'float3',
    doc: 'A direction, turned and as long as it is,',
    out: (places, value) => VECTORS.turned(rotationOf(places), value),
    into: (places, value) => VECTORS.turned(turnedBack(rotationOf(places)), value),
  },
  {
    word: 'Rotation',
    type: 'floatQ',
    doc: 'A rotation',
    out: (places, value) => turnedBy(rotationOf(places), value),
    into: (places, value) => turnedBy(turnedBack(rotationOf(places)), value),
  },
  {
    word: 'Scale',
    type: 'float3',
    doc: 'A scale',
    out: (places, value) => times(scaleOf(places), value),
    into: (places, value) => parted(value, scaleOf(places)),
  },
];

/** A node that tells something of where an entity is. */
function telling(
  name: string,
  doc: string,
  type: DataType,
  more: readonly Input[],
  tell: (places: readonly Place[], ...given: readonly Vector[]) => Value,
): FlowNode {
  return defineNode({
    name,
    doc: `${doc} ${GONE}`,
    category,
    inputs: [INSTANCE, ...more],
    outputs: itself(type),
    read: (call, _me, [instance, ...given]) => {
      const row = rowOf(call.world, instance);
      return row === undefined ? nothingOf(type) : tell(placesFrom(call, row), ...(given as readonly Vector[]));
    },
  });
}
function carrying({ word, type, doc, out, into }: Carried): readonly FlowNode[] {
  return [
    telling(`Local${word}ToGlobal`, `${doc} within Instance as it is in the world.`, type, [input(`Local${word}`, type)], (places, value) =>
      out(places, value as Vector),
    ),
    telling(`Global${word}ToLocal`, `${doc} of the world as it is within Instance.`, type, [input(`Global${word}`, type)], (places, value) =>
      into(places, value as Vector),
    ),
    defineNode({
      name: `Transform${word}`,
      doc: `${doc} within FromSpace as it is within ToSpace. What its type has for nothing where one of them is gone, or null.`,
      category,
      inputs: [input('FromSpace', 'Slot'), input('ToSpace', 'Slot'), input(`Source${word}`, type)],
      outputs: itself(type),
      read: (call, _me, [from, to, value]) => {
        const [one, other] = [rowOf(call.world, from), rowOf(call.world, to)];
        if (one === undefined || other === undefined) return nothingOf(type);
        return into(placesFrom(call, other), out(placesFrom(call, one), value as Vector));
      },
    }),
  ];
}

/** Where its axes point: Forward is Z, Up is Y, Right is X. */
const AXES: readonly (readonly [word: string, axis: Vector])[] = [
  ['Forward', [0, 0, 1]],
  ['Backward', [0, 0, -1]],
  ['Up', [0, 1, 0]],
  ['Down', [0, -1, 0]],
  ['Right', [1, 0, 0]],
  ['Left', [-1, 0, 0]],
];

/** What is written of a Transform: all of it, or nothing. */
type Written = Partial<Record<'Position' | 'Rotation' | 'Scale', Vector>>;
function write(call: Call, me: Me, row: number, values: Written): boolean {
  const { world } = call,
    store = world.store(Transform),
    entity = world.entities.id.get(row),
    component = Transform.name;
  const fields = Object.entries(values) as unknown as readonly (readonly ['Position', never])[];
  const [only] = fields;
  if (store.has(row) && only !== undefined && fields.length === 1) {
    try {
      world.setValue(store, row, ...only);
      return true;
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      call.tell(error);
      return false;
    }
  }
  call.spend(OPERATION, 'world');
  const operations: readonly Operation[] = store.has(row)
    ? fields.map(([field, value]) => ({ op: 'setField', entity, component, field, value }))
    : [{ op: 'addComponent', entity, component, values: values as never }];
  return change(call, me, operations) !== undefined;
}

/** A node that puts an entity somewhere. @param above the places of all that the entity hangs below */
function putting(
  name: string,
  doc: string,
  inputs: readonly Input[],
  written: (call: Call, row: number, above: () => readonly Place[], ...given: readonly Vector[]) => Written,
): FlowNode {
  return defineNode({
    name,
    doc: `${doc} Its Transform is made where it has none. Where Instance is gone, or RootSlot, and where the world refuses it, the chain ends here.`,
    category,
    entrances: SYNC,
    inputs: [INSTANCE, ...inputs],
    exits: next('Next'),
    acts: {
      '*': (call, me, instance = null, ...given) => {
        const row = rowOf(call.world, instance);
        if (row === undefined || row === TOP) return END;
        const above = (): readonly Place[] => placesFrom(call, call.world.entities.parent[row] as number);
        return write(call, me, row, written(call, row, above, ...(given as readonly Value[] as readonly Vector[]))) ? (me.to[0] as number) : END;
      },
    },
  });
}
const POSITION = input('Position', 'float3'),
  ROTATION = input('Rotation', 'floatQ'),
  SCALE = input('Scale', 'float3');
/** Its parts, by name, in the order of the ports. */
const PARTS = { Position: POSITION, Rotation: ROTATION, Scale: SCALE } as const;
type Part = keyof typeof PARTS;
const PUT: readonly (readonly [word: string, parts: readonly Part[], doc: string])[] = [
  ['Position', ['Position'], 'Puts Instance at Position'],
  ['Rotation', ['Rotation'], 'Turns Instance by Rotation'],
  ['Scale', ['Scale'], 'Makes Instance as large as Scale'],
  ['PositionRotation', ['Position', 'Rotation'], 'Puts Instance at Position and turns it by Rotation'],
  ['Transform', ['Position', 'Rotation', 'Scale'], 'Puts Instance at Position, turns it by Rotation and makes it as large as Scale'],
];
/** What is given in the world as it is below what an entity hangs below. */
const WITHIN: Readonly<Record<Part, (above: readonly Place[], value: Vector) => Vector>> = {
  Position: (CARRIED[0] as Carried).into,
  Rotation: (CARRIED[3] as Carried).into,
  Scale: (CARRIED[4] as Carried).into,
};

/** One output for each part of a place. */
function whole(word: 'Local' | 'Global', doc: string, tell: (call: Call, row: number) => readonly Vector[]): FlowNode {
  const outputs = [output(`${word}Position`, 'float3'), output(`${word}Rotation`, 'floatQ'), output(`${word}Scale`, 'float3')];
  return defineNode({
    name: `${word}Transform`,
    doc: `${doc} ${GONE}`,
    category,
    inputs: [INSTANCE],
    outputs,
    read: (call, _me, [instance]: readonly Given[]) => {
      const row = rowOf(call.world, instance);
      return row === undefined ? outputs.map(({ type }) => nothingOf(type)) : tell(call, row);
    },
  });
}

export const TRANSFORM_NODES: readonly FlowNode[] = [
  whole('Local', 'Where Instance is within its parent, how it is turned and how large it is.', (call, row) => {
    const { position, rotation, scale } = placeOf(call, row);
    return [position, rotation, scale];
  }),
  whole('Global', 'Where Instance is in the world, how it is turned and how large it is, each axis for itself.', (call, row) => {
    const places = placesFrom(call, row);
    return [(CARRIED[0] as Carried).out(places, HERE.position), rotationOf(places), scaleOf(places)];
  }),
  ...CARRIED.flatMap(carrying),
  ...AXES.flatMap(([word, axis]) => [
    telling(`Get${word}`, `Where the ${word.toLowerCase()} of Instance points in the world, by a vector of length 1.`, 'float3', [], (places) =>
      VECTORS.turned(rotationOf(places), axis),
    ),
    putting(
      `Set${word}`,
      `Turns Instance the shortest way to where its ${word.toLowerCase()} points along ${word} in the world.`,
      [input(word, 'float3')],
      (call, row, above, wanted) => {
        const places = above(),
          now = turnedBy(rotationOf(places), placeOf(call, row).rotation);
        const turned = turnedBy(turnBetween(VECTORS.turned(now, axis), wanted as Vector), now);
        return { Rotation: VECTORS.normalized(WITHIN.Rotation(places, turned)) };
      },
    ),
  ]),
  ...PUT.flatMap(([word, parts, doc]) => {
    const inputs = parts.map((part) => PARTS[part]);
    const all = (given: readonly Vector[], make: (part: Part, value: Vector) => Vector): Written =>
      Object.fromEntries(parts.map((part, at) => [part, make(part, given[at] as Vector)]));
    return [
      putting(`SetLocal${word}`, `${doc} within its parent.`, inputs, (_call, _row, _above, ...given) => all(given, (_part, value) => value)),
      putting(`SetGlobal${word}`, `${doc} in the world.`, inputs, (_call, _row, above, ...given) => {
        const places = above();
        return all(given, (part, value) => WITHIN[part](places, value));
      }),
    ];
  }),
];
