import { describe, expect, it } from 'vitest';
import { decisions, DeskRig } from './desk-rig.ts';

const standing = { standing: true } as const;
const standingOnce = { standing: true, once: true } as const;

describe('a question is answered', () => {
  it('by a remembered refusal before everything else, the owner’s list included', () => {
    const rig = new DeskRig(['a.example']);
    expect(rig.asks('a.example')).toEqual(['allow']);
    rig.desk.settle('Websocket', 'a.example', 80, 'deny', 'mika');
    expect(rig.asks('a.example')).toEqual(['deny']);
    expect(rig.asks('a.example', standing)).toEqual(['deny']);
    expect(rig.asks('a.example', standingOnce)).toEqual(['deny']);
    expect(rig.permits('a.example')).toBe(false);
  });

  it('by the owner’s list, then by what was allowed for good, and else by whoever sits there', () => {
    const rig = new DeskRig(['a.example']);
    expect(rig.decides('b.example', 'always').map(({ decision }) => decision)).toEqual(['waiting', 'allow']);
    expect([rig.asks('a.example'), rig.asks('b.example'), rig.asks('c.example')]).toEqual([['allow'], ['allow'], ['waiting']]);
    expect([rig.permits('a.example'), rig.permits('b.example'), rig.permits('c.example')]).toEqual([true, true, false]);
  });

  it('with a refusal where it names another place than its URL', () => {
    const rig = new DeskRig(['good.example']);
    const question = rig.question('good.example', { url: 'ws://127.0.0.1:22/' });
    expect(rig.put(question)).toEqual([expect.objectContaining({ decision: 'deny', note: expect.stringContaining('its URL') })]);
    expect(rig.asks('good.example', { url: 'nonsense' })).toEqual(['deny']);
    expect(rig.asks('good.example', { url: 'ws://good.example:81/' })).toEqual(['deny']);
    expect(rig.desk.prompts()).toEqual([]);
  });

  it('with a refusal where no name server could know the host, so that nothing is remembered that cannot be read back', () => {
    const rig = new DeskRig();
    expect(rig.asks(`${'a'.repeat(300)}.example`)).toEqual(['deny']);
    expect(rig.desk.settle('Websocket', `${'a'.repeat(300)}.example`, 80, 'deny', 'mika')).toContain('253');
    expect(rig.kept.size).toBe(0);
  });

  it('in its own scope: what is allowed for Websocket is not for HTTP, and the other way (1602)', () => {
    const rig = new DeskRig();
    const http = { scope: 'HTTP', url: 'http://a.example/' } as const;
    rig.decides('a.example', 'always');
    expect(rig.asks('a.example', http)).toEqual(['waiting']);
    expect(rig.prompt('a.example')).toMatchObject({ scope: 'HTTP', others: 0 });
    rig.decides('b.example', 'always', { scope: 'HTTP', url: 'http://b.example/' });
    expect(rig.asks('b.example')).toEqual(['waiting']);
    expect(rig.permits('b.example')).toBe(false);
    rig.decides('c.example', 'once', { scope: 'HTTP', url: 'http://c.example/' });
    expect(rig.permits('c.example')).toBe(false);
    expect(rig.desk.forget('HTTP', 'a.example', 80)).toBe(false);
    rig.desk.settle('HTTP', 'a.example', 80, 'deny', 'mika');
    expect(rig.asks('a.example')).toEqual(['allow']);
    expect(rig.changed.at(-1)).toBe('HTTP a.example:80');
  });
});

describe('what stands already', () => {
  it('goes on by the list, by what was allowed for good, or by an allowance for this once', () => {
    const rig = new DeskRig(['a.example']);
    rig.decides('b.example', 'always');
    expect(rig.asks('a.example', standing)).toEqual(['allow']);
    expect(rig.asks('b.example', standing)).toEqual(['allow']);
    expect(rig.asks('c.example', standingOnce)).toEqual(['waiting']);
    expect(rig.desk.prompts()).toEqual([]);
  });

  it('is revoked where nothing is left that it stands on, and then asked anew', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'always');
    expect(rig.desk.forget('Websocket', 'a.example', 80)).toBe(true);
    expect(rig.changed).toEqual(['Websocket a.example:80', 'Websocket a.example:80']);
    expect(rig.permits('a.example')).toBe(false);
    expect(rig.asks('a.example', standing)).toEqual(['revoked']);
    expect(rig.asks('a.example')).toEqual(['waiting']);
  });
});

