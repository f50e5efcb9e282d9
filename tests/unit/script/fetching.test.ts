/** Requests of scripts: who is asked, what leaves the world, what the script is told, and what a snapshot holds of it. */
import { describe, expect, test } from 'vitest';
import type { Input } from '../../../engine/index.ts';
import { answer, RequestStage } from './request-stage.ts';

const told = (call: string): string => `
  ${call}.then(
    async (r) => print('response', r.status, r.ok, r.url, await r.text()),
    (e) => print('failed', e instanceof TypeError, e.code ?? e.name, e.message));`;
const get = told("fetch('http://api.example:8080/a?b#c')");
const takenUp: Input = { type: 'takenUp', reason: 'the server was restarted' };
const refused = (code: 'WW_ACCESS_DENIED' | 'WW_ADDRESS_NEAR' | 'WW_ACCESS_WITHDRAWN' | 'WW_TLS') =>
  ({ ok: false, code, message: 'the machine says no' }) as const;

describe('a request of a script', () => {
  test('is asked for at the owner of the machine, sent once that is allowed, and answered', () => {
    const stage = RequestStage.of(get, { AccessReason: 'for the lamp' });
    stage.tick();
    expect(stage.questions).toEqual([
      {
        ask: expect.any(Number) as number,
        user: { userId: 'host', machineId: 'host' },
        scope: 'HTTP',
        host: 'api.example',
        port: 8080,
        url: 'http://api.example:8080/a?b',
        reason: 'for the lamp',
        entity: 'lamp',
        path: ['lamp'],
        component: 'Script',
      },
    ]);
    stage.tick(stage.decided('waiting'));
    expect(stage.runs).toEqual([]);
    stage.tick(stage.decided('allow'));
    expect(stage.runs).toMatchObject([
      {
        name: 'fetch',
        user: 'host',
        args: { entity: 'lamp', component: 'Script', url: 'http://api.example:8080/a?b', method: 'GET', raw: { headers: [], body: null } },
      },
    ]);
    stage.tick(stage.ran(answer('hällo', { status: 201 })));
    expect(stage.log).toEqual([
      'waits for access: somebody is asked for api.example:8080 (WW_ACCESS_WAITING)',
      'response 201 true http://api.example:8080/a?b hällo',
    ]);
  });

  test('names the script where it gives no reason, and says whether it fetches or sends', () => {
    const stage = RequestStage.of("fetch('http://a.example/'); fetch('http://a.example/', { method: 'post', body: 'x' })");
    stage.tick();
    expect(stage.questions.map(({ reason }) => reason)).toEqual(['The script Script fetches from it.', 'The script Script sends to it.']);
  });

  test.each([
    ['deny', 'denied'],
    ['dismissed', 'not decided'],
  ] as const)('that is answered by %s is rejected with why, and nothing is sent', (decision, words) => {
    const stage = RequestStage.of(get);
    stage.tick();
    stage.tick(stage.decided(decision));
    expect(stage.log).toEqual([`failed true WW_ACCESS_DENIED access to api.example:8080 was ${words}`]);
    expect(stage.runs).toEqual([]);
  });

  test('is for nobody where the script has no HandlingUser', () => {
    const stage = RequestStage.of(get, { HandlingUser: null });
    stage.tick();
    expect(stage.log[0]).toMatch(/^failed true WW_ACCESS_DENIED .*no HandlingUser/);
    expect(stage.effects).toEqual([]);
  });

  test('that the machine refuses though it was allowed is asked for anew, and no more than twice', () => {
    const stage = RequestStage.of(get);
    stage.allowed();
    for (let time = 1; time <= 2; time++) {
      stage.tick(stage.ran(refused('WW_ADDRESS_NEAR')));
      expect([stage.questions.length, stage.log]).toEqual([time + 1, []]);
      stage.tick(stage.decided('allow'));
    }
    stage.tick(stage.ran(refused('WW_ACCESS_DENIED')));
    expect(stage.log).toEqual(['failed true WW_ACCESS_DENIED the machine says no']);
  });

  test.each(['WW_TLS', 'WW_ACCESS_WITHDRAWN'] as const)('that brings no answer is rejected with its code: %s', (code) => {
    const stage = RequestStage.of(get);
    stage.allowed();
    stage.tick(stage.ran(refused(code)));
    expect(stage.log).toEqual([`failed true ${code} the machine says no`]);
  });

  test('that is answered with what no script can have is rejected', () => {
    const stage = RequestStage.of(get);
    stage.allowed();
    stage.tick(stage.ran({ status: 200, content: 'text' }));
    expect(stage.log[0]).toMatch(/^failed true WW_JOB_FAILED /);
    const other = RequestStage.of(get);
    other.allowed();
    other.tick(other.ran({ status: 200, content: '', raw: { statusText: '', headers: [], body: '%%%' } }));
    expect(other.log[0]).toMatch(/^failed true WW_JOB_FAILED /);
  });

  test.each([
    ["'POST', body: 'grün'", 'POST', ['content-type', 'text/plain;charset=UTF-8'], Buffer.from('grün')],
    ["'put', body: new Uint8Array([1, 2, 255]).subarray(1)", 'PUT', [], Buffer.from([2, 255])],
    ["'patch', body: new Blob(['x'], { type: 'text/csv' })", 'patch', ['content-type', 'text/csv'], Buffer.from('x')],
    ["'POST', body: new URLSearchParams({ a: 'b c' })", 'POST', ['content-type', 'application/x-www-form-urlencoded;charset=UTF-8'], Buffer.from('a=b+c')],
    ["'DELETE', headers: [['X-A', ' 1 '], ['x-a', '2']]", 'DELETE', ['x-a', '1, 2'], null],
    [
      "'POST', body: '{}', headers: { 'Content-Type': 'application/json', Cookie: 'a=b', Authorization: 'c' }",
      'POST',
      ['content-type', 'application/json', 'cookie', 'a=b', 'authorization', 'c'],
      Buffer.from('{}'),
    ],
  ])('by %s is sent as that', (init, method, headers, body) => {
    const stage = RequestStage.of(`fetch('http://a.example/', { method: ${init} })`);
    expect(stage.allowed().args).toMatchObject({ method, raw: { headers, body: body?.toString('base64') ?? null } });
  });

  test.each([
    ["'http://a.example/', { method: 'CONNECT' }", 'WW_FETCH_FAILED'],
    ["'http://a.example/', { method: 'trace' }", 'WW_FETCH_FAILED'],
    ["'http://a.example/', { method: 'G ET' }", 'WW_FETCH_FAILED'],
    ["'http://a.example/', { body: 'x' }", 'TypeError'],
    ["'http://a.example/', { headers: { Host: 'b.example' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { 'Content-Length': '3' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { 'Transfer-Encoding': 'chunked' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { 'Accept-Encoding': 'gzip' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { a: 'b\\r\\nHost: c' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { 'a\\nb': 'c' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { a: '\\u0100' } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { headers: { a: 'x'.repeat(20000) } }", 'WW_HEADER_INVALID'],
    ["'http://a.example/', { redirect: 'maybe' }", 'TypeError'],
    ["'http://a.example/', { signal: {} }", 'TypeError'],
    ["'http://a.example/', { integrity: 'sha256-x' }", 'TypeError'],
    ["'http://a.example/', { method: 'POST', body: new Uint8Array(1048577) }", 'WW_FETCH_FAILED'],
    ["'ftp://a.example/'", 'WW_FETCH_FAILED'],
    ["'/relative'", 'WW_FETCH_FAILED'],
    ["'http://mika:secret@a.example/'", 'WW_FETCH_FAILED'],
    ["'http://a.example/' + 'x'.repeat(9000)", 'WW_FETCH_FAILED'],
    ['', 'TypeError'],
  ])('for %s is rejected, and nobody is asked', (args, code) => {
    const stage = RequestStage.of(told(`fetch(${args})`));
    stage.tick();
    expect(stage.log[0]).toMatch(new RegExp(`^failed true ${code} `));
    expect(stage.log[0]).not.toContain('secret');
    expect(stage.effects).toEqual([]);
  });

  test('whose body throws as it is read is rejected with what was thrown', () => {
    const stage = RequestStage.of("fetch('http://a.example/', { method: 'POST', body: { toString() { throw 'mine' } } }).catch((e) => print('caught', e))");
    stage.tick();
    expect(stage.log).toEqual(['caught mine']);
  });

  test('reads long answers over several ticks, and refuses what would take more fuel than a turn has', () => {
    const stage = RequestStage.of(`
      fetch('http://a.example/').then((r) => { const other = r.clone();
        r.text().then((t) => print(t.length, t.slice(-3))); other.json().catch((e) => print(e.code)) });
      fetch('http://a.example/', { method: 'POST', body: 'x'.repeat(200000) }).catch((e) => print(e.code));`);
    stage.allowed();
    stage.tick(stage.ran(answer(`"${'grün'.repeat(200_000)}"`)));
    for (let tick = 0; tick < 20; tick++) stage.tick();
    expect(stage.log).toEqual(['WW_LIMIT', 'WW_LIMIT', '800002 ün"']);
    const list = RequestStage.of("fetch('http://a.example/').then((r) => r.json()).then((list) => print(list.length))");
    list.allowed();
    list.tick(list.ran(answer(JSON.stringify(Array.from({ length: 20_000 }, () => ({}))))));
    list.tick();
    expect(list.log).toEqual(['20000']);
  });

  test('may be a Request, of which the body is gone then', () => {
    const stage = RequestStage.of(`
      const request = new Request('http://a.example/x#y', { method: 'post', body: 'sent', headers: { a: 'b' } });
      const other = request.clone();
      print(request.method, request.url, request.headers.get('A'), request.bodyUsed, request.redirect, request.signal.aborted);
      fetch(request);
      print(request.bodyUsed, other.bodyUsed);
      fetch(request).catch((e) => print(e.name));
      fetch(new Request(other, { headers: { c: 'd' } }));`);
    stage.tick();
    expect(stage.log).toEqual(['POST http://a.example/x#y b false follow false', 'true false', 'TypeError']);
    stage.tick(...stage.questions.map(({ ask }) => stage.decided('allow', ask)));
    expect(stage.runs.map(({ args }) => (args as { raw: unknown }).raw)).toEqual([
      { headers: ['a', 'b', 'content-type', 'text/plain;charset=UTF-8'], body: 'c2VudA==' },
      { headers: ['c', 'd'], body: 'c2VudA==' },
    ]);
  });
});

