/** Flows and scripts that use each other. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRegistry, hashWorld, openWorld, readScene, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { rigOf, type Rig } from '../world-rig.ts';
import { flowing, write } from './rig.ts';

const registry = createRegistry({ sandbox: quickJs });
const go = (then: string): object => ({ type: 'DynamicImpulseReceiverWithObject<json>', refs: { Tag: 'go' }, then: { OnTriggered: then } });
const script = { type: 'ElementSource<Script>', refs: { Source: { entity: 'lamp', component: 'Script' } } };
const CALLING = {
  go: go('task'),
  task: { type: 'StartAsyncTask', then: { TaskStart: 'run' } },
  script,
  run: { type: 'RunScript', in: { Script: { from: 'script' }, Function: 'f', Value: { from: 'go.Value' } }, then: { OnDone: 'done', OnFail: 'failed' } },
  text: { type: 'ToString_JSON', in: { JSON: { from: 'run.Result' } } },
  done: write('string', { from: 'text' }),
  failed: write('string', { from: 'run.Error' }),
};

function rigWith(nodes: object, Source: string): Rig {
  const lamp = flowing(nodes) as { components: object };
  Object.assign(lamp.components, { Script: { Source } });
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [lamp] }), { registry });
  return rigOf(openWorld({ registry, scene }));
}
const set = (rig: Rig, value: unknown): void => void rig.give({ type: 'impulse', tag: 'go', value: value as never });
const said = (rig: Rig): unknown => rig.value('lamp', 'StringValue', 'Value');

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test.each([
    ['Script.functions.f = ({ a }) => a * 2', { a: 21 }, '42'],
    ['Script.functions.f = async (n) => { await new Promise((go) => setTimeout(go, 40)); return [n, entity.name] }', 3, '[3,"lamp"]'],
    ['Script.functions.f = () => {}', null, 'null'],
    ['Script.functions = { add: 1, f(n) { return n + this.add } }', 1, '2'],
    ['try { Script.functions = 7 } catch {} Script.functions.f = () => 8', 1, '8'],
    ['Script.functions.f = (text) => text.toUpperCase()', 'a text', '"A TEXT"'],
    ['Script.functions.f = () => { throw new RangeError("too far") }', 1, 'RangeError: too far'],
    ['Script.functions.f = async () => { throw "a text" }', 1, 'a text'],
    ['Script.functions.f = () => 1n', 1, 'TypeError: BigInt are forbidden in JSON.stringify'],
    ['Script.functions.f = () => "x".repeat(1e5)', 1, 'what it returns has 100002 characters as JSON, and 100000 is the most'],
    ['Script.functions.g = () => 1', 1, 'TypeError: Script.functions has no function f'],
    ['Object.prototype.f = () => 1', 1, 'TypeError: Script.functions has no function f'],
    ['Script.functions.f = () => { for (;;) Math.sin(1) }', 1, 'it was stopped, since its fuel was used up'],
    ['let = = 3', 1, 'the script does not run'],
  ])('a flow calls a function of a script and goes on with what it gives: %s', (source, value, expected) => {
    const rig = rigWith(CALLING, source);
    rig.tick(2);
    set(rig, value);
    rig.tick(8);
    expect(said(rig)).toBe(expected);
  });

  test('a call whose script is edited, disabled or removed before it has returned fails, and says so', () => {
    const never = 'Script.functions.f = () => new Promise(() => {})';
    for (const [operation, why] of [
      [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print(1)' }, 'the script has ended'],
      [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Enabled', value: false }, 'the script has ended'],
      [{ op: 'removeComponent', entity: 'lamp', component: 'Script' }, 'the script is gone'],
    ] as const) {
      const rig = rigWith(CALLING, never);
      rig.tick(2);
      set(rig, 1);
      rig.tick(3);
      expect(said(rig)).toBe('');
      rig.edited([operation]);
      rig.tick(3);
      expect(said(rig), JSON.stringify(operation)).toBe(why);
    }
  });

  test('a call goes on from a snapshot that is taken at any time of it', () => {
    const source = 'Script.functions.f = async (n) => { await new Promise((go) => setTimeout(go, 50)); return n + 1 }';
    const whole = rigWith(CALLING, source);
    whole.tick(2);
    set(whole, 4);
    whole.tick(10);
    expect(said(whole)).toBe('5');
    for (let at = 0; at < 8; at++) {
      const rig = rigWith(CALLING, source);
      rig.tick(2);
      set(rig, 4);
      rig.tick(at);
      const again = rigOf(restoreWorld(snapshotWorld(rig.world), registry));
      again.tick(10 - at);
      expect(hashWorld(again.world), `after ${at} ticks`).toBe(hashWorld(whole.world));
    }
  });

  test('a flow sets off an impulse in one script, or in all that hear any, and a script sets off one in flows', () => {
    const nodes = {
      go: go('one'),
      script,
      one: { type: 'ScriptImpulse', in: { Script: { from: 'script' }, Tag: 'a', Value: { from: 'go.Value' } }, then: { Next: 'count' } },
      count: write('int', { from: 'one.TriggeredCount' }, 'all'),
      all: { type: 'ScriptImpulse', in: { Tag: 'b' } },
      back: { type: 'DynamicImpulseReceiverWithObject<string>', refs: { Tag: 'back' }, then: { OnTriggered: 'note' } },
      note: write('string', { from: 'back.Value' }),
    };
    const source = `const all = [];
      Script.impulse.connect(({ tag, value, user }) => {
        if (tag !== "go") all.push(tag, value, user);
        if (tag === "b") world.impulse("back", JSON.stringify(all));
      })`;
    const rig = rigWith(nodes, source);
    rig.tick(2);
    set(rig, { x: 1 });
    rig.tick(4);
    expect(rig.value('lamp', 'IntValue', 'Value')).toBe(1);
    expect(said(rig)).toBe('["a",{"x":1},"host","b",null,"host"]');
  });
});
