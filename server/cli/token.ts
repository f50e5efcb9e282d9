import { join } from 'node:path';
import { WorldwireError, type Role } from '../../engine/index.ts';
import { runningServers } from '../files/running-servers.ts';
import { keptTokens, TokenFile } from '../security/token-file.ts';
import { makeKept } from '../security/tokens.ts';
import { configOf } from './config-of.ts';
import { defaultStateFolder } from './state-folder.ts';

/** What the command line of `worldwire token` says. */
export interface TokenFlags {
  /** Of a token that is made. */
  readonly role?: Role;
  readonly name?: string;
  readonly program?: boolean;
  readonly config?: string;
}

/** Makes a token: `token` is shown once, `about` says what it is and how somebody joins with it. */
export async function makeTokenFor(flags: TokenFlags & { readonly role: Role }): Promise<{ token: string; about: readonly string[] }> {
  const { role, name = '', program = false } = flags;
  const folder = await stateFolder(flags);
  const made = await makeKept(await tokenFile(folder), { role, name: name.trim(), ...(program ? { program } : {}) });
  const servers = await runningServers(folder);
  const how =
    servers.length === 0
      ? [
          'No server of this state folder runs now. Once one does, join at the address that it prints:',
          `  in a browser  ADDRESS/?token=${made.token}`,
          `  by terminal   worldwire join ADDRESS --user NAME --token ${made.token}`,
        ]
      : servers.flatMap(({ origin, answers }) => [
          ...(answers ? [] : [`The server at ${origin} does not answer now. Once it does:`]),
          `  in a browser  ${origin}/?token=${made.token}`,
          `  by terminal   worldwire join ${origin} --user NAME --token ${made.token}`,
        ]);
  const called = made.name === '' ? '' : `, ${JSON.stringify(made.name)}`;
  return {
    token: made.token,
    about: [
      '',
      `Whoever has it joins as ${role} at every server ${flags.config === undefined ? "of this machine's user" : 'of that configuration'}. It is ` +
        'not shown again.',
      ...(program ? ['It is a program’s: what it edits is no step of undo, unless an edit says `"history": true`.'] : []),
      ...how,
      // Without the configuration another state folder would be looked into.
      `Take it back: worldwire token revoke ${made.id}${flags.config === undefined ? '' : ` --config ${JSON.stringify(flags.config)}`}${called}`,
    ],
  };
}

/** The tokens that were made, as lines for people. */
export async function listTokens(flags: TokenFlags): Promise<string[]> {
  const list = await keptTokens(fileIn(await stateFolder(flags)));
  if (list.length === 0) return ['No tokens are kept.'];
  return list.map(
    ({ id, role, name, at, program, user }) =>
      `${id}  ${role.padEnd(9)}  made ` +
      `${at}${name === '' ? '' : `  ${JSON.stringify(name)}`}${program === true ? '  a program’s' : ''}${user === undefined ? '' : `  for ${user} alone`}`,
  );
}

/** Takes a token back; running servers end what was begun with it within a second. */
export async function revokeToken(id: string, flags: TokenFlags): Promise<string> {
  if (!(await (await tokenFile(await stateFolder(flags))).remove(id)))
    throw new WorldwireError('WW_BAD_REQUEST', `No token is called ${JSON.stringify(id)}; \`worldwire token list\` lists them.`);
  return `Took ${id} back. Who came with it is put out.`;
}

async function stateFolder(flags: TokenFlags): Promise<string> {
  return (await configOf(flags)).stateFolder ?? defaultStateFolder();
}

/** The tokens, to be changed; that is refused where the file is damaged. */
async function tokenFile(folder: string): Promise<TokenFile> {
  return TokenFile.open(fileIn(folder), { error: () => undefined });
}

function fileIn(folder: string): string {
  return join(folder, 'tokens.json');
}
