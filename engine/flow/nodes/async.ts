import { defineNode, next, asyncCalls, SYNC } from '../node/node.ts';
import { type FlowNode } from '../node/node-types.ts';

export const ASYNC_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'StartAsyncTask',
    doc:
      'Begins a chain of its own at TaskStart, in which nodes may wait, with the values as they are here. It runs up to its first wait, then OnStarted ' +
      'goes on. OnFailed only where TaskStart leads nowhere.',
    category: 'Flow/Async',
    entrances: SYNC,
    exits: [...asyncCalls('TaskStart'), ...next('OnStarted', 'OnFailed')],
    acts: {
      '*': (call, me) => {
        const task = me.to[0] as number;
        if (task < 0) return me.to[2] as number;
        call.start(task);
        return me.to[1] as number;
      },
    },
  }),
];
