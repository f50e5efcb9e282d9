export { running } from '../../../engine/flow/code/limits.ts';

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

const SERVER = { Server: { entity: 'server', component: 'WebsocketServer' } };
/** Of a world that listens: answers each text to who sent it, tells bytes to everybody, and closes who says bye. */
export const SERVING = {
  server: { type: 'ElementSource<WebsocketServer>', refs: { Source: SERVER.Server } },
  rx: { type: 'WebsocketServerMessageReceiver', refs: SERVER, then: { OnReceived: 'binary' } },
  binary: { type: 'If', in: { Condition: { from: 'rx.IsBinary' } }, then: { OnTrue: 'all', OnFalse: 'leaves' } },
  bye: { type: 'ObjectEquals<string>', in: { A: { from: 'rx.Data' }, B: 'bye' } },
  leaves: { type: 'If', in: { Condition: { from: 'bye' } }, then: { OnTrue: 'close', OnFalse: 'answer' } },
  words: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'rx.Data' }] } },
  answer: { type: 'WebsocketServerSend<string>', in: { Server: { from: 'server' }, Client: { from: 'rx.Client' }, Data: { from: 'words' } } },
  all: { type: 'WebsocketServerBroadcast<bytes>', in: { Server: { from: 'server' }, Data: { from: 'rx.Bytes' } } },
  close: {
    type: 'WebsocketServerCloseClient',
    in: { Server: { from: 'server' }, Client: { from: 'rx.Client' }, Code: 4000, Reason: 'as you say' },
    then: { OnFail: 'answer' },
  },
  events: { type: 'WebsocketServerEvents', refs: SERVER, then: { OnClientConnected: 'welcome', OnClientDisconnected: 'gone' } },
  hello: { type: 'ConcatenateMultiString', in: { Inputs: ['welcome to ', { from: 'events.Path' }] } },
  welcome: { type: 'WebsocketServerSend<string>', in: { Server: { from: 'server' }, Client: { from: 'events.Client' }, Data: { from: 'hello' } } },
  why: { type: 'ConcatenateMultiString', in: { Inputs: ['gone: ', { from: 'events.Reason' }] } },
  gone: { type: 'WebsocketServerBroadcast<string>', in: { Server: { from: 'server' }, Data: { from: 'why' } } },
};

const NUMBER = { Variable: { entity: 'busy', component: 'FloatValue', field: 'Value' } };
const WORDS = { Variable: { entity: 'busy', component: 'StringValue', field: 'Value' } };
/** Of an entity `busy`: draws in each tick, and asks the web again and again, waiting between. */
export const busy = (url: string) => ({
  update: { type: 'Update', then: { OnUpdate: 'write' } },
  random: { type: 'RandomFloat', in: { Min: 0, Max: 1 } },
  write: { type: 'ValueWrite<float>', refs: NUMBER, in: { Value: { from: 'random' } } },
  timer: { type: 'SecondsTimer', in: { Interval: 0.1 }, then: { OnUpdate: 'go' } },
  go: { type: 'StartAsyncTask', then: { TaskStart: 'wait' } },
  wait: { type: 'DelaySecondsFloat', in: { Duration: 0.05 }, then: { Next: 'get' } },
  address: { type: 'StringToAbsoluteURI', in: { Input: url } },
  get: { type: 'GET_String', in: { URL: { from: 'address' } }, then: { OnResponse: 'tell' } },
  tell: { type: 'ObjectWrite<string>', refs: WORDS, in: { Value: { from: 'get.Content' } } },
});
