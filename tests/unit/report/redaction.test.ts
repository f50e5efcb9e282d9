import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, defineComponent, openScene, string } from '../../../engine/index.ts';
import { Redaction } from '../../../server/report/redaction.ts';
import { isSecretName, withoutForms } from '../../../server/report/secret-forms.ts';
import { SecretTexts } from '../../../server/report/secret-texts.ts';

const Safe = defineComponent('Safe', {
  doc: 'A safe.',
  category: 'Tests',
  fields: { Combination: string({ default: '', secret: true, doc: 'What opens it.' }) },
  aliases: { Code: 'Combination' },
});
const registry = createRegistry({ name: 'safes', components: [Safe] });

/** A value without what is secret in it, or in others that were looked through. */
function redacted(value: unknown, ...others: readonly unknown[]): string {
  const redaction = new Redaction(registry);
  for (const each of [value, ...others]) redaction.learn(each);
  return JSON.stringify(redaction.of(value));
}

test.each([
  ['a scene', { components: { Safe: { Combination: 'left 12, right 7' } } }],
  ['a second one of its kind', { components: { 'Safe#2': { Combination: 'left 12, right 7' } } }],
  ['an older name of the field', { components: { Safe: { Code: 'left 12, right 7' } } }],
  ['a snapshot', { key: 'Safe', created: 1, values: { Combination: 'left 12, right 7' } }],
  ['an edit', { op: 'setField', entity: 'a', component: 'Safe', field: 'Combination', value: 'left 12, right 7' }],
  [
    'an edit of a part',
    { op: 'patchField', entity: 'a', component: 'Safe', field: 'Combination', patch: [{ op: 'add', path: '/from', value: 'left 12, right 7' }] },
  ],
  ['an addition', { op: 'addComponent', entity: 'a', component: 'Safe', values: { Combination: 'left 12, right 7' } }],
  ['a difference', { kind: 'field', entity: 'a', component: 'Safe', field: 'Combination', before: 'left 12, right 7' }],
  ['what a driven field began with', { starts: { 'Safe.Combination': { since: 1, value: 'left 12, right 7' } } }],
])('a secret field is left out of %s', (_where, value) => {
  const out = redacted(value);
  expect(out).toContain('left-out-1');
  expect(out).not.toContain('right 7');
  expect(Object.keys(JSON.parse(out) as object)).toEqual(Object.keys(value));
});

test('headers are left out whatever they are called and however short, and their names stay', () => {
  const out = redacted({ WebsocketClient: { Headers: { From: 'me', path: 'p1', op: 'x', 'X-Long': 'a value that is long' } } }, 'a value that is long');
  expect(JSON.parse(out)).toEqual({ WebsocketClient: { Headers: { From: 'left-out-1', path: 'left-out-2', op: 'left-out-3', 'X-Long': 'left-out-4' } } });
});

