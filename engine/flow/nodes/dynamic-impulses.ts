import { keep, kept, put, waitForCalled } from '../node/call.ts';
import { OBJECT_TYPES, VALUE_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { ASYNC, asyncCalls, calls, defineNode, input, next, output, SYNC } from '../node/node.ts';
import type { Call, FlowNode, Me } from '../node/node-types.ts';

const category = 'Flow/Dynamic impulses';
const KINDS: readonly { readonly word: string; readonly generic: readonly DataType[] | undefined }[] = [
  { word: '', generic: undefined },
  { word: 'WithValue', generic: VALUE_TYPES },
  { word: 'WithObject', generic: OBJECT_TYPES },
];
const WAYS = [
  { prefix: '', isAsync: false },
  { prefix: 'Async', isAsync: true },
];

function receiver(prefix: string, isAsync: boolean, { word, generic }: (typeof KINDS)[number]): FlowNode {
  return defineNode({
    name: `${prefix}DynamicImpulseReceiver${word}${generic === undefined ? '' : '<T>'}`,
    doc:
      `Hears impulses that triggers of the same kind${generic === undefined ? '' : ' and type'} send below an entity that its own hangs below, and ` +
      `impulses that come from outside by their tag.${isAsync ? ' What it leads to may wait.' : ''}`,
    category,
    ...(generic === undefined ? {} : { generic, outputs: [output('Value', 'T')] }),
    refs: [{ name: 'Tag', kind: 'string' }],
    exits: isAsync ? asyncCalls('OnTriggered') : calls('OnTriggered'),
    hears: isAsync ? 'async' : 'sync',
  });
}

function trigger(prefix: string, isAsync: boolean, { word, generic }: (typeof KINDS)[number]): FlowNode {
  const end = (call: Call, me: Me, count: Value): number => {
    put(call, me, 0, count);
    return me.to[0] as number;
  };
  return defineNode({
    name: `${prefix}DynamicImpulseTrigger${word}${generic === undefined ? '' : '<T>'}`,
    doc:
      'Sets off every receiver of Tag below TargetHierarchy, in the order of the hierarchy, each in a chain of its own. TriggeredCount is how many ' +
      'there were. What is disabled or inactive hears nothing, whatever ExcludeDisabled says.' +
      (isAsync ? ' Next comes when all of their chains have ended.' : ''),
    category,
    ...(generic === undefined ? {} : { generic }),
    entrances: isAsync ? ASYNC : SYNC,
    inputs: [
      input('Tag', 'string'),
      input('TargetHierarchy', 'Slot'),
      input('ExcludeDisabled', 'bool'),
      ...(generic === undefined ? [] : [input('Value', 'T')]),
    ],
    outputs: [output('TriggeredCount', 'int')],
    exits: next('Next'),
    keeps: isAsync ? 1 : 0,
    acts: {
      '*': (call, me, tag = null, below = null, _excludes = null, value = null) => {
        if (typeof tag !== 'string' || tag === '' || typeof below !== 'string') return end(call, me, 0);
        call.spend(Math.floor(tag.length / 256));
        const { count, waiting } = call.impulse({ tag, below, kind: isAsync ? 'async' : 'sync', type: me.type, value });
        if (waiting === 0) return end(call, me, count);
        keep(call, me, 0, count);
        return waitForCalled(call, me, 0);
      },
    },
    ...(isAsync ? { resume: (call: Call, me: Me) => end(call, me, kept(call, me, 0)) } : {}),
  });
}

export const DYNAMIC_IMPULSE_NODES: readonly FlowNode[] = WAYS.flatMap(({ prefix, isAsync }) =>
  KINDS.flatMap((kind) => [receiver(prefix, isAsync, kind), trigger(prefix, isAsync, kind)]),
);
