export { running } from '../../../engine/flow/running.ts';

/** The graph of the design: what a client hears it answers, with words before it. */
export const ECHO = {
  nodes: {
    rx: {
      type: 'WebsocketTextMessageReceiver',
      refs: { Client: { entity: 'lamp', component: 'WebsocketClient' } },
      then: { OnReceived: 'go' },
      at: [0, 0],
    },
    go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' }, at: [220, 0] },
    lamp: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'lamp', component: 'WebsocketClient' } }, at: [220, 120] },
    join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'rx.Data' }] }, at: [220, 200] },
    tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'join' } }, at: [460, 0] },
  },
};

/** The same, half a second later. */
export const DELAYED = {
  nodes: {
    ...ECHO.nodes,
    go: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
    wait: { type: 'DelaySecondsFloat', in: { Duration: 0.5 }, then: { Next: 'tx' } },
  },
};

const tell = (words: unknown) => ({ type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: words } });
/** Fetches what the lamp's peer names, and tells it what came of that. */
export const FETCHING = {
  nodes: {
    rx: ECHO.nodes.rx,
    go: { type: 'StartAsyncTask', then: { TaskStart: 'get' } },
    lamp: ECHO.nodes.lamp,
    url: { type: 'StringToAbsoluteURI', in: { Input: { from: 'rx.Data' } } },
    get: { type: 'GET_String', in: { URL: { from: 'url' } }, then: { OnResponse: 'tell', OnError: 'failed', OnDenied: 'denied' } },
    status: { type: 'ToString_Int', in: { V: { from: 'get.StatusCode' } } },
    words: { type: 'ConcatenateMultiString', in: { Inputs: [{ from: 'status' }, ' ', { from: 'get.Content' }] } },
    tell: tell({ from: 'words' }),
    failed: tell('failed'),
    denied: tell('denied'),
  },
};
