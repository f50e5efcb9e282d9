/** `npm run bench [-- [options] [NAME…]]`: figures beside their baselines, measured in the same run; `--help` tells the options. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { AGENTS } from './cases/agents.ts';
import { ECHO } from './cases/echo.ts';
import { FLOW } from './cases/flow.ts';
import { GRAPH } from './cases/graph.ts';
import { GRAPH_PAGE } from './cases/graph-page.ts';
import { GUESTS } from './cases/guests.ts';
import { IDLE } from './cases/idle.ts';
import { INSPECTOR } from './cases/inspector.ts';
import { JOURNAL } from './cases/journal.ts';
import { MEMORY } from './cases/memory.ts';
import { MOTION } from './cases/motion.ts';
import { INSTANCES } from './cases/instances.ts';
import { SENDS } from './cases/sends.ts';
import { REMOVE } from './cases/remove.ts';
import { SCENE } from './cases/scene.ts';
import { SCRIPTS } from './cases/scripts.ts';
import { START } from './cases/start.ts';
import { TRAFFIC_PAGE } from './cases/traffic-page.ts';
import { TRAFFIC } from './cases/traffic.ts';
import { WRITE } from './cases/write.ts';
import { holds, line, ratioOf, type Case, type Figure } from './figure.ts';
import { readWishes } from './wishes.ts';

const CASES: readonly Case[] = [
  MOTION,
  WRITE,
  IDLE,
  FLOW,
  GRAPH,
  GRAPH_PAGE,
  ECHO,
  JOURNAL,
  MEMORY,
  AGENTS,
  SCENE,
  REMOVE,
  INSTANCES,
  SENDS,
  GUESTS,
  INSPECTOR,
  START,
  SCRIPTS,
  TRAFFIC,
  TRAFFIC_PAGE,
];

const asked = readWishes(
  process.argv.slice(2),
  CASES.map((entry) => entry.name),
);
if ('text' in asked) {
  if (asked.code === 0) console.log(asked.text);
  else console.error(asked.text);
  process.exit(asked.code);
}
const { names, minutes, million, file } = asked;

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
const figures: Figure[] = [];
let broken = false;
for (const entry of CASES) {
  if (names.length > 0 && !names.includes(entry.name)) continue;
  try {
    for (const figure of await entry.measure({ minutes, million })) {
      figures.push(figure);
      console.log(line(figure));
    }
  } catch (error) {
    broken = true;
    console.error(`bench: ${entry.name} broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
}
const results = figures.map((figure) => ({ name: figure.name, ratio: Number(ratioOf(figure).toFixed(4)), target: figure.target, holds: holds(figure) }));
if (file !== undefined) writeFileSync(file, `${JSON.stringify({ results }, null, 2)}\n`);
console.log(`${results.filter((entry) => entry.holds).length} of ${results.length} figures hold`);
process.exitCode = broken ? 1 : 0;
