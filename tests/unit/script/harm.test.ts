import { expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';

const open = (Source: string): Rig => openRig([{ id: 'lamp', name: 'lamp', components: { Script: { Source }, FloatValue: {} } }], { sandbox: quickJs });
const told = (rig: Rig): readonly string[] =>
  rig.world.logged
    .after(0, 1000)
    .entries.filter(({ source }) => source === 'Script')
    .map(({ message }) => message);

test('a script imports nothing of the library, by whatever name', () => {
  const rig = open(
    'for (const at of ["./host.js", "worldwire:host.js", "worldwire:main.js", "node:fs"]) import(at).then(() => print("has", at), () => print("refused"))',
  );
  rig.tick();
  expect(told(rig)).toEqual(Array(4).fill('refused'));
});

test('a script that has removed itself asks for nothing any more, and what it comes to is told of nobody', () => {
  const other = '{ id: "lamp", name: "lamp", components: { Script: { Source: "" }, FloatValue: {} } }';
  const rig = open(`world.apply([{ op: "removeEntity", entity: "lamp" }, { op: "addEntity", parent: null, entity: ${other} }]);
    try { print(1); new WebSocket("ws://127.0.0.1:9/") } catch {} for (;;);`);
  rig.tick(3);
  expect(told(rig)).toEqual([]);
  expect(rig.value('lamp', 'Script', 'LastError')).toBe('');
  expect(rig.value('lamp', 'Script', 'Sockets')).toBe(0);
});

test('what a script says of its errors is told within bounds', () => {
  const rig = open('const e = new Error("x".repeat(20000)); e.stack = "z:1".repeat(50000) + "("; throw e');
  rig.tick();
  expect(told(rig)[0]?.length).toBeLessThan(4_100);
  expect(String(rig.value('lamp', 'Script', 'LastError')).length).toBeLessThan(4_100);
});

test('what the library hands out is read as foreign: it may be no JSON, and deeper than anything', () => {
  const rig = open(`for (const text of ["{", "[".repeat(300) + "]".repeat(300)]) { JSON.stringify = () => text;
    try { new WebSocketServer() } catch (e) { print(e.code) } }`);
  rig.tick();
  expect(told(rig)).toEqual(['WW_BAD_REQUEST', 'WW_BAD_REQUEST']);
});

test('an impulse without a value that waits is one without a value after a snapshot', () => {
  const rig = open('Script.impulse.connect(({ value }) => print(String(value))); setInterval(() => world.impulse("x"), 1)');
  rig.tick(3);
  const other = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry({ sandbox: quickJs })));
  other.tick(2);
  rig.tick(2);
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  expect(new Set(told(other))).toEqual(new Set(['undefined']));
});
