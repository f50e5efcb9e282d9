#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/server/cli/main.js', import.meta.url));
if (!existsSync(main)) {
  process.stderr.write('Worldwire is not built yet: run `npm run build` in its folder.\n');
  process.exit(1);
}
const { main: start } = await import('../dist/server/cli/main.js');
await start(process.argv);
