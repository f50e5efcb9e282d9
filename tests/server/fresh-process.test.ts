import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, HOST, openWorld, readScene, type Step } from '../../engine/index.ts';

const registry = createRegistry();
const SCENE = JSON.stringify({
  format: 'worldwire/scene',
  version: 1,
  name: 'Test',
  entities: [
    { id: 'mill', components: { Transform: {}, Spinner: { Speed: [10, 20, 30] } } },
    { id: 'reed', parent: 'mill', components: { Transform: {}, Wiggler: { Magnitude: [5, 0, 0] } } },
    { id: 'lamp', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' }, ConnectRetryInterval: 0.1 } } },
  ],
});
/** Asked, allowed, open, spoken to and lost, with edits in between; every step is told as a recording would. */
const STEPS: readonly Step[] = Array.from({ length: 40 }, (_, at) => ({
  mode: at % 9 === 8 ? 'pass' : 'tick',
  real: at * 17,
  inputs: [
    ...(at === 3
      ? [
          {
            author: HOST,
            input: { type: 'access' as const, answer: { ask: 1, decision: 'allow' as const, by: 'host', at: '2026-01-01T00:00:00Z' } },
          },
        ]
      : []),
    ...(at === 6
      ? [{ author: HOST, input: { type: 'link' as const, events: [{ type: 'opened' as const, connection: 1, protocol: '', extensions: '' }] } }]
      : []),
    ...(at === 8 ? [{ author: HOST, input: { type: 'link' as const, events: [{ type: 'message' as const, connection: 1, data: 'hello' }] } }] : []),
    ...(at === 14 ? [{ author: HOST, input: { type: 'operations' as const, operations: [{ op: 'duplicateEntity' as const, entity: 'reed' }] } }] : []),
    ...(at === 20 ? [{ author: HOST, input: { type: 'link' as const, events: [{ type: 'closed' as const, connection: 1, code: 1006, reason: '' }] } }] : []),
    ...(at === 30 ? [{ author: HOST, input: { type: 'undo' as const } }] : []),
  ],
}));
const GO_ON = `
  import { createDoor, createRegistry, hashWorld, restoreWorld } from ${JSON.stringify(new URL('../../dist/engine/index.js', import.meta.url).href)};
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const { snapshot, steps } = JSON.parse(Buffer.concat(chunks).toString());
  const world = restoreWorld(snapshot, createRegistry());
  const door = createDoor(world);
  for (const step of steps) door.step(step);
  process.stdout.write(hashWorld(world));
`;

// Before anything, while a question stands, with a message waiting over a pause, while it waits to retry, near the end.
test.each([0, 2, 9, 22, 35])('a world whose snapshot was taken after %i steps goes on in a fresh process to the same hash', async (cut) => {
  const door = createDoor(openWorld({ registry, scene: readScene(SCENE, { registry }).scene }));
  for (const step of STEPS.slice(0, cut)) door.step(step);
  const { text: snapshot } = await door.ask({ ask: 'snapshot' });
  for (const step of STEPS.slice(cut)) door.step(step);
  const { hash } = await door.ask({ ask: 'hash' });
  const other = spawnSync(process.execPath, ['--input-type=module', '-e', GO_ON], {
    input: JSON.stringify({ snapshot, steps: STEPS.slice(cut) }),
    encoding: 'utf8',
  });
  expect(other.stderr).toBe('');
  expect(other.stdout).toBe(hash);
});
