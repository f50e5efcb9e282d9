import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { HostedWorld, RunningServer } from '../../../server/index.ts';
import type { Carrier, CarrierSettings } from './carrier.ts';
import { newcomer } from './newcomer.ts';

const WORLDWIRE = fileURLToPath(new URL('../../../bin/worldwire.js', import.meta.url));

/** `worldwire join` as it is built, in a process and with folders of its own, with nobody at its terminal. */
export async function joinProcess(server: RunningServer, world: HostedWorld, { token, entries, authority }: CarrierSettings): Promise<Carrier> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify({ allowedUrlHosts: entries, ...(authority === undefined ? {} : { extraCAs: [authority] }) }));
  const env = { ...process.env, CI: '1', XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') };
  const children: ChildProcess[] = [];
  let printed = '';
  const start = ({ name }: HostedWorld): void => {
    const child = spawn(process.execPath, [WORLDWIRE, 'join', `${server.origin}/?token=${token}`, '--world', name, '--user', 'Ann', '--config', config], {
      env,
    });
    children.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
  };
  const vanish = async (): Promise<void> => {
    await Promise.all(children.splice(0).map(killed));
  };
  const end = async (): Promise<void> => {
    await vanish();
    await rm(folder, { recursive: true, force: true });
  };
  const come = (where: HostedWorld): ReturnType<typeof newcomer> =>
    newcomer(
      where,
      'terminal',
      () => start(where),
      () => printed,
    );
  try {
    const { userId } = await come(world);
    return {
      user: { userId },
      enter: async (other) => void (await come(other)),
      allow: async (scope, host, port) =>
        void (await promisify(execFile)(process.execPath, [WORLDWIRE, 'access', 'allow', `${host}:${port}`, '--scope', scope], { env })),
      vanish,
      said: () => printed,
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}
