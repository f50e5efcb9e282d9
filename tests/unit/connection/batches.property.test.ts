import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input, Json, Operation } from '../../../engine/index.ts';
import { network } from '../../../engine/systems/network.ts';
import { samples } from '../../samples.ts';
import { closed, command, edit, link, mika, Rig, set } from './rig.ts';

const URLS = ['ws://127.0.0.1:4601/echo', 'ws://127.0.0.1:4601/other', 'ws://127.0.0.1:1/', null, ''];
const USERS = [{ userId: 'host' }, { userId: 'host', machineId: null }, { userId: 'mika' }, { userId: 'gone' }, null];

/** Where a client stands when the changes come. What is allowed is allowed once. */
const BEGINNINGS: { readonly [name: string]: (rig: Rig) => void } = {
  'no URL': (rig) => void rig.tick(set('URL', null)),
  asking: () => undefined,
  denied: (rig) => {
    rig.tick(...rig.answers('deny'));
  },
  dismissed: (rig) => {
    rig.tick(...rig.answers('dismissed'));
  },
  connecting: (rig) => {
    rig.tick(...rig.answers('allow', 'host', true));
  },
  open: (rig) => open(rig),
  closing: (rig) => {
    open(rig);
    rig.tick(set('Headers', { old: 'yes' }));
  },
  disconnected: (rig) => {
    open(rig);
    rig.tick(command('Disconnect'));
    drain(rig);
  },
  disabled: (rig) => {
    open(rig);
    rig.tick(set('Enabled', false));
    drain(rig);
  },
  waiting: (rig) => {
    open(rig);
    rig.tick(link(closed(rig.numberOf())));
  },
  failed: (rig) => {
    open(rig);
    rig.tick(set('ConnectRetryInterval', 0));
    rig.tick(link(closed(rig.numberOf())));
  },
};

function open(rig: Rig): void {
  rig.tick(...rig.answers('allow', 'host', true));
  rig.open();
}

const change: fc.Arbitrary<Operation> = fc
  .oneof(
    fc.record({ field: fc.constant('URL'), value: fc.constantFrom<Json>(...URLS) }),
    fc.record({ field: fc.constant('HandlingUser'), value: fc.constantFrom<Json>(...USERS) }),
    fc.record({ field: fc.constant('Protocols'), value: fc.constantFrom<Json>([], ['a']) }),
    fc.record({ field: fc.constant('Headers'), value: fc.constantFrom<Json>({}, { x: 'y' }) }),
    fc.record({ field: fc.constant('AccessReason'), value: fc.constantFrom<Json>('', 'please') }),
    fc.record({ field: fc.constant('Enabled'), value: fc.boolean() }),
    fc.record({ field: fc.constant('ConnectRetryInterval'), value: fc.constantFrom<Json>(0, 10) }),
    fc.record({ field: fc.constantFrom('IdleTimeout', 'ConnectTimeout', 'MaxBufferedAmount'), value: fc.constantFrom<Json>(5, 60) }),
    fc.record({ field: fc.constant('active'), value: fc.boolean() }),
  )
  .map(({ field, value }) =>
    field === 'active'
      ? { op: 'updateEntity', entity: 'lamp', active: value as boolean }
      : { op: 'setField', entity: 'lamp', component: 'WebsocketClient', field, value },
  );
