import { quickJs } from '../../../sandbox/quickjs.ts';
import { tell } from '../clock.ts';

/** Scripts that begin, one after another. Tells the milliseconds of one, and the megabytes that it holds. */
const COUNT = 200;
const SOURCE = 'let n = 0; Script.update.connect(() => { n++ });';
const options = { memory: 16 * 1024 * 1024, call: () => undefined, now: () => 0, resolve: (_from: string, name: string) => name, module: () => '' };

function begin() {
  const vm = quickJs.create(options);
  vm.deliver('begin', ['lamp', 1, 2, 3, '', ''], 1_000_000);
  if (vm.evaluate({ source: SOURCE, name: 'lamp.js', kind: 'script' }, 1_000_000).end !== 'done') throw new Error('a script did not begin');
  vm.deliver(1, [1 / 60], 300_000);
  return vm;
}

for (let at = 0; at < 20; at++) begin();
globalThis.gc?.();
const before = process.memoryUsage().rss;
const started = performance.now();
const kept = Array.from({ length: COUNT }, begin);
const milliseconds = (performance.now() - started) / COUNT;
globalThis.gc?.();
tell({ milliseconds, megabytes: (process.memoryUsage().rss - before) / COUNT / 1e6, kept: kept.length });
