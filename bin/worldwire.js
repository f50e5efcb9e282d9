#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/server/cli/main.js', import.meta.url));
if (!existsSync(main)) {
  process.stderr.write('Worldwire is not built yet: run `npm run build` in its folder.\n');
  process.exit(1);
}
try {
  const { main: start } = await import('../dist/server/cli/main.js');
  await start(process.argv);
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  // Where not even our own files can be read, what says it stands here.
  process.stderr.write(`WW_LIMIT There are too few open files for Worldwire to start (${code}): \`ulimit -n\` shows how many there may be; raise that.\n`);
  process.exit(1);
}
