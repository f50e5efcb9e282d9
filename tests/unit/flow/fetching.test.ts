/** Requests and questions of access by graphs: who is asked, what leaves the world, what goes on when, and what a snapshot holds of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashWorld, HOST, snapshotWorld, type AccessAnswer, type Effect, type FetchAnswer, type Input, type JobOutcome } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { ANNA } from '../world-rig.ts';
import { flowing, flowRig, restored, rx, valueOf, write, type FlowRig } from './rig.ts';

type Question = Extract<Effect, { type: 'ask' }>['question'];
type Run = Extract<Effect, { type: 'run' }>;

/** A world whose effects are seen, and answered as the test wants. */
class Stage {
  readonly rig: FlowRig;
  effects: Effect[] = [];
  readonly log: string[] = [];
  /** Jobs that were answered. */
  readonly done = new Set<number>();

  constructor(rig: FlowRig) {
    this.rig = rig;
  }
  /** A tick with inputs of the host. */
  tick(...inputs: readonly Input[]): readonly Effect[] {
    const { world, door } = this.rig;
    const { effects, results, log } = door.step({ mode: 'tick', real: world.real + 17, inputs: inputs.map((input) => ({ author: HOST, input })) });
    for (const result of results) if (!result.ok) throw new Error(result.message);
    this.effects.push(...effects);
    this.log.push(...log.map(({ message }) => message));
    return effects;
  }
  hear(text: string): void {
    this.tick({ type: 'impulse', tag: 'bell', value: text });
  }
  /** Questions that are put to somebody, and those that only look. */
  get questions(): readonly Question[] {
    return this.effects.flatMap((effect) => (effect.type === 'ask' && effect.question.component === 'Flow' ? [effect.question] : []));
  }
  get runs(): readonly Run[] {
    return this.effects.filter((effect) => effect.type === 'run');
  }
  answers(decision: AccessAnswer['decision'], more: Partial<AccessAnswer> = {}): Input {
    const ask = this.questions.at(-1)?.ask ?? 0;
    return { type: 'access', answer: { ask, decision, by: 'host', at: '2026-01-01T00:00:00Z', ...more } };
  }
  ran(outcome: FetchAnswer | Extract<JobOutcome, { ok: false }>): Input {
    const job = this.runs.findLast((run) => !this.done.has(run.job))?.job ?? 0;
    this.done.add(job);
    return { type: 'ran', job, outcome: 'ok' in outcome ? outcome : { ok: true, answer: outcome } };
  }
  value(component: string, field = 'Value'): unknown {
    return this.rig.value('lamp', component, field);
  }
  /** What was noted, one letter for each impulse. */
  get noted(): unknown {
    return this.value('StringValue');
  }
  get error(): unknown {
    return this.value('Flow', 'LastError');
  }
}

/** Adds a letter to what is noted. */
const note = (letter: string, then?: string) => ({
  [`text${letter}`]: valueOf('string'),
  [`more${letter}`]: added(letter),
  [letter]: write('string', { from: `more${letter}` }, then),
});
const added = (letter: string) => ({ type: 'ConcatenateString', in: { A: { from: `text${letter}` }, B: letter } });
const fetching = (get: object, more: object = {}) => ({
  rx: rx('task'),
  task: { type: 'StartAsyncTask', then: { TaskStart: 'get' } },
  url: { type: 'StringToAbsoluteURI', in: { Input: { from: 'rx.Data' } } },
  get: { type: 'GET_String', in: { URL: { from: 'url' } }, then: { OnSent: 'S', OnResponse: 'R', OnError: 'E', OnDenied: 'D' }, ...get },
  ...note('S'),
  ...note('R', 'status'),
  ...note('E'),
  ...note('D'),
  status: write('int', { from: 'get.StatusCode' }, 'content'),
  content: write('string', { from: 'get.Content' }),
  ...more,
});
const stageOf = (nodes: object): Stage => new Stage(flowRig([flowing(nodes)]));
const fetchStage = (get: object = {}, more: object = {}): Stage => stageOf(fetching(get, more));
/** The same world from a snapshot, with what has left it so far. */
function elsewhere(stage: Stage): Stage {
  const other = new Stage(restored(snapshotWorld(stage.rig.world)));
  other.effects = [...stage.effects];
  return other;
}

