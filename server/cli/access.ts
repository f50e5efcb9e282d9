import { join } from 'node:path';
import { HOST, hostPortText, parseAllowEntry, withoutUser, visible, WorldwireError, type AccessScope } from '../../engine/index.ts';
import { AccessDesk } from '../../agent/access-desk.ts';
import { Decisions } from '../access/decisions.ts';
import { readKept, type Decision } from '../access/kept-decisions.ts';
import { hostRules } from '../access/host-rules.ts';
import { configOf } from './config-of.ts';
import type { Config } from './config.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire access` says. */
export interface AccessFlags {
  readonly scope?: AccessScope;
  readonly config?: string;
  /** Of an allowance: also where the name leads to this machine or a network nearby. */
  readonly near?: boolean;
}

/** The remembered decisions of this machine's user, as lines for people, in order of host and port. */
export async function listAccess(flags: AccessFlags): Promise<string[]> {
  const { decisions } = await stored(flags);
  const list = decisions.list
    .filter(({ scope }) => flags.scope === undefined || scope === flags.scope)
    .map((each) => ({ ...each, entry: visible(hostPortText(each), 300) }));
  if (list.length === 0) return ['Nothing is remembered.'];
  const order = new Intl.Collator('en', { numeric: true });
  list.sort((a, b) => order.compare(a.entry, b.entry) || order.compare(a.scope, b.scope));
  return list.map(lineOf);
}

function lineOf({ decision, entry, scope, by, name, at, reason, near }: Decision & { readonly entry: string }): string {
  const told = near === true ? ', near this machine' : '';
  // What a world wrote is shown, and steers no terminal.
  const why = reason === undefined ? 'no reason was given' : `“${visible(reason)}”`;
  return (
    `${decision.padEnd(5)} ${entry} (${scope})${told}, decided by ${visible(name ?? (by === HOST.userId ? 'the command line' : by))} at ` +
    `${visible(at)}: ${why}`
  );
}

/**
 * Remembers or forgets what is decided of a host and port; running servers and joined machines heed it within a second. Rejects where it could not be
 * written down: nothing is decided then.
 */
export async function changeAccess(action: Decision['decision'] | 'forget', entry: string, flags: AccessFlags): Promise<string> {
  const read = parseAllowEntry(entry);
  if ('expected' in read || read.port === null)
    throw new WorldwireError('WW_BAD_REQUEST', `${JSON.stringify(withoutUser(entry).slice(0, 300))} is not a host and port; write host:port, or a URL.`);
  const scope = flags.scope ?? 'Websocket';
  const { host, port } = read;
  const { config, decisions } = await stored(flags);
  const desk = new AccessDesk({
    userId: 'host',
    rules: hostRules(config.allowedUrlHosts ?? []),
    memory: decisions,
    log: { warn: () => undefined },
    waiting: (text) => text,
  });
  const told = `${hostPortText({ host, port })} (${scope})`;
  if (action === 'forget') {
    const had = desk.forget(scope, host, port);
    await decisions.settled();
    return had ? `Forgot what was decided of ${told}.` : `Nothing was remembered of ${told}.`;
  }
  const useless = desk.settle(scope, host, port, action, 'host', flags.near === true);
  if (useless !== null) throw new WorldwireError('WW_ADDRESS_REFUSED', useless);
  await decisions.settled();
  if (action === 'deny') return `Denied ${told}.`;
  const isNear = decisions.get(scope, host, port)?.near === true;
  return `Allowed ${told}${isNear ? ', also where it lies on this machine or a network nearby' : ''}.`;
}

async function stored(flags: AccessFlags): Promise<{ config: Config; decisions: Decisions }> {
  const config = await configOf(flags);
  const file = join(config.stateFolder ?? defaultStateFolder(), 'access.json');
  await readKept(file);
  const decisions = await Decisions.open(file, { error: () => undefined, info: () => undefined });
  return { config, decisions };
}
