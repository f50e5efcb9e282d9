/** A command line that has joined a world, in this process, with folders of its own and a pretended terminal. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningServer } from '../../../server/index.ts';
import type { JoinOptions } from '../../../server/joining/join-options.ts';
import { JoinedMachine } from '../../../server/joining/joined-machine.ts';
import { atEnd } from '../../server/running.ts';
import { PretendedTerminal } from './pretended-terminal.ts';

export interface Terminal {
  readonly machine: JoinedMachine;
  readonly screen: PretendedTerminal;
  readonly folder: string;
}
export type TerminalSettings = Partial<Omit<JoinOptions, 'streams' | 'configFolder' | 'stateFolder'>> & {
  /** Whether somebody sits at it. Default true. */
  readonly interactive?: boolean;
  /** Folder of what is remembered, to be the same user on the same machine again. */
  readonly folder?: string;
};

/** A folder that is gone after the test. */
export async function emptyFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-join-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Begins to join a server's world; it leaves with the test. */
export async function terminal(server: Pick<RunningServer, 'url'>, settings: TerminalSettings = {}): Promise<Terminal> {
  const { interactive = true, folder = await emptyFolder(), ...more } = settings;
  const screen = new PretendedTerminal(interactive);
  const machine = await JoinedMachine.start({
    url: server.url,
    user: 'Anna',
    ...more,
    configFolder: join(folder, 'config'),
    stateFolder: join(folder, 'state'),
    streams: screen,
  });
  atEnd(() => machine.leave());
  return { machine, screen, folder };
}

/** The same, once it is in the world. */
export async function joinedTerminal(server: Pick<RunningServer, 'url'>, settings: TerminalSettings = {}): Promise<Terminal> {
  const started = await terminal(server, settings);
  await Promise.race([started.screen.reads('joined "'), started.machine.ended]);
  return started;
}
