import { expect, test, vi } from 'vitest';
import { besideFiles } from './beside.ts';

const entity = (id: string, Source: string): object => ({ id, name: id, components: { Script: { Source }, FloatValue: {} } });
const LIGHT = 'Script.update.connect(() => { entity.get("FloatValue").Value++ })';
const HEAVY = 'Script.update.connect(() => { for (;;) Math.sin(1) })';

test('a script that takes little has its turn in nearly each tick, whatever others take', () => {
  const world = besideFiles({}, ...Array.from({ length: 9 }, (_, at) => entity(`heavy${at}`, HEAVY)), entity('light', LIGHT));
  world.tick(12);
  const before = world.rig.value('light', 'FloatValue', 'Value') as number;
  world.tick(15);
  expect((world.rig.value('light', 'FloatValue', 'Value') as number) - before).toBeGreaterThanOrEqual(14);
});

test('a script that makes copies of itself keeps no others from their turns', () => {
  const copies = `const copy = { op: "duplicateEntity", entity: entity.id };
    if (world.query("Script").length < 100) world.apply([copy, copy]);
    for (;;) Math.sin(1)`;
  const world = besideFiles({}, entity('light', LIGHT), entity('copies', copies));
  world.tick(20);
  const before = world.rig.value('light', 'FloatValue', 'Value') as number;
  world.tick(20);
  expect((world.rig.value('light', 'FloatValue', 'Value') as number) - before).toBeGreaterThanOrEqual(18);
});

test('those that take much have their turns one after another, none of them more than the others', () => {
  const counted = 'let turns = 0; Script.update.connect(() => { entity.get("FloatValue").Value = ++turns; for (;;) Math.sin(1) })';
  const world = besideFiles({}, ...Array.from({ length: 9 }, (_, at) => entity(`heavy${at}`, counted)));
  world.tick(40);
  const turns = Array.from({ length: 9 }, (_, at) => world.rig.value(`heavy${at}`, 'FloatValue', 'Value') as number);
  expect(Math.min(...turns)).toBeGreaterThan(8);
  expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(3);
});

test('scripts of a world have no more memory together than it may give them: the one that would take more is ended', () => {
  const large = 'globalThis.all = []; setInterval(() => { if (all.length < 14) all.push(new Uint8Array(1e6)) }, 16)';
  const world = besideFiles({}, ...Array.from({ length: 24 }, (_, at) => entity(`large${at}`, large)), entity('light', LIGHT));
  world.tick(45);
  const states = Array.from({ length: 24 }, (_, at) => world.value('State', `large${at}`));
  const sum = Array.from({ length: 24 }, (_, at) => world.value('Memory', `large${at}`) as number).reduce((a, b) => a + b);
  expect(states).toContain('Ended');
  expect(states.filter((state) => state === 'Running').length).toBeGreaterThan(12);
  expect(sum).toBeLessThan(300 * 2 ** 20);
  expect(world.log().find((line) => line.startsWith('WW_SCRIPT_ENDED'))).toMatch(/the scripts of this world would have grown by \d+ bytes with it/);
  expect(world.value('State', 'light')).toBe('Running');
});

test('scripts that begin anew in each tick keep no others from their turns', () => {
  const again = `Script.update.connect(() => { entity.get("Script").Source += " " })`;
  const some = `Script.update.connect(() => { for (let n = 0; n < 5000; n++); entity.get("FloatValue").Value++ })`;
  const world = besideFiles({}, entity('light', some), ...Array.from({ length: 12 }, (_, at) => entity(`again${at}`, again)));
  world.tick(20);
  const before = world.rig.value('light', 'FloatValue', 'Value') as number;
  world.tick(40);
  expect((world.rig.value('light', 'FloatValue', 'Value') as number) - before).toBeGreaterThanOrEqual(36);
});

test('files that a script imports are paid for as it begins, also where they cannot be read', () => {
  const wrong = `import "./large.js"; let = = 3`;
  const files = { 'large.js': 'x = 1; '.repeat(140_000) };
  const world = besideFiles(files, ...Array.from({ length: 12 }, (_, at) => entity(`wrong${at}`, wrong)));
  world.tick(3);
  const failed = Array.from({ length: 12 }, (_, at) => world.value('State', `wrong${at}`)).filter((state) => state === 'Failed');
  expect(failed.length).toBeLessThanOrEqual(4);
  world.tick(8);
  expect(world.value('State', 'wrong11')).toBe('Failed');
});

test('scripts that are too many are refused without a look at all others for each', () => {
  const world = besideFiles({}, ...Array.from({ length: 600 }, (_, at) => entity(`s${at}`, '1')));
  const looked = vi.spyOn(Map.prototype, 'values');
  const most: number[] = [];
  for (let at = 0; at < 40; at++) {
    looked.mockClear();
    world.tick();
    most.push(looked.mock.contexts.filter((each) => (each as Map<unknown, unknown>).size === 600).length);
  }
  looked.mockRestore();
  expect(world.value('LastError', 's599')).toMatch(/^WW_LIMIT: /);
  expect(Math.max(...most)).toBeLessThan(30);
});
