/**
 * Writes the example scenes that are too long to write by hand: `node dist/worlds/make-scenes.js`. The others are brought into
 * the form that a save gives them; `--check` only names those that differ.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDoor, createRegistry, openWorld, readScene } from '../engine/index.ts';
import { plugin } from './echo-bot/index.ts';

type Entity = { readonly id: string; readonly name: string; readonly parent?: string; readonly [key: string]: unknown };
interface SceneFile {
  readonly id: string;
  readonly name: string;
  readonly entities: readonly Entity[];
}

const HOST = { userId: 'host' };
const note = (text: string): object => ({ Comment: { Text: text } });
/** Three decimals are enough for a place. */
const at = (...numbers: number[]): number[] => numbers.map((number) => Math.round(number * 1000) / 1000);
const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** Twenty squads of fifty clients, in rings. */
function fleet(): SceneFile {
  const entities: Entity[] = [
    {
      id: 'fleet',
      name: 'Fleet',
      components: note(
        'A thousand clients in one world: twenty squads, each drone with a connection of its own to the echo service, speaking every ten seconds. ' +
          'Open any one of them; switch a squad off by its Active box, and fifty sockets close at once. Search for c:WebsocketClient ' +
          'IsConnected=false to find those that are not connected.',
      ),
    },
  ];
  for (let squad = 1; squad <= 20; squad++) {
    const squadId = `squad-${padded(squad, 2)}`;
    entities.push({
      id: squadId,
      name: `Squad ${padded(squad, 2)}`,
      parent: 'fleet',
      tag: 'squad',
      components: { Transform: { Position: [0, squad, 0] }, Spinner: { Speed: [0, squad % 2 === 0 ? 12 : -12, 0] } },
    });
    for (let drone = 1; drone <= 50; drone++) {
      const id = `drone-${padded((squad - 1) * 50 + drone, 4)}`,
        angle = (drone / 50) * Math.PI * 2;
      entities.push({
        id,
        name: `Drone ${id.slice(6)}`,
        parent: squadId,
        tag: 'drone',
        components: {
          Transform: { Position: at(Math.cos(angle) * 10, 0, Math.sin(angle) * 10) },
          ColorValue: {},
          WebsocketClient: { URL: `ws://127.0.0.1:4601/echo/${id}`, HandlingUser: HOST, AccessReason: 'The fleet talks to the echo service.' },
          EchoBot: { Ask: `${id} reports #`, Interval: 10, Colour: { entity: id, component: 'ColorValue', field: 'Value' } },
        },
      });
    }
  }
  return { id: 'fleet', name: 'Fleet', entities };
}

/** Movement and nothing else: a clockwork of nested Spinners above a meadow of Wigglers. */
function motion(): SceneFile {
  const entities: Entity[] = [
    {
      id: 'motion',
      name: 'Motion',
      components: note(
        'Nothing here has a connection. The Orrery turns by Spinners, each planet carried by the arm above it; the Meadow sways by Wigglers, whose ' +
          'Offset lets a wave run over it. Open a blade and watch its Rotation; disable its Wiggler and it stands still.',
      ),
    },
    { id: 'orrery', name: 'Orrery', parent: 'motion', components: { Transform: { Position: [0, 6, 0] } } },
  ];
  for (let planet = 1; planet <= 8; planet++) {
    const arm = `arm-${planet}`,
      id = `planet-${planet}`;
    entities.push({
      id: arm,
      name: `Arm ${planet}`,
      parent: 'orrery',
      components: { Transform: {}, Spinner: { Speed: [0, at(120 / planet)[0] as number, 0] } },
    });
    entities.push({
      id,
      name: `Planet ${planet}`,
      parent: arm,
      tag: 'planet',
      components: {
        Transform: { Position: [planet * 2, 0, 0], Scale: at(0.3 + planet * 0.05, 0.3 + planet * 0.05, 0.3 + planet * 0.05) },
        Spinner: { Speed: [0, 40 * planet, 5] },
      },
    });
    for (let moon = 1; moon <= planet; moon++) {
      const angle = (moon / planet) * Math.PI * 2;
      entities.push({
        id: `moon-${planet}-${moon}`,
        name: `Moon ${planet}.${moon}`,
        parent: id,
        tag: 'moon',
        components: { Transform: { Position: at(Math.cos(angle), 0, Math.sin(angle)), Scale: [0.1, 0.1, 0.1] }, Spinner: { Speed: [0, 0, 90] } },
      });
    }
  }
  entities.push({ id: 'meadow', name: 'Meadow', parent: 'motion', components: { Transform: {} } });
  for (let row = 0; row < 16; row++) {
    for (let column = 0; column < 16; column++) {
      const distance = Math.hypot(row - 7.5, column - 7.5);
      entities.push({
        id: `blade-${row}-${column}`,
        name: `Blade ${row}.${column}`,
        parent: 'meadow',
        tag: 'blade',
        components: {
          Transform: { Position: [column - 7.5, 0, row - 7.5] },
          Wiggler: { Magnitude: [12, 0, 6], Speed: [0.4, 0, 0.3], Offset: at(distance / 8, 0, distance / 11) },
        },
      });
    }
  }
  return { id: 'motion', name: 'Motion', entities };
}

