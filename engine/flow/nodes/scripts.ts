import { Script } from '../../script/script.ts';
import { countOfScripts, impulseScripts } from '../../script/called.ts';
import { keep, kept, put, waitForErrand } from '../node/call.ts';
import { componentOf } from '../node/lookup.ts';
import { ASYNC, defineNode, input, next, output, SYNC } from '../node/node.ts';
import type { Call, FlowNode, Me } from '../node/node-types.ts';
import type { Value } from '../values/data-type.ts';
import { asJson, jsonText, parseJson } from '../values/json-value.ts';

const category = 'Scripts';

/** Fuel of each script that an impulse may go to, and characters of JSON that are handed over for a unit. */
const EACH = 10;
const A_UNIT = 32;

const isScript = (call: Call, value: Value) => {
  const found = componentOf(call.world, value);
  return found?.store.component.name === Script.name ? found : undefined;
};

/** Goes on once the script has returned. */
function goOn(call: Call, me: Me): number {
  const number = kept(call, me, 0) as number;
  const { result } = call.errands.progress(call.chain, number);
  if (result === null) return waitForErrand(call, me, 0);
  call.errands.settle(call.chain, number);
  const isDone = result.as === 'response';
  put(call, me, 0, isDone ? (parseJson(result.content ?? 'null') ?? null) : null);
  put(call, me, 1, isDone ? '' : (result.content ?? ''));
  return me.to[isDone ? 0 : 1] as number;
}

/** Nodes by which flows and scripts use each other, which the original lacks. What goes the other way, from scripts to flows, is `world.impulse`. */
export const SCRIPT_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'RunScript',
    doc:
      'Calls a function that a Script has in Script.functions, by its name, with Value; the script runs it in its next turn. OnDone once it has returned, ' +
      'with what it gave as Result, awaited where it is a promise. OnFail where the script does not run, has no such function, or it throws: Error says why.',
    category,
    entrances: ASYNC,
    inputs: [input('Script', 'Script'), input('Function', 'string'), input('Value', 'json')],
    exits: next('OnDone', 'OnFail'),
    outputs: [output('Result', 'json'), output('Error', 'string')],
    // The number of the errand.
    keeps: 1,
    acts: {
      '*': (call, me, of = null, name = null, value = null) => {
        const found = isScript(call, of);
        if (found === undefined || typeof name !== 'string' || name === '') {
          put(call, me, 0, null);
          put(call, me, 1, found === undefined ? 'there is no Script' : 'expected the name of a function');
          return me.to[1] as number;
        }
        const text = jsonText(asJson(value) ?? null) ?? 'null';
        call.spend(EACH + Math.floor((name.length + text.length) / A_UNIT));
        keep(call, me, 0, call.errands.callScript(call.chain, me, found.ref, name, text));
        return goOn(call, me);
      },
    },
    resume: goOn,
  }),
  defineNode({
    name: 'ScriptImpulse',
    doc:
      'Sets off an impulse in a Script, or without one in all scripts of the world: what they have connected to Script.impulse is called with Tag and Value ' +
      'in their next turn. TriggeredCount is how many hear it.',
    category,
    entrances: SYNC,
    inputs: [input('Script', 'Script'), input('Tag', 'string'), input('Value', 'json')],
    exits: next('Next'),
    outputs: [output('TriggeredCount', 'int')],
    acts: {
      '*': (call, me, of = null, tag = null, value = null) => {
        const found = isScript(call, of);
        const text = jsonText(asJson(value) ?? null) ?? 'null';
        call.spend(EACH * (of === null ? 1 + countOfScripts(call.world) : 1) + Math.floor(text.length / A_UNIT));
        const isNobody = typeof tag !== 'string' || tag === '' || (of !== null && found === undefined);
        put(call, me, 0, isNobody ? 0 : impulseScripts(call.world, found?.row, tag, value === null ? undefined : asJson(value)));
        return me.to[0] as number;
      },
    },
  }),
];
