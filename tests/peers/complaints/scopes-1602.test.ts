import { describe, expect, it } from 'vitest';
import { defineSystem, Transform, type Asking, type Outcome } from '../../../engine/index.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';
import type { RunningWorld } from './running-world.ts';

/** What fetches in a world, as far as it asks for HTTP, and hears what it is answered. */
interface Fetch extends Asking {
  readonly userId: string;
  readonly port: number;
  readonly outcomes: Outcome[];
}
const fetches: Fetch[] = [];
const fetcher = defineSystem({
  name: 'fetcher',
  over: Transform,
  begin: (world) => {
    for (const each of fetches.splice(0)) {
      const { userId, port } = each;
      const machineId = world.users.machineFor({ userId, machineId: null });
      if (machineId === null) throw new Error(`no machine serves ${userId}`);
      world.access.ask('fetcher', each, {
        user: { userId, machineId },
        host: '127.0.0.1',
        port,
        url: `http://127.0.0.1:${port}/`,
        reason: 'It reads the weather.',
        entity: 'lamp',
        path: ['lamp'],
        component: 'Flow',
      });
    }
  },
  owns: {
    scope: 'HTTP',
    answered: (_world, { outcomes }: Fetch, outcome) => {
      outcomes.push(outcome);
    },
  },
});

describe.each(CARRIERS)('1602, %s', (name) => {
  const stage = carried(name, { allowed: false, systems: [fetcher], ports: { other: undefined } });

  /** What the handling user has answered to an HTTP question for a port, so far. */
  const askForHttp = (port: number): (() => Outcome[]) => {
    const outcomes: Outcome[] = [];
    fetches.push({ ask: 0, asked: null, grant: null, userId: stage.carrier.user.userId, port, outcomes });
    return () => outcomes;
  };
  const waits = (rig: RunningWorld, decided: () => Outcome[]): Promise<void> => rig.until('it stands before somebody', () => decided().includes('waiting'));

  it('an allowance for WebSocket is none for HTTP', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.until('it is asked', () => rig.field('lamp', 'State') === 'AwaitingAccess');
    await stage.carrier.allow('Websocket', '127.0.0.1', peer.port);
    await rig.open('lamp');
    const decided = askForHttp(peer.port);
    await waits(rig, decided);
    await rig.pass(5);
    expect(decided()).not.toContain('allowed');
    await stage.carrier.allow('HTTP', '127.0.0.1', peer.port);
    await rig.until('it is allowed as well', () => decided().includes('allowed'));
  });

  it('and one for HTTP is none for WebSocket', async () => {
    const peer = stage.server(undefined, 'other');
    const rig = await stage.world([stage.client('lamp', null)]);
    const decided = askForHttp(peer.port);
    await waits(rig, decided);
    await stage.carrier.allow('HTTP', '127.0.0.1', peer.port);
    await rig.until('it is allowed', () => decided().includes('allowed'));
    await rig.set('lamp', 'URL', peer.url());
    await rig.pass(5);
    expect(rig.field('lamp', 'State')).toBe('AwaitingAccess');
    expect(peer.guests).toEqual([]);
    await stage.carrier.allow('Websocket', '127.0.0.1', peer.port);
    await rig.open('lamp');
  });
});
