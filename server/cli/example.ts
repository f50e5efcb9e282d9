import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { main } from './main.ts';
import { failureLines } from './failure.ts';
import { say } from './output.ts';

/** What `npm start` runs. */
export interface Example {
  /** Module of the small services. */
  readonly services: URL;
  /** Folder in which each folder with an `index.js` may be a plugin that an example world needs. */
  readonly plugins: URL;
  readonly scenes: readonly string[];
  /** Further flags of `worldwire run`. */
  readonly argv: readonly string[];
  /** Folder in which the worlds leave their states as the server ends, and are taken up from by the next one. Without it they begin from their scenes. */
  readonly states?: string;
}

interface ServicesModule {
  startServices(): Promise<{ close(): Promise<void> }>;
  readonly allowedHosts: readonly string[];
}

/** Starts the services that the example worlds talk to, and then the worlds. */
export async function runExample({ services, plugins, scenes, argv, states }: Example): Promise<void> {
  try {
    const module = (await import(services.href)) as ServicesModule;
    const running = await module.startServices().catch((error: unknown) => {
      say(
        `The example services did not start: ${(error as Error).message}`,
        'The example worlds talk to whoever listens there, perhaps those of another start.',
      );
      return undefined;
    });
    const flags = [...module.allowedHosts.flatMap((host) => ['--allow-host', host]), ...pluginFiles(plugins).flatMap((file) => ['--plugin', file])];
    // Some of the example worlds show how a connection fails; the one line that is needed here is the address.
    const more = { beforeEnd: async () => running?.close(), forPeople: true, worldsAtPage: true, ...(states === undefined ? {} : { states }) };
    await main(['node', 'worldwire', 'run', ...scenes, ...flags, ...argv], more);
  } catch (error) {
    say(...failureLines(error));
    process.exit(1);
  }
}

function pluginFiles(folder: URL): string[] {
  const path = fileURLToPath(folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'services')
    .map((entry) => join(path, entry.name, 'index.js'))
    .filter((file) => existsSync(file));
}
