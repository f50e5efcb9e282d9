import { describe, expect, test } from 'vitest';
import { hashWorld, restoreWorld, createRegistry, snapshotWorld, type LogEntry } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';

/** An entity with a script, and values that it may write. */
const lamp = (source: string, id = 'lamp'): object => ({ id, name: id, components: { Script: { Source: source }, FloatValue: {}, StringValue: {} } });
const open = (...entities: readonly object[]): Rig => openRig(entities, { sandbox: quickJs });
const log = (rig: Rig): string[] =>
  rig.world.logged
    .after(0, 1000)
    .entries.filter(({ source }: LogEntry) => source === 'Script')
    .map(({ message }: LogEntry) => message);
const state = (rig: Rig, field: string, entity = 'lamp'): unknown => rig.value(entity, 'Script', field);

describe('a script', () => {
  test('runs once its world ticks, and writes a line to the log', () => {
    const rig = open(lamp('print("hello", { a: 1 })'));
    expect(state(rig, 'State')).toBe('Off');
    rig.tick();
    expect(log(rig)).toEqual(['hello {"a":1}']);
    expect(state(rig, 'State')).toBe('Running');
  });

  test('reads and writes fields of any entity', () => {
    const rig = open(
      lamp('const value = world.get("shed").get("FloatValue"); value.Value = value.Value + 41.5; entity.get("StringValue").Value = entity.name;'),
      {
        id: 'shed',
        name: 'Shed',
        components: { FloatValue: { Value: 1 } },
      },
    );
    rig.tick();
    expect(rig.value('shed', 'FloatValue', 'Value')).toBe(42.5);
    expect(rig.value('lamp', 'StringValue', 'Value')).toBe('lamp');
  });

  test('is told what is wrong with what it writes, and where it stands', () => {
    const rig = open(lamp('try { entity.get("FloatValue").Value = "warm" } catch (e) { print(e.code) }\n\nentity.get("Script").State = "Off"'));
    rig.tick();
    expect(log(rig)[0]).toBe('WW_BAD_VALUE');
    expect(state(rig, 'LastError')).toMatch(/is written by the world itself \(lamp\/Script\.js:3:\d+\)$/);
    expect(state(rig, 'State')).toBe('Failed');
  });

  test('that goes wrong in each of its turns is told once a second, with how often it was, and another error at once', () => {
    const rig = open(lamp('let n = 0; Script.update.connect(() => { if (++n === 30) throw new TypeError("another"); null.x })'));
    rig.tick(150);
    const told = log(rig).map((line) => line.replace(/\nat .*/g, '').trim());
    expect(told[0]).toMatch(/^TypeError: /);
    expect(told[1]).toMatch(/^TypeError: another/);
    expect(told[2]).toBe(told[0]);
    expect(told[3]).toMatch(/\(and 59 times more in between\)$/);
    expect(told).toHaveLength(4);
    expect(state(rig, 'LastError')).toMatch(/TypeError/);
  });

  test("waits in the world's time, which stands still while the world is paused", () => {
    const rig = open(lamp('setTimeout(() => print("later", Date.now() >= 100), 100); setInterval(() => print("again"), 50)'));
    rig.tick(4);
    rig.wait(10_000);
    expect(log(rig)).toEqual(['again']);
    rig.tick(4);
    expect(log(rig)).toEqual(['again', 'later true', 'again']);
  });

  test('is called in each tick where it asks for that', () => {
    const rig = open(
      lamp(
        'let ticks = 0; const count = (delta) => { if (++ticks === 3) Script.update.disconnect(count); print(delta.toFixed(4)) }; Script.update.connect(count)',
      ),
    );
    rig.tick(6);
    expect(log(rig)).toEqual(['0.0167', '0.0167', '0.0167']);
  });

  test('that throws what is no error is told by what was thrown', () => {
    const rig = open(lamp('throw { code: 4, why: "full" }'));
    rig.tick();
    expect(log(rig).join()).toContain('code: 4');
    expect(state(rig, 'LastError')).toContain('full');
  });

  test('lets promises have their turn, and tells those that fail and that nobody waits for', () => {
    const rig = open(lamp('(async () => { await null; print("awaited"); throw new TypeError("lost") })()'));
    rig.tick();
    expect(log(rig)[0]).toBe('awaited');
    expect(log(rig)[1]).toContain('TypeError: lost, in a promise that nobody waits for');
  });

  test('has chance of its own, the same in each run of its world', () => {
    const run = (): string[] => {
      const rig = open(lamp('print(Math.random(), Math.random())'), lamp('print(Math.random())', 'other'));
      rig.tick();
      return log(rig);
    };
    expect(run()).toEqual(run());
    expect(new Set(run().join(' ').split(' ')).size).toBe(3);
  });

  test('shares nothing with another', () => {
    const rig = open(lamp('Array.prototype.mine = 1; globalThis.shared = 1'), lamp('print([].mine, typeof shared)', 'other'));
    rig.tick();
    expect(log(rig)).toEqual(['undefined undefined']);
  });

  test('begins anew with another source, and runs on where that has a fault of syntax', () => {
    const rig = open(lamp('let n = 0; setInterval(() => print("old", ++n), 20); Script.scriptEnding.connect(() => print("ends"))'));
    rig.tick(3);
    const set = (source: string): void => void rig.edited([{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: source }]);
    set('let = = 3');
    rig.tick(2);
    expect(state(rig, 'LastError')).toMatch(/SyntaxError: .*; the program that ran before runs on \(lamp\/Script\.js:1:\d+\)/);
    expect(state(rig, 'State')).toBe('Running');
    const before = log(rig).filter((line) => line.startsWith('old')).length;
    expect(before).toBeGreaterThan(1);
    set('print("new")');
    rig.tick(3);
    expect(log(rig).slice(-2)).toEqual(['ends', 'new']);
    expect(state(rig, 'LastError')).toBe('');
  });

  test('ends while it is disabled or its entity is not active, and begins anew after', () => {
    const rig = open(lamp('print("begins"); Script.scriptEnding.connect(() => print("ends")); setInterval(() => print("runs"), 16)'));
    rig.tick(2);
    rig.edited([{ op: 'updateEntity', entity: 'lamp', active: false }]);
    rig.tick(3);
    expect(log(rig).at(-1)).toBe('ends');
    expect(state(rig, 'State')).toBe('Off');
    rig.edited([{ op: 'updateEntity', entity: 'lamp', active: true }]);
    rig.tick(1);
    expect(log(rig).at(-1)).toBe('begins');
  });

  test('says that there is no sandbox where its world has none', () => {
    const rig = openRig([lamp('print(1)')]);
    rig.tick();
    expect(state(rig, 'State')).toBe('Off');
    expect(state(rig, 'LastError')).toContain('WW_NO_SANDBOX');
  });
});