describe.each(['compiled', 'interpreted'] as const)('%s', (as) => {
  beforeEach(() => {
    running.as = as;
  });
  afterEach(() => {
    running.as = 'compiled';
  });

  test('a request is asked for at the host, sent once that is allowed, and answered', () => {
    const stage = fetchStage();
    stage.hear('http://api.example:8080/a?b#c');
    expect(stage.questions).toEqual([
      {
        ask: expect.any(Number) as number,
        user: { userId: 'host', machineId: 'host' },
        scope: 'HTTP',
        host: 'api.example',
        port: 8080,
        url: 'http://api.example:8080/a?b',
        reason: 'GET_String fetches from it',
        entity: 'lamp',
        path: ['lamp'],
        component: 'Flow',
      },
    ]);
    stage.tick(stage.answers('waiting', { note: 'an Admin is asked' }));
    expect(stage.log).toContain('waits for access: an Admin is asked (WW_ACCESS_WAITING)');
    expect([stage.runs, stage.noted, stage.value('Flow', 'Waiting')]).toEqual([[], '', 1]);
    stage.tick(stage.answers('allow'));
    expect(stage.runs).toMatchObject([
      { name: 'fetch', user: 'host', args: { entity: 'lamp', component: 'Flow', url: 'http://api.example:8080/a?b', method: 'GET', body: '' } },
    ]);
    expect(stage.noted).toBe('S');
    stage.tick(stage.ran({ status: 404, content: 'nobody of this name' }));
    expect([stage.noted, stage.value('IntValue'), stage.value('Flow', 'Waiting'), stage.error]).toEqual(['nobody of this name', 404, 0, '']);
    // What was allowed stands: the next is sent at once.
    stage.hear('http://api.example:8080/again');
    expect([stage.questions.length, stage.runs.length]).toEqual([1, 2]);
  });

  test('POST sends text and type', () => {
    const stage = fetchStage({ type: 'POST_String', in: { URL: { from: 'url' }, String: 'grün', MediaType: 'text/csv' } });
    stage.hear('https://api.example/');
    expect(stage.questions).toMatchObject([{ port: 443, reason: 'POST_String sends to it' }]);
    stage.tick(stage.answers('allow'));
    expect(stage.runs).toMatchObject([{ args: { method: 'POST', body: 'grün', mediaType: 'text/csv' } }]);
  });

  test('what OnSent leads to may take longer than the answer', () => {
    const stage = fetchStage({ then: { OnSent: 'wait', OnResponse: 'R' } }, { wait: { type: 'DelayUpdates', in: { Updates: 5 }, then: { Next: 'S' } } });
    stage.hear('http://api.example/');
    stage.tick(stage.answers('allow'));
    stage.tick(stage.ran({ status: 200, content: 'x' }));
    stage.tick();
    expect(stage.noted).toBe('');
    for (let i = 0; i < 5; i++) stage.tick();
    expect([stage.noted, stage.value('IntValue')]).toEqual(['x', 200]);
  });
});

test.each([
  ['deny', 'WW_ACCESS_DENIED: the node "get": Host does not let this world send requests to api.example:80'],
  ['dismissed', 'WW_ACCESS_DENIED: the node "get": nobody has decided whether this world may send requests to api.example:80'],
] as const)('a question that is answered with %s is OnDenied, nothing is sent, and LastError says why', (decision, words) => {
  const stage = fetchStage();
  stage.hear('http://api.example/');
  stage.tick(stage.answers(decision));
  expect([stage.noted, stage.runs, stage.error]).toEqual(['D', [], words]);
});

test.each([
  ['nonsense', 'there is no URL'],
  ['ws://api.example/', 'the URL begins with ws:'],
  ['file:///etc/passwd', 'the URL begins with file:'],
  ['http://mika:secret@api.example/', 'the URL holds a user or password'],
  ['http://api.example:0/', 'the URL names no host and port'],
  ['', 'there is no URL'],
  [`http://api.example/${'x'.repeat(9000)}`, 'at most 8192'],
  [`http://api.example/${'ü'.repeat(2000)}`, 'at most 8192'],
])('a request to %s is OnError, and nobody is asked', (url, words) => {
  const stage = fetchStage();
  stage.hear(url);
  expect([stage.noted, stage.questions]).toEqual(['E', []]);
  expect(stage.error).toMatch(/^WW_FETCH_FAILED: the node "get": /);
  expect(stage.error).toContain(words);
  expect(stage.error).not.toContain('secret');
});

