/** The example heart-rate: lines of a delimited text become a heart that beats; what is no reading is counted, and silence is told. */
import { afterEach, describe, expect, test } from 'vitest';
import { pulse } from '../../../worlds/services/pulse.ts';
import { afterEveryTest } from '../../after-every-test.ts';
import { running } from '../../unit/flow/graphs.ts';
import type { Guest } from '../servers.ts';
import type { WorldRig } from '../world-rig.ts';
import { example, peer } from './example-rig.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEveryTest(async () => {
  for (const end of ends.splice(0)) await end();
});

const rate = (rig: WorldRig, heart = 'heart'): unknown => rig.value(heart, 'IntValue');
const shown = (rig: WorldRig, heart = 'heart'): unknown => rig.value(heart, 'StringValue');
const odd = (rig: WorldRig): unknown => rig.value('odd', 'IntValue');
const height = (rig: WorldRig): number => (rig.value('heart', 'Transform', 'Scale') as readonly number[])[1] as number;

/** Lets seconds of the world pass, whatever the clock says. */
function live(rig: WorldRig, seconds: number): void {
  for (const end = rig.world.time + seconds; rig.world.time < end;) rig.step('tick', 1);
}

async function worn(): Promise<{ rig: WorldRig; guests: Guest[]; tell: (message: string, which?: number) => void }> {
  const { guests, url } = await peer();
  const rig = example('heart-rate', { monitor: url() });
  await rig.until('the monitor is connected', () => guests.length === 1 && rig.field('monitor', 'State') === 'Open');
  return { rig, guests, tell: (message, which = 0) => guests[which]?.socket.send(message) };
}

describe.each(['compiled', 'interpreted'] as const)('the monitor, %s', (as) => {
  afterEach(() => {
    running.as = 'compiled';
  });

  test('shows the rate and the charge that it is told, and is the warmer the faster the heart beats', async () => {
    running.as = as;
    const { rig, tell } = await worn();
    expect(shown(rig)).toBe('no signal');
    tell('HR|60');
    await rig.until('it is shown', () => shown(rig) === '60 bpm');
    const calm = rig.value('heart', 'ColorValue') as number[];
    tell('BAT|85\r\nHR|170\r\nSKIN|33.4\r\n');
    await rig.until('all of it is shown', () => shown(rig) === '170 bpm');
    const fast = rig.value('heart', 'ColorValue') as number[];
    expect(rig.value('battery', 'IntValue')).toBe(85);
    expect([(fast[0] as number) > (calm[0] as number), (fast[2] as number) < (calm[2] as number)]).toEqual([true, true]);
    expect([odd(rig), rig.value('monitor', 'Flow', 'LastError')]).toEqual([0, '']);
  });

  test('counts what is no reading, and keeps the last one that was', async () => {
    running.as = as;
    const { rig, tell } = await worn();
    const no = ['HR|abc', 'HR|', 'HR', 'HR|72.5', 'HR|-5', 'HR|19', 'HR|251', 'HR|99999999999999999999', 'HR|0x48', 'BAT|101', 'BAT|-1'];
    const other = ['SKIN|33.4', '', '|72', '/HR|72', 'hr|72', '__proto__|72', 'constructor|1', 'HR/x|72', 'hello'];
    tell(`HR|72\n${[...no, ...other].join('\n')}\nBAT|7`);
    await rig.until('the last line is read', () => rig.value('battery', 'IntValue') === 7);
    expect([rate(rig), odd(rig)]).toEqual([72, no.length]);
    expect(rig.value('monitor', 'Flow', 'LastError')).toBe('');
  });

  test('reads the first 500 characters of a message, whatever it holds', async () => {
    running.as = as;
    const { rig, tell } = await worn();
    tell('\n'.repeat(1_000_000));
    tell('|'.repeat(1_000_000));
    tell(`HR|80\n${'HR\n'.repeat(300_000)}`);
    await rig.until('its beginning is read', () => rate(rig) === 80);
    // 494 characters hold 164 lines, and one more without its end.
    await rig.until('all that is read of it has been', () => odd(rig) === 165);
    tell('HR|90');
    await rig.until('the next one is read', () => rate(rig) === 90);
    expect(rig.value('monitor', 'Flow', 'LastError')).toBe('');
  });

  test('beats once in a second at 60, and stands still without a signal', async () => {
    running.as = as;
    const { rig, tell } = await worn();
    expect(height(rig)).toBe(3);
    tell('HR|60');
    await rig.until('it is read', () => rate(rig) === 60);
    const heights = Array.from({ length: 120 }, () => {
      rig.step('tick', 1);
      return height(rig);
    });
    // It swells at once, and ebbs until the next beat.
    expect(heights.filter((each, at) => at > 0 && each > (heights[at - 1] as number) + 0.5)).toHaveLength(2);
    expect([Math.max(...heights) > 3.9, Math.min(...heights) < 3.01]).toEqual([true, true]);
    live(rig, 6);
    expect([shown(rig), height(rig)]).toEqual(['no signal', 3]);
  });
});

