/** The example echo-lamp: a message becomes the lamp's colour, which is answered; whatever else comes is shown, and not answered. */
import { afterEach, describe, expect, test } from 'vitest';
import { running } from '../../unit/flow/graphs.ts';
import { ANNA } from '../../unit/world-rig.ts';
import { echo, type Guest, type ServerSettings } from '../servers.ts';
import type { WorldRig } from '../world-rig.ts';
import { example, heard, peer } from './example-rig.ts';

const near = (...parts: number[]): number[] => parts.map((part) => expect.closeTo(part, 6) as number);
const rgb = (red: number, green: number, blue: number): number[] => near(red / 255, green / 255, blue / 255, 1);
const DARK = near(0.05, 0.05, 0.05, 1);

const shown = (rig: WorldRig, lamp = 'lamp'): unknown => rig.value(lamp, 'StringValue');
const colour = (rig: WorldRig, bulb = 'bulb'): unknown => rig.value(bulb, 'ColorValue');

async function lit(settings: ServerSettings = {}): Promise<{ rig: WorldRig; guests: Guest[]; guest: Guest }> {
  const { guests, url } = await peer(settings);
  const rig = example('echo-lamp', { lamp: url() });
  expect(shown(rig)).toBe('not connected');
  await rig.until('the lamp is connected', () => guests.length === 1 && shown(rig) === 'waits for a colour');
  return { rig, guests, guest: guests[0] as Guest };
}

describe.each(['compiled', 'interpreted'] as const)('the lamp, %s', (as) => {
  afterEach(() => {
    running.as = 'compiled';
  });

  test('takes the colour that a message names, in letters of any size, and answers with it', async () => {
    running.as = as;
    const { rig, guest } = await lit();
    guest.socket.send('#ff8800');
    await rig.until('it is lit', () => heard(guest).length === 1);
    expect([shown(rig), colour(rig)]).toEqual(['lit #ff8800', rgb(255, 136, 0)]);
    guest.socket.send(' #00FF7f\n');
    await rig.until('it is lit anew', () => heard(guest).length === 2);
    expect(heard(guest)).toEqual(['lit #ff8800', 'lit #00FF7f']);
    expect(colour(rig)).toEqual(rgb(0, 255, 127));
  });

  test.each([
    ['words', 'hello', 'no colour: hello'],
    ['a digit too few', '#12345', 'no colour: #12345'],
    ['a digit too many', '#1234567', 'no colour: #1234567'],
    ['what is no digit', '#12345g', 'no colour: #12345g'],
    ['a colour in a second line', 'x\n#ff8800', 'no colour: x\n#ff8800'],
    ['nothing', '', 'no colour: '],
    ['a million characters', 'a'.repeat(1_000_000), `no colour: ${'a'.repeat(40)}`],
  ])('shows %s in 40 characters at most, does not answer, and keeps its colour', async (_what, message, told) => {
    running.as = as;
    const { rig, guest } = await lit();
    guest.socket.send(message);
    await rig.until('it is told', () => String(shown(rig)).startsWith('no colour'));
    expect([shown(rig), colour(rig)]).toEqual([told, DARK]);
    guest.socket.send('#010203');
    await rig.until('the colour behind it is answered', () => heard(guest).length > 0);
    expect(heard(guest)).toEqual(['lit #010203']);
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
  });
});

test('bytes are no colour, and nothing is told of them', async () => {
  const { rig, guest } = await lit();
  guest.socket.send(Buffer.from('#ff8800'));
  guest.socket.send('#010203');
  await rig.until('the text is answered', () => heard(guest).length === 1);
  expect([heard(guest), colour(rig)]).toEqual([['lit #010203'], rgb(1, 2, 3)]);
});

test('a server that says back what it hears is not answered for ever', async () => {
  const { rig, guest } = await lit({ serve: echo });
  guest.socket.send('#ff8800');
  await rig.until('its own answer has come back', () => shown(rig) === 'no colour: lit #ff8800');
  await rig.pass(1);
  expect(heard(guest)).toEqual(['lit #ff8800']);
  expect(colour(rig)).toEqual(rgb(255, 136, 0));
});

test('it is dark without its server, and lit again by the next one', async () => {
  const { rig, guests, guest } = await lit();
  guest.socket.send('#ffffff');
  await rig.until('it is lit', () => heard(guest).length === 1);
  guest.socket.close(1001, 'good night');
  await rig.until('it is dark', () => shown(rig) === 'not connected');
  expect(colour(rig)).toEqual(DARK);
  rig.stride = 100;
  await rig.until('it has come again', () => guests.length === 2 && shown(rig) === 'waits for a colour');
  guests[1]?.socket.send('#0000ff');
  await rig.until('it is lit again', () => heard(guests[1]).length === 1);
  expect(colour(rig)).toEqual(rgb(0, 0, 255));
});

test('a duplicate is a lamp of its own, until the duplication is undone', async () => {
  const { rig, guests, guest } = await lit();
  rig.give({ type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'lamp' }] }, ANNA);
  await rig.until('the copy is connected', () => guests.length === 2);
  const [copy = '', bulb = ''] = rig.ids().filter((id) => id !== 'lamp' && id !== 'bulb');
  await rig.until('it waits', () => shown(rig, copy) === 'waits for a colour');
  guest.socket.send('#ff0000');
  guests[1]?.socket.send('#00ff00');
  await rig.until('both are lit', () => guests.every((each) => heard(each).length === 1));
  expect([colour(rig), colour(rig, bulb)]).toEqual([rgb(255, 0, 0), rgb(0, 255, 0)]);
  rig.give({ type: 'undo' }, ANNA);
  await rig.until('the copy is gone', () => guests[1]?.isGone === true);
  guest.socket.send('#0000ff');
  await rig.until('the first one goes on', () => heard(guest).length === 2);
  expect(colour(rig)).toEqual(rgb(0, 0, 255));
});

test('a colour that somebody has given, and taken back, holds until the next message', async () => {
  const { rig, guest } = await lit();
  rig.give({ type: 'operations', operations: [{ op: 'setField', entity: 'bulb', component: 'ColorValue', field: 'Value', value: [1, 1, 1, 1] }] }, ANNA);
  expect(colour(rig)).toEqual(near(1, 1, 1, 1));
  rig.give({ type: 'undo' }, ANNA);
  expect(colour(rig)).toEqual(DARK);
  guest.socket.send('#ff0000');
  await rig.until('it is lit', () => heard(guest).length === 1);
  expect(colour(rig)).toEqual(rgb(255, 0, 0));
});
