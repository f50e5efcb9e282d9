import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { endAll } from '../after-every-test.ts';

// What programs remember in one test is nothing to the next, nor to whoever runs the tests: journals above all, from which a world of the same file
// would go on.
const states: string[] = [];
const before = process.env['XDG_STATE_HOME'];
beforeEach(() => {
  const state = mkdtempSync(join(tmpdir(), 'worldwire-state-'));
  states.push(state);
  process.env['XDG_STATE_HOME'] = state;
});

afterEach(endAll);

afterAll(() => {
  if (before === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before;
  for (const state of states.splice(0)) rmSync(state, { recursive: true, force: true });
});