test('a request that fails is OnError, after OnSent, with the reason', () => {
  const stage = fetchStage();
  stage.hear('http://api.example/');
  stage.tick(stage.answers('allow'));
  stage.tick(stage.ran({ ok: false, code: 'WW_CONNECT_FAILED', message: 'nothing listens at api.example:80' }));
  expect([stage.noted, stage.error]).toEqual(['SE', 'WW_CONNECT_FAILED: the node "get": nothing listens at api.example:80']);
});

describe('where an answer leads on', () => {
  const led = (get: object = {}): Stage => {
    const stage = fetchStage(get);
    stage.hear('https://api.example/');
    stage.tick(stage.answers('allow'));
    return stage;
  };
  const on = (redirect: string, status = 302): FetchAnswer => ({ status, content: '', redirect });

  test('the next host is asked for by itself, and what its user does not allow is not sent', () => {
    const stage = led();
    stage.tick(stage.ran(on('https://10.0.0.1/admin')));
    expect(stage.questions.at(-1)).toMatchObject({ host: '10.0.0.1', port: 443, reason: 'GET_String fetches from it, led on by api.example' });
    expect([stage.questions.length, stage.runs.length]).toEqual([2, 1]);
    stage.tick(stage.answers('deny'));
    expect([stage.noted, stage.runs.length]).toEqual(['SD', 1]);
  });

  test('the same host is not asked for again', () => {
    const stage = led();
    stage.tick(stage.ran(on('https://api.example/there#part')));
    expect([stage.questions.length, stage.runs.at(-1)?.args]).toMatchObject([1, { url: 'https://api.example/there' }]);
    stage.tick(stage.ran({ status: 200, content: 'x' }));
    expect(stage.noted).toBe('x');
  });

  test.each([
    ['http://api.example/', 'from https to http'],
    ['file:///etc/passwd', 'begins with file:'],
    ['https://mika:secret@api.example/', 'holds a user or password'],
  ])('nobody goes to %s', (to, words) => {
    const stage = led();
    stage.tick(stage.ran(on(to)));
    expect([stage.noted, stage.runs.length]).toEqual(['SE', 1]);
    expect(stage.error).toContain(words);
  });

  test('it ends after five times', () => {
    const stage = led();
    for (let i = 0; i < 6; i++) stage.tick(stage.ran(on(`https://api.example/${i}`)));
    expect([stage.runs.length, stage.noted]).toEqual([6, 'SE']);
    expect(stage.error).toContain('led on more than 5 times');
  });

  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'sent'],
    [308, 'POST', 'sent'],
  ])('by %i, a POST goes on as %s', (status, method, body) => {
    const stage = led({ type: 'POST_String', in: { URL: { from: 'url' }, String: 'sent' } });
    stage.tick(stage.ran(on('https://api.example/there', status)));
    expect(stage.runs.at(-1)?.args).toMatchObject({ method, body });
  });
});

test('where the machine finds that a name leads near, its user is asked anew before anything is sent', () => {
  const stage = fetchStage();
  stage.hear('http://trap.example/');
  stage.tick(stage.answers('allow'));
  const near = { ok: false, code: 'WW_ADDRESS_NEAR', message: 'trap.example leads to 10.0.0.1' } as const;
  stage.tick(stage.ran(near));
  expect(stage.questions).toHaveLength(2);
  expect(stage.questions[1]).not.toHaveProperty('standing');
  stage.tick(stage.answers('allow'));
  expect(stage.runs).toHaveLength(2);
  stage.tick(stage.ran({ status: 200, content: 'x' }));
  expect(stage.noted).toBe('x');
  // A machine that says so again and again is believed.
  stage.hear('http://trap.example/');
  for (let i = 0; i < 2; i++) {
    stage.tick(stage.ran(near));
    stage.tick(stage.answers('allow'));
  }
  stage.tick(stage.ran(near));
  expect(stage.error).toMatch(/^WW_ADDRESS_NEAR: the node "get"/);
  expect(stage.value('Flow', 'Waiting')).toBe(0);
});

