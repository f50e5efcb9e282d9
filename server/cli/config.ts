import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { checkOf, ROLES, parseAllowList, parseJson, utf8Text, WorldwireError, type Fault } from '../../engine/index.ts';
import { listenFaults } from '../access/listen-rules.ts';
import { whyUnread } from '../files/why-unread.ts';
import { readProxy } from '../links/proxies.ts';
import { parseHost } from '../security/addresses.ts';
import { isProxyEntry } from '../security/front-proxies.ts';
import { RoleSchema } from '../security/roles.ts';

const exact = { additionalProperties: false } as const;
const Texts = (description: string) => Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 4096 }), { description }));
const Port = Type.Integer({ minimum: 0, maximum: 65_535 });

/** Form of the configuration file. Keys that Resonite's headless configuration has are named as there. */
export const ConfigSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    tickRate: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000, description: 'Ticks a second of every world, instead of what its scene says.' })),
    startWorlds: Type.Optional(
      Type.Array(
        Type.Union([
          Type.String({ minLength: 1 }),
          Type.Object(
            {
              path: Type.String({ minLength: 1 }),
              name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
              tickRate: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
            },
            exact,
          ),
        ]),
        { description: 'Scene files to run, besides those of the command line; paths are relative to this file.' },
      ),
    ),
    allowedUrlHosts: Texts('Hosts that worlds may connect to without anybody being asked: a URL, host:port, or host.'),
    allowedListenPorts: Type.Optional(
      Type.Array(Type.Union([Port, Type.String({ minLength: 1, maxLength: 200 })]), {
        description: 'Ports on which worlds may listen: PORT or FROM-TO for this machine alone, ADDRESS:PORT for whoever reaches that address.',
        maxItems: 1000,
      }),
    ),
    autosaveInterval: Type.Optional(Type.Number({ minimum: 0, maximum: 86_400, description: 'Seconds between saves of changed worlds; 0 is never.' })),
    saveOnExit: Type.Optional(Type.Boolean()),
    maxUsers: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: 'Most users in a world; 0 is no limit.' })),
    port: Type.Optional(Port),
    host: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    token: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.~-]{22,200}$', description: 'At least 22 characters of A-Z, a-z, 0-9 and _.~- (128 bits).' })),
    tokens: Type.Optional(
      Type.Array(
        Type.Object(
          {
            token: Type.String({ pattern: '^[A-Za-z0-9_.~-]{22,200}$' }),
            role: RoleSchema,
          },
          exact,
        ),
        { description: 'Further tokens and the roles that they give. `worldwire token` makes such that are not kept in words.', maxItems: 1000 },
      ),
    ),
    allowedHosts: Texts('Further names that this server answers for: name or name:port.'),
    allowedOrigins: Texts('Further origins whose pages may act here: https://name:port.'),
    trustedProxies: Texts('Proxies in front of this server that are believed when they name the address of who asks: an address, or a network as 10.0.0.0/8.'),
    extraCAs: Texts('Files of certificates (PEM) that wss connections trust besides the usual.'),
    proxy: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description: 'Proxy that connections go through: its URL (http, https, socks4, socks4a, socks5, socks5h), "environment", or "none".',
      }),
    ),
    noProxy: Texts(
      'Hosts that are connected to without the proxy, as in NO_PROXY: *, name (with all below it), address, block of addresses, each also with :port.',
    ),
    plugins: Texts('JavaScript modules that export `plugin`, with components and systems of their own.'),
    worldsFolder: Type.Optional(Type.String({ minLength: 1 })),
    stateFolder: Type.Optional(Type.String({ minLength: 1 })),
    journal: Type.Optional(
      Type.Enum(['all', 'edits', 'off'], {
        description: 'What of worlds of files is written as it happens, so that a crash loses nothing of it. Default all.',
      }),
    ),
    journalFlush: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 60_000, description: 'Milliseconds after which what a journal has written is flushed to the disk. Default 100.' }),
    ),
    journalKeep: Type.Optional(
      Type.Object(
        {
          megabytes: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 })),
          days: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 36_500 })),
        },
        { ...exact, description: 'How much of the journal of each world is kept, at most. Default 1,000 megabytes and 30 days.' },
      ),
    ),
    trafficKeep: Type.Optional(
      Type.Object(
        { megabytes: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })) },
        {
          ...exact,
          description: 'How much the timeline of each world keeps of what passed its connections, in memory; 0 for no timeline. Default 32 megabytes.',
        },
      ),
    ),
    versionsKeep: Type.Optional(
      Type.Object(
        { megabytes: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })) },
        { ...exact, description: 'How much the versions of each scene take, at most; 0 keeps none. Default 200 megabytes.' },
      ),
    ),
    threads: Type.Optional(Type.Boolean()),
    logLevel: Type.Optional(Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])),
  },
  exact,
);
export type Config = Static<typeof ConfigSchema>;

