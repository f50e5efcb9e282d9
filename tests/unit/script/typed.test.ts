import { describe, expect, test } from 'vitest';
import { hashWorld } from '../../../engine/index.ts';
import { besideFiles, type Beside } from './beside.ts';

const lamp = (Source: string): object => ({ id: 'lamp', name: 'Lamp', components: { Script: { Source }, FloatValue: { Value: 4 } } });
const type = (world: Beside, Code: string): unknown =>
  world.rig.give({ type: 'command', command: { entity: 'lamp', component: 'Script', command: 'Evaluate', args: { Code } } });

describe('a line that is typed to a running script', () => {
  test.each([
    ['n + 1', '< 42'],
    ['const later = n * 2; later', '< 82'],
    ['({ a: [1, "two", { three: { four: { five: 5 } } }], b: undefined })', '< { a: [1, "two", { three: {…} }], b: undefined }'],
    ['new Map([["a", new Set([1n])]])', '< Map(1) { "a" => Set(1) { 1n } }'],
    ['new Uint8Array(3)', '< Uint8Array(3) [0, 0, 0]'],
    ['entity.get("FloatValue")', '< Component { persistent: true, UpdateOrder: 0, Enabled: true, Value: 4 }'],
    ['class Lamp { on = true }; new Lamp()', '< Lamp { on: true }'],
    ['const round = {}; round.round = round; round', '< { round: [circular] }'],
    ['(() => {})', '< [Function anonymous]'],
    ['-0', '< -0'],
    ['[]', '< []'],
    ['({})', '< {}'],
    ['new Proxy({}, { ownKeys() { throw 1 } })', '< [what cannot be told]'],
    ['Array.from({ length: 60 }, (_, i) => i).at(-1)', '< 59'],
  ])('sees what the script holds, and is answered in the log: %s', (line, answer) => {
    const world = besideFiles({}, lamp('let n = 41'));
    world.tick();
    expect(type(world, line)).toMatchObject({ ok: true });
    world.tick();
    expect(world.log()).toEqual([`> ${line}`, answer]);
  });

  test('is told what it throws, and that is no error of the script', () => {
    const world = besideFiles({}, lamp('let n = 41'));
    world.tick();
    for (const line of ['none.x', 'let = = 3', 'throw "a text"']) type(world, line);
    world.tick();
    expect(world.log()[3]).toMatch(/^< ReferenceError: none is not defined\n.*console:1/);
    expect(world.log()[4]).toMatch(/^< SyntaxError: /);
    expect(world.log()[5]).toBe('< "a text"');
    expect([world.value('State'), world.value('LastError')]).toEqual(['Running', '']);
  });

  test('may wait for a promise, which is told when it is settled', () => {
    const world = besideFiles({}, lamp(''.padEnd(1) + 'const after = (ms) => new Promise((go) => setTimeout(() => go(ms), ms))'));
    world.tick();
    type(world, 'after(30)');
    world.tick(5);
    expect(world.log().slice(1)).toEqual(['< Promise', '< 30']);
  });

  test('without an end is stopped, and the script goes on', () => {
    const world = besideFiles({}, lamp('setInterval(() => { entity.get("FloatValue").Value++ }, 16)'));
    world.tick(2);
    type(world, 'for (;;) Math.sin(1)');
    world.tick(3);
    expect(world.log()[1]).toMatch(/^WW_SCRIPT_FUEL: stopped in what was typed/);
    expect(world.rig.value('lamp', 'FloatValue', 'Value')).toBeGreaterThan(6);
  });

  test('is refused where the script does not run, and by those who may not edit', () => {
    const world = besideFiles({}, lamp('let = = 3'));
    world.tick();
    expect(type(world, '1')).toMatchObject({ ok: false, code: 'WW_REFUSED' });
    const guest = world.rig.give(
      { type: 'command', command: { entity: 'lamp', component: 'Script', command: 'Evaluate', args: { Code: '1' } } },
      { userId: 'guest', role: 'Guest' },
    );
    expect(guest).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  });

  test('is not taken where lines wait for the script already that are as long together as it may have waiting', () => {
    const world = besideFiles({}, lamp('let n = 1'));
    world.tick();
    const line = `"${'x'.repeat(99_990)}"`;
    let taken = 0;
    while (taken < 1000 && (type(world, line) as { readonly ok: boolean }).ok) taken++;
    expect(taken).toBeGreaterThan(500);
    expect(taken).toBeLessThan(700);
    expect(type(world, '1')).toMatchObject({ ok: false, code: 'WW_LIMIT' });
    world.tick(3);
    expect(type(world, '1')).toMatchObject({ ok: true });
  });

  test('waits in the state of the world, as all that a script is to hear', () => {
    const run = (isParted: boolean): string => {
      let world = besideFiles({}, lamp('let n = 1'));
      world.tick();
      type(world, 'n = 9; entity.get("FloatValue").Value = n');
      if (isParted) world = world.restored();
      world.tick(2);
      return hashWorld(world.rig.world);
    };
    expect(run(true)).toBe(run(false));
  });
});

test('Restart begins a script anew', () => {
  const world = besideFiles({}, lamp('print("begun"); Script.scriptEnding.connect(() => print("ending"))'));
  world.tick();
  world.rig.give({ type: 'command', command: { entity: 'lamp', component: 'Script', command: 'Restart', args: {} } });
  world.tick();
  expect(world.log()).toEqual(['begun', 'ending', 'begun']);
});