test('an allowance that was taken back is asked for anew, and what was on its way without it is not sent', () => {
  const stage = fetchStage();
  stage.hear('http://api.example/');
  stage.tick(stage.answers('allow'));
  stage.tick(stage.ran({ status: 200, content: 'x' }));
  stage.tick({ type: 'accessChanged', userId: 'host', scope: 'Websocket', host: 'api.example', port: 80 });
  expect(stage.questions).toHaveLength(1);
  stage.tick({ type: 'accessChanged', userId: 'host', scope: 'HTTP', host: 'api.example', port: 80 });
  expect(stage.questions.at(-1)).toMatchObject({ standing: true });
  stage.tick(stage.answers('revoked'));
  stage.hear('http://api.example/');
  expect(stage.questions).toHaveLength(3);
  expect(stage.questions.at(-1)).not.toHaveProperty('standing');
  expect(stage.runs).toHaveLength(1);
});

describe('a snapshot', () => {
  const moments: readonly [string, (stage: Stage) => void][] = [
    ['while its user is asked', () => undefined],
    ['while the request is on its way', (stage) => stage.tick(stage.answers('allow'))],
    [
      'while the place that it was led on to is asked for',
      (stage) => {
        stage.tick(stage.answers('allow'));
        stage.tick(stage.ran({ status: 302, content: '', redirect: 'http://other.example/' }));
      },
    ],
  ];
  test.each(moments)('%s goes on elsewhere to the same hash, and does the same', (_when, bring) => {
    const stage = fetchStage();
    stage.hear('http://api.example/');
    stage.hear('http://api.example/second');
    bring(stage);
    const other = elsewhere(stage);
    for (const act of [() => stage.answers('allow'), () => stage.ran({ status: 200, content: 'first' }), () => stage.ran({ status: 200, content: 'second' })]) {
      const input = act();
      expect(other.tick(input)).toEqual(stage.tick(input));
      expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
    }
    expect(stage.value('Flow', 'Waiting')).toBe(0);
    expect(other.effects).toEqual(stage.effects);
  });

  test('with an answer that came while OnSent was not done holds that too', () => {
    const stage = fetchStage({ then: { OnSent: 'wait', OnResponse: 'R' } }, { wait: { type: 'DelayUpdates', in: { Updates: 9 }, then: { Next: 'S' } } });
    stage.hear('http://api.example/');
    stage.tick(stage.answers('allow'));
    stage.tick(stage.ran({ status: 200, content: 'kept' }));
    const other = elsewhere(stage);
    for (let i = 0; i < 10; i++) {
      stage.tick();
      other.tick();
      expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
    }
    expect(other.noted).toBe('kept');
  });

  test('whose errand names no place that is asked for is refused', () => {
    const stage = fetchStage();
    stage.hear('http://api.example/');
    const text = snapshotWorld(stage.rig.world);
    expect(() => restored(text.replace(/"host":"api\.example"/, '"host":"other.example"'))).toThrow(/WW_SNAPSHOT_INVALID|cannot be restored/);
  });
});

test('taken up by another process, a request on its way has failed, with the reason, and who was asked is asked again', () => {
  const stage = fetchStage();
  stage.hear('http://api.example/');
  stage.tick(stage.answers('allow'));
  stage.hear('http://other.example/');
  const asked = stage.questions.length;
  stage.tick({ type: 'takenUp', reason: 'the server was restarted' });
  expect(stage.noted).toBe('SE');
  expect(stage.error).toBe('WW_JOB_LOST: the node "get": the server was restarted');
  expect(stage.questions.slice(asked)).toMatchObject([{ host: 'other.example' }]);
  stage.tick(stage.answers('allow'));
  expect(stage.runs).toHaveLength(2);
});

