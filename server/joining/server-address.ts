import { WorldwireError } from '../../engine/index.ts';

/** A server as one joins it. */
export interface ServerAddress {
  /** `http://host:port`. */
  readonly origin: string;
  /** Path of its socket. */
  readonly path: string;
  readonly token: string | undefined;
}

/** Characters of a token that a server takes at most. */
const LONGEST_TOKEN = 512;

/**
 * Reads the address of a server's page, as the server prints it: `http://host:port/?token=T`.
 * @param token goes before the one in the address
 * @throws WorldwireError WW_BAD_REQUEST where it is none
 */
export function readServerAddress(text: string, token?: string): ServerAddress {
  const url = parsed(text);
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  if (url.protocol === 'ws:' || url.protocol === 'wss:')
    throw refusal(
      `${url.protocol}// is the address of a connection, not of a page; write ${secure ? 'https' : 'http'}://${url.host}, as the server printed it.`,
    );
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refusal(`${url.protocol} is not http: or https:.`);
  if (url.username !== '' || url.password !== '') throw refusal('The address holds a user or a password; a server is joined by --token.');
  const given = token ?? url.searchParams.get('token') ?? undefined;
  if (given !== undefined && given.length > LONGEST_TOKEN) throw refusal(`The token has ${given.length} characters, and none is that long.`);
  return { origin: url.origin, path: `${url.pathname.replace(/[^/]*$/, '')}socket.io/`, token: given };
}

function parsed(text: string): URL {
  // What was written as host:port would else be read as a scheme and a path.
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(whole)) throw refusal('It cannot be read as an address.');
  return new URL(whole);
}

function refusal(why: string): WorldwireError {
  return new WorldwireError('WW_BAD_REQUEST', `${why} Give the address that the server printed: http://host:port/?token=…`);
}
