import type { FieldRef } from '../../schema/field.ts';
import { FIELD_VALUE_TYPES, REFERENCE_TYPES, TEXT_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { DRIVE } from '../node/driven-by.ts';
import { mayWrite } from './field-texts.ts';
import { fieldOf, heldBy } from '../node/lookup.ts';
import { defineNode, input } from '../node/node.ts';
import { END, type FlowNode } from '../node/node-types.ts';

/** Drives a field: writes it in each tick, behind all else that its Flow does. Where several drive one field, the oldest has it. */
function driving(name: string, value: string, doc: string, generic: readonly DataType[]): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc: `Drives ${doc}, in each tick behind all else that its Flow does. One that reads its own field goes on from what it was in the tick before.`,
    category: 'Drives',
    generic,
    refs: [{ name: DRIVE, kind: 'drive' }],
    inputs: [input(value, 'T')],
    tick: (call, me, given = null) => {
      const ref = me.refs[DRIVE] as FieldRef | undefined;
      if (ref === undefined || !mayWrite(call, me, given as Value, () => fieldOf(call.world, ref, me.type)?.value)) return END;
      call.world.drive(call.world.storeOf('Flow'), call.row, ref, heldBy(call.world, ref, me.type, given as Value));
      return END;
    },
  });
}

export const DRIVE_NODES: readonly FlowNode[] = [
  driving('ValueFieldDrive', 'Value', 'the field Drive with Value', FIELD_VALUE_TYPES),
  driving('ObjectFieldDrive', 'Value', 'the field Drive with Value', TEXT_TYPES),
  driving('ReferenceDrive', 'Target', 'what the field Drive refers to', ['json', 'bytes', ...REFERENCE_TYPES]),
];