describe('what was begun is taken back', () => {
  const both = (): Stage => {
    const stage = fetchStage();
    stage.hear('http://api.example/');
    stage.tick(stage.answers('allow'));
    stage.hear('http://other.example/');
    return stage;
  };
  const left = (stage: Stage, input: Input): unknown[] => stage.tick(input).filter(({ type }) => type === 'stop' || type === 'withdraw');

  test('where the Flow is removed', () => {
    const stage = both();
    const removed: Input = { type: 'operations', operations: [{ op: 'removeComponent', entity: 'lamp', component: 'Flow' }] };
    expect(left(stage, removed)).toEqual([
      { type: 'stop', job: stage.runs[0]?.job },
      { type: 'withdraw', ask: stage.questions[1]?.ask },
    ]);
    expect(stage.tick(stage.ran({ status: 200, content: 'late' }), stage.answers('allow'))).toEqual([]);
  });

  test('where its node is removed; an edit of another leaves it', () => {
    const stage = both();
    const edit = (nodes: object): Input => ({
      type: 'operations',
      operations: [{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Graph', value: { nodes } as never }],
    });
    expect(left(stage, edit({ extra: { type: 'CallRelay' }, ...fetching({}) }))).toEqual([]);
    stage.tick(stage.ran({ status: 200, content: 'x' }));
    expect(stage.noted).toBe('x');
    const { get: _get, task: _task, status: _status, content: _content, ...others } = fetching({}) as Record<string, object>;
    expect(left(stage, edit({ ...others, rx: rx('R'), R: write('string', 'x') }))).toEqual([{ type: 'withdraw', ask: stage.questions[1]?.ask }]);
  });
});

test('what comes while a Flow is disabled is taken up when it goes on', () => {
  const stage = fetchStage();
  stage.hear('http://api.example/');
  stage.tick(stage.answers('allow'));
  const enabled = (value: boolean): Input => ({
    type: 'operations',
    operations: [{ op: 'setField', entity: 'lamp', component: 'Flow', field: 'Enabled', value }],
  });
  stage.tick(enabled(false));
  for (let i = 0; i < 10; i++) stage.tick(...(i === 5 ? [stage.ran({ status: 200, content: 'x' })] : []));
  expect(stage.noted).toBe('S');
  const other = elsewhere(stage);
  for (const each of [stage, other]) {
    each.tick(enabled(true));
    each.tick();
    expect(each.noted).toBe('x');
  }
  expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
});

test('more than 64 places at a time are refused, and places that nobody waits for make room', () => {
  const nodes = fetching(
    {},
    {
      rx: rx('task'),
      loop: { type: 'AsyncFor', in: { Count: 70 }, then: { LoopIteration: 'one' } },
      task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } },
      one: { type: 'StartAsyncTask', then: { TaskStart: 'get' } },
      number: { type: 'ToString_Int', in: { V: { from: 'loop.Iteration' } } },
      text: { type: 'ConcatenateMultiString', in: { Inputs: ['http://', { from: 'rx.Data' }, { from: 'number' }, '.example/'] } },
      url: { type: 'StringToAbsoluteURI', in: { Input: { from: 'text' } } },
      get: { type: 'GET_String', in: { URL: { from: 'url' } }, then: { OnDenied: 'D', OnError: 'E' } },
    },
  );
  const stage = stageOf(nodes);
  stage.hear('h');
  expect(stage.questions).toHaveLength(64);
  expect(stage.noted).toBe('E'.repeat(6));
  expect(stage.error).toMatch(/^WW_LIMIT: the node "get"/);
  const [first] = stage.questions;
  stage.tick({ type: 'access', answer: { ask: first?.ask ?? 0, decision: 'deny', by: 'host', at: '' } });
  expect(stage.noted).toBe(`${'E'.repeat(6)}D`);
  stage.hear('other');
  expect(stage.questions.slice(64)).toMatchObject([{ host: 'other0.example' }]);
});

