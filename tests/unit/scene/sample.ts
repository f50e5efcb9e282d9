import Type from 'typebox';
import { WorldwireError, type Component, type ErrorCode } from '../../../engine/index.ts';
import { defineComponent } from '../../../engine/schema/component.ts';
import {
  color,
  componentRef,
  counter,
  double,
  entityRef,
  enumeration,
  fieldRef,
  float,
  float3,
  floatQ,
  int,
  json,
  string,
  strings,
} from '../../../engine/schema/field.ts';
import { WebsocketClient } from '../../../engine/components/websocket-client.ts';

/** One field of every kind, with and without limits. */
export const Gadget = defineComponent('Gadget', {
  doc: 'One of everything.',
  category: 'Test',
  fields: {
    Position: float3({ doc: 'Place.' }),
    Rotation: floatQ({ doc: 'Turn.' }),
    Tint: color({ doc: 'Colour.' }),
    Size: float({ default: 0.1, min: 0.1, max: 10, doc: 'Size.' }),
    Level: int({ min: -5, max: 5, doc: 'Level.' }),
    When: double({ doc: 'Point in time.' }),
    Mood: enumeration(['calm', 'busy', 'wild'], { doc: 'Mood.' }),
    Text: string({ default: 'hello', maxLength: 20, doc: 'Text.' }),
    Words: strings({ doc: 'Words.' }),
    Data: json(Type.Unknown(), 'anything', { default: null, doc: 'Anything.' }),
    Friend: entityRef({ doc: 'Another entity.' }),
    Client: componentRef({ doc: 'A component.' }),
    Target: fieldRef({ doc: 'A field.' }),
    Even: int({ doc: 'Even.', accepts: (value) => (value % 2 === 0 ? null : { message: `${value} is odd` }) }),
    Count: counter({ doc: 'Counts.' }),
  },
  aliases: { Place: 'Position' },
});

/** Needs a Gadget; at most one on an entity. */
export const Needy = defineComponent('Needy', {
  doc: 'Needs.',
  category: 'Test',
  fields: { Depth: int({ doc: 'Depth.' }) },
  requires: ['Gadget'],
  single: true,
});

export const registry = {
  components: new Map<string, Component>([Gadget, Needy, WebsocketClient].map((component) => [component.name, component as unknown as Component])),
};

/** The text of a scene with these entities. */
export function sceneOf(entities: readonly unknown[], more: object = {}): string {
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Sample', ...more, entities });
}

/** The failure that something ends in. */
export function failureOf(action: () => unknown): WorldwireError {
  try {
    action();
  } catch (error) {
    if (error instanceof WorldwireError) return error;
    throw error;
  }
  throw new Error('expected a WorldwireError, and nothing was thrown');
}

/** `path` and code of every fault that something ends in. */
export function faultsOf(action: () => unknown): { path: string; code: ErrorCode | undefined }[] {
  return failureOf(action).faults.map(({ path, code }) => ({ path, code }));
}
