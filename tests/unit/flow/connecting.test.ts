/** What WebsocketConnect writes, for whom, and what follows; and how a connection is ended and looked at. */
import { expect, test } from 'vitest';
import { ANNA } from '../world-rig.ts';
import { flowing, flowRig, rx, valueOf, write } from './rig.ts';

const THERE = {
  id: 'there',
  name: 'There',
  components: { WebsocketClient: { URL: 'ws://old.example/', HandlingUser: { userId: 'host', machineId: 'host' } } },
};
const there = { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'there', component: 'WebsocketClient' } } };
const connecting = (inputs: object = {}) => ({
  rx: rx('connect'),
  there,
  connect: { type: 'WebsocketConnect', in: { Client: { from: 'there' }, ...inputs }, then: { Next: 'next' } },
  next: write('int', 1),
});
const rigOf = (nodes: object, client: object = THERE) => flowRig([flowing(nodes), client]);

test('an address and a user are written, and the attempt begins with Next', () => {
  const { hear, value, tick } = rigOf(connecting({ URL: 'ws://new.example/', HandlingUser: 'anna' }));
  tick();
  hear('go');
  tick();
  expect(value('there', 'WebsocketClient', 'URL')).toBe('ws://new.example/');
  expect(value('there', 'WebsocketClient', 'HandlingUser')).toEqual({ userId: 'anna', machineId: null });
  expect(value('lamp', 'IntValue', 'Value')).toBe(1);
});

test.each([[{}], [{ URL: null }], [{ URL: '' }]])('without a URL (%j) the present one stays; without a user the acting user is taken', (inputs) => {
  const rig = rigOf(connecting(inputs));
  rig.give({ type: 'impulse', tag: 'bell', value: 'go' }, ANNA);
  expect(rig.value('there', 'WebsocketClient', 'URL')).toBe('ws://old.example/');
  expect(rig.value('there', 'WebsocketClient', 'HandlingUser')).toEqual({ userId: 'anna', machineId: null });
});

test('a user who handles it already keeps the machine that was chosen', () => {
  const { hear, value } = rigOf(connecting());
  hear('go');
  expect(value('there', 'WebsocketClient', 'HandlingUser')).toEqual({ userId: 'host', machineId: 'host' });
});

test('a URL that is none changes nothing, Next does not come, and the Flow says why', () => {
  const { hear, value } = rigOf(connecting({ URL: 'gopher://new.example/', HandlingUser: 'anna' }));
  hear('go');
  expect(value('there', 'WebsocketClient', 'URL')).toBe('ws://old.example/');
  expect(value('there', 'WebsocketClient', 'HandlingUser')).toEqual({ userId: 'host', machineId: 'host' });
  expect(value('lamp', 'IntValue', 'Value')).toBe(0);
  expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_\w+: .*gopher/);
});

test('a client that is gone gets nothing, and Next does not come', () => {
  const { hear, value, edited } = rigOf(connecting());
  edited([{ op: 'removeEntity', entity: 'there' }]);
  hear('go');
  expect(value('lamp', 'IntValue', 'Value')).toBe(0);
  expect(value('lamp', 'Flow', 'LastError')).toBe('');
});

test('WebsocketDisconnect keeps a client closed until WebsocketConnect, which needs no other address for that', () => {
  const { hear, value, tick } = rigOf({
    rx: rx('which'),
    number: { type: 'Parse_Int', in: { Str: { from: 'rx.Data' } } },
    which: { type: 'ImpulseMultiplexer', in: { Index: { from: 'number.Value' } }, then: { Impulses: ['connect', 'end'] } },
    there,
    connect: { type: 'WebsocketConnect', in: { Client: { from: 'there' } } },
    end: { type: 'WebsocketDisconnect', in: { Client: { from: 'there' } }, then: { Next: 'note' } },
    state: { type: 'WebsocketConnectionState', in: { Client: { from: 'there' } } },
    note: write('string', { from: 'state.State' }),
  });
  tick();
  expect(value('there', 'WebsocketClient', 'State')).toBe('AwaitingAccess');
  hear('1');
  expect(value('lamp', 'StringValue', 'Value')).toBe('Idle');
  tick(3);
  expect(value('there', 'WebsocketClient', 'State')).toBe('Idle');
  hear('0');
  tick();
  expect(value('there', 'WebsocketClient', 'State')).toBe('AwaitingAccess');
});

test('of a client that is gone the state is nothing', () => {
  const { hear, value, edited } = rigOf({
    rx: rx('note'),
    there,
    state: { type: 'WebsocketConnectionState', in: { Client: { from: 'there' } } },
    text: valueOf('string'),
    shown: { type: 'ConcatenateMultiString', in: { Inputs: ['[', { from: 'state.State' }, { from: 'state.Reason' }, ']'] } },
    note: write('string', { from: 'shown' }, 'code'),
    code: write('int', { from: 'state.CloseCode' }),
  });
  edited([{ op: 'removeEntity', entity: 'there' }]);
  hear('go');
  expect(value('lamp', 'StringValue', 'Value')).toBe('[]');
  expect(value('lamp', 'Flow', 'LastError')).toBe('');
});