describe('an allowance for this once', () => {
  it('ends when who has it asks for another URL, also for one of the same host and after the world was out of reach', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once');
    expect(rig.asks('a.example', { url: 'ws://a.example/other' })).toEqual(['waiting']);
    expect(rig.permits('a.example')).toBe(false);
    rig.desk.interrupted('w');
    expect(rig.asks('a.example')).toEqual(['waiting']);
  });

  it('lets those connect that asked, in that world and to that URL', () => {
    const rig = new DeskRig();
    expect(decisions(rig.decides('a.example', 'once'))).toEqual(['waiting', 'allow once']);
    expect(rig.permits('a.example')).toBe(true);
    expect(rig.permits('a.example', { entity: 'shed' })).toBe(false);
    expect(rig.permits('a.example', { world: 'other' })).toBe(false);
    expect(rig.permits('a.example', { port: 81 })).toBe(false);
    expect(rig.kept.size).toBe(0);
  });

  it('ends when the world asks anew without anything standing: its URL or user was another meanwhile', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once');
    expect(rig.asks('a.example')).toEqual(['waiting']);
    expect(rig.permits('a.example')).toBe(false);
  });

  it('is kept while the server is out of reach, and answers when it asks again', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once');
    rig.desk.interrupted('w');
    expect(rig.permits('a.example')).toBe(true);
    expect(decisions(rig.put(rig.question('a.example')))).toEqual(['allow once']);
    expect(rig.asks('a.example')).toEqual(['waiting']);
  });

  it('ends with the world', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once');
    rig.decides('a.example', 'once', {}, 'other');
    rig.desk.forgetWorld('w');
    expect([rig.permits('a.example'), rig.permits('a.example', { world: 'other' })]).toEqual([false, true]);
  });

  it('does not outlive a refusal of the same place that was taken back', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once');
    rig.desk.settle('Websocket', 'a.example', 80, 'deny', 'mika');
    rig.desk.forget('Websocket', 'a.example', 80);
    expect(rig.permits('a.example')).toBe(false);
  });
});

describe('what is remembered', () => {
  it('says who, when, and the reason that was given last', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'deny', { reason: ' To greet. ' });
    expect(rig.desk.remembered).toEqual([
      { scope: 'Websocket', host: 'a.example', port: 80, decision: 'deny', by: 'mika', at: expect.stringMatching(/^\d{4}-/), reason: 'To greet.' },
    ]);
    rig.asks('a.example', { reason: 'To part.' });
    rig.asks('a.example', { reason: '' });
    expect(rig.desk.remembered[0]).toMatchObject({ decision: 'deny', reason: 'To part.' });
    rig.asks('a.example', { reason: 'x'.repeat(5000) });
    expect(rig.desk.remembered[0]?.reason?.length).toBeLessThan(1100);
  });

  it('is decided unasked, too: who waits is answered, and all worlds are told', () => {
    const rig = new DeskRig();
    const waits = rig.put(rig.question('a.example'));
    expect(rig.desk.settle('Websocket', 'a.example', 80, 'allow', 'mika')).toBeNull();
    expect(decisions(waits)).toEqual(['waiting', 'allow']);
    expect(rig.changed).toEqual(['Websocket a.example:80']);
    expect(rig.desk.prompts()).toEqual([]);
  });

  it('is no allowance of what only the configuration can allow', () => {
    const rig = new DeskRig();
    expect(rig.desk.settle('Websocket', '169.254.169.254', 80, 'allow', 'mika')).toContain('metadata');
    expect(rig.kept.size).toBe(0);
    expect(rig.desk.settle('Websocket', '169.254.169.254', 80, 'deny', 'mika')).toBeNull();
  });
});