/** Two rows of dancers, each copying the one before: in the order of the copies, and against it. */
function updateOrder(): SceneFile {
  const entities: Entity[] = [
    {
      id: 'stage',
      name: 'UpdateOrder',
      components: note(
        'UpdateOrder is world-wide: in each tick, whatever has a lower one runs before whatever has a higher one. The Conductor sways by a Wiggler ' +
          'of order 0. In both rows the first dancer copies the Conductor, and every other one the dancer before.',
      ),
    },
    {
      id: 'conductor',
      name: 'Conductor',
      parent: 'stage',
      components: { Transform: { Position: [0, 0, -3] }, Wiggler: { Magnitude: [0, 0, 60], Speed: [0, 0, 0.5] } },
    },
  ];
  const rows = [
    {
      id: 'unison',
      name: 'Unison',
      order: (dancer: number) => dancer,
      text: 'Each dancer copies after the one before has: UpdateOrder 1, 2, 3, … The movement runs through the whole row within one tick, and all stand alike.',
    },
    {
      id: 'wave',
      name: 'Wave',
      order: (dancer: number) => 9 - dancer,
      text:
        'Each dancer copies before the one before has: UpdateOrder 8, 7, 6, … Everybody sees where their neighbour stood a tick ago, so the eighth ' +
        'is seven ticks behind the first. Give them the orders of the row in front, and the wave is gone. Step the world tick by tick to see it.',
    },
  ];
  for (const [index, row] of rows.entries()) {
    entities.push({ id: row.id, name: row.name, parent: 'stage', components: { Transform: { Position: [0, 0, index * 3] }, ...note(row.text) } });
    for (let dancer = 1; dancer <= 8; dancer++) {
      const id = `${row.id}-${dancer}`;
      entities.push({
        id,
        name: `Dancer ${dancer}`,
        parent: row.id,
        tag: 'dancer',
        components: {
          Transform: { Position: [dancer - 4.5, 0, 0] },
          ValueCopy: {
            UpdateOrder: row.order(dancer),
            Source: { entity: dancer === 1 ? 'conductor' : `${row.id}-${dancer - 1}`, component: 'Transform', field: 'Rotation' },
            Target: { entity: id, component: 'Transform', field: 'Rotation' },
          },
        },
      });
    }
  }
  entities.push({
    id: 'messengers',
    name: 'Messengers',
    parent: 'stage',
    components: note(
      'The same for connections: these three hear the clock, and what arrives in one tick is handed out by UpdateOrder -1, 0 and 1: First hears it ' +
        'before Second, and Second before Third, whichever socket the bytes came to first.',
    ),
  });
  for (const [name, order] of [
    ['Third', 1],
    ['First', -1],
    ['Second', 0],
  ] as const) {
    entities.push({
      id: name.toLowerCase(),
      name,
      parent: 'messengers',
      components: {
        ColorValue: {},
        WebsocketClient: { UpdateOrder: order, URL: 'ws://127.0.0.1:4602/clock', HandlingUser: HOST, AccessReason: 'Hears the clock.' },
        EchoBot: { UpdateOrder: order, Interval: 0, Colour: { entity: name.toLowerCase(), component: 'ColorValue', field: 'Value' } },
      },
    });
  }
  return { id: 'update-order', name: 'UpdateOrder', entities };
}

const registry = createRegistry(plugin);

/** The text that a save of the scene gives. */
async function asSaved(text: string, file: string): Promise<string> {
  const { scene, warnings } = readScene(text, { registry, file });
  for (const warning of warnings) console.warn(warning.message);
  const door = createDoor(openWorld({ registry, scene }));
  const { capture } = await door.ask({ ask: 'capture' });
  const parts: string[] = [];
  for (let done = false; !done;) {
    const part = await door.ask({ ask: 'pull', capture, entities: 1000 });
    parts.push(part.text);
    done = part.done;
  }
  return parts.join('');
}

const WORLDS = join(import.meta.dirname, '../../worlds');
const made = new Map(
  [fleet(), motion(), updateOrder()].map((scene) => [
    `${scene.id}.scene.json`,
    JSON.stringify({ $schema: '../docs/scene.schema.json', format: 'worldwire/scene', version: 1, tickRate: 60, ...scene }),
  ]),
);
const files = new Set([
  ...made.keys(),
  ...['', 'flows/'].flatMap((folder) =>
    readdirSync(join(WORLDS, folder))
      .filter((file) => file.endsWith('.scene.json'))
      .map((file) => folder + file),
  ),
]);
for (const file of [...files].sort()) {
  const path = join(WORLDS, file);
  const text = await asSaved(made.get(file) ?? readFileSync(path, 'utf8'), file);
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch {
    /* It is new. */
  }
  if (old === text) continue;
  if (process.argv.includes('--check')) {
    console.log(`${file} differs from what it should be`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`wrote ${file}`);
  }
}