test('five seconds without a reading are no signal, and other lines are none', async () => {
  const { rig, tell } = await worn();
  tell('HR|72');
  await rig.until('it is shown', () => shown(rig) === '72 bpm');
  for (let second = 0; second < 4; second++) {
    tell('BAT|50\nHR|nothing');
    await rig.until('it is counted', () => odd(rig) === second + 1);
    live(rig, 1);
  }
  expect(shown(rig)).toBe('72 bpm');
  await rig.until('silence is told', () => shown(rig) === 'no signal');
  tell('HR|73');
  await rig.until('it is shown again', () => shown(rig) === '73 bpm');
  // Silence is told as often as it comes.
  await rig.until('silence is told again', () => shown(rig) === 'no signal');
});

test('a monitor that is gone has no signal, and its successor begins with none', async () => {
  const { rig, guests, tell } = await worn();
  tell('HR|72');
  await rig.until('it is shown', () => shown(rig) === '72 bpm');
  guests[0]?.socket.terminate();
  await rig.until('it is gone', () => shown(rig) === 'no signal');
  rig.stride = 100;
  await rig.until('it is back', () => guests.length === 2 && rig.field('monitor', 'State') === 'Open');
  rig.stride = 5;
  expect(shown(rig)).toBe('no signal');
  tell('HR|75', 1);
  await rig.until('it is shown', () => shown(rig) === '75 bpm');
});

test('a thousand readings at once are read, the last one last', async () => {
  const { rig, tell } = await worn();
  for (let at = 0; at < 1_000; at++) tell(`HR|${20 + (at % 200)}\nBAT|${at % 100}`);
  tell('HR|61\nBAT|100');
  await rig.until('the last one is read', () => rig.value('battery', 'IntValue') === 100);
  expect([rate(rig), odd(rig), rig.value('monitor', 'Flow', 'LastError')]).toEqual([61, 0, '']);
});

test('a duplicate shows its own heart, and a driven field cannot be edited', async () => {
  const { rig, guests, tell } = await worn();
  rig.edit([{ op: 'duplicateEntity', entity: 'monitor' }]);
  await rig.until('the copy is connected', () => guests.length === 2);
  const heart = rig.ids().find((id) => id !== 'heart' && rig.named(id) === 'Heart') as string;
  tell('HR|60', 0);
  tell('HR|90', 1);
  await rig.until('both are shown', () => shown(rig) !== 'no signal' && shown(rig, heart) !== 'no signal');
  expect(new Set([shown(rig), shown(rig, heart)])).toEqual(new Set(['60 bpm', '90 bpm']));
  expect(() => rig.edit([{ op: 'setField', entity: 'heart', component: 'StringValue', field: 'Value', value: 'mine' }])).toThrow(
    /is driven by Flow of Monitor/,
  );
});

test('the server that ships with it speaks the protocol', async () => {
  const service = await pulse(0);
  ends.push(() => service.close());
  const rig = example('heart-rate', { monitor: `ws://127.0.0.1:${service.port}/` });
  await rig.until('a rate is shown', () => /^\d+ bpm$/.test(String(shown(rig))));
  expect([rig.value('battery', 'IntValue'), odd(rig)]).toEqual([90, 0]);
});