describe('a request by HTTP', () => {
  const http = (host: string, path = '/'): { scope: 'HTTP'; url: string } => ({ scope: 'HTTP', url: `http://${host}${path}` });
  const permits = (rig: DeskRig, url: string, entity = 'lamp') => rig.desk.permits('w', url, entity, 'WebsocketClient', 'HTTP');

  it('is permitted by an allowance of its own scope alone, and only to http and https', () => {
    const rig = new DeskRig(['listed.example']);
    rig.decides('a.example', 'always');
    rig.decides('b.example', 'always', http('b.example'));
    expect([permits(rig, 'http://a.example/'), permits(rig, 'http://b.example/x'), permits(rig, 'http://listed.example/')]).toEqual([false, true, true]);
    expect([permits(rig, 'ws://b.example/'), permits(rig, 'https://b.example/'), permits(rig, 'nonsense')]).toEqual([false, false, false]);
    rig.desk.settle('HTTP', 'b.example', 80, 'deny', 'mika');
    expect(permits(rig, 'http://b.example/x')).toBe(false);
  });

  it('once is for who asked, for that scheme, host and port, whatever the path, and beside others', () => {
    const rig = new DeskRig();
    rig.decides('a.example', 'once', http('a.example', '/one'));
    rig.decides('b.example', 'once', http('b.example'));
    rig.asks('a.example', { ...http('a.example', '/two'), standing: true, once: true });
    expect([permits(rig, 'http://a.example/two'), permits(rig, 'http://b.example/')]).toEqual([true, true]);
    expect([permits(rig, 'http://a.example/', 'shed'), permits(rig, 'http://a.example:81/'), permits(rig, 'http://c.example/')]).toEqual([false, false, false]);
    rig.desk.forgetWorld('w');
    expect(permits(rig, 'http://a.example/two')).toBe(false);
  });

  it('to what lies near takes an answer of its own that was told so', () => {
    const rig = new DeskRig();
    rig.decides('trap.example', 'always');
    rig.desk.nearFound('trap.example', 80, 'trap.example leads to 10.0.0.1.');
    rig.decides('trap.example', 'always', { scope: 'HTTP', url: 'http://trap.example/' });
    expect([rig.desk.addressAllowed('trap.example', 80, 'HTTP'), rig.desk.addressAllowed('trap.example', 80)]).toEqual([true, false]);
    expect(rig.desk.addressAllowed('127.0.0.1', 80, 'HTTP')).toBe(false);
  });
});

describe('where it lies near', () => {
  it('is told by the prompt, and kept with the answer', () => {
    const rig = new DeskRig();
    rig.decides('127.0.0.1', 'always');
    rig.decides('far.example', 'always');
    expect(rig.desk.remembered.map(({ host, near }) => [host, near])).toEqual([
      ['127.0.0.1', true],
      ['far.example', undefined],
    ]);
    expect([rig.desk.addressAllowed('127.0.0.1', 80), rig.desk.addressAllowed('far.example', 80)]).toEqual([true, false]);
    expect(rig.desk.addressAllowed('127.0.0.1', 81)).toBe(false);
  });

  it('is asked again with the warning once a name that was allowed is found to lead near', () => {
    const rig = new DeskRig();
    rig.decides('trap.example', 'always');
    rig.desk.nearFound('trap.example', 80, 'trap.example leads to 10.0.0.1.');
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(false);
    const question = rig.question('trap.example');
    expect(decisions(rig.put(question))).toEqual(['waiting']);
    expect(rig.prompt('trap.example')?.warning).toBe('trap.example leads to 10.0.0.1.');
    rig.desk.decide('w', question.ask, 'always', 'mika');
    expect(rig.desk.remembered[0]).toMatchObject({ decision: 'allow', near: true });
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(true);
    expect(rig.asks('trap.example')).toEqual(['allow']);
  });

  it('counts as told for this once as well, for as long as that holds', () => {
    const rig = new DeskRig();
    rig.desk.nearFound('trap.example', 80, 'near');
    rig.decides('trap.example', 'once');
    rig.decides('trap.example', 'once', { entity: 'shed' });
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(true);
    rig.asks('trap.example');
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(true);
    rig.desk.forgetWorld('w');
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(false);
  });

  it('does not count as told where the prompt was closed, or an answer came before the look', () => {
    const rig = new DeskRig();
    rig.decides('trap.example', 'once');
    rig.desk.nearFound('trap.example', 80, 'near');
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(false);
    rig.decides('trap.example', 'dismissed');
    expect(rig.desk.addressAllowed('trap.example', 80)).toBe(false);
    expect(rig.asks('trap.example', standing)).toEqual(['revoked']);
    expect(rig.asks('trap.example')).toEqual(['waiting']);
    expect(rig.prompt('trap.example')?.warning).toBe('near');
  });

  it('is not settled by an allowance from elsewhere that says nothing of it', () => {
    const rig = new DeskRig();
    rig.desk.nearFound('trap.example', 80, 'near');
    const waits = rig.put(rig.question('trap.example'));
    rig.desk.settle('Websocket', 'trap.example', 80, 'allow', 'mika');
    expect(decisions(waits)).toEqual(['waiting']);
    rig.desk.settle('Websocket', 'trap.example', 80, 'deny', 'mika');
    expect(decisions(waits)).toEqual(['waiting', 'deny']);
  });

  it('is told by this machine’s own reading, whatever the server says', () => {
    const rig = new DeskRig();
    rig.asks('127.0.0.1');
    rig.asks('far.example', { warning: 'somewhere' });
    expect(rig.prompt('127.0.0.1')?.warning).toContain('own machine');
    expect(rig.prompt('far.example')?.warning).toBe('somewhere');
  });
});

