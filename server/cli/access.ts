import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseAllowEntry, WorldwireError, type AccessScope } from '../../engine/index.ts';
import { Decisions, type Decision } from '../hosting/decisions.ts';
import { createLog } from '../hosting/log.ts';
import { readConfig } from './config.ts';

/** What the command line of `worldwire access` says. */
export interface AccessFlags {
  readonly scope?: AccessScope;
  readonly config?: string;
}

/** Where what is remembered lies: as the system has it, else in the user's folder. */
export function defaultStateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment['XDG_STATE_HOME'] ?? environment['LOCALAPPDATA'] ?? join(homedir(), '.local', 'state'), 'worldwire');
}

/** The host's remembered decisions, as lines for people. */
export async function listAccess(flags: AccessFlags): Promise<string> {
  const { list } = await stored(flags);
  return list.length === 0
    ? 'Nothing is remembered.'
    : list.map(({ decision, host, port, scope, by, at }) => `${decision.padEnd(5)} ${entryOf(host, port)} (${scope}), decided by ${by} at ${at}`).join('\n');
}

/** Remembers or forgets what the host decides of a host and port; a running server heeds it within a second. */
export async function changeAccess(action: Decision['decision'] | 'forget', entry: string, flags: AccessFlags): Promise<string> {
  const read = parseAllowEntry(entry);
  if ('expected' in read || read.port === null)
    throw new WorldwireError('WW_BAD_REQUEST', `${JSON.stringify(entry)} is not a host and port; write host:port, or a URL.`);
  const scope = flags.scope ?? 'Websocket';
  const { host, port } = read;
  const decisions = await stored(flags);
  if (action === 'forget') {
    const had = decisions.forget(scope, host, port);
    await decisions.settled();
    return had ? `Forgot what was decided of ${entryOf(host, port)}.` : `Nothing was remembered of ${entryOf(host, port)}.`;
  }
  decisions.remember({ scope, host, port, decision: action, by: 'host', at: new Date().toISOString() });
  await decisions.settled();
  return `${action === 'allow' ? 'Allowed' : 'Denied'} ${entryOf(host, port)}.`;
}

async function stored(flags: AccessFlags): Promise<Decisions> {
  const folder = (flags.config === undefined ? undefined : (await readConfig(flags.config)).stateFolder) ?? defaultStateFolder();
  const file = join(folder, 'access.json');
  const decisions = await Decisions.open(file, createLog({ level: 'silent' }));
  if (!decisions.durable) throw new WorldwireError('WW_CONFIG_INVALID', `${file} is damaged: mend it, or take it away to begin anew.`);
  return decisions;
}

function entryOf(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
