import type { WorldSource } from '../hosting/opener.ts';
import { createLog } from '../log/log.ts';
import { startServer, type RunningServer } from '../start-server.ts';
import { canOpenBrowser, openBrowser } from './browser.ts';
import { outliveOutput, print } from './output.ts';
import { stopOnSignal } from './signals.ts';

/** A state to be looked at. */
export interface ReplayState {
  readonly snapshot: string;
  /** What its world is called. */
  readonly name: string;
  /** What it is a state of, and of which tick, in words that people read at the page. */
  readonly of: string;
}

/**
 * Serves a state as a world to look at, until it is told to end: it stands still, nothing goes out of it or comes in but from its page, and nothing of it
 * is written anywhere. Resolves when the server runs.
 */
export async function serveReplay(
  { snapshot, name, of }: ReplayState,
  { port = 0, plugins }: { readonly port?: number; readonly plugins: readonly string[] },
): Promise<RunningServer> {
  outliveOutput();
  const worlds: readonly WorldSource[] = [{ snapshot, name }];
  // Neither a folder for what is remembered nor one for scenes: what this server does is forgotten with it.
  const starting = startServer({ port, plugins, worlds, replayOf: of, log: createLog({ level: 'warn' }) });
  const { letGo } = stopOnSignal(
    async () => {
      const server = await starting.catch(() => undefined);
      if (server === undefined) return 1;
      await server.close();
      return 0;
    },
    () => [],
  );
  const server = await starting.catch((error: unknown) => {
    letGo();
    throw error;
  });
  print('', `  ${of}, to be looked at`, '', `  ${server.url}`, '');
  if (canOpenBrowser()) await openBrowser(server.url);
  return server;
}