const REMOVE: Operation = { op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' };
const ADD: Operation = {
  op: 'addComponent',
  entity: 'lamp',
  component: 'WebsocketClient',
  values: { URL: URLS[0] as string, HandlingUser: { userId: 'host' } },
};

function fieldOf(operation: Operation): string {
  return operation.op === 'setField' ? operation.field : operation.op;
}

/** Links keep their contract; nobody answers. */
function drain(rig: Rig): void {
  for (let round = 0; round < 3; round++) {
    const closing = rig.world.storeOf('WebsocketClient').has(rig.row()) && rig.state() === 'Closing';
    rig.step('tick', closing ? [link({ type: 'drained', connection: rig.numberOf() })] : [], 1);
    note(rig);
  }
}

/** What was asked and opened last. */
const newest = new WeakMap<Rig, { ask?: unknown; open?: unknown }>();
function note(rig: Rig): void {
  const known = newest.get(rig) ?? {};
  for (const { question } of rig.sent('ask')) known.ask = [question.user, question.url, question.reason, question.standing ?? false];
  for (const { user, url, protocols, headers } of rig.sent('open')) known.open = [user, url, protocols, headers];
  newest.set(rig, known);
}

/** Where a client stands, as far as it makes a difference: what is left out is when something began and by which of several changes it ended. */
function standing(rig: Rig): unknown {
  if (!rig.world.storeOf('WebsocketClient').has(rig.row())) return 'removed';
  const state = rig.state();
  const connection = rig.world.stateOf(network).byRow.get(rig.row());
  const known = newest.get(rig);
  return {
    state,
    reason: state === 'WaitingToRetry' ? '' : rig.reason(),
    machine: rig.get('lamp', 'HandlingMachine'),
    grant: connection?.grant ?? null,
    asks: state === 'AwaitingAccess' ? known?.ask : (connection?.ask ?? 0),
    opened: state === 'Open' || state === 'Connecting' ? known?.open : undefined,
  };
}

type Way = (rig: Rig, operations: readonly Operation[]) => void;
const give = (rig: Rig, ...inputs: readonly Input[]): void => {
  const { results } = rig.step('tick', inputs, 1);
  for (const result of results) if (!result.ok) throw new Error(result.message);
  note(rig);
};
const atOnce: Way = (rig, operations) => give(rig, edit(...operations));
const oneByOne: Way = (rig, operations) => give(rig, ...operations.map((each) => edit(each)));
const oneATick: Way = (rig, operations) => {
  for (const each of operations) {
    give(rig, edit(each));
    drain(rig);
  }
};

/** Where a client ends that stood so and was changed so: while nobody answers, and once everything is allowed. */
function ends(beginning: string, operations: readonly Operation[], way: Way, undo = false): unknown[] {
  const rig = new Rig({ lamp: { ConnectRetryInterval: 10 } });
  rig.tick(mika());
  const step = rig.step.bind(rig);
  rig.step = (...given) => {
    const result = step(...given);
    note(rig);
    return result;
  };
  (BEGINNINGS[beginning] as (rig: Rig) => void)(rig);
  const { history } = rig.world;
  history.restore({ seq: history.seq, entries: [] });
  way(rig, operations);
  if (undo) {
    drain(rig);
    while (history.entries.some(({ undone }) => !undone)) give(rig, { type: 'undo' });
  }
  drain(rig);
  const silent = standing(rig);
  for (let round = 0; round < 12; round++) {
    const isThere = rig.world.storeOf('WebsocketClient').has(rig.row());
    const number = isThere ? rig.numberOf() : 0;
    const inputs = rig.answers('allow');
    const asked = isThere ? rig.world.stateOf(network).byRow.get(rig.row())?.ask : 0;
    if (inputs.length === 0 && asked !== undefined && asked !== 0)
      inputs.push({ type: 'access', answer: { ask: asked, decision: 'allow', by: 'host', at: '' } });
    if (number !== 0 && rig.state() === 'Connecting') inputs.push(link({ type: 'opened', connection: number, protocol: '', extensions: '' }));
    if (number !== 0 && rig.state() === 'Closing') inputs.push(link({ type: 'drained', connection: number }));
    rig.step('tick', inputs, 1000);
  }
  return [silent, standing(rig)];
}

const beginning = fc.constantFrom(...Object.keys(BEGINNINGS));

describe('a batch of changes to a client', () => {
  it('ends where the same changes end one by one, in the same step or each in its own', () => {
    fc.assert(
      fc.property(beginning, fc.array(change, { minLength: 1, maxLength: 5 }), (from, operations) => {
        const expected = ends(from, operations, oneATick);
        expect(ends(from, operations, atOnce)).toEqual(expected);
        expect(ends(from, operations, oneByOne)).toEqual(expected);
      }),
      samples(60),
    );
  });

  it('ends there in every order of the changes of different fields', () => {
    fc.assert(
      fc.property(
        beginning,
        fc.uniqueArray(change, { minLength: 2, maxLength: 5, selector: fieldOf }),
        fc.infiniteStream(fc.nat(99)),
        (from, operations, keys) => {
          const mixed = operations.map((each) => [keys.next().value as number, each] as const).sort(([a], [b]) => a - b);
          const shuffled = mixed.map(([, each]) => each);
          const expected = ends(from, operations, atOnce);
          expect(ends(from, shuffled, atOnce)).toEqual(expected);
          expect(ends(from, shuffled, oneATick)).toEqual(expected);
        },
      ),
      samples(60),
    );
  });

  it('ends there too where it removes the client, adds it anew and changes it, and where all of it is undone', () => {
    fc.assert(
      fc.property(beginning, fc.array(change, { maxLength: 2 }), fc.array(change, { maxLength: 2 }), fc.boolean(), (from, before, after, removes) => {
        const operations = [...before, ...(removes ? [REMOVE, ADD] : []), ...after];
        if (operations.length === 0) return;
        expect(ends(from, operations, atOnce)).toEqual(ends(from, operations, oneATick));
        const undone = ends(from, operations, atOnce, true);
        const oneStepBack = ends(from, operations, oneATick, true);
        expect(undone[1]).toEqual(oneStepBack[1]);
      }),
      samples(60),
    );
  });

  it('moves an open connection where the URL is new, though the user beside it is set to whom it was', () => {
    for (const fields of [
      ['HandlingUser', 'URL'],
      ['URL', 'HandlingUser'],
    ]) {
      const rig = new Rig({ lamp: {} });
      rig.open();
      const values: { readonly [field: string]: Json } = { HandlingUser: { userId: 'host' }, URL: 'ws://127.0.0.1:1/' };
      rig.tick(
        edit(...fields.map((field): Operation => ({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field, value: values[field] as Json }))),
      );
      expect(rig.state()).toBe('Closing');
      rig.tick(link({ type: 'drained', connection: 1 }));
      expect(rig.sent('ask')[0]?.question.url).toBe('ws://127.0.0.1:1/');
      expect(rig.open()).toBe(2);
    }
  });

  it('ends what was allowed once as soon as the URL was another in it, also where it is again what it was', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('allow', 'host', true));
    rig.open();
    const url = (value: string): Operation => ({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'URL', value });
    rig.tick(edit(url('ws://127.0.0.1:1/'), url('ws://127.0.0.1:4601/echo')));
    expect(rig.state()).toBe('Closing');
    rig.tick(link({ type: 'drained', connection: 1 }));
    expect(rig.state()).toBe('AwaitingAccess');
    expect(rig.sent('ask')[0]?.question).not.toHaveProperty('standing');
  });

  it('that sets everything to what it was changes nothing', () => {
    const rig = new Rig({ lamp: { Headers: { a: 'b' }, Protocols: ['p'] } });
    rig.open();
    const values: { readonly [field: string]: Json } = {
      URL: 'ws://127.0.0.1:4601/echo',
      HandlingUser: { userId: 'host', machineId: null },
      Headers: { a: 'b' },
      Protocols: ['p'],
      Enabled: true,
      IdleTimeout: 60,
    };
    const operations = Object.entries(values).map(([field, value]): Operation => ({
      op: 'setField',
      entity: 'lamp',
      component: 'WebsocketClient',
      field,
      value,
    }));
    rig.tick(edit(...operations));
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
  });
});