describe('prompts', () => {
  it('are one for each world, scope, host and port, and list the first others and how many there are', async () => {
    const rig = new DeskRig();
    const all = Array.from({ length: 50 }, (_, at) => rig.question('a.example', { entity: `e${at}`, path: ['Garden', `E${at}`] }));
    const answers = all.map((question) => rig.put(question));
    rig.asks('a.example', {}, 'other');
    rig.asks('a.example', { port: 81 });
    rig.asks('a.example', { scope: 'HTTP' });
    await Promise.resolve();
    expect(rig.told, 'once for all of a turn').toBe(1);
    expect(rig.desk.prompts().map(({ world, scope, port, others }) => [world, scope, port, others])).toEqual([
      ['w', 'Websocket', 80, 49],
      ['other', 'Websocket', 80, 0],
      ['w', 'Websocket', 81, 0],
      ['w', 'HTTP', 80, 0],
    ]);
    expect(rig.desk.prompts()[0]).toMatchObject({ entity: 'e0', also: expect.arrayContaining([{ entity: 'e1', path: ['Garden', 'E1'] }]) });
    expect(rig.desk.prompts()[0]?.also.length).toBe(20);
    // The one that was shown goes: the next stands for the others.
    rig.desk.withdraw('w', all[0]?.ask ?? 0);
    expect(rig.desk.prompts()[0]).toMatchObject({ entity: 'e1', others: 48 });
    expect(rig.desk.decide('w', all[0]?.ask ?? 0, 'always', 'mika')).toBe(false);
    rig.desk.decide('w', all[1]?.ask ?? 0, 'dismissed', 'mika');
    expect(answers.slice(1).every((each) => decisions(each).join() === 'waiting,dismissed')).toBe(true);
    expect(rig.desk.prompts().map(({ world, scope, port }) => [world, scope, port])).toEqual([
      ['other', 'Websocket', 80],
      ['w', 'Websocket', 81],
      ['w', 'HTTP', 80],
    ]);
  });

  it('show what a world writes without end in part', () => {
    const rig = new DeskRig();
    const long = 'x'.repeat(100_000);
    rig.asks('a.example', { reason: long, url: `ws://a.example/${long}`, path: Array.from({ length: 1000 }, () => long) });
    expect(JSON.stringify(rig.desk.prompts()).length).toBeLessThan(12_000);
  });

  it('are kept apart though a hundred thousand stand and leave again', () => {
    const rig = new DeskRig();
    const asked = Array.from({ length: 100_000 }, (_, at) => rig.question(`host-${at % 1000}.example`, { entity: `e${at}` }));
    const answers = asked.map((question) => rig.put(question));
    expect(rig.desk.prompts().length).toBe(1000);
    expect(rig.desk.prompts().every(({ others }) => others === 99)).toBe(true);
    for (const { ask } of asked.slice(0, 50_000)) rig.desk.withdraw('w', ask);
    for (const { ask } of asked.slice(50_000, 51_000)) rig.desk.decide('w', ask, 'deny', 'mika');
    expect(rig.desk.prompts()).toEqual([]);
    expect(answers.slice(50_000).every((each) => decisions(each).join() === 'waiting,deny')).toBe(true);
    expect(answers.slice(0, 50_000).every((each) => each.length === 1)).toBe(true);
  });
});
