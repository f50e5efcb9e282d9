import { defineComponent } from '../schema/component.ts';
import { float3 } from '../schema/field.ts';

/** Swings its entity to and fro. */
export const Wiggler = defineComponent('Wiggler', {
  doc:
    'Swings the Transform of its entity about its three axes, each as a sine of its own speed, by the world’s time. A scene file keeps the ' +
    'rotation that was there before.',
  category: 'Transform/Drivers',
  requires: ['Transform'],
  drives: ['Transform.Rotation'],
  disabled: 'The rotation stays as it is; enabled again, it goes on where the world’s time has come to.',
  fields: {
    Magnitude: float3({ default: [0, 15, 0], unit: '°', softMin: 0, softMax: 180, step: 1, doc: 'How far it swings to either side, by axis.' }),
    Speed: float3({ default: [1, 1, 1], unit: 'Hz', softMin: 0, softMax: 10, step: 0.1, doc: 'Swings a second, by axis.' }),
    Offset: float3({ unit: 'turns', softMin: 0, softMax: 1, step: 0.01, doc: 'How far into a swing it begins, by axis; 0.5 is the opposite.' }),
  },
});
