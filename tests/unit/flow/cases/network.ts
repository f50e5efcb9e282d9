import { HOST, type AccessAnswer, type Effect, type Input, type LinkEvent } from '../../../../engine/index.ts';
import { quickJs } from '../../../../sandbox/quickjs.ts';
import type { FlowRig } from '../rig.ts';
import type { Play, Scene } from './stage.ts';

/* What goes out of a world and comes back: messages, requests, questions of access, and calls of scripts. */

const MAX = 2_147_483_647,
  MIN = -2_147_483_648;

/** What lies around a world: it allows what is called yes, denies what is called no, and leaves all else undecided; it answers, and says what was sent. */
class Outside {
  readonly #rig: FlowRig;
  readonly #listeners: number[] = [];
  readonly #connections: number[] = [];
  #inputs: Input[] = [];

  constructor(rig: FlowRig) {
    this.#rig = rig;
    sent.length = 0;
    this.ticks(8);
  }
  ticks(count: number): void {
    for (let tick = 0; tick < count; tick++) {
      const inputs = this.#inputs.map((input) => ({ author: HOST, input }));
      this.#inputs = [];
      const { effects, results } = this.#rig.door.step({ mode: 'tick', real: this.#rig.world.real + 17, inputs });
      for (const result of results) if (!result.ok) throw new Error(result.message);
      for (const effect of effects) this.#answer(effect);
    }
  }
  hear(): void {
    this.#inputs.push({ type: 'impulse', tag: 'bell', value: 'go' });
    this.ticks(8);
  }
  #tell(...events: readonly LinkEvent[]): void {
    this.#inputs.push({ type: 'link', events });
  }
  #answer(effect: Effect): void {
    switch (effect.type) {
      case 'ask': {
        const { ask, host } = effect.question;
        const decision: AccessAnswer['decision'] = host.startsWith('yes') ? 'allow' : host.startsWith('no') ? 'deny' : 'dismissed';
        this.#inputs.push({ type: 'access', answer: { ask, decision, by: 'host', at: '2026-01-01T00:00:00.000Z' } });
        return;
      }
      case 'open':
        this.#connections.push(effect.connection);
        return this.#tell({ type: 'opened', connection: effect.connection, protocol: '', extensions: '' });
      case 'listen':
        this.#listeners.push(effect.connection);
        return this.#tell({ type: 'listening', connection: effect.connection, host: '127.0.0.1', port: 4600 });
      case 'take':
        this.#connections.push(effect.connection);
        return;
      case 'send':
        return void sent.push(typeof effect.data === 'string' ? effect.data : `bytes ${effect.data.join(' ')}`);
      case 'close':
        return this.#tell({ type: 'drained', connection: effect.connection });
      case 'run': {
        const { url, body, mediaType } = effect.args as { readonly url: string; readonly body: string; readonly mediaType: string };
        const isFailing = url.endsWith('fail');
        const outcome = isFailing
          ? ({ ok: false, code: 'WW_CONNECT_FAILED', message: 'nothing listens' } as const)
          : ({ ok: true, answer: { status: url.endsWith('none') ? 404 : 200, content: `${body}|${mediaType}` } } as const);
        this.#inputs.push({ type: 'ran', job: effect.job, outcome });
        return;
      }
      default:
    }
  }
  /** Somebody comes to each world that listens, and is taken. */
  come(): void {
    for (const connection of this.#listeners) this.#tell({ type: 'accepted', connection, guest: 1, path: '/a?b=😀', protocol: 'chat', address: '127.0.0.1:5' });
    this.ticks(3);
  }
  /** A text, an empty one and bytes come by each connection. */
  speak(): void {
    for (const connection of this.#connections) for (const data of ['hi 😀', '', Uint8Array.of(0, 255)]) this.#tell({ type: 'message', connection, data });
    this.ticks(8);
  }
  close(): void {
    for (const connection of this.#connections) this.#tell({ type: 'closed', connection, code: 4000, reason: 'bye 😀' });
    this.ticks(3);
  }
}
/** What a world of this play has sent so far. */
const sent: string[] = [];
const hasSent = (text: string) => (): boolean => sent.includes(text);

/** An entity with a client of an address. */
const peer = (host: string): object => ({
  id: '@peer',
  name: 'peer',
  components: { WebsocketClient: { URL: `ws://${host}.example/`, HandlingUser: { userId: 'host' }, ConnectRetryInterval: 0 } },
});
const to = { peer: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: '@peer', component: 'WebsocketClient' } } } };
const refs = { Client: { entity: '@peer', component: 'WebsocketClient' } };
const open = { around: [peer('yes')], beside: to };
const Client = { from: 'peer' };
const state: NonNullable<Scene[1]['sees']> = (rig, id) => rig.value(`${id}peer`, 'WebsocketClient', 'State');

