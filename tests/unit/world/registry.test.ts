import { describe, expect, it, test } from 'vitest';
import { createRegistry, defineComponent, defineSystem, listen, WebsocketClient, type Plugin } from '../../../engine/index.ts';

const Bell = defineComponent('Bell', { doc: 'Rings.', category: 'Test', fields: {} });
const nothing = (): void => {};

const REFUSED: readonly (readonly [what: string, plugin: Plugin, names: string])[] = [
  ['two component types of one name', { components: [Bell, Bell] }, 'Bell'],
  ['two systems of one name', { components: [Bell], systems: [1, 2].map(() => defineSystem({ name: 'ringing', over: Bell })) }, 'ringing'],
  ['a system over a type that is not there', { systems: [defineSystem({ name: 'ringing', over: Bell })] }, 'Bell'],
  ['a woken system that has nothing to be woken for', { components: [Bell], systems: [defineSystem({ name: 'ringing', over: Bell, woken: true })] }, 'update'],
  [
    'a woken system that closes over columns',
    { components: [Bell], systems: [defineSystem({ name: 'ringing', over: Bell, woken: true, bind: () => nothing })] },
    'bind',
  ],
  [
    'update and bind beside each other',
    { components: [Bell], systems: [defineSystem({ name: 'ringing', over: Bell, update: nothing, bind: () => nothing })] },
    'bind',
  ],
  ['a pass of a system that nothing wakes', { components: [Bell], systems: [defineSystem({ name: 'ringing', over: Bell, pass: nothing })] }, 'pass'],
  ['a second handler of a command', { systems: [defineSystem({ name: 'sending', over: WebsocketClient, commands: { Send: nothing } })] }, 'Send'],
  [
    'a listener to an event that nobody declares',
    { systems: [defineSystem({ name: 'hearing', over: WebsocketClient, on: [listen(WebsocketClient, 'OnRain' as 'OnMessage', nothing)] })] },
    'OnRain',
  ],
];

describe('a registry refuses by its code, with names,', () => {
  it.each(REFUSED)('%s', (_what, plugin, names) => {
    expect(() => createRegistry(plugin)).toThrow(expect.objectContaining({ code: 'WW_PLUGIN_INVALID', message: expect.stringContaining(names) as string }));
  });
});

test('what is no plugin at all is refused by its code', () => {
  for (const nothing of [null, undefined, 'plugin'])
    expect(() => createRegistry(nothing as never)).toThrow(expect.objectContaining({ code: 'WW_PLUGIN_INVALID' }));
});
