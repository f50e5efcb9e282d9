import { defineComponent } from '../schema/component.ts';
import { float3 } from '../schema/field.ts';

/** Turns its entity steadily. */
export const Spinner = defineComponent('Spinner', {
  doc: 'Turns the Transform of its entity by a steady speed about the three axes.',
  category: 'Transform/Drivers',
  requires: ['Transform'],
  drives: ['Transform.Rotation'],
  disabled: 'The rotation stays as it is.',
  fields: {
    Speed: float3({ default: [0, 90, 0], unit: '°/s', softMin: -360, softMax: 360, step: 1, doc: 'Speed about the x, y and z axis.' }),
  },
});
