import { expect, test } from 'vitest';
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
  expect(sum).toBeLessThan(256 * 2 ** 20);
  expect(world.log().find((line) => line.startsWith('WW_SCRIPT_ENDED'))).toMatch(/the scripts of this world would have \d+ bytes with it/);
  expect(world.value('State', 'light')).toBe('Running');
});
