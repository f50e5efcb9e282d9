import { describe, expect, it } from 'vitest';
import { STATE_TABLE, type ConnectionAction, type ConnectionEvent } from '../../../engine/connection/state-table.ts';
import { CONNECTION_STATES } from '../../../engine/components/websocket-client.ts';
import type { ConnectionState } from '../../../engine/index.ts';

const cells = CONNECTION_STATES.flatMap((from) =>
  Object.entries(STATE_TABLE[from]).map(([event, [to, ...actions]]) => ({ from, event: event as ConnectionEvent, to, actions: actions as ConnectionAction[] })),
);
/** States in which the link knows a connection of ours. */
const LIVE: readonly ConnectionState[] = ['Connecting', 'Open', 'Closing'];

describe('the state table', () => {
  it('opens exactly when it goes to Connecting from elsewhere', () => {
    for (const { from, to, actions } of cells) expect(actions.includes('open')).toBe(to === 'Connecting' && from !== 'Connecting');
  });

  it('opens only by an answer or a permission that stands', () => {
    expect(new Set(cells.filter(({ actions }) => actions.includes('open')).map(({ event }) => event))).toEqual(new Set(['allow', 'goGranted']));
  });

  it('begins in no state in which the link still knows a connection', () => {
    const begins = cells.filter(({ from, to }) => (to === 'Connecting' || to === 'AwaitingAccess') && from !== to);
    expect(begins.filter(({ from }) => LIVE.includes(from))).toEqual([]);
    expect(begins.length).toBeGreaterThan(0);
  });

  it('tells OnConnected only when the link says that it is open', () => {
    expect(cells.filter(({ actions }) => actions.includes('connected'))).toEqual([
      { from: 'Connecting', event: 'opened', to: 'Open', actions: ['idleTimer', 'connected'] },
    ]);
  });

  it('tells OnDisconnected whenever a connection or an attempt ends, but for removal, and after every refusal', () => {
    for (const { from, event, to, actions } of cells) {
      const ends = LIVE.includes(from) && !LIVE.includes(to);
      const isRefused = to === 'Denied' && event !== 'refuse';
      expect(actions.includes('disconnected'), `${from} ${event}`).toBe((ends && event !== 'remove') || isRefused);
    }
  });

  it('lets go of the socket whenever it ends one that the link has not ended', () => {
    const byLink: readonly ConnectionEvent[] = ['lost', 'drained', 'barred', 'near'];
    for (const { from, event, to, actions } of cells) {
      if (!LIVE.includes(from) || LIVE.includes(to) || byLink.includes(event)) continue;
      expect(actions, `${from} ${event}`).toContain('drop');
    }
    for (const { from, event, to, actions } of cells) expect(actions.includes('close'), `${from} ${event}`).toBe(from === 'Open' && to === 'Closing');
  });

  it('drops before it tells of the end, and settles last', () => {
    for (const { from, event, actions } of cells) {
      const places = (['withdraw', 'drop', 'disconnected', 'settle'] as const).map((action) => actions.indexOf(action)).filter((place) => place >= 0);
      expect(places, `${from} ${event}`).toEqual([...places].sort((a, b) => a - b));
      expect(actions.slice(0, -1), `${from} ${event}`).not.toContain('settle');
    }
  });

  it('can stop and be removed in every state', () => {
    for (const state of CONNECTION_STATES) {
      if (state === 'Idle') continue;
      expect(STATE_TABLE[state].stop?.[0]).toBe(LIVE.slice(1).includes(state) ? 'Closing' : 'Idle');
      expect(STATE_TABLE[state].remove?.[0]).toBe('Idle');
    }
  });

  it('reaches every state, and comes to rest from every state', () => {
    const reach = (from: ConnectionState): Set<ConnectionState> => {
      const seen = new Set<ConnectionState>([from]);
      for (const state of seen) for (const [next] of Object.values(STATE_TABLE[state])) seen.add(next);
      return seen;
    };
    expect(reach('Idle').size).toBe(CONNECTION_STATES.length);
    for (const state of CONNECTION_STATES) expect(reach(state).has('Idle')).toBe(true);
  });
});