const CLIENTS: readonly Scene[] = [
  ['WebsocketConnectionEvents', { refs, around: [peer('yes')] }, 'OnConnected'],
  ['WebsocketConnectionEvents', { refs, around: [peer('no')] }, 'OnDisconnected'],
  ['WebsocketConnectionEvents', { refs: { Client: { entity: 'nowhere', component: 'WebsocketClient' } } }, ''],
  ['WebsocketTextMessageReceiver', { refs, around: [peer('yes')] }, 'OnReceived(hi 😀) OnReceived() OnReceived(go)'],
  ['WebsocketBinaryMessageReceiver', { refs, around: [peer('yes')] }, 'OnReceived(AP8=)'],
  ...(
    [
      ['WebsocketTextMessageSender', 'to 😀', 'to 😀'],
      ['WebsocketTextMessageSender', '', ''],
      ['WebsocketTextMessageSender', null, ''],
      ['WebsocketBinaryMessageSender', 'AQI=', 'bytes 1 2'],
      ['WebsocketBinaryMessageSender', '', 'bytes '],
      ['WebsocketBinaryMessageSender', null, 'bytes '],
    ] as const
  ).flatMap(([type, Data, text]): readonly Scene[] => [
    [type, { ...open, in: { Client, Data }, sees: hasSent(text) }, 'OnSendStart OnSent | true'],
    [type, { in: { Client, Data }, around: [peer('no')], beside: to, isHushed: true }, 'OnSendStart OnSendError'],
    [type, { in: { Client: { from: 'client' }, Data }, isHushed: true }, 'OnSendStart OnSendError'],
    [type, { in: { Client: null, Data }, isHushed: true }, 'OnSendStart OnSendError'],
  ]),
  [
    'WebsocketConnect',
    { in: { Client, URL: 'ws://yes.example/other', HandlingUser: { from: 'host' } }, around: [peer('no')], beside: to, sees: state },
    'Next | "Open"',
  ],
  ['WebsocketConnect', { in: { Client, URL: null, HandlingUser: null }, around: [peer('no')], beside: to, sees: state }, 'Next | "Denied"'],
  ['WebsocketConnect', { in: { Client, URL: 'gopher://yes.example/' }, ...open, isHushed: true, sees: state }, '"Open"'],
  ['WebsocketConnect', { in: { Client: null } }, ''],
  ['WebsocketDisconnect', { in: { Client }, ...open, sees: state }, 'Next | "Idle"'],
  ['WebsocketDisconnect', { in: { Client }, around: [peer('no')], beside: to, sees: state }, 'Next | "Idle"'],
  ['WebsocketDisconnect', { in: { Client: null } }, ''],
  ...(
    [
      ['yes', 'Open,True,0,0'],
      ['no', 'Denied,False,1006,0'],
    ] as const
  ).map(([host, told]): Scene => [
    'WebsocketConnectionState',
    { in: { Client }, around: [peer(host)], beside: to, quiet: true, tells: ['it.State', 'it.IsConnected', 'it.CloseCode', 'it.Buffered'] },
    `is(${told})`,
  ]),
  ['WebsocketConnectionState', { in: { Client: null } }, 'is(False,∅,∅,∅,0,0)'],
];

