import { expect, test } from 'vitest';
import { componentParts, partOf, registerComponentParts, type ComponentPart } from '../../../inspector-ui/entity/component-parts.ts';

test('a type of component has the part that was registered for it, and no type has two', () => {
  const clock: ComponentPart = { type: 'Clock', note: (field) => (field === 'Time' ? 'of this machine' : '') };
  registerComponentParts([clock, { type: 'Flow' }]);
  expect(partOf('Clock')?.note?.('Time', {})).toBe('of this machine');
  expect(partOf('Lamp'), 'a type without one has its fields alone').toBeUndefined();
  expect(() => registerComponentParts([{ type: 'Clock' }])).toThrow('Two parts of the page are registered for components of type Clock.');
  expect(partOf('Clock'), 'the first one stays').toBe(clock);
  expect(componentParts().map(({ type }) => type)).toEqual(['Clock', 'Flow']);
});
