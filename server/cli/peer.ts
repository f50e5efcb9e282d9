import { readFile, stat } from 'node:fs/promises';
import { WorldwireError } from '../../engine/index.ts';
import { readConversations } from '../traffic/conversation.ts';
import { startRecordedPeer, type RecordedPeer } from '../traffic/recorded-peer.ts';
import { configOf } from './config-of.ts';
import { OWN_VOICE, type Voice } from './output.ts';

/** What the command line of `worldwire peer` says. */
export interface PeerFlags {
  readonly port?: number;
  readonly host?: string;
  readonly fast?: boolean;
  readonly config?: string;
}

/** Bytes of a file that is read. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Listens as the other side of what a file holds, until it is told to end. Gives the code to end with. Throws WW_CONFIG_INVALID for what is no such file. */
export async function peer(file: string, flags: PeerFlags, { print, say }: Voice = OWN_VOICE): Promise<number> {
  const { port = 4610, host = '127.0.0.1', fast = false } = flags;
  // Nothing of it is used here; one that is wrong is told all the same, as by every command.
  if (flags.config !== undefined) await configOf(flags);
  const conversations = readConversations(await textOf(file), file);
  const cut = conversations.reduce((sum, each) => sum + each.cut, 0);
  if (cut > 0) say(`${cut} messages are only kept up to 16 KiB in ${file}: they are said as far as they are there.`);
  let listening: RecordedPeer;
  try {
    listening = await startRecordedPeer(conversations, { host, port, isFast: fast, tell: (words) => print(words) });
  } catch (error) {
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      `It cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : String(error)}; give another --port.`,
    );
  }
  const where = `ws://${host.includes(':') ? `[${host}]` : host}:${listening.port}`;
  for (const { name, path, messages } of conversations)
    print(`${where}${path}  ${name}, ${messages.length === 1 ? '1 message' : `${messages.length} messages`}`);
  print('It listens until Ctrl-C.');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await listening.close();
  return 0;
}

async function textOf(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new WorldwireError('WW_TOO_LARGE', `${file} is larger than ${MOST_BYTES / 1024 / 1024} MiB.`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof WorldwireError) throw error;
    throw new WorldwireError('WW_CONFIG_INVALID', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
