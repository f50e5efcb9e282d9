import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ended, startProgram } from './built.ts';
import { atEnd, until } from './running.ts';

test.runIf(process.platform !== 'win32')(
  'a server whose state folder takes nothing more runs all the same, says so, and leaves nothing half written',
  async () => {
    const state = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    atEnd(() => rm(state, { recursive: true, force: true, maxRetries: 3 }));
    const run = [process.execPath, fileURLToPath(new URL('../../bin/worldwire.js', import.meta.url)), 'run', '--port', '0', '--no-open'];
    // No file may have a byte, as on a disk that is full, also for root.
    const program = startProgram(['sh', '-c', `trap '' XFSZ; ulimit -f 0; exec "$@"`, 'sh', ...run], { XDG_STATE_HOME: state, XDG_CONFIG_HOME: state });
    const address = new URL(await until('the address', () => /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0]));
    const headers = { authorization: `Bearer ${address.searchParams.get('token') ?? ''}` };
    expect((await fetch(new URL('/api/worlds', address), { headers })).status).toBe(200);
    expect(program.out + program.err).toContain('that this server runs could not be noted in the state folder');
    expect(await readdir(state, { recursive: true, withFileTypes: true }).then((all) => all.filter((each) => each.isFile()).map(({ name }) => name))).toEqual(
      [],
    );
    program.child.kill('SIGTERM');
    expect(await ended(program)).toBe(0);
  },
);