/** Of an entity that listens, with the number of whoever has said something. */
const server = { id: '@server', name: 'server', components: { WebsocketServer: {} } };
const listens = { Server: { entity: '@server', component: 'WebsocketServer' } };
const served = {
  server: { type: 'ElementSource<WebsocketServer>', refs: { Source: listens.Server } },
  r: { type: 'WebsocketServerMessageReceiver', refs: listens, then: { OnReceived: 'first' } },
  first: { type: 'If', in: { Condition: { from: 'r.IsBinary' } }, then: { OnTrue: 'it' } },
};
const Server = { from: 'server' };
const by = { by: [], around: [server], beside: served };
const to1 = { from: 'r.Client' };
const nobody = [0, -1, MAX, MIN];
const SERVERS: readonly Scene[] = [
  [
    'WebsocketServerEvents',
    { refs: listens, around: [server], quiet: true, tells: ['it.Path', 'it.Protocol', 'it.Address', 'it.Code', 'it.Reason'] },
    'OnClientConnected(/a?b=😀,chat,127.0.0.1:5,0,∅) OnClientDisconnected(∅,∅,∅,4000,bye 😀)',
  ],
  [
    'WebsocketServerMessageReceiver',
    { refs: listens, around: [server], quiet: true, tells: ['it.Data', 'it.Bytes', 'it.IsBinary'] },
    'OnReceived(hi 😀,∅,False) OnReceived(,∅,False) OnReceived(∅,AP8=,True)',
  ],
  ...(
    [
      ['string', 'an answer 😀', 'an answer 😀'],
      ['string', '', ''],
      ['string', null, ''],
      ['bytes', 'AwQ=', 'bytes 3 4'],
      ['bytes', '', 'bytes '],
      ['bytes', null, ''],
    ] as const
  ).flatMap(([type, Data, text]): readonly Scene[] => [
    [`WebsocketServerSend<${type}>`, { ...by, in: { Server, Client: to1, Data }, sees: hasSent(text) }, 'Next | true'],
    [`WebsocketServerSend<${type}>`, { ...by, in: { Client: to1, Data } }, 'OnFail'],
    [`WebsocketServerBroadcast<${type}>`, { ...by, in: { Server, Data }, sees: hasSent(text) }, 'Next(1) | true'],
    [`WebsocketServerBroadcast<${type}>`, { ...by, in: { Data } }, 'OnFail(0)'],
  ]),
  ...nobody.flatMap((Client): readonly Scene[] => [
    ['WebsocketServerSend<string>', { ...by, in: { Server, Client, Data: 'x' } }, 'OnFail'],
    ['WebsocketServerCloseClient', { ...by, in: { Server, Client } }, 'OnFail'],
  ]),
  ...([{}, { Code: 4999, Reason: 'bye 😀' }, { Code: 3000, Reason: '' }, { Reason: null }] as const).map((given): Scene => [
    'WebsocketServerCloseClient',
    { ...by, in: { Server, Client: to1, ...given } },
    'Next',
  ]),
  ...[999, 1006, 5000, MAX, MIN].map((Code): Scene => ['WebsocketServerCloseClient', { ...by, in: { Server, Client: to1, Code } }, 'OnFail']),
  // A frame has room for so much of a reason as it has.
  ['WebsocketServerCloseClient', { ...by, in: { Server, Client: to1, Reason: '😀'.repeat(40) } }, 'Next'],
  ['WebsocketServerCloseClient', { ...by, in: { Client: to1 } }, 'OnFail'],
];

const REQUESTS: readonly Scene[] = [
  ...['GET_String', 'POST_String'].flatMap((type): readonly Scene[] => {
    const content = type === 'GET_String' ? '|' : 'a 😀|text/csv';
    const get = (URL: string | null, tells: string): Scene => [
      type,
      { in: { URL, ...(type === 'GET_String' ? {} : { String: 'a 😀', MediaType: 'text/csv' }) }, isHushed: true },
      tells,
    ];
    return [
      get('http://yes.example/', `OnSent(0,∅) OnResponse(200,${content})`),
      get('http://yes.example/none', `OnSent(0,∅) OnResponse(404,${content})`),
      get('http://yes.example/fail', 'OnSent(0,∅) OnError(0,∅)'),
      get('http://no.example/', 'OnDenied(0,∅)'),
      get('http://later.example/', 'OnDenied(0,∅)'),
      get('ws://yes.example/', 'OnError(0,∅)'),
      get(null, 'OnError(0,∅)'),
    ];
  }),
  ...(
    [
      ['', ''],
      [null, null],
    ] as const
  ).map(([text, type]): Scene => ['POST_String', { in: { URL: 'http://yes.example/', String: text, MediaType: type }, isHushed: true }, '…']),
];
const ACCESS: readonly Scene[] = [
  ...(
    [
      ['yes.example', 80, 'True', 'OnGranted'],
      ['yes.example', 0, 'True', 'OnGranted'],
      ['no.example', 80, 'False', 'OnDenied'],
      ['later.example', 80, 'False', 'OnIgnored'],
      ['yes.example', -1, 'True', 'OnGranted'],
      ['yes.example', MAX, 'False', 'OnIgnored'],
      ['yes.example', MIN, 'True', 'OnGranted'],
      ['', 80, 'False', 'OnIgnored'],
      ['😀', 80, 'False', 'OnIgnored'],
      [null, 80, 'False', 'OnIgnored'],
    ] as const
  ).flatMap(([Host, Port, then, asked]): readonly Scene[] => [
    // Nothing is known at first.
    ['IsHostAccessAllowed', { in: { Host, Port, Scope: 'HTTP' } }, `is(False) is(${then})`],
    ['RequestHostAccess', { in: { Host, Port, Scope: 'HTTP', Reason: 'for this 😀' }, isHushed: true }, `${asked} ${asked}`],
  ]),
  ...(
    [
      ['http://yes.example/', 'True', 'OnGranted'],
      ['http://no.example/', 'False', 'OnDenied'],
      ['http://later.example/', 'False', 'OnIgnored'],
      [null, 'False', 'OnIgnored'],
    ] as const
  ).flatMap(([Host, then, asked]): readonly Scene[] => [
    ['IsHostAccessAllowedUrl', { in: { Host, Scope: 'HTTP' } }, `is(False) is(${then})`],
    ['RequestHostAccessUrl', { in: { Host, Scope: 'HTTP', Reason: null }, isHushed: true }, `${asked} ${asked}`],
  ]),
  ['RequestHostAccess', { in: { Host: 'yes.example', Port: 80, Scope: 'Websocket', Reason: '' } }, 'OnGranted OnGranted'],
  ['RequestHostAccess', { in: { Host: 'yes.example', Port: 80, Reason: null } }, 'OnGranted OnGranted'],
];

