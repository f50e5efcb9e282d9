import { callExit, keep, kept, put, waitForErrand } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { ASYNC, asyncCalls, defineNode, input, next, output } from '../node/node.ts';
import type { Call, FlowNode, Input, Me } from '../node/node-types.ts';

const EXITS = { response: 1, error: 2, denied: 3, granted: 2, ignored: 3 } as const;

/** Goes on as far as what was begun has come: to OnSent once it is sent, to the end once its result is there. */
function goOn(call: Call, me: Me): number {
  const number = kept(call, me, 0) as number;
  const { sent, result } = call.errands.progress(call.chain, number);
  if (sent && kept(call, me, 1) !== true) {
    keep(call, me, 1, true);
    return callExit(call, me, 0, 0);
  }
  if (result === null) return waitForErrand(call, me, 0);
  call.errands.settle(call.chain, number);
  put(call, me, 0, result.status);
  put(call, me, 1, result.content);
  return me.to[EXITS[result.as]] as number;
}

function fetching(method: 'GET' | 'POST', doc: string, more: readonly Input[]): FlowNode {
  const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
  return defineNode({
    name: `${method}_String`,
    doc:
      `${doc} The owner of the server's machine is asked first, under the scope HTTP, and for each place that an answer leads on to. OnSent is done as ` +
      'soon as the request is sent; OnResponse with any StatusCode, OnDenied where access is refused or nobody decides, OnError where there is no answer, ' +
      'of which LastError says why. Content is read by its charset, UTF-8 where it names none.',
    category: 'Network',
    entrances: ASYNC,
    inputs: [input('URL', 'Uri'), ...more],
    exits: [...asyncCalls('OnSent'), ...next('OnResponse', 'OnError', 'OnDenied')],
    outputs: [output('StatusCode', 'HttpStatusCode'), output('Content', 'string')],
    // Its number, and whether OnSent was done.
    keeps: 2,
    acts: {
      '*': (call, me, url = null, body = null, mediaType = null) => {
        const request = { method, url: url as string | null, body: textOf(body), mediaType: textOf(mediaType) };
        keep(call, me, 0, call.errands.request(call.chain, me, request));
        keep(call, me, 1, false);
        return goOn(call, me);
      },
    },
    resume: goOn,
  });
}

export const FETCHING_NODES: readonly FlowNode[] = [
  fetching('GET', 'Fetches a text by HTTP.', []),
  fetching('POST', 'Sends String by HTTP, as UTF-8 and of MediaType, which is application/json where it is left out, and fetches the answer.', [
    input('String', 'string'),
    input('MediaType', 'string'),
  ]),
];