describe('an answer that leads on', () => {
  const sends = told(
    "fetch('https://a.example/', { method: 'POST', body: 'x', headers: { Authorization: 'secret', Cookie: 'secret', 'Content-Type': 'a/b', Accept: 'c/d' } })",
  );
  const on = (redirect: string, status = 302) => ({ ...answer('', { status, headers: ['location', redirect] }), redirect });

  test('is asked for by itself, and goes on as a GET without what was sent and what was meant for another', () => {
    const stage = RequestStage.of(sends);
    stage.allowed();
    stage.tick(stage.ran(on('https://b.example/there', 303)));
    expect(stage.questions.at(-1)).toMatchObject({
      host: 'b.example',
      port: 443,
      url: 'https://b.example/there',
      reason: 'led on by a.example: The script Script fetches from it.',
    });
    stage.tick(stage.decided('allow'));
    expect(stage.runs.at(-1)?.args).toMatchObject({ url: 'https://b.example/there', method: 'GET', raw: { headers: ['accept', 'c/d'], body: null } });
    stage.tick(stage.ran(answer('end')));
    expect(stage.log).toEqual(['response 200 true https://b.example/there end']);
  });

  test('sends all of it again where it says so and stays at its place, for which nobody is asked again', () => {
    const stage = RequestStage.of(sends);
    stage.allowed();
    stage.tick(stage.ran(on('https://a.example/there', 307)));
    expect(stage.questions).toHaveLength(1);
    expect(stage.runs.at(-1)?.args).toMatchObject({
      url: 'https://a.example/there',
      method: 'POST',
      raw: { headers: ['authorization', 'secret', 'cookie', 'secret', 'content-type', 'a/b', 'accept', 'c/d'], body: 'eA==' },
    });
  });

  test('to a host that is refused is rejected', () => {
    const stage = RequestStage.of(sends);
    stage.allowed();
    stage.tick(stage.ran(on('https://b.example/there')));
    stage.tick(stage.decided('deny'));
    expect(stage.log).toEqual(['failed true WW_ACCESS_DENIED access to b.example:443 was denied']);
  });

  test.each([
    ['http://a.example/', /from https to http/],
    ['ftp://a.example/', /leads on, but the URL begins with ftp:/],
    ['https://mika:secret@a.example/', /leads on, but the URL holds a user or password/],
  ])('to %s is rejected', (to, words) => {
    const stage = RequestStage.of(sends);
    stage.allowed();
    stage.tick(stage.ran(on(to)));
    expect(stage.log[0]).toMatch(words);
    expect(stage.runs).toHaveLength(1);
  });

  test('is followed five times', () => {
    const stage = RequestStage.of(get);
    stage.allowed();
    for (let time = 0; time < 6; time++) stage.tick(stage.ran(on('http://api.example:8080/again')));
    expect(stage.runs).toHaveLength(6);
    expect(stage.log[0]).toMatch(/WW_FETCH_FAILED it was led on more than 5 times, last by api.example:8080/);
  });

  test('is an error, or the answer, for who wants that', () => {
    const stage = RequestStage.of(told("fetch('http://a.example/', { redirect: 'error' })"));
    stage.allowed();
    stage.tick(stage.ran(on('http://b.example/')));
    expect(stage.log[0]).toMatch(/^failed true WW_FETCH_FAILED /);
    const other = RequestStage.of("fetch('http://a.example/', { redirect: 'manual' }).then((r) => print(r.status, r.headers.get('Location'), r.redirected))");
    other.allowed();
    other.tick(other.ran(on('http://b.example/')));
    expect(other.log).toEqual(['302 http://b.example/ false']);
  });
});

