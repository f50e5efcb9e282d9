import { defineComponent } from '../schema/component.ts';
import { float3, floatQ } from '../schema/field.ts';

/** Where an entity is, relative to its parent. */
export const Transform = defineComponent('Transform', {
  doc: 'Where the entity is, how it is turned and how large it is, relative to its parent.',
  category: 'Transform',
  single: true,
  disabled: 'Nothing: it is plain data.',
  fields: {
    Position: float3({ unit: 'm', step: 0.1, doc: 'Position relative to the parent.' }),
    Rotation: floatQ({ doc: 'Rotation relative to the parent.' }),
    Scale: float3({ default: [1, 1, 1], step: 0.1, doc: 'Scale relative to the parent.' }),
  },
});
