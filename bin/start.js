#!/usr/bin/env node
// What `npm start` runs: the small services that the example worlds talk to, and the example worlds.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = () => existsSync(join(root, 'dist/server/cli/example.js')) && existsSync(join(root, 'dist/inspector-ui/index.html'));
if (existsSync(join(root, 'tools/build.js'))) {
  // In a clone: what is out of date is built, and nothing else.
  const { build } = await import('../tools/build.js');
  await build();
} else if (!built()) {
  spawnSync('npm', ['run', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
}
if (!built()) {
  process.stderr.write('The build failed; the lines above tell why.\n');
  process.exit(1);
}
const { runExample } = await import('../dist/server/cli/example.js');
await runExample({
  services: new URL('../dist/worlds/services/start.js', import.meta.url),
  plugins: new URL('../dist/worlds/', import.meta.url),
  scenes: readdirSync(join(root, 'worlds'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(root, 'worlds', name)),
  argv: process.argv.slice(2),
});
