import { describe, expect, test } from 'vitest';
import { hashWorld, snapshotWorld } from '../../../engine/index.ts';
import { besideFiles } from './beside.ts';

const lamp = (Source: string): object => ({ id: 'lamp', name: 'Lamp', components: { Script: { Source } } });
const COUNTS = (said: string): string => `Script.state.count = (Script.state.count ?? 0) + 1; print(${said}, Script.state.count)`;

describe('Script.state', () => {
  test('is what the next version of a script goes on from', () => {
    const world = besideFiles({}, lamp(COUNTS('"first"')));
    world.tick();
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: COUNTS('"second"') });
    world.tick();
    expect(world.log()).toEqual(['first 1', 'second 2']);
  });

  test('is as it was at the end of the last turn, however that ended', () => {
    const world = besideFiles(
      {},
      lamp('Script.state = { n: 1 }; setTimeout(() => { Script.state.n = 2; const all = []; for (;;) all.push(new Uint8Array(1e6)) }, 20)'),
    );
    world.tick(4);
    expect(world.value('State')).toBe('Ended');
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print(Script.state)' });
    world.tick();
    expect(world.log().at(-1)).toBe('{"n":1}');
  });

  test('has what a script says as it ends', () => {
    const world = besideFiles({}, lamp('Script.state.n = 1; Script.scriptEnding.connect(() => { Script.state.n = 7 })'));
    world.tick();
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print(Script.state.n)' });
    world.tick();
    expect(world.log()).toEqual(['7']);
  });

  test('is forgotten where the script is disabled, since another begins then', () => {
    const world = besideFiles({}, lamp(COUNTS('"count"')));
    world.tick();
    for (const value of [false, true]) {
      world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Enabled', value });
      world.tick(2);
    }
    expect(world.log()).toEqual(['count 1', 'count 1']);
  });

  test.each([
    ['const a = {}; a.a = a; Script.state = a', /circular|cyclic/i],
    ['Script.state = { big: 1n }', /BigInt/],
    ['Script.state = "x".repeat(100001)', /WW_LIMIT|100000 is the most/],
    ['Script.state = { toJSON() { throw new Error("mine") } }', /mine/],
  ])('that is no JSON, or too much of it, is told once, and what it was before is kept: %s', (wrong, why) => {
    const world = besideFiles({}, lamp(`Script.state.n = 5; setTimeout(() => { ${wrong} }, 10); setInterval(() => {}, 10)`));
    world.tick(6);
    expect(world.log()).toHaveLength(1);
    expect(world.log()[0]).toMatch(why);
    world.edit({ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print(Script.state)' });
    world.tick();
    expect(world.log().at(-1)).toBe('{"n":5}');
  });

  test('is what is left of a script that holds more than snapshots keep, which is told once', () => {
    const world = besideFiles(
      {},
      lamp('print(Script.state.n); Script.state.n = 3; setTimeout(() => { globalThis.all = new Uint8Array(9_000_000) }, 10); setInterval(() => {}, 10)'),
    );
    world.tick(6);
    expect(world.log().filter((line) => /^not kept: it has taken \d+ bytes/.test(line))).toHaveLength(1);
    expect(JSON.stringify(snapshotWorld(world.rig.world)).length).toBeLessThan(200_000);
    const again = world.restored();
    again.tick(2);
    expect(again.log()).toContain('3');
  });

  test('is state of the world', () => {
    const straight = besideFiles({}, lamp('setInterval(() => { Script.state.n = (Script.state.n ?? 0) + 1 }, 20)'));
    straight.tick(10);
    const parted = besideFiles({}, lamp('setInterval(() => { Script.state.n = (Script.state.n ?? 0) + 1 }, 20)'));
    parted.tick(5);
    const again = parted.restored();
    again.tick(5);
    expect(hashWorld(again.rig.world)).toBe(hashWorld(straight.rig.world));
  });
});
