import { describe, expect, it } from 'vitest';
import { defineSystem, Transform, type AccessAnswer, type AccessQuestion } from '../../../engine/index.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';
import type { RunningWorld } from './running-world.ts';

/** Asks for HTTP as what fetches in a world does, and hears what it is answered. */
const questions: AccessQuestion[] = [];
const answers: AccessAnswer[] = [];
const fetcher = defineSystem({
  name: 'fetcher',
  over: Transform,
  begin: (world) => {
    for (const question of questions.splice(0)) world.effect({ type: 'ask', question });
  },
  inputs: {
    access: (_world, { answer }) => {
      answers.push(answer);
    },
  },
});
let asked = 1_000_000;

describe.each(CARRIERS)('1602, %s', (name) => {
  const stage = carried(name, { allowed: false, systems: [fetcher], ports: { other: undefined } });

  /** The decisions of the handling user on an HTTP question for a port, so far. */
  const askForHttp = (port: number): (() => string[]) => {
    const ask = (asked += 1);
    const { userId } = stage.carrier.user;
    questions.push({
      ask,
      user: { userId, machineId: null },
      scope: 'HTTP',
      host: '127.0.0.1',
      port,
      url: `http://127.0.0.1:${port}/`,
      reason: 'It reads the weather.',
      entity: 'lamp',
      path: ['lamp'],
      component: 'Flow',
    });
    return () => answers.filter((answer) => answer.ask === ask).map(({ decision }) => decision);
  };
  const waits = (rig: RunningWorld, decided: () => string[]): Promise<void> => rig.until('it stands before somebody', () => decided().includes('waiting'));

  it('an allowance for WebSocket is none for HTTP', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.until('it is asked', () => rig.field('lamp', 'State') === 'AwaitingAccess');
    await stage.carrier.allow('Websocket', '127.0.0.1', peer.port);
    await rig.open('lamp');
    const decided = askForHttp(peer.port);
    await waits(rig, decided);
    await rig.pass(5);
    expect(decided()).not.toContain('allow');
    await stage.carrier.allow('HTTP', '127.0.0.1', peer.port);
    await rig.until('it is allowed as well', () => decided().includes('allow'));
  });

  it('and one for HTTP is none for WebSocket', async () => {
    const peer = stage.server(undefined, 'other');
    const rig = await stage.world([stage.client('lamp', null)]);
    const decided = askForHttp(peer.port);
    await waits(rig, decided);
    await stage.carrier.allow('HTTP', '127.0.0.1', peer.port);
    await rig.until('it is allowed', () => decided().includes('allow'));
    await rig.set('lamp', 'URL', peer.url());
    await rig.pass(5);
    expect(rig.field('lamp', 'State')).toBe('AwaitingAccess');
    expect(peer.guests).toEqual([]);
    await stage.carrier.allow('Websocket', '127.0.0.1', peer.port);
    await rig.open('lamp');
  });
});