/** One script for all scenes, since to begin one takes as long as all the rest. */
const SCRIPT = {
  id: 'script',
  name: 'script',
  components: {
    Script: {
      Source: `Script.functions.twice = (value) => [value, value];
        Script.functions.nothing = () => {};
        Script.functions.throws = () => { throw new RangeError("too far") };
        Script.impulse.connect(() => {})`,
    },
  },
};
const beside = { script: { type: 'ElementSource<Script>', refs: { Source: { entity: 'script', component: 'Script' } } } };
const run = (given: object, tells: string): Scene => ['RunScript', { in: { Script: { from: 'script' }, ...given }, beside }, tells];
const SCRIPTS: readonly Scene[] = [
  run({ Function: 'twice', Value: '😀' }, 'OnDone(["😀","😀"],)'),
  run({ Function: 'twice', Value: null }, 'OnDone([null,null],)'),
  run({ Function: 'nothing' }, 'OnDone(∅,)'),
  run({ Function: 'throws' }, 'OnFail(∅,RangeError: too far)'),
  run({ Function: '😀' }, 'OnFail(∅,TypeError: Script.functions has no function 😀)'),
  run({ Function: '' }, 'OnFail(∅,expected the name of a function)'),
  run({ Function: null }, 'OnFail(∅,expected the name of a function)'),
  ['RunScript', { in: { Function: 'twice' } }, 'OnFail(∅,there is no Script)'],
  ...(
    [
      [{ Tag: 'hi', Value: 1 }, 1],
      [{ Tag: '😀', Value: null }, 1],
      [{ Tag: '' }, 0],
      [{ Tag: null }, 0],
    ] as const
  ).map(([given, count]): Scene => ['ScriptImpulse', { in: { Script: { from: 'script' }, ...given }, beside }, `Next(${count})`]),
];

export const NETWORK_PLAYS: Readonly<Record<string, Play>> = {
  'clients': {
    scenes: CLIENTS,
    drive: (rig) => {
      const outside = new Outside(rig);
      outside.speak();
      outside.hear();
    },
  },
  'servers': {
    scenes: SERVERS,
    drive: (rig) => {
      const outside = new Outside(rig);
      outside.come();
      outside.speak();
      outside.close();
    },
  },
  'a connection that ends': {
    scenes: [['WebsocketConnectionEvents', { refs, around: [peer('yes')] }, 'OnConnected OnDisconnected']],
    drive: (rig) => new Outside(rig).close(),
  },
  'requests': { scenes: REQUESTS, drive: (rig) => new Outside(rig).hear() },
  'access': {
    scenes: ACCESS,
    drive: (rig) => {
      const outside = new Outside(rig);
      outside.hear();
      outside.hear();
    },
  },
  'scripts': {
    scenes: SCRIPTS,
    entities: [SCRIPT],
    more: { sandbox: quickJs },
    drive: (rig) => {
      rig.tick(3);
      rig.hear('go');
      rig.tick(8);
    },
  },
};
