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
  'Script.update.connect(() => { for (const word of "the quick brown fox".match(/\\\\w+/g)) print(word.normalize("NFD"), word.localeCompare("fox")) })',
];

/**
 * @param {typeof import('../../engine/index.ts')} engine
 * @param {typeof import('../../sandbox/quickjs.ts')} sandbox
 * @returns {{ readonly hash: string, readonly log: readonly string[] }}
 */
export function liveScripted({ createDoor, createRegistry, hashWorld, openWorld, readScene, restoreWorld, snapshotWorld }, { quickJs }) {
  const registry = createRegistry({ sandbox: quickJs });
  const entities = SOURCES.map((Source, at) => ({ id: `s${at}`, name: `s${at}`, components: { Script: { Source }, FloatValue: {}, StringValue: {} } }));
  const { scene } = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Alike', entities }), { registry });
  let world = openWorld({ registry, scene, id: 'alike', seed: 'alike' });
  /** @type {string[]} */
  const log = [];
  /** @param {number} ticks */
  const live = (ticks) => {
    const door = createDoor(world);
    for (let tick = 0; tick < ticks; tick++)
      log.push(...door.step({ mode: 'tick', real: world.real + 16, inputs: [] }).log.map(({ source, message }) => `${source} ${message}`));
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
