// What `npm run dev` starts again after each edit: the example worlds of a folder, taken up
// from the states that the server before has left of them, and the services that they talk to.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', states = '', ...argv] = process.argv.slice(2);
const { runExample } = await import('../dist/server/cli/example.js');
await runExample({
  services: new URL('../dist/worlds/services/start.js', import.meta.url),
  plugins: new URL('../dist/worlds/', import.meta.url),
  scenes: readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name)),
  argv,
  states,
});