describe('RequestHostAccess', () => {
  const requesting = (request: object): object => ({
    rx: rx('task'),
    task: { type: 'StartAsyncTask', then: { TaskStart: 'ask' } },
    ask: { then: { OnGranted: 'G', OnDenied: 'D', OnIgnored: 'I' }, ...request },
    ...note('G'),
    ...note('D'),
    ...note('I'),
  });

  test.each([
    ['allow', 'G'],
    ['deny', 'D'],
    ['dismissed', 'I'],
  ] as const)('answered with %s goes on at %s; what is known is answered at once', (decision, letter) => {
    const stage = stageOf(requesting({ type: 'RequestHostAccess', in: { Host: 'api.example', Port: 8080, Scope: 'HTTP', Reason: 'The weather.' } }));
    stage.hear('go');
    expect(stage.questions).toMatchObject([{ scope: 'HTTP', host: 'api.example', port: 8080, url: 'http://api.example:8080/', reason: 'The weather.' }]);
    stage.tick(stage.answers(decision));
    expect(stage.noted).toBe(letter);
    stage.hear('go');
    expect(stage.questions.length).toBe(decision === 'allow' ? 1 : 2);
  });

  test('under Websocket asks the acting user, whose machine would connect; one without a machine here is nobody who could decide', () => {
    const stage = stageOf(requesting({ type: 'RequestHostAccessUrl', in: { Host: 'http://chat.example/room', Scope: 'Websocket' } }));
    stage.rig.give({ type: 'impulse', tag: 'bell', value: 'go' }, ANNA);
    stage.tick();
    expect([stage.noted, stage.questions]).toEqual(['I', []]);
    stage.tick({ type: 'join', user: { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' } });
    stage.rig.door
      .step({ mode: 'tick', real: stage.rig.world.real + 17, inputs: [{ author: ANNA, input: { type: 'impulse', tag: 'bell', value: 'go' } }] })
      .effects.forEach((each) => stage.effects.push(each));
    expect(stage.questions).toMatchObject([{ user: { userId: 'anna', machineId: 'm1' }, scope: 'Websocket', url: 'ws://chat.example/room', port: 80 }]);
    stage.tick({ type: 'leave', userId: 'anna', machineId: 'm1', reason: 'gone' });
    expect([stage.noted, stage.value('Flow', 'Waiting')]).toEqual(['II', 0]);
  });

  test('under Everything asks for each, one after the other, and is granted when all are', () => {
    const stage = stageOf(requesting({ type: 'RequestHostAccess', in: { Host: 'https://api.example' } }));
    stage.hear('go');
    stage.tick(stage.answers('allow'));
    expect([stage.noted, stage.questions.map(({ url }) => url)]).toEqual(['', ['wss://api.example/', 'https://api.example/']]);
    stage.tick(stage.answers('allow'));
    expect(stage.noted).toBe('G');
  });

  test.each([['a b'], [''], ['mika:secret@api.example'], [null]])('for %j, which is no host, is ignored and says so', (Host) => {
    const stage = stageOf(requesting({ type: 'RequestHostAccess', in: { Host, Scope: 'HTTP' } }));
    stage.hear('go');
    expect([stage.noted, stage.questions]).toEqual(['I', []]);
    expect(stage.error).toMatch(/^WW_BAD_VALUE: the node "ask"/);
  });

  test.each([
    ['::1', 4601, '::1', 4601, 'http://[::1]:4601/'],
    ['[::1]:4601', 0, '::1', 4601, 'https://[::1]:4601/'],
    ['api.example', 0, 'api.example', 443, 'https://api.example/'],
    ['api.example', 80, 'api.example', 80, 'http://api.example/'],
    ['ws://api.example', -1, 'api.example', 80, 'http://api.example/'],
    ['WSS://api.example:99/x', 0, 'api.example', 99, 'https://api.example:99/x'],
  ])('reads %s and %i as a place', (Host, Port, host, port, url) => {
    const stage = stageOf(requesting({ type: 'RequestHostAccess', in: { Host, Port, Scope: 'HTTP' } }));
    stage.hear('go');
    expect(stage.questions).toMatchObject([{ host, port, url }]);
  });
});

test('IsHostAccessAllowed prompts nobody, learns what is decided, and hears when that changes', () => {
  const stage = stageOf({
    rx: rx('note'),
    is: { type: 'IsHostAccessAllowed', in: { Host: 'api.example', Port: 80, Scope: 'HTTP' } },
    note: write('bool', { from: 'is' }),
  });
  stage.hear('go');
  expect(stage.value('BoolValue')).toBe(false);
  expect(stage.questions).toMatchObject([{ standing: true, scope: 'HTTP', host: 'api.example' }]);
  stage.tick(stage.answers('allow'));
  stage.hear('go');
  expect([stage.value('BoolValue'), stage.questions.length]).toEqual([true, 1]);
  const other = elsewhere(stage);
  for (const each of [stage, other]) {
    each.tick({ type: 'accessChanged', userId: 'host', scope: 'HTTP', host: 'api.example', port: 80 });
    each.tick(each.answers('deny'));
    each.hear('go');
    expect([each.value('BoolValue'), each.questions.length]).toEqual([false, 2]);
  }
  expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
});

test('IsHostAccessAllowedUrl of Everything is true where all is allowed', () => {
  const stage = stageOf({
    rx: rx('note'),
    is: { type: 'IsHostAccessAllowedUrl', in: { Host: 'wss://api.example/' } },
    note: write('bool', { from: 'is' }),
  });
  stage.hear('go');
  const asks = stage.questions.map(({ ask }) => ask);
  expect(asks).toHaveLength(2);
  for (const [at, ask] of asks.entries()) {
    stage.tick({ type: 'access', answer: { ask, decision: 'allow', by: 'host', at: '' } });
    stage.hear('go');
    expect(stage.value('BoolValue')).toBe(at === 1);
  }
});

test('a chain that is ended for its fuel lets go of what it had begun', () => {
  const stage = stageOf(fetching({ then: { OnSent: 'endless' } }, { endless: { type: 'While', in: { Condition: true }, then: { LoopIteration: 'S' } } }));
  stage.hear('http://api.example/');
  stage.tick(stage.answers('allow'));
  // It can wait, so it goes on in each tick, and its request stands.
  expect(stage.effects.filter(({ type }) => type === 'stop')).toEqual([]);
  stage.tick({ type: 'operations', operations: [{ op: 'removeComponent', entity: 'lamp', component: 'Flow' }] });
  expect(stage.effects.filter(({ type }) => type === 'stop')).toHaveLength(1);
});

test('a chain that cannot wait is not led to a request', () => {
  const stage = stageOf({ rx: rx('get'), get: { type: 'GET_String', in: { URL: 'http://api.example/' } } });
  expect(stage.error).toContain('StartAsyncTask');
});

test('what fails with other numbers each time is one line a second in the log, with how many it stands for', () => {
  const ticking = { type: 'Update', then: { OnUpdate: 'task' } };
  const stage = fetchStage({}, { rx: ticking, url: { type: 'StringToAbsoluteURI', in: { Input: 'http://a.example/' } } });
  stage.tick();
  stage.tick();
  stage.tick(stage.answers('allow'));
  const fails = (many: number): Input[] => {
    const jobs = stage.runs.filter(({ job }) => !stage.done.has(job)).slice(0, 1);
    return jobs.map(({ job }) => {
      stage.done.add(job);
      const message = `this machine has no room for the connection: ${many} files are open`;
      return { type: 'ran', job, outcome: { ok: false, code: 'WW_MACHINE_FULL', message } };
    });
  };
  stage.log.length = 0;
  for (let tick = 0; tick < 70; tick++) stage.tick(...fails(100 + tick));
  const other = elsewhere(stage);
  expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
  const lines = stage.log.filter((line) => line.startsWith('WW_MACHINE_FULL'));
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/files are open \(59 more of this Flow were left out since its last line\)$/);
  expect(stage.error).toContain('169 files are open');
});

test('an answer that is more than all flows of a world may hold is none, with the reason, and what was taken holds nothing any more', () => {
  const { mostHeld } = running;
  try {
    running.mostHeld = 15_000;
    const stage = fetchStage();
    const ask = (content: string): void => {
      stage.hear('http://api.example/');
      if (stage.runs.length === 0) stage.tick(stage.answers('allow'));
      stage.tick(stage.ran({ status: 200, content }));
      stage.tick();
    };
    ask('x'.repeat(12_000));
    expect(stage.value('IntValue')).toBe(200);
    expect(stage.error).toBe('');
    ask('x'.repeat(20_000));
    expect(stage.error).toMatch(/^WW_LIMIT: the node "get": chains that wait, stores and requests of all flows of this world would hold more than 15000 /);
    const other = elsewhere(stage);
    expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
    ask('x'.repeat(12_000));
    expect(stage.value('StringValue')).toHaveLength(12_000);
  } finally {
    running.mostHeld = mostHeld;
  }
});
