/** Sends that are saved in the scene: what is on runs by itself, and follows its component and its edits. */
import { expect, test } from 'vitest';
import type { Json, SendSpec } from '../../../engine/index.ts';
import { Devices } from './rig.ts';

const THREE = ['red', 'green', 'blue'];
const REPORT = { text: '{{name}}', to: '', every: 1, on: true };
function holder(sends: { readonly [name: string]: SendSpec }): object {
  return { id: 'desk', name: 'Desk', components: { SavedSends: { Sends: sends } } };
}
const sendsTo = (value: { readonly [name: string]: SendSpec }) =>
  ({ op: 'setField', entity: 'desk', component: 'SavedSends', field: 'Sends', value: value as Json }) as const;
const command = (name: string, args: { readonly [name: string]: string }) =>
  ({ type: 'command', command: { entity: 'desk', component: 'SavedSends', command: name, args } }) as const;

test('one that is on runs as the scene is opened, and others wait to be asked for by name', () => {
  const room = new Devices(['one'], [holder({ Report: REPORT, Hello: { text: 'hello', to: '' } })]);
  room.heard();
  room.seconds(2);
  expect(room.heard()).toEqual(['one: one', 'one: one']);
  expect(room.give(command('Send', { Name: 'Hello' }))).toMatchObject({ ok: true, run: 2 });
  room.step();
  expect(room.heard()).toContain('one: hello');
  expect(room.give(command('Send', { Name: 'toString' }))).toMatchObject({ ok: false, code: 'WW_BAD_VALUE', errors: [{ expected: 'one of Report, Hello' }] });
});

test('another text, and others whom it is for, hold from the next round on; other times begin it anew', async () => {
  const room = new Devices(THREE, [holder({ Report: REPORT })]);
  room.heard();
  room.edit(sendsTo({ Report: { ...REPORT, text: 'now {{name}}', to: 'name=green' } }));
  room.seconds(1);
  expect(room.heard()).toEqual(['green: now green']);
  room.edit(sendsTo({ Report: { ...REPORT, every: 0.25, to: 'name=green' } }));
  room.seconds(0.9);
  expect(room.heard()).toHaveLength(4);
  expect((await room.sends()).map(({ run, over }) => [run, over])).toEqual([
    [1, 'it was given other times'],
    [2, null],
  ]);
});

test('put off, removed, disabled or with its entity gone it ends; put on and enabled it begins', async () => {
  const room = new Devices(['one'], [holder({ Report: REPORT })]);
  const going = async () => (await room.sends()).filter(({ over }) => over === null).length;
  const flag = (value: boolean) => ({ op: 'setField', entity: 'desk', component: 'SavedSends', field: 'Enabled', value }) as const;
  const steps = [
    [[sendsTo({ Report: { ...REPORT, on: false } })], 0],
    [[sendsTo({ Report: REPORT })], 1],
    [[sendsTo({})], 0],
    [[sendsTo({ Other: REPORT })], 1],
    [[flag(false)], 0],
    [[flag(true)], 1],
    [[{ op: 'updateEntity', entity: 'desk', active: false }], 0],
    [[{ op: 'updateEntity', entity: 'desk', active: true }], 1],
    [[{ op: 'removeEntity', entity: 'desk' }], 0],
  ] as const;
  for (const [operations, count] of steps) {
    expect(room.edit(...operations).ok).toBe(true);
    expect(await going()).toBe(count);
  }
  room.give({ type: 'undo' });
  expect(await going()).toBe(1);
});

test('one that was stopped by hand rests until it is edited, whatever else is', async () => {
  const room = new Devices(['one'], [holder({ Report: REPORT })]);
  expect(room.give(command('Stop', { Name: 'Report' }))).toMatchObject({ ok: true, stopped: 1 });
  room.restore();
  room.edit(sendsTo({ Report: REPORT, Other: { text: 'x', to: '' } }));
  room.heard();
  room.seconds(2);
  expect(room.heard()).toEqual([]);
  room.edit(sendsTo({ Report: { ...REPORT, text: 'again' }, Other: { text: 'x', to: '' } }));
  room.seconds(0.5);
  expect(room.heard()).toEqual(['one: again']);
});

test('ids of a copy are those of the copy', () => {
  const room = new Devices(['one'], [holder({ Report: { text: 'x', to: ['lamp', 'one'] } }), { id: 'lamp', name: 'Lamp', parent: 'desk' }]);
  const result = room.edit({ op: 'duplicateEntity', entity: 'desk' });
  const copy = result.ok ? (result.results[0]?.entity ?? '') : '';
  const { world } = room;
  const row = world.entities.rowOf(copy) as number;
  const [held] = world.entities.held(row);
  const sends = world.storeOf('SavedSends').get(held?.row as number, 'Sends') as { readonly Report: { readonly to: readonly string[] } };
  const lamp = world.entities.id.get(world.entities.children.get(row)?.[0] as number);
  expect(sends.Report.to).toEqual([lamp, 'one']);
});

test('what cannot be said is refused as it is edited, with its place', () => {
  const room = new Devices(['one'], [holder({})]);
  const result = room.edit(sendsTo({ Report: { text: 'a {{nam}}', to: '' } }));
  expect(result).toMatchObject({ ok: false, errors: [{ path: 'value/Report/text' }] });
});
