import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkEvent, TrafficEntry, View, ViewRequest, ViewUpdate } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { closed, command, edit, link, message, Rig, set } from './rig.ts';

const MESSAGES: View = { kind: 'messages', entity: 'lamp', component: 'WebsocketClient' };
const TRAIL: View = { kind: 'trail', entity: 'lamp', component: 'WebsocketClient' };
const open = (view: number, what: View): ViewRequest => ({ type: 'open', view, what });

/** A tick in which views are opened or closed, and which is long enough after the last for all to be looked at. */
function look(rig: Rig, views: readonly ViewRequest[] = [], events: readonly LinkEvent[] = [], after = 1_000): readonly ViewUpdate[] {
  rig.real += after;
  return rig.door.step({
    mode: 'tick',
    real: rig.real,
    inputs: events.length === 0 ? [] : [{ author: { userId: 'host', role: 'Admin' }, input: link(...events) }],
    views,
  }).updates;
}
function told(updates: readonly ViewUpdate[], view = 1): { entries: readonly TrafficEntry[]; skipped: number } {
  const update = updates.find((each) => each.view === view && each.kind === 'messages');
  return update?.kind === 'messages' ? update : { entries: [], skipped: 0 };
}
function said(updates: readonly ViewUpdate[], view = 1): string[] {
  return told(updates, view).entries.map(({ what, data, state }) => `${what} ${state ?? data}`);
}

