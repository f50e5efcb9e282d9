import { defineComponent } from '../schema/component.ts';
import { float3 } from '../schema/field.ts';

/** Turns its entity steadily. */
export const Spinner = defineComponent('Spinner', {
  doc:
    'Turns the Transform of its entity by a steady speed about the axes of its parent. The turn follows from the time that has passed, so that ' +
    'it is exact however long it lasts; a changed Speed goes on from where it stands, and several Spinners turn one after the other. A scene ' +
    'file keeps the rotation that it began with.',
  category: 'Transform/Drivers',
  requires: ['Transform'],
  drives: ['Transform.Rotation'],
  disabled: 'The rotation stays as it is.',
  fields: {
    Speed: float3({ default: [0, 90, 0], unit: '°/s', softMin: -360, softMax: 360, step: 1, doc: 'Speed about the x, y and z axis.' }),
  },
});