describe('a script that comes to no end', () => {
  const neighbour = lamp('let n = 0; Script.update.connect(() => { entity.get("FloatValue").Value = ++n })', 'neighbour');

  test('is stopped, with file and line, and disturbs nobody', () => {
    const rig = open(lamp('print("begins")\nfunction spin() {\n  while (true) Math.abs(1);\n}\nspin();'), neighbour);
    rig.tick(5);
    expect(state(rig, 'LastError')).toMatch(/^WW_SCRIPT_FUEL: stopped, since its fuel was used up \(lamp\/Script\.js:3:\d+\)/);
    expect(state(rig, 'State')).toBe('Failed');
    expect(rig.value('neighbour', 'FloatValue', 'Value')).toBe(5);
  });

  test('is ended where it is within something that asks nobody', () => {
    const rig = open(lamp('const text = "x".repeat(5e6),\n  part = "y".repeat(3e6);\nfor (;;)\n  text.indexOf(part);'), neighbour);
    rig.tick(5);
    expect(state(rig, 'LastError')).toMatch(
      /^WW_SCRIPT_ENDED: ended, since its fuel was used up within something that cannot be stopped softly \(lamp\/Script\.js:\d+:\d+\)/,
    );
    expect(state(rig, 'State')).toBe('Ended');
    expect(rig.value('neighbour', 'FloatValue', 'Value')).toBe(5);
  });

  test('is ended where it takes more memory than it may', () => {
    const rig = open(lamp('const all = [];\nsetInterval(() => { for (let i = 0; i < 100; i++) all.push(new Uint8Array(100000)) }, 16)'), neighbour);
    rig.tick(8);
    expect(state(rig, 'LastError')).toMatch(/^WW_SCRIPT_ENDED: .*out of memory/);
    expect(rig.value('neighbour', 'FloatValue', 'Value')).toBe(8);
  });

  test('is stopped in each tick, and hears the next one', () => {
    const rig = open(lamp('let n = 0; Script.update.connect(() => { n++; for (;;); }); setInterval(() => print("at", n), 16)'), neighbour);
    rig.tick(6);
    expect(state(rig, 'State')).toBe('Running');
    expect(log(rig)).toContain('at 3');
    expect(rig.value('neighbour', 'FloatValue', 'Value')).toBe(6);
  });
});

