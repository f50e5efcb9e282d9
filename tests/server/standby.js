/**
 * A command line that has read its code and waits to be told what to do, so that a test which starts a server many times waits for none of that: a line
 * on its standard input, as JSON `{argv, clock?}`. `clock` is how many milliseconds the clock of its machine is off.
 */
import { createInterface } from 'node:readline';

/** @param {string} name */
const built = (name) => import(new URL(`../../dist/server/${name}.js`, import.meta.url).href);
const { main } = await built('cli/main');
await built('index');
process.stdout.write('standing by\n');
createInterface(process.stdin).once('line', (line) => {
  const { argv, clock = 0 } = JSON.parse(line);
  if (clock !== 0) setClock(clock);
  void main([process.execPath, 'worldwire', ...argv]);
});

/**
 * Has the time of day be another. Timers and what counts real time do not know of it, as where somebody sets the clock.
 * @param {number} off
 */
function setClock(off) {
  const { now } = Date;
  globalThis.Date = new Proxy(Date, {
    construct: (Real, given) => (given.length === 0 ? new Real(now() + off) : Reflect.construct(Real, given)),
    get: (Real, key) => (key === 'now' ? () => now() + off : Reflect.get(Real, key)),
  });
}
