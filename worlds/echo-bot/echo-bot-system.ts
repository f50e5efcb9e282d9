import { Transform, WebsocketClient, WorldwireError, defineSystem, listen, send, type World } from '../../engine/index.ts';
import { EchoBot } from './echo-bot.ts';

/** How fast a pulse dies away, as a share of it in a second. */
const FADING = 7;

/** The system that gives EchoBot its life. It takes time and chance from the world alone, so that a recording replays alike. */
export const echoBotSystem = defineSystem({
  name: 'echoBot',
  over: EchoBot,

  added(world, row) {
    const { Interval, Due } = world.store(EchoBot).columns;
    // A thousand bots of one scene do not all speak in the same tick.
    Due.data[row] = world.time + world.random() * (Interval.data[row] as number);
  },

  update(world, rows) {
    const bots = world.store(EchoBot),
      { Interval, Due, Pulse } = bots.columns;
    const transforms = world.store(Transform),
      scale = transforms.columns.Scale.data;
    const { time } = world;
    const left = Math.max(0, 1 - FADING * world.delta);
    for (let i = 0; i < rows.length; i++) {
      const row = rows.data[i] as number,
        entity = bots.owner[row] as number;
      if ((Pulse.data[row] as number) > 1 && transforms.has(entity)) {
        for (let axis = entity * 3; axis < entity * 3 + 3; axis++) scale[axis] = 1 + ((scale[axis] as number) - 1) * left;
      }
      if (!((Interval.data[row] as number) > 0) || time < (Due.data[row] as number)) continue;
      Due.data[row] = time + (Interval.data[row] as number);
      speak(world, row);
    }
  },

  commands: {
    Speak: (world, row) => {
      if (!speak(world, row)) throw new WorldwireError('WW_NOT_OPEN');
    },
  },

  on: [
    listen(WebsocketClient, 'OnMessage', (world, { entity }, { data }) => {
      const bots = world.store(EchoBot);
      if (!bots.has(entity) || !bots.eligible(entity)) return;
      const { LastAnswer, Heard, Answer, Pulse, Colour } = bots.columns;
      const text = typeof data === 'string' ? data : inWords(data);
      LastAnswer.data[entity] = text.slice(0, 1000);
      Heard.data[entity] = (Heard.data[entity] as number) + 1;
      const transforms = world.store(Transform),
        colour = Colour.data[entity] ?? null;
      if ((Pulse.data[entity] as number) > 1 && transforms.has(entity))
        transforms.columns.Scale.data.fill(Pulse.data[entity] as number, entity * 3, entity * 3 + 3);
      if (colour !== null) world.drive(bots, entity, colour, colourOf(text));
      world.emit(EchoBot, entity, 'OnHeard', { text });
      if (text.endsWith('?') && Answer.data[entity] !== '') say(world, entity, Answer.data[entity] as string);
    }),
  ],
});

function speak(world: World, row: number): boolean {
  const { Ask, Binary, Spoken } = world.store(EchoBot).columns;
  const text = (Ask.data[row] as string).replaceAll('#', String((Spoken.data[row] as number) + 1));
  const said = say(world, row, Binary.data[row] === 1 ? new TextEncoder().encode(text) : text);
  if (said) Spoken.data[row] = (Spoken.data[row] as number) + 1;
  return said;
}

/** Sends through the entity's WebsocketClient if that is open. A first component of a type has its entity's row. */
function say(world: World, entity: number, data: string | Uint8Array): boolean {
  const clients = world.store(WebsocketClient);
  if (!clients.has(entity) || clients.columns.IsConnected.data[entity] !== 1) return false;
  try {
    send(world, entity, data);
    return true;
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    world.log('warn', error.message, { entity: world.entities.id.get(entity), source: 'echoBot' });
    return false;
  }
}

/** A message of `{"colour":[r,g,b]}` names its colour; any other has one made of its letters. */
function colourOf(text: string): [number, number, number, number] {
  const named = /"colour":\[([\d.]+),([\d.]+),([\d.]+)\]/.exec(text);
  if (named !== null) return [Number(named[1]), Number(named[2]), Number(named[3]), 1];
  let sum = 7;
  for (let i = 0; i < text.length && i < 200; i++) sum = (sum * 31 + text.charCodeAt(i)) % 16_777_216;
  return [(sum >> 16) / 255, ((sum >> 8) & 255) / 255, (sum & 255) / 255, 1];
}

function inWords(bytes: Uint8Array): string {
  return `${bytes.length} bytes: ${Array.from(bytes.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
}
