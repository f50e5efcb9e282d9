import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { JoinedMachine } from '../../../server/joining/joined-machine.ts';
import { AGENTS_PLAN as PLAN } from '../agents-plan.ts';

/** So many users' machines that join a world, each as `worldwire join` does it, in one process; until its input ends. */
const [url = '', count = '1', allow = ''] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'worldwire-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.stdin.on('end', () => process.exit(0)).resume();

const output = new PassThrough().resume();
for (let at = 0; at < Number(count); at++) {
  const own = join(folder, String(at));
  const machine = await JoinedMachine.start({
    url,
    user: `User ${at}`,
    token: PLAN.guest,
    allowHosts: [allow],
    configFolder: own,
    stateFolder: own,
    streams: { input: new PassThrough(), output },
  });
  machine.ended.catch((error: unknown) => {
    console.error('agents-machines:', error);
    process.exit(1);
  });
}