test('what is secret in one place is left out wherever else it stands: in texts, keys, JSON in texts, addresses, base64, and cut off', () => {
  const secret = 'he"llo\\ wörld & co 12';
  const bytes = Buffer.from(`{"heard":${JSON.stringify(secret)}}`).toString('base64');
  const value = {
    texts: [`it was ${secret}!`, JSON.stringify({ said: secret }), JSON.stringify(JSON.stringify([secret])), `ws://a/?q=${encodeURIComponent(secret)}`],
    [secret]: 1,
    base64: bytes,
    whole: Buffer.from(secret).toString('base64'),
    cut: `it was ${secret.slice(0, 8)}…`,
    most: `it was ${secret.slice(0, 15)} and no more`,
  };
  const out = redacted(value, { component: 'Safe', field: 'Combination', value: secret });
  const decoded = [...out.matchAll(/[A-Za-z0-9+/]{12,}={0,2}/g)].map(([all]) => Buffer.from(all, 'base64').toString()).join();
  expect(out + decoded).not.toMatch(/he\\*"llo|he%22llo|w%C3%B6rld|wörld/);
  expect(out).not.toContain(value.whole);
  expect(JSON.parse(Buffer.from((JSON.parse(out) as { base64: string }).base64, 'base64').toString())).toEqual({ heard: 'left-out-1' });
});

test('the same secret has the same name everywhere, so that what refers to it still does', () => {
  const redaction = new Redaction(registry);
  const value = {
    a: { component: 'Safe', field: 'Combination', value: 'the word' },
    id: 'the word',
    parent: 'the word',
    b: { Safe: { Combination: 'other' } },
  };
  redaction.learn(value);
  expect(redaction.of(value)).toEqual({
    a: { component: 'Safe', field: 'Combination', value: 'left-out-1' },
    id: 'left-out-1',
    parent: 'left-out-1',
    b: { Safe: { Combination: 'left-out-2' } },
  });
  expect(redaction.leftOut).toMatchObject({ values: 2, short: 1 });
});

test.each([
  ['ws://anna:gate-pass@host.example/a?b=1', 'gate-pass'],
  ['https://only-a-token-1@host.example/', 'only-a-token-1'],
  ['wss://h/?a=1&access_token=abc123def&b=2', 'abc123def'],
  ['wss://h/?x=A1b2C3d4E5f6G7h8J9k0', 'A1b2C3d4E5f6G7h8J9k0'],
  ['Authorization: Bearer abc.DEF-123', 'abc.DEF-123'],
  ['GET / HTTP/1.1\r\nX-Api-Key: 99887766aa', '99887766aa'],
  ['{"password":"of two words"}', 'of two words'],
  ['{\\"session_token\\":\\"of two words\\"}', 'of two words'],
  ["const apiKey = 'the key is here';", 'the key is here'],
  ['-----BEGIN PRIVATE KEY-----\nMIIBVAIB\n-----END PRIVATE KEY-----', 'MIIBVAIB'],
  ['-----BEGIN PRIVATE KEY-----\nMIIBVAIB cut off', 'MIIBVAIB'],
])('%j tells by its form what is secret in it', (text, secret) => {
  const found: string[] = [];
  expect(withoutForms(text, (value) => (found.push(value), 'left-out-1'))).not.toContain(secret);
  expect(found.join()).toContain(secret);
  // What was left out once is not left out again.
  const once = redacted(text);
  expect(redacted(JSON.parse(once))).toBe(once);
});

test.each([
  ['ws://127.0.0.1:4601/chat?room=garden'],
  ['a basic understanding: none'],
  ['key: Transform'],
  ['12:30 = lunch @ home'],
  ['Session.Name'],
  ['passive = "yes"'],
])('%j holds nothing that is secret', (text) => expect(withoutForms(text, () => 'LEFT OUT')).toBe(text));

test('names that are secret are told from others', () => {
  expect(['Authorization', 'X-Api-Key', 'access_token', 'privateKey', 'set-cookie', 'passwd'].filter((name) => !isSecretName(name))).toEqual([]);
  expect(['key', 'Key', 'monkey', 'keyboard', 'passive', 'Transform', 'requestId', 'component'].filter((name) => isSecretName(name))).toEqual([]);
});

test.each(readdirSync('worlds').filter((name) => name.endsWith('.scene.json')))(
  'nothing is left out of the state of %s, which holds no secrets',
  async (name) => {
    const { world } = openScene(readFileSync(`worlds/${name}`, 'utf8'), { file: name, registry: createRegistry() } as never);
    const door = createDoor(world);
    for (let tick = 1; tick <= 30; tick++) door.step({ mode: 'tick', real: tick * 16, wall: 1.7e12 + tick * 16, inputs: [] });
    const state = JSON.parse((await door.ask({ ask: 'snapshot' })).text) as object;
    const redaction = new Redaction(registry);
    redaction.learn(state);
    expect(redaction.of(state)).toEqual(state);
    expect(redaction.leftOut).toMatchObject({ values: 0, places: 0 });
  },
);

test('memory of scripts is forgotten, since nobody can tell what it holds', () => {
  const redaction = new Redaction(registry);
  const state = {
    systems: {
      scripts: {
        scripts: [
          { vm: 'AAAA', kept: 'x' },
          { vm: null, kept: 'y' },
        ],
      },
    },
  };
  redaction.forgetScripts(state);
  expect(state.systems.scripts.scripts).toEqual([
    { vm: null, kept: 'x' },
    { vm: null, kept: 'y' },
  ]);
  expect(redaction.leftOut.scripts).toBe(1);
});

test('of several that begin alike the longest that stands there is left out, and none that does not', () => {
  const texts = new SecretTexts();
  for (const [at, text] of ['secret', 'secret-1', 'secret-1-long', 'secret-2'].entries()) texts.add(text, `left-out-${at}`);
  expect(texts.without('secret-1-lo secret-1-long! secret-3 secre t')).toBe('left-out-1-lo left-out-2! left-out-0-3 secre t');
  expect(texts.without('secr… secret-1-l…')).toMatch(/^left-out-\d… left-out-2…$/);
});

test('many secrets and long texts take time for their length alone, whatever stands in them', () => {
  const texts = new SecretTexts();
  for (let at = 0; at < 20_000; at++) texts.add(`secret-${at}`, `left-out-${at}`);
  const begun = performance.now();
  const long = 'x secret-19999-'.repeat(100_000);
  expect(texts.without(long)).toBe('x left-out-19999-'.repeat(100_000));
  for (const part of ['a.', "a='", '\\', 'a="', '-----BEGIN X-----', 'http://a@', 'token=', 'bearer ', ' a:'])
    withoutForms(part.repeat(1_000_000 / part.length), () => 'left-out-1');
  expect(performance.now() - begun).toBeLessThan(60_000);
});
