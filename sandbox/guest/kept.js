import { call } from './host.js';
import { report } from './report.js';

// `Script.state`: what a script wants to be kept where it is changed, or taken up by another version of it. It is read at the end of each turn.

const { parse, stringify } = JSON;

/** @type {unknown} */
let state;
let isAsked = false;
/** What the world has been told last, as JSON; and what was wrong last, which is told once. */
let known = '';
let wrong = '';

/** What the script before it has kept. @param {string} kept */
export function stateWas(kept) {
  known = kept;
  state = kept === '' ? {} : parse(kept);
}

export function stateNow() {
  if (!isAsked) call('keeps');
  isAsked = true;
  return state;
}

/** @param {unknown} value */
export function setState(value) {
  stateNow();
  state = value;
}

/** The end of a turn. */
export function keep() {
  try {
    const text = stringify(state) ?? '';
    if (text !== known) call('keep', text);
    known = text;
    wrong = '';
  } catch (thrown) {
    // It is as wrong in each turn until the script mends it.
    const told = `${/** @type {{ message?: unknown } | undefined} */ (thrown)?.message}`;
    if (told !== wrong) report(thrown, 'Script.state, of which what it was before is kept');
    wrong = told;
  }
}
