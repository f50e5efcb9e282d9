// What a script finds in its world, besides JavaScript itself. Each VM begins as a copy of one in which this was run.
import { random, seed } from './chance.js';
import { console, print } from './console.js';
import { called, functionsNow, setFunctions } from './functions.js';
import { call } from './host.js';
import { include, included, includeFrom } from './include.js';
import { keep, setState, stateNow, stateWas } from './kept.js';
import { report } from './report.js';
import { emit, Signal } from './signal.js';
import { said, saidWrong } from './typed.js';
import { clearTimeout, runDue, setInterval, setNow, setTimeout } from './timers.js';
import { WEB, heardFrom } from './web.js';
import { entityOf, impulses, newEntity, toWorld, world } from './world.js';

const update = new Signal('Script.update', (connected) => call('ticking', connected > 0));
const scriptEnding = new Signal('Script.scriptEnding');
const Script = { update, scriptEnding, impulse: impulses, print, include };
Object.defineProperty(Script, 'state', { get: stateNow, set: setState, enumerable: true });
Object.defineProperty(Script, 'functions', { get: functionsNow, set: setFunctions, enumerable: true });

/** What happens, by the name that the world has for it. */
const HAPPENINGS = {
  /** @param {string} entity @param {number} first @param {number} second @param {number} third @param {string} kept @param {string} root */
  begin: (entity, first, second, third, kept, root) => {
    seed(first, second, third);
    stateWas(kept);
    includeFrom(root);
    own(globalThis, { entity: newEntity(entity) });
  },
  /** Promises have their turn, which they have after all that happens. */
  goOn: () => {},
  keep,
  file: included,
  called,
  ending: () => emit(scriptEnding, undefined),
  /** @param {unknown} thrown */
  threw: (thrown) => report(thrown),
  /** @param {unknown} reason */
  rejected: (reason) => report(reason, 'a promise that nobody waits for'),
  // What a line that somebody has typed came to.
  said,
  saidWrong,
  ...heardFrom,
  ...toWorld,
};
Object.setPrototypeOf(HAPPENINGS, null);

/** @param {object} target @param {object} values */
function own(target, values) {
  for (const [name, value] of Object.entries(values)) Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

own(globalThis, {
  print,
  console,
  Script,
  world,
  Entity: entityOf,
  setTimeout,
  setInterval,
  clearTimeout,
  clearInterval: clearTimeout,
  self: globalThis,
  ...WEB,
});
own(Math, { random });
// Memory that is shared, and a time to the microsecond, are for those who would look at what is not theirs.
for (const name of ['SharedArrayBuffer', 'Atomics', 'performance']) delete (/** @type {any} */ (globalThis)[name]);
own(globalThis, { performance: { now: () => Date.now(), timeOrigin: 0 } });

/** What happens often, by number. */
const UPDATE = 1;
const TIMERS = 2;

globalThis.__dispatch = (now, kind, a, b, c, d, e, f) => {
  setNow(now);
  if (kind === UPDATE) emit(update, a);
  else if (kind === TIMERS) runDue();
  else /** @type {any} */ (HAPPENINGS)[kind](a, b, c, d, e, f);
};
