import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createLog, startServer } from '../../../server/index.ts';
import { allowedHosts } from '../../../worlds/services/start.ts';
import { tell } from '../clock.ts';

/** Milliseconds until what runs often is compiled, and those that are measured. */
const WARM = 60_000,
  MEASURED = 20_000;

/** Milliseconds of processor time that a server with all example worlds takes in a second, while nobody looks. Their services are another process. */
const root = process.argv[2] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'worldwire-bench-'));
// A server claims the files of its worlds: copies are claimed here, since somebody may be running those of the checkout.
const scenes = readdirSync(join(root, 'worlds')).filter((name) => name.endsWith('.scene.json'));
mkdirSync(join(folder, 'worlds'));
for (const name of scenes) copyFileSync(join(root, 'worlds', name), join(folder, 'worlds', name));
const services = spawn(process.execPath, [join(root, 'dist/worlds/services/start.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
await wait(2000);
const server = await startServer({
  port: 0,
  worlds: scenes.map((name) => ({ file: join(folder, 'worlds', name) })),
  plugins: [join(root, 'dist/worlds/echo-bot/index.js')],
  allowedUrlHosts: [...allowedHosts],
  stateFolder: join(folder, 'state'),
  log: createLog({ level: 'silent' }),
});
await wait(WARM);
const before = process.cpuUsage();
const begun = performance.now();
await wait(MEASURED);
const { user, system } = process.cpuUsage(before);
const taken = (user + system) / (performance.now() - begun);
await server.close();
services.kill();
rmSync(folder, { recursive: true, force: true });
tell(taken);
process.exit();