const keys = Object.keys(ConfigSchema.properties).filter((key) => key !== '$schema');
/** Key by key, so that many faults of one do not hide those of another. */
const CHECKS = new Map(Object.entries(ConfigSchema.properties).map(([key, schema]) => [key, checkOf(schema, 'what the manual describes')]));
const EXPECTED: { readonly [key: string]: string } = {
  tickRate: 'a number above 0, at most 1000',
  startWorlds: 'a list of paths, or of {"path", "name"?, "tickRate"?}',
  allowedUrlHosts: 'a list of URLs, host:port, or host',
  allowedListenPorts: 'a list of ports, FROM-TO, or ADDRESS:PORT',
  autosaveInterval: 'seconds, 0 to 86400',
  saveOnExit: 'true or false',
  maxUsers: 'a whole number from 0',
  port: 'a port, 0 to 65535',
  host: 'an address to listen on',
  token: 'at least 22 characters of A-Z, a-z, 0-9 and _.~-',
  tokens: `a list of {"token": at least 22 characters of A-Z, a-z, 0-9 and _.~-, "role": ${ROLES.slice(0, -1).join(', ')} or ${ROLES.at(-1)}}`,
  allowedHosts: 'a list of names, or name:port',
  allowedOrigins: 'a list of origins, as https://name:port',
  trustedProxies: 'a list of addresses, or networks as 10.0.0.0/8',
  extraCAs: 'a list of PEM files',
  proxy: 'http://HOST:PORT, socks5://USER:PASSWORD@HOST:PORT, "environment" or "none"',
  noProxy: 'a list of hosts: *, a name, an address, a block of addresses, each also with :port',
  plugins: 'a list of JavaScript files',
  worldsFolder: 'a folder',
  stateFolder: 'a folder',
  journal: 'all, edits or off',
  journalFlush: 'milliseconds, 1 to 60000',
  journalKeep: '{"megabytes"?: a number above 0, "days"?: a number above 0}',
  trafficKeep: '{"megabytes"?: a number from 0}',
  versionsKeep: '{"megabytes"?: a number from 0}',
  threads: 'true or false',
  logLevel: 'trace, debug, info, warn, error, fatal or silent',
};

/** Reads a configuration file. Throws WW_CONFIG_INVALID with every fault; paths in it are then absolute. */
export async function readConfig(file: string): Promise<Config> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new WorldwireError('WW_CONFIG_INVALID', `The configuration ${file} cannot be read: ${whyUnread(error)}`);
  });
  let json: unknown;
  try {
    json = parseJson(utf8Text(bytes, file), file);
  } catch (error) {
    throw error instanceof WorldwireError ? new WorldwireError('WW_CONFIG_INVALID', `The configuration cannot be read: ${error.message}`) : error;
  }
  checkConfig(json, file);
  return absolute(json, dirname(resolve(file)));
}

/** Throws WW_CONFIG_INVALID with every fault of a configuration, however it came. */
export function checkConfig(json: unknown, file: string): asserts json is Config {
  refuse(configFaults(json), file);
}

/** Every fault of a configuration. */
export function configFaults(json: unknown): Fault[] {
  return [...formFaults(json), ...listFaults(json)];
}