describe('the messages of a connection, seen', () => {
  it('are the last few that passed before, and those from when somebody looks on, in both directions, and its states between them', () => {
    const rig = new Rig({ lamp: {} });
    const number = rig.open();
    rig.tick(link(message(number, 'before')));
    rig.tick(command('Send', { Data: 'answer' }));
    expect(said(look(rig, [open(1, MESSAGES)]))).toEqual(['in before', 'out answer']);
    expect(said(look(rig, [], [message(number, 'ask'), message(number, new Uint8Array([0, 255, 16]))]))).toEqual(['in ask', 'in AP8Q']);
    rig.tick(command('Send', { Data: 'mine' }));
    rig.tick(command('Send', { Data: 'AAE=', Binary: true }));
    expect(said(look(rig))).toEqual(['out mine', 'out AAE=']);
    const { entries } = told(look(rig, [], [closed(number, 1001, 'going')]));
    expect(entries).toMatchObject([
      { what: 'state', state: 'WaitingToRetry', size: 0, binary: false, data: 'waiting to retry: closed 1001 by the server (going)' },
    ]);
  });

  it('come with their number, tick, real time and size; of a long one there is the beginning', () => {
    const rig = new Rig({ lamp: {} });
    const number = rig.open();
    look(rig, [open(1, MESSAGES)]);
    const long = 'ö'.repeat(10_000);
    const { entries } = told(look(rig, [], [message(number, 'ab'), message(number, long), message(number, new Uint8Array(20_000))]));
    expect(entries.map(({ seq, size, cut, binary }) => ({ seq, size, cut, binary }))).toEqual([
      { seq: 1, size: 2, cut: false, binary: false },
      { seq: 2, size: 20_000, cut: true, binary: false },
      { seq: 3, size: 20_000, cut: true, binary: true },
    ]);
    expect(entries[1]?.data).toBe('ö'.repeat(8192));
    expect(Buffer.from(entries[2]?.data ?? '', 'base64').length).toBe(16_384);
    expect(entries[0]).toMatchObject({ tick: rig.world.tick, real: rig.world.real });
  });

  it('are shared: who comes later is told what is kept, all of it until half a minute after the last has left, and then the last few', () => {
    const rig = new Rig({ lamp: {} });
    const number = rig.open();
    look(rig, [open(1, MESSAGES)]);
    look(rig, [], [message(number, 'a')]);
    expect(said(look(rig, [open(2, MESSAGES)]), 2)).toEqual(['in a']);
    look(rig, [
      { type: 'close', view: 1 },
      { type: 'close', view: 2 },
    ]);
    look(rig, [], [message(number, 'b')], 20_000);
    expect(said(look(rig, [open(3, MESSAGES)]), 3)).toEqual(['in a', 'in b']);
    look(rig, [{ type: 'close', view: 3 }]);
    look(rig, [], [closed(number, 1001)]);
    rig.wait(10);
    const next = rig.open();
    look(rig, [], [message(next, 'c')], 31_000);
    const { entries } = told(look(rig, [open(4, MESSAGES)]), 4);
    expect(entries.map(({ what, data, state }) => `${what} ${state ?? data}`)).toEqual([
      'in a',
      'in b',
      'state WaitingToRetry',
      'state Idle',
      'state Connecting',
      'state Open',
      'in c',
    ]);
    look(rig, [{ type: 'close', view: 4 }]);
    const many = Array.from({ length: 20 }, (_, i) => `m${i}`);
    const events = many.map((text) => message(next, text));
    look(rig, [], events, 31_000);
    expect(said(look(rig, [open(5, MESSAGES)]), 5)).toEqual(many.slice(12).map((text) => `in ${text}`));
  });

  it('of all connections together take no more than sixteen megabytes while nobody looks, and the newest of each stay longest', () => {
    const ids = Array.from({ length: 2_000 }, (_, i) => `c${i}`);
    const rig = new Rig(Object.fromEntries(ids.map((id) => [id, {}])));
    rig.tick();
    rig.tick(...rig.answers('allow'));
    const numbers = ids.map((id) => rig.numberOf(id));
    rig.tick(link(...numbers.map((connection) => ({ type: 'opened', connection, protocol: '', extensions: '' }) as const)));
    // 16 KiB of each of eight messages of two thousand connections would be 256 MiB.
    for (let round = 0; round < 9; round++) {
      const text = `${round}`.padEnd(16_000, 'x');
      for (let at = 0; at < numbers.length; at += 500) rig.tick(link(...numbers.slice(at, at + 500).map((number) => message(number, text))));
    }
    const rest = `end`.padEnd(5_000, 'x');
    for (let at = 0; at < numbers.length; at += 500) rig.tick(link(...numbers.slice(at, at + 500).map((number) => message(number, rest))));
    let bytes = 0;
    let silent = 0;
    for (const [at, id] of ids.entries()) {
      if (at % 20 !== 0) continue;
      const { entries } = told(look(rig, [open(at + 1, { ...MESSAGES, entity: id })], [], 200), at + 1);
      bytes += entries.reduce((sum, { data }) => sum + data.length, 0);
      if (entries.length === 0) silent += 1;
      else expect(entries.at(-1)?.data.slice(0, 3)).toBe('end');
    }
    // A twentieth of them were looked at.
    expect(bytes * 20).toBeLessThanOrEqual(16 * 1024 * 1024 + 64 * 16_384);
    expect(silent).toBeLessThan(10);
  });

  it('are the newest two hundred of a look where there are more, and the rest is counted', () => {
    const rig = new Rig({ lamp: { MaxMessagesPerTick: 10_000 } });
    const number = rig.open();
    look(rig, [open(1, MESSAGES)]);
    const { entries, skipped } = told(
      look(
        rig,
        [],
        Array.from({ length: 5_000 }, (_, i) => message(number, `m${i}`)),
      ),
    );
    expect(skipped).toBe(4_800);
    expect(entries.map(({ data }) => data)).toEqual(Array.from({ length: 200 }, (_, i) => `m${4_800 + i}`));
    // Who comes now is told all that is kept: a thousand.
    const late = told(look(rig, [open(2, MESSAGES)]), 2);
    expect(late.entries.map(({ data }) => data)).toEqual(Array.from({ length: 1_000 }, (_, i) => `m${4_000 + i}`));
  });

  it('never take more than four megabytes, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ size: fc.integer({ min: 0, max: 30_000 }), text: fc.boolean() }), { maxLength: 600 }), (list) => {
        const rig = new Rig({ lamp: { MaxMessagesPerTick: 10_000 } });
        const number = rig.open();
        look(rig, [open(1, MESSAGES)]);
        look(
          rig,
          [],
          list.map(({ size, text }) => message(number, text ? 'x'.repeat(size) : new Uint8Array(size))),
        );
        const { entries, skipped } = told(look(rig, [open(2, MESSAGES)]), 2);
        expect(entries.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
        expect(Math.max(0, ...entries.map(({ data }) => data.length))).toBeLessThanOrEqual(22_000);
        // The newest are kept without a gap.
        expect(entries.map(({ size }) => size)).toEqual(list.slice(list.length - entries.length).map(({ size }) => size));
        expect(entries.length + skipped).toBeLessThanOrEqual(list.length);
      }),
      samples(40),
    );
  });

  it('end with the component, and begin anew with the next of that name', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    look(rig, [open(1, MESSAGES)]);
    rig.tick(edit({ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }));
    expect(look(rig)).toEqual([]);
    expect(look(rig, [open(2, MESSAGES)])).toMatchObject([{ view: 2, kind: 'gone', entity: 'lamp' }]);
    const back = rig.door.step({
      mode: 'tick',
      real: (rig.real += 1_000),
      inputs: [{ author: { userId: 'host', role: 'Admin' }, input: edit({ op: 'addComponent', entity: 'lamp', component: 'WebsocketClient' }) }],
    }).updates;
    expect(back.map(({ view, kind }) => ({ view, kind }))).toEqual([
      { view: 1, kind: 'messages' },
      { view: 2, kind: 'messages' },
    ]);
  });

  it('are refused for what is no connection', () => {
    const rig = new Rig({ lamp: {} });
    expect(look(rig, [open(1, { ...MESSAGES, component: 'Spinner' })])).toMatchObject([{ view: 1, kind: 'fault', code: 'WW_BAD_REQUEST' }]);
    expect(look(rig, [open(1, { ...TRAIL, component: 'Spinner' })])).toMatchObject([{ view: 1, kind: 'fault', code: 'WW_BAD_REQUEST' }]);
  });
});

