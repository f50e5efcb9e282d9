/**
 * A world with scripts that do all that a script does, and that end badly in each way, for so many ticks: what it comes to, by its hash. Run on its own by
 * other versions of Node and in workers, from what was built.
 */
import { isMainThread, parentPort } from 'node:worker_threads';

const NEIGHBOUR = 'let n = 0; Script.update.connect(() => { entity.get("FloatValue").Value = ++n * Math.random() });';
const SOURCES = [
  NEIGHBOUR,
  `let sum = "";
   setInterval(() => { sum += JSON.stringify([Math.random(), Date.now(), performance.now()]); entity.get("StringValue").Value = sum.slice(-200) }, 33)`,
  `const wait = () => new Promise((go) => setTimeout(go, 20));
   (async () => { for (let i = 0; ; i++) { await wait(); entity.get("FloatValue").Value = Math.sin(i) * Math.exp(i / 9) } })()`,
  'while (true);',
  'const text = "x".repeat(5e6); for (;;) text.indexOf("y".repeat(3e6));',
  'const all = []; setInterval(() => { for (let i = 0; i < 50; i++) all.push(new Uint8Array(100000)) }, 16)',
  'let depth = 0; function deep() { depth++; deep() } try { deep() } catch { entity.get("FloatValue").Value = depth }',
  'let at = "["; try { JSON.parse("[".repeat(1e5)) } catch (e) { entity.get("StringValue").Value = e.message }',
  'new WebSocket("ws://127.0.0.1:9/").onclose = (e) => print("closed", e.code)',
  'function both() { try { both() } finally { both() } } both()',
  `const many = []; for (let i = 0; i < 3000; i++) many.push({ i, again: [i] });
   many.sort(() => Math.random() - 0.5); entity.get("FloatValue").Value = many[7].i`,
  `const texts = ['http://a/^', 'http://straße.de', 'http://xn--80ak6aa92e/', 'http://\u{10d40}/'].map((text) => URL.parse(text)?.href);
   const bytes = new TextEncoder().encode(texts.join());
   entity.get("StringValue").Value = new TextDecoder().decode(structuredClone(bytes)) + new URLSearchParams({ texts })`,
  'Promise.reject(new Error("nobody waits")); throw null',
  `const told = [];
   const tell = (what) => { told.push(what); entity.get("StringValue").Value = told.join().slice(-400) };
   let at = 0;
   Script.update.connect(() => {
     const body = new Blob([JSON.stringify({ at: ++at })], { type: 'application/json' });
     fetch('http://straße.example/^/' + at + '?ü', { method: 'post', body, headers: { 'X-Mine': '\u00fc' } })
       .then(async (r) => tell([r.status, r.url, [...r.headers].join(), await r.text()]), (e) => tell(e.name + e.code));
     fetch('http://a.example/' + at, { signal: AbortSignal.timeout(40) }).catch((e) => tell(e.name));
   })`,
  'Script.update.connect(() => { for (const word of "the quick brown fox".match(/\\\\w+/g)) print(word.normalize("NFD"), word.localeCompare("fox")) })',
];

/**
 * What the host has to say to what a world asks of it: requests are allowed, and answered by what they are, led on or not at all.
 * @param {import('../../engine/index.ts').Effect} effect
 * @returns {import('../../engine/index.ts').Input[]}
 */
function answersTo(effect) {
  if (effect.type === 'ask' && effect.question.scope === 'HTTP')
    return [{ type: 'access', answer: { ask: effect.question.ask, decision: effect.question.port === 80 ? 'allow' : 'deny', by: 'host', at: '' } }];
  if (effect.type !== 'run') return [];
  const { url } = /** @type {{ readonly url: string }} */ (effect.args);
  const raw = { statusText: 'OK', headers: ['x-url', url], body: Buffer.from(`got ${url}`).toString('base64') };
  const lead = [{}, { status: 307, redirect: 'http://other.example/^' }, { status: 302, redirect: 'https://other.example/' }][effect.job % 3];
  return url.includes('a.example') ? [] : [{ type: 'ran', job: effect.job, outcome: { ok: true, answer: { status: 200, content: '', raw, ...lead } } }];
}

/**
 * @param {typeof import('../../engine/index.ts')} engine
 * @param {typeof import('../../sandbox/quickjs.ts')} sandbox
 * @returns {{ readonly hash: string, readonly log: readonly string[] }}
 */
export function liveScripted({ createDoor, createRegistry, HOST, hashWorld, openWorld, readScene, restoreWorld, snapshotWorld }, { quickJs }) {
  const registry = createRegistry({ sandbox: quickJs });
  const entities = SOURCES.map((Source, at) => ({ id: `s${at}`, name: `s${at}`, components: { Script: { Source }, FloatValue: {}, StringValue: {} } }));
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Alike', entities }), { registry });
  let world = openWorld({ registry, scene, id: 'alike', seed: 'alike' });
  /** @type {string[]} */
  const log = [];
  /** @param {number} ticks */
  const live = (ticks) => {
    const door = createDoor(world);
    /** @type {import('../../engine/index.ts').Envelope[]} */
    let inputs = [];
    for (let tick = 0; tick < ticks; tick++) {
      const result = door.step({ mode: 'tick', real: world.real + 16, inputs });
      log.push(...result.log.map(({ source, message }) => `${source} ${message}`));
      inputs = result.effects.flatMap((effect) => answersTo(effect).map((input) => ({ author: HOST, input })));
    }
  };
  live(20);
  world = restoreWorld(snapshotWorld(world), registry);
  live(20);
  return { hash: hashWorld(world), log };
}

if (process.env['WORLDWIRE_ALIKE'] === '1') {
  const engine = /** @type {typeof import('../../engine/index.ts')} */ (await import(new URL('../../dist/engine/index.js', import.meta.url).href));
  const sandbox = /** @type {typeof import('../../sandbox/quickjs.ts')} */ (await import(new URL('../../dist/sandbox/quickjs.js', import.meta.url).href));
  const told = liveScripted(engine, sandbox);
  if (isMainThread) process.stdout.write(JSON.stringify(told));
  else parentPort?.postMessage(told);
}
