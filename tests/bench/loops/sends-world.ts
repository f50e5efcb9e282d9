import { createDoor, createRegistry, openWorld, readScene, type Effect, type Input } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { connect } from './connected.ts';

/** Something is said to 1,000 clients, each its own: by a send that spreads it over a second, or by hand as a command for each (`hand`), all in one tick. */
const COUNT = 1_000;
/** Ticks of a second, with some to spare for the last of the messages. */
const TICKS = 66;
const byHand = process.argv[2] === 'hand';

const registry = createRegistry();
const entities = Array.from({ length: COUNT }, (_, i) => ({
  id: `d${i}`,
  name: `Device ${i}`,
  tag: 'device',
  components: { WebsocketClient: { URL: 'ws://127.0.0.1:1/', HandlingUser: { userId: 'host' } }, FloatValue: { Value: i / 8 } },
}));
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Devices', entities });
const door = createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene }));
const { tick } = connect(door, COUNT);

const TEXT = '{"from":{{json(name)}},"n":{{n}},"temp":{{fields.FloatValue.Value}},"chance":{{random(1, 6)}}}';
const send: Input = { type: 'send', send: { text: TEXT, to: 'tag=device', rate: COUNT } };
const commands = Array.from({ length: COUNT }, (_, i): Input => {
  const Data = JSON.stringify({ from: `Device ${i}`, n: i + 1, temp: i / 8, chance: 1 + (i % 6) });
  return { type: 'command', command: { command: 'Send', entity: `d${i}`, component: 'WebsocketClient', args: { Data } } };
});

/** Milliseconds of all ticks of a second, and of the longest of them; with it what was said. */
function second(inputs: readonly Input[]): { readonly all: number; readonly longest: number; readonly said: number } {
  let all = 0,
    longest = 0,
    said = 0;
  for (let at = 0; at < TICKS; at++) {
    const began = performance.now();
    const effects: readonly Effect[] = tick(at === 0 ? inputs : []);
    const took = performance.now() - began;
    all += took;
    longest = Math.max(longest, took);
    for (const effect of effects) if (effect.type === 'send') said++;
  }
  return { all, longest, said };
}

// The least of each: a second that was disturbed says nothing of the other.
let quiet = Infinity,
  busy = Infinity,
  longest = Infinity;
for (let round = 0; round < 20; round++) {
  globalThis.gc?.();
  quiet = Math.min(quiet, second([]).all);
  const told = second(byHand ? commands : [send]);
  if (told.said !== COUNT) throw new Error(`${told.said} of ${COUNT} messages were said`);
  busy = Math.min(busy, told.all);
  longest = Math.min(longest, told.longest);
}
tell([busy - quiet, longest]);
