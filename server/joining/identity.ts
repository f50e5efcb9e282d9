import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import Type from 'typebox';
import { checkOf, WorldwireError } from '../../engine/index.ts';
import { readOwnFile, writeOwnFile } from '../files/own-file.ts';

/** What a machine shows a server so as to be known again: who its user is, and which of their machines it is. */
export interface Identity {
  readonly secret: string;
  readonly machine: string;
}

interface Kept {
  readonly version: 1;
  /** From which what one server sees is derived. */
  readonly master: string;
  /** Secrets that were brought from another machine of the user, by the server that they are for. */
  readonly brought?: { readonly [origin: string]: string };
}

const SECRET = /^[A-Za-z0-9_-]{32,64}$/;
const Secret = Type.String({ pattern: SECRET.source });
const check = checkOf(
  Type.Object({ version: Type.Literal(1), master: Secret, brought: Type.Optional(Type.Record(Type.String({ maxLength: 300 }), Secret)) }),
  '{"version":1,"master","brought"?}',
);

/** Where a user's settings lie: as the system has it, else in the user's folder. */
export function defaultConfigFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment['XDG_CONFIG_HOME'] || environment['APPDATA'] || join(homedir(), '.config'), 'worldwire');
}

/**
 * Who this user and this machine are to one server. The file `identity.json` is made once; what a server is shown is derived from it for that
 * server alone, so that none can come as the user to another.
 * @param origin `http://host:port` of the server
 * @param me the user's secret for this server, brought from another machine; remembered
 * @throws WorldwireError WW_CONFIG_INVALID where the file is damaged or cannot be read or written; it is never written over then
 */
export async function identityFor(folder: string, origin: string, me?: string): Promise<Identity> {
  if (me !== undefined && !SECRET.test(me))
    throw new WorldwireError('WW_BAD_REQUEST', '--me takes what the server gave: 32 to 64 characters of A-Z, a-z, 0-9, _ and -.');
  const file = join(folder, 'identity.json');
  let kept = (await read(file)) ?? (await create(file));
  if (me !== undefined && kept.brought?.[origin] !== me) {
    kept = { ...kept, brought: { ...kept.brought, [origin]: me } };
    await writeOwnFile(file, textOf(kept));
  }
  const derived = (what: string): string => createHmac('sha256', kept.master).update(`worldwire ${what} ${origin}`).digest('base64url');
  return { secret: kept.brought?.[origin] ?? derived('user'), machine: derived('machine') };
}

async function read(file: string): Promise<Kept | undefined> {
  const kept = (await readOwnFile(file, check, 'It says who you are: without it you are somebody new everywhere.')) as Kept | undefined;
  if (kept !== undefined) await keepPrivate(file);
  return kept;
}

/** Makes the file, unless another process has made it at the same moment: then that one holds. */
async function create(file: string): Promise<Kept> {
  const kept: Kept = { version: 1, master: randomBytes(32).toString('base64url') };
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(textOf(kept));
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, since a rename would take the place of one that has just come.
    try {
      await link(beside, file);
    } finally {
      await unlink(beside);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new WorldwireError('WW_CONFIG_INVALID', `${file} cannot be made: ${(error as Error).message}`);
  }
  return (await read(file)) ?? kept;
}

/** Who may read it can come as its user. */
async function keepPrivate(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) await chmod(file, 0o600).catch(() => undefined);
}

function textOf(kept: Kept): string {
  return `${JSON.stringify(kept, null, 2)}\n`;
}