describe('a signal', () => {
  const aborted = (more: string): RequestStage =>
    RequestStage.of(`const c = new AbortController(); ${told("fetch('http://a.example/', { signal: c.signal })")} ${more}`);

  test('that is aborted already rejects with its reason, and nobody is asked', () => {
    const stage = RequestStage.of(told("fetch('http://a.example/', { signal: AbortSignal.abort() })"));
    stage.tick();
    expect([stage.log, stage.effects]).toEqual([['failed false 20 it was aborted'], []]);
  });

  test('takes the question back, or the request', () => {
    const asking = aborted('Script.impulse.connect(() => c.abort(new RangeError("mine")))');
    asking.tick();
    asking.tick({ type: 'impulse', tag: 'x' });
    asking.tick();
    expect(asking.effects.map(({ type }) => type)).toEqual(['ask', 'withdraw']);
    expect(asking.log).toEqual(['failed false RangeError mine']);
    const running = aborted('Script.impulse.connect(() => c.abort())');
    running.allowed();
    running.tick({ type: 'impulse', tag: 'x' });
    running.tick();
    expect(running.effects.map(({ type }) => type)).toEqual(['ask', 'run', 'stop']);
    running.tick(running.ran(answer('late')));
    expect(running.log).toEqual(['failed false 20 it was aborted']);
  });

  test('of AbortSignal.timeout goes by the time of the world', () => {
    const stage = RequestStage.of(told("fetch('http://a.example/', { signal: AbortSignal.timeout(50) })"));
    for (let tick = 0; tick < 6; tick++) stage.tick();
    expect(stage.log).toEqual(['failed false 23 the time is over']);
    expect(stage.effects.map(({ type }) => type)).toEqual(['ask', 'withdraw']);
  });

  test('that many requests had is kept by none of them once they are answered', () => {
    const stage = RequestStage.of(`const c = new AbortController();
      const again = () => fetch('http://a.example/', { signal: c.signal }).then(() => { again() }); again();`);
    stage.allowed();
    const memory = (): unknown => stage.rig.value('lamp', 'Script', 'Memory');
    for (let time = 0; time < 20; time++) {
      stage.tick(stage.ran(answer('x')));
      stage.tick(stage.decided('allow'));
    }
    const before = memory();
    for (let time = 0; time < 500; time++) {
      stage.tick(stage.ran(answer('x')));
      stage.tick(stage.decided('allow'));
    }
    expect([stage.runs.length, memory()]).toEqual([521, before]);
  });
});