/** Throws WW_CONFIG_INVALID where there are faults. @param whose what has them, at the beginning of a sentence */
export function refuse(faults: readonly Fault[], whose: string): void {
  if (faults.length > 0)
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      `${whose} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults, the first of them`}: ${faults[0]?.message ?? ''}`,
      faults,
    );
}

function formFaults(json: unknown): Fault[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return [{ path: '', expected: 'an object', message: 'the configuration must be a JSON object' }];
  const places = new Map<string, Fault>();
  for (const [key, value] of Object.entries(json)) {
    const check = CHECKS.get(key);
    const expected = EXPECTED[key] ?? 'text';
    if (check === undefined) {
      const meant = keys.find((known) => known.toLowerCase() === key.toLowerCase());
      const all = meant === undefined ? `one of ${keys.join(', ')}` : meant;
      places.set(key, { path: key, expected: all, message: `${key}: no such key; expected ${all}` });
      continue;
    }
    for (const fault of check(value, key)) {
      // One for each entry of a list: what is wrong inside of it follows from what is expected.
      const place = fault.path.split('/').slice(0, 2).join('/');
      if (!places.has(place)) places.set(place, { path: place, expected, message: `${place}: expected ${expected}` });
    }
  }
  return [...places.values()];
}

function listFaults(json: unknown): Fault[] {
  const config = (typeof json === 'object' && json !== null ? json : {}) as { [key: string]: unknown };
  const faults: Fault[] = [];
  for (const fault of parseAllowList(texts(config['allowedUrlHosts'])).faults)
    faults.push({ ...fault, path: `allowedUrlHosts/${fault.path}`, message: `allowedUrlHosts/${fault.path}: ${fault.message}` });
  const listed: unknown = config['allowedListenPorts'];
  if (Array.isArray(listed) && listed.every((entry) => typeof entry === 'string' || typeof entry === 'number'))
    for (const fault of listenFaults(listed))
      faults.push({ ...fault, path: `allowedListenPorts/${fault.path}`, message: `allowedListenPorts/${fault.path}: ${fault.message}` });
  const tokens = [config['token'], ...(Array.isArray(config['tokens']) ? config['tokens'] : []).map((entry: unknown) => tokenIn(entry))];
  for (const [index, token] of tokens.entries())
    if (token !== undefined && tokens.indexOf(token) < index)
      faults.push({ path: `tokens/${index - 1}`, expected: 'a token of its own', message: `tokens/${index - 1}: this token stands there already` });
  const { proxy } = config;
  // What stands there is not shown, since it may hold a password.
  if (typeof proxy === 'string' && proxy !== '' && !isProxySetting(proxy))
    faults.push({ path: 'proxy', expected: EXPECTED['proxy'] ?? '', message: `proxy: expected ${EXPECTED['proxy']}` });
  for (const [index, name] of texts(config['allowedHosts']).entries()) {
    if (parseHost(name) === undefined)
      faults.push({
        path: `allowedHosts/${index}`,
        expected: 'name or name:port',
        message: `allowedHosts/${index}: ${JSON.stringify(name)} is not a name or name:port`,
      });
  }
  for (const [index, entry] of texts(config['trustedProxies']).entries()) {
    if (!isProxyEntry(entry))
      faults.push({
        path: `trustedProxies/${index}`,
        expected: 'an address, or a network as 10.0.0.0/8',
        message: `trustedProxies/${index}: ${JSON.stringify(entry)} is not an address, or a network as 10.0.0.0/8`,
      });
  }
  for (const [index, origin] of texts(config['allowedOrigins']).entries()) {
    if (!/^https?:\/\/[^/]+\/?$/i.test(origin))
      faults.push({
        path: `allowedOrigins/${index}`,
        expected: 'https://name:port',
        message: `allowedOrigins/${index}: ${JSON.stringify(origin)} is not an origin as https://name:port`,
      });
  }
  return faults;
}

function isProxySetting(text: string): boolean {
  if (text === 'environment' || text === 'none') return true;
  try {
    readProxy(text, 'proxy');
    return true;
  } catch {
    return false;
  }
}

function tokenIn(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'token' in entry ? entry.token : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function absolute(config: Config, folder: string): Config {
  const at = (path: string): string => resolve(folder, path);
  return {
    ...config,
    ...(config.startWorlds === undefined
      ? {}
      : { startWorlds: config.startWorlds.map((entry) => (typeof entry === 'string' ? at(entry) : { ...entry, path: at(entry.path) })) }),
    ...(config.extraCAs === undefined ? {} : { extraCAs: config.extraCAs.map((entry) => (entry.includes('-----BEGIN') ? entry : at(entry))) }),
    ...(config.plugins === undefined ? {} : { plugins: config.plugins.map(at) }),
    ...(config.worldsFolder === undefined ? {} : { worldsFolder: at(config.worldsFolder) }),
    ...(config.stateFolder === undefined ? {} : { stateFolder: at(config.stateFolder) }),
  };
}
