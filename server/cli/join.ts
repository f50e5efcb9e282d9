import { readFile } from 'node:fs/promises';
import { WorldwireError } from '../../engine/index.ts';
import { defaultConfigFolder } from '../joining/identity.ts';
import { JoinedMachine } from '../joining/joined-machine.ts';
import { configOf } from './config-of.ts';
import { refuseFlags } from './flag-faults.ts';
import { whyUnread } from '../files/why-unread.ts';
import { outliveOutput } from './output.ts';
import { stopOnSignal } from './signals.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire join` says. */
export interface JoinFlags {
  readonly user: string;
  readonly token?: string;
  readonly me?: string;
  readonly world?: string;
  readonly allowHost?: readonly string[];
  readonly config?: string;
}

/** Joins a world and stays until it is told to end. Rejects with a WorldwireError where it cannot stay. */
export async function joinWorld(url: string, flags: JoinFlags): Promise<void> {
  outliveOutput();
  const allowed = flags.allowHost ?? [];
  refuseFlags({ allowedUrlHosts: [...allowed] });
  const config = await configOf(flags);
  const allowHosts = [...(config.allowedUrlHosts ?? []), ...allowed];
  const machine = await JoinedMachine.start({
    url,
    user: flags.user,
    token: flags.token,
    me: flags.me,
    world: flags.world,
    allowHosts,
    extraCAs: await Promise.all((config.extraCAs ?? []).map(certificate)),
    proxy: config.proxy,
    noProxy: config.noProxy,
    configFolder: defaultConfigFolder(),
    stateFolder: config.stateFolder ?? defaultStateFolder(),
    streams: { input: process.stdin, output: process.stdout },
    // At a question the terminal gives the key instead of the signal.
    interrupted: () => process.emit('SIGINT', 'SIGINT'),
  });
  stopOnSignal(
    async () => {
      await machine.leave();
      return 0;
    },
    () => [],
  );
  await machine.ended;
}

async function certificate(pemOrFile: string): Promise<string> {
  if (pemOrFile.includes('-----BEGIN')) return pemOrFile;
  return readFile(pemOrFile, 'utf8').catch((error: unknown) => {
    throw new WorldwireError('WW_CONFIG_INVALID', `extraCAs: ${pemOrFile} cannot be read: ${whyUnread(error)}`);
  });
}