test('of many that begin at once few do so in a tick, since to make a sandbox takes of the fuel that all have', () => {
  const rig = open(...Array.from({ length: 20 }, (_, at) => lamp('', `s${at}`)), ...Array.from({ length: 20 }, (_, at) => lamp('1', `t${at}`)));
  const running = (): number => Array.from({ length: 20 }, (_, at) => state(rig, 'State', `t${at}`)).filter((each) => each === 'Running').length;
  rig.tick();
  const first = running();
  rig.tick(5);
  expect([first > 0, first < 10, running()]).toEqual([true, true, 20]);
});

test('many that would take all of the time have their turns one after another', () => {
  const rig = open(...Array.from({ length: 20 }, (_, at) => lamp('Script.update.connect(() => { entity.get("FloatValue").Value += 1; for (;;); })', `s${at}`)));
  rig.tick(60);
  const turns = Array.from({ length: 20 }, (_, at) => rig.value(`s${at}`, 'FloatValue', 'Value') as number);
  expect(Math.min(...turns)).toBeGreaterThan(Math.max(...turns) / 3);
});

test('a world goes on elsewhere in the middle of timers and promises, to the same hash', () => {
  const source = `
    let resolve, n = 0;
    const later = new Promise((done) => (resolve = done));
    (async () => { const value = await later; print("got", value, n); })();
    setInterval(() => { n++; if (n === 8) resolve(Math.random()); }, 30);
    const big = new Map(Array.from({ length: 100 }, (_, i) => [i, { i }]));`;
  const rig = open(lamp(source));
  rig.tick(7);
  const snapshot = snapshotWorld(rig.world);
  const other = rigOf(restoreWorld(snapshot, createRegistry({ sandbox: quickJs })));
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  rig.tick(20);
  other.tick(20);
  expect(log(other)).toHaveLength(1);
  expect(log(other)).toEqual(log(rig));
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
});

test('a script that has ended begins anew elsewhere as it would have here', () => {
  const rig = open(lamp('new WebSocket("ws://127.0.0.1:1/"); Script.update.connect(() => { for (;;) "x".repeat(5e6).indexOf("y".repeat(3e6)) })'));
  rig.tick(3);
  expect(state(rig, 'State')).toBe('Ended');
  const other = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry({ sandbox: quickJs })));
  for (const each of [rig, other]) {
    each.edited([{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'new WebSocket("ws://127.0.0.1:2/")' }]);
    each.tick(2);
  }
  expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
});