describe('the trail of a connection', () => {
  function states(rig: Rig, view = 9): string[] {
    const update = look(rig, [open(view, TRAIL)]).find((each) => each.view === view);
    return update?.kind === 'trail' ? update.steps.map(({ state }) => state) : [];
  }

  it('is known from the opening of the world on, though nobody has looked', () => {
    const rig = new Rig({ lamp: {}, idle: { URL: null } });
    const number = rig.open();
    rig.tick(link(closed(number, 1006)));
    expect(states(rig)).toEqual(['AwaitingAccess', 'Connecting', 'Open', 'WaitingToRetry']);
    const [update] = look(rig, [open(2, { ...TRAIL, entity: 'idle' })]).filter(({ view }) => view === 2);
    expect(update).toMatchObject({ kind: 'trail', steps: [{ real: 0, state: 'Idle' }], real: rig.world.real });
  });

  it('tells when each state began', () => {
    const rig = new Rig({ lamp: {} });
    const number = rig.open();
    const openedAt = rig.real;
    rig.wait(7, link(closed(number, 1006)));
    const update = look(rig, [open(1, TRAIL)])[0];
    expect(update).toMatchObject({
      kind: 'trail',
      steps: [{}, {}, { state: 'Open', real: openedAt }, { state: 'WaitingToRetry', real: openedAt + 7_000 }],
      real: rig.world.real,
    });
  });

  it('is told again with every change, and now and then so that "now" is true', () => {
    const rig = new Rig({ lamp: {} });
    look(rig, [open(1, TRAIL)]);
    expect(look(rig, [], [], 150)).toEqual([]);
    rig.real += 200;
    const { updates } = rig.door.step({ mode: 'tick', real: rig.real, inputs: [{ author: { userId: 'host', role: 'Admin' }, input: set('Enabled', false) }] });
    expect(updates).toMatchObject([{ kind: 'trail', steps: [{ state: 'AwaitingAccess' }, { state: 'Idle' }] }]);
    expect(look(rig, [], [], 1_000)).toMatchObject([{ kind: 'trail', real: rig.real }]);
  });

  it('holds the last sixty-four states, and goes with the component', () => {
    const rig = new Rig({ lamp: {} });
    for (let i = 0; i < 60; i++) {
      rig.tick(set('Enabled', false));
      rig.tick(set('Enabled', true));
    }
    expect(states(rig)).toHaveLength(64);
    rig.tick(edit({ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }));
    rig.tick(edit({ op: 'addComponent', entity: 'lamp', component: 'WebsocketClient' }));
    expect(states(rig)).toEqual(['Idle']);
  });
});

describe('looking at connections', () => {
  it('changes nothing: neither hash nor snapshot, nor what a replay of the same steps comes to', async () => {
    const [watched, alone] = [0, 1].map(() => new Rig({ lamp: {} })) as [Rig, Rig];
    const steps = (rig: Rig, views: readonly ViewRequest[]): void => {
      const number = rig.open();
      look(rig, views);
      for (let i = 0; i < 20; i++) look(rig, [], [message(number, `m${i}`), message(number, new Uint8Array([i]))]);
      rig.tick(command('Send', { Data: 'mine' }));
      look(rig, [], [closed(number, 1006)]);
    };
    steps(watched, [open(1, MESSAGES), open(2, TRAIL)]);
    steps(alone, []);
    expect(await watched.door.ask({ ask: 'hash' })).toEqual(await alone.door.ask({ ask: 'hash' }));
    expect(await watched.door.ask({ ask: 'snapshot' })).toEqual(await alone.door.ask({ ask: 'snapshot' }));
  });

  it('works as well in a world that lives its steps through again', () => {
    const first = new Rig({ lamp: {} });
    const number = first.open();
    const snapshot = first.restored();
    const seen: string[] = [];
    const steps = [1, 2, 3].map((i) => ({
      mode: 'tick' as const,
      real: first.real + i * 100,
      inputs: [{ author: { userId: 'host', role: 'Admin' as const }, input: link(message(number, `m${i}`)) }],
    }));
    steps.forEach((step, i) => {
      seen.push(...said(snapshot.door.step({ ...step, views: i === 0 ? [open(1, MESSAGES)] : [] }).updates));
    });
    expect(seen).toEqual(['in m1', 'in m2', 'in m3']);
  });

  it('tells the number of a connection, so that its socket can be found', async () => {
    const rig = new Rig({ lamp: {}, idle: { URL: null } });
    const number = rig.open();
    expect(await rig.door.ask({ ask: 'connection', entity: 'lamp', component: 'WebsocketClient' })).toEqual({ number, state: 'Open' });
    expect(await rig.door.ask({ ask: 'connection', entity: 'idle', component: 'WebsocketClient' })).toEqual({ number: 0, state: 'Idle' });
    await expect(rig.door.ask({ ask: 'connection', entity: 'lamp', component: 'Spinner' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_COMPONENT' });
    await expect(rig.door.ask({ ask: 'connection', entity: 'nobody', component: 'WebsocketClient' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_ENTITY' });
  });
});
