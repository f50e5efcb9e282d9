import { expect, test } from 'vitest';
import { createDoor, createRegistry, HOST, openWorld, readScene, restoreWorld, type Effect, type Input, type StepResult } from '../../../engine/index.ts';

const registry = createRegistry();
const client = (userId: string, port: number): object => ({ WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId } } });
const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Garden',
  entities: [
    { id: 'asks', name: 'Asks', components: client('host', 1) },
    { id: 'open', name: 'Open', components: client('host', 2) },
    { id: 'annas', name: 'Annas', components: client('anna', 3) },
  ],
};
const told = (...inputs: Input[]) => inputs.map((input) => ({ author: HOST, input }));
const asked = ({ effects }: StepResult): (readonly [string, number])[] =>
  effects.flatMap((effect: Effect) => (effect.type === 'ask' ? [[effect.question.entity, effect.question.ask] as const] : []));

test('in another process questions are asked again, connections are lost with the reason, and users are gone', async () => {
  const before = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
  const anna = { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' } as const;
  const first = before.step({ mode: 'tick', real: 10, inputs: told({ type: 'join', user: anna }) });
  const questions = new Map(asked(first));
  expect([...questions.keys()]).toEqual(['asks', 'open', 'annas']);
  const allow = (entity: string): Input => ({
    type: 'access',
    answer: { ask: questions.get(entity) ?? 0, decision: 'allow', by: 'host', at: '2026-11-29T00:00:00Z', once: true },
  });
  const opening = before.step({ mode: 'tick', real: 20, inputs: told(allow('open'), allow('annas')) });
  const events = opening.effects.flatMap((effect) =>
    effect.type === 'open' ? [{ type: 'opened', connection: effect.connection, protocol: '', extensions: '' } as const] : [],
  );
  expect(events).toHaveLength(2);
  before.step({ mode: 'tick', real: 30, inputs: told({ type: 'link', events }) });
  const { text } = await before.ask({ ask: 'snapshot' });

  const after = createDoor(restoreWorld(text, registry));
  const taken = after.step({ mode: 'tick', real: 40, inputs: told({ type: 'takenUp', reason: 'restarted' }) });
  expect(taken.results).toMatchObject([{ ok: true }]);
  // Nothing is said to links and people of this process that never heard of what stood.
  expect(taken.effects.map(({ type }) => type)).toEqual(['ask']);
  expect(asked(taken).map(([entity]) => entity)).toEqual(['asks']);
  expect(taken.log.map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^closed 1006 by its link: restarted, retry in .* \(WW_CONNECTION_LOST\)$/), 'Anna left: restarted']),
  );
  const { users } = await after.ask({ ask: 'status' });
  expect(users.map(({ userId }) => userId)).toEqual(['host']);
  // What was allowed before is asked for again, since who allowed it once remembers nothing of it.
  const later = after.step({ mode: 'tick', real: 60_000, inputs: [] });
  const next = after.step({ mode: 'tick', real: 60_020, inputs: [] });
  expect([...asked(later), ...asked(next)].map(([entity]) => entity)).toEqual(['open']);
});