describe('requests under way', () => {
  test('stand in a snapshot: what is asked is asked again elsewhere, and what was sent is rejected as lost', () => {
    const stage = RequestStage.of(`const held = 'mine';
      fetch('http://a.example/', { method: 'POST', body: 'x'.repeat(1000), headers: { a: 'b' } }).catch((e) => print(held, e.code));
      fetch('http://b.example/').then((r) => print(held, r.status));`);
    stage.tick();
    const [a, b] = stage.questions;
    stage.tick(stage.decided('allow', a?.ask));
    const other = stage.elsewhere();
    expect(other.hash).toBe(stage.hash);
    other.effects = [];
    other.tick(takenUp);
    expect(other.questions.map(({ host }) => host)).toEqual(['b.example']);
    expect(b?.host).toBe('b.example');
    other.tick(other.decided('allow'));
    expect(other.runs).toHaveLength(1);
    other.tick(other.ran(answer()));
    expect(other.log).toEqual(['mine WW_JOB_LOST', 'mine 200']);
  });

  test('go on alike in a world that was restored in each of their states', () => {
    const stage = RequestStage.of(get);
    const hashes: string[] = [];
    const steps: ((at: RequestStage) => Input[])[] = [
      () => [],
      (at) => [at.decided('waiting')],
      (at) => [at.decided('allow')],
      (at) => [at.ran({ ...answer('', { status: 302 }), redirect: 'http://b.example/' })],
      (at) => [at.decided('allow')],
      (at) => [at.ran(answer('x'))],
      () => [],
    ];
    for (const step of steps) {
      stage.tick(...step(stage));
      hashes.push(stage.hash);
    }
    let other = RequestStage.of(get);
    const again = steps.map((step) => {
      other.tick(...step(other));
      other = other.elsewhere();
      return other.hash;
    });
    expect(again).toEqual(hashes);
    expect(stage.log.at(-1)).toBe('response 200 true http://b.example/ x');
  });

  test('are given up with their script: by an edit, a removal, or its end', () => {
    const ends: Input[] = [
      { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print("next")' }] },
      { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Enabled', value: false }] },
      { type: 'operations', operations: [{ op: 'removeEntity', entity: 'lamp' }] },
    ];
    for (const end of ends) {
      const stage = RequestStage.of("fetch('http://a.example/'); fetch('http://b.example/')");
      stage.tick();
      stage.tick(stage.decided('allow', stage.questions[0]?.ask));
      stage.effects = [];
      stage.tick(end);
      stage.tick();
      expect(stage.effects.map(({ type }) => type).sort()).toEqual(['stop', 'withdraw']);
    }
  });

  test('are no more than 256 of a script, and 1,000 of all', () => {
    const source = `let left = 0; const all = Array.from({ length: 300 }, () => fetch('http://a.example/').catch((e) => { if (e.code === 'WW_LIMIT') left++ }));
      setTimeout(() => print(left), 30);`;
    const stage = RequestStage.of(source);
    for (let tick = 0; tick < 4; tick++) stage.tick();
    expect([stage.questions.length, stage.log]).toEqual([256, ['44']]);
    // Once some are over others may be made.
    stage.tick(...stage.questions.slice(0, 100).map(({ ask }) => stage.decided('deny', ask)));
    stage.tick({ type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: `${source} ` }] });
    for (let tick = 0; tick < 4; tick++) stage.tick();
    expect(stage.questions).toHaveLength(512);
  });

  test('send 16 MiB together at most', () => {
    const stage = RequestStage.of(`let at = 0; const body = new Uint8Array(1 << 20);
      Script.update.connect(() => fetch('http://a.example/', { method: 'POST', body }).then(() => {}, (e) => print(++at, e.code)));`);
    for (let tick = 0; tick < 18; tick++) stage.tick();
    expect(stage.questions).toHaveLength(16);
    expect(stage.log[0]).toBe('1 WW_LIMIT');
  });
});
