import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { FETCH, HOST, manifestOf, SCRIPT_FILES, WorldwireError } from '../engine/index.ts';
import type { AccessDesk } from '../agent/access-desk.ts';
import { AgentDesk } from './agents/agent-desk.ts';
import { Agents } from './agents/agents.ts';
import { Decisions } from './access/decisions.ts';
import { Desks } from './hosting/desks.ts';
import { fetchJob, type FetcherOptions } from './fetching/fetcher.ts';
import type { DoneJob } from './hosting/jobs.ts';
import { Ghosts } from './past/ghosts.ts';
import { hostDesk } from './access/host-desk.ts';
import { addressCheck, hostRules } from './access/host-rules.ts';
import { listenRules } from './access/listen-rules.ts';
import type { HostedWorld } from './hosting/hosted-world.ts';
import type { Loss } from './saving/loss.ts';
import { createLog } from './log/log.ts';
import { makeAll } from './hosting/make-all.ts';
import { Opener } from './hosting/opener.ts';
import { OWN_PACKAGE } from './files/own-package.ts';
import { whyUnread } from './files/why-unread.ts';
import { SpareTime } from './limits/spare-time.ts';
import { noteRunning } from './files/running-servers.ts';
import { loadRegistry } from './plugins/registry.ts';
import { TraceFile } from './hosting/trace-file.ts';
import { Worlds } from './hosting/worlds.ts';
import { gateRequests } from './http/gate.ts';
import { createApp } from './http/app.ts';
import { Metrics } from './metrics/metrics.ts';
import { LinkManager } from './links/link-manager.ts';
import { Listeners } from './listening/listeners.ts';
import { OpenFiles, serverReserve } from './links/open-files.ts';
import { Proxies, unusedProxies } from './links/proxies.ts';
import { addressBook, isWildcard } from './security/addresses.ts';
import { cookieKey } from './security/cookie-key.ts';
import { createGuard } from './security/guard.ts';
import { frontProxies } from './security/front-proxies.ts';
import { Sessions } from './security/sessions.ts';
import { scriptFilesJob } from './scripting/script-files.ts';
import { stripTypes } from './scripting/strip-types.ts';
import { Standing } from './security/standing.ts';
import { TokenFile } from './security/token-file.ts';
import { makeToken } from './security/token.ts';
import { Tokens } from './security/tokens.ts';
import { Office } from './users/office.ts';
import { People } from './users/people.ts';
import type { ServerOptions } from './server-options.ts';
import { Newcomers } from './sockets/newcomers.ts';
import { Sockets } from './sockets/sockets.ts';

/** A server that runs. */
export interface RunningServer {
  /** Address of the page with the Admin's token. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  readonly worlds: Worlds;
  readonly desk: AccessDesk;
  readonly opener: Opener;
  readonly app: FastifyInstance;
  /** Edits that would be lost if this process ended now, by world. */
  unsaved(): readonly Loss[];
  /** Ends everything: worlds are saved where `saveOnExit` says so, pages are told, every socket closed. Gives the edits that are lost. */
  close(): Promise<readonly Loss[]>;
}

/** Starts a server. Rejects with a WorldwireError where a scene has faults, the port is in use, or a setting is wrong; nothing then runs. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog({});
  const host = options.host ?? '127.0.0.1';
  const token = options.token ?? makeToken();
  const epoch = randomBytes(9).toString('base64url');
  const plugins = options.plugins ?? [];
  const registry = options.registry ?? (await loadRegistry(plugins));
  const rules = hostRules(options.allowedUrlHosts ?? []);
  const { refuses } = listenRules(options.allowedListenPorts ?? []);
  const remembered = options.stateFolder === undefined ? undefined : join(options.stateFolder, 'access.json');
  const decisions = await Decisions.open(remembered, log, options.decisionTimes);
  const worlds = new Worlds();
  const desk = hostDesk({ rules, decisions, log });
  const spare = new SpareTime();
  const agents = new Agents();
  const desks = new Desks(desk, new AgentDesk(agents, (name) => rules.warning(name)));
  const unwatch = decisions.watch((scope, name, port) => desk.reconsider(scope, name, port));
  const proxies = new Proxies(options);
  const files = new OpenFiles({ reserve: serverReserve, warn: (words) => log.warn(words) });
  const extraCAs = await Promise.all((options.extraCAs ?? []).map(certificate));
  const checkAddress = addressCheck(rules, desk);
  const permits: FetcherOptions['permits'] = (world, url, entity, component) => desk.permits(world, url, entity, component, 'HTTP');
  const requests = fetchJob({ permits, checkAddress, proxies, files, extraCAs });
  desk.onDecision((scope, name, at) => {
    if (scope === 'HTTP') requests.reconsider(name, at);
    worlds.accessChanged(HOST.userId, scope, name, at);
  });
  const scriptFiles = scriptFilesJob({ fileOf: (name) => (worlds.has(name) ? worlds.get(name).file : undefined), strip: stripTypes });
  const jobs = new Map<string, DoneJob>(registry.jobs).set(FETCH.name, requests).set(SCRIPT_FILES.name, scriptFiles);
  const trace = options.trace === undefined ? undefined : await TraceFile.create(options.trace, log);
  const opener = new Opener({
    worlds,
    desk: desks,
    registry,
    plugins,
    jobs,
    log,
    epoch,
    worldsFolder: options.worldsFolder,
    autosaveInterval: options.autosaveInterval ?? 0,
    claims: options.stateFolder === undefined ? undefined : join(options.stateFolder, 'files'),
    threads: options.threads ?? false,
    trafficKeep: options.trafficKeep ?? TRAFFIC_KEEP,
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.diskPatience === undefined ? {} : { diskPatience: options.diskPatience }),
    threadPatience: options.threadPatience,
    ...(options.journals === undefined || options.stateFolder === undefined ? {} : { journals: { ...options.journals, stateFolder: options.stateFolder } }),
    ...(options.versions === undefined || options.stateFolder === undefined ? {} : { versions: { ...options.versions, stateFolder: options.stateFolder } }),
    ...(trace === undefined ? {} : { trace }),
    spare,
    replayOf: options.replayOf,
    ghosts: new Ghosts({ plugins, ...(options.registry === undefined ? {} : { registry: options.registry }) }),
    links: (world) =>
      new LinkManager({
        extraCAs,
        proxies,
        files,
        checkAddress,
        agents: (user) => agents.newest(world, user),
        listening: (taker) => new Listeners(taker, { refuses }),
      }),
  });

  let port = options.port ?? 4600;
  const kept = await TokenFile.open(options.stateFolder === undefined ? undefined : join(options.stateFolder, 'tokens.json'), log);
  const tokens = new Tokens([{ token, role: 'Admin' }, ...(options.tokens ?? [])], kept);
  const standing = new Standing();
  const key = await cookieKey(options.stateFolder === undefined ? undefined : join(options.stateFolder, 'cookie-key'), log);
  const sessions = new Sessions(tokens, standing, key);
  const people = new People(options.maxUsers ?? 0);
  const office = new Office({ standing, people, worlds });
  const unwatchTokens = tokens.watch((ids) => office.revoked(ids));
  const guard = createGuard(
    addressBook(() => port, host, options.allowedHosts, options.allowedOrigins),
    sessions,
    () => port,
  );
  const front = frontProxies(options.trustedProxies);
  const manifest = Array.from(registry.components.values(), manifestOf);
  let numbers: Metrics | undefined;
  const app = await createApp(
    {
      worlds,
      opener,
      guard,
      sessions,
      office,
      front,
      port: () => port,
      manifest: () => manifest,
      // To watch the event loop wakes the process many times a second, which nobody should pay who does not look.
      metrics: () => (numbers ??= new Metrics({ worlds, agents: () => agents.count })),
      spare,
      page: options.page ?? builtPage(),
      ...(options.requestsPerTenSeconds === undefined ? {} : { requestsPerTenSeconds: options.requestsPerTenSeconds }),
      ...(options.headersTimeout === undefined ? {} : { headersTimeout: options.headersTimeout }),
    },
    log,
  );
  // The other half of what connections leave is for the files that pages ask for, saves and recordings.
  const most = Number.isFinite(files.limit) ? Math.floor(files.reserve / 2) : Infinity;
  if (Number.isFinite(most)) app.server.maxConnections = most;
  const newcomers = new Newcomers({ server: app.server, most, front, log, ...(options.silence === undefined ? {} : { silence: options.silence }) });
  const known = (socket: Socket): void => newcomers.known(socket);
  const sockets = new Sockets({
    server: app.server,
    known,
    worlds,
    desks,
    decisions,
    agents,
    guard,
    front,
    log,
    people,
    office,
    tokens,
    spare,
    epoch,
    ...(options.eventsPerSecond === undefined ? {} : { eventsPerSecond: options.eventsPerSecond }),
    ...(options.pageTimeout === undefined ? {} : { pageTimeout: options.pageTimeout }),
  });

  gateRequests(app.server, { spare, guard, front, known });

  let ended: Promise<readonly Loss[]> | undefined;
  let unnote: (() => Promise<void>) | undefined;
  const close = (save: boolean): Promise<readonly Loss[]> => {
    ended ??= (async () => {
      unwatch();
      numbers?.close();
      unwatchTokens();
      await unnote?.();
      // Before the pages are told, so that what they hear of the last save is true.
      const losses = await worlds.settleAll(save);
      sockets.tellLast();
      await sockets.close();
      await worlds.closeAll({ leave: true });
      await app.close();
      await trace?.end();
      await decisions.end();
      return losses;
    })();
    return ended;
  };
  const made: HostedWorld[] = [];
  try {
    // All scenes are read before anything is heard or dialled, so that a fault in one leaves nothing half begun.
    await makeAll(opener, options.worlds ?? [], made);
    port = await listen(app, port, host);
    // After the port is ours, since the recordings may be those of a server that has it.
    for (const world of made) await world.prepare();
    for (const world of made) await opener.start(world, options.replayOf !== undefined);
  } catch (error) {
    await Promise.all(made.map((world) => world.close()));
    await close(false);
    await trace?.discard();
    throw error;
  }
  const origin = originOf(host, port);
  if (files.greeting !== undefined) log.info(files.greeting);
  if (files.shortage !== undefined) log.warn({ code: 'WW_LIMIT' }, files.shortage);
  for (const words of proxies.words) log.info(words);
  const unused = unusedProxies(options);
  if (unused !== undefined) log.warn(unused);
  if (options.stateFolder !== undefined)
    unnote = await noteRunning(options.stateFolder, port, origin).catch((error: unknown) => {
      log.warn({ err: error }, 'that this server runs could not be noted in the state folder, so `worldwire token` does not know its address');
      return undefined;
    });
  for (const world of made) await world.own?.claim.listening(origin);
  const unsaved = (): Loss[] => [
    ...worlds.lost,
    ...worlds.list.flatMap((world) =>
      world.unsaved === undefined ? [] : [{ world: world.name, ...world.unsaved, reason: null, beside: null, journal: world.journal?.holdsAll === true }],
    ),
  ];
  return { url: `${origin}/?token=${token}`, origin, port, token, worlds, desk, opener, app, unsaved, close: () => close(options.saveOnExit ?? false) };
}

function originOf(host: string, port: number): string {
  return `http://${isWildcard(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Connections that may wait to be taken: past it the system drops them, and who connects believes for a minute that it has. Node's own is 511. */
/** Bytes of what passed its connections that a world keeps for its timeline. */
const TRAFFIC_KEEP = 32e6;
const BACKLOG = 4096;

/** Why a server cannot listen where it is to, in words. */
const NO_LISTENING: { readonly [code: string]: string } = {
  ENOTFOUND: 'no such name is known; --host, or `host` in the configuration, takes an address of this machine, as 127.0.0.1, ::1 or 0.0.0.0',
  EADDRNOTAVAIL: 'this machine has no such address; --host, or `host` in the configuration, takes one that it has, or 0.0.0.0 for all of them',
  EACCES: 'this user may not take that port; --port, or `port` in the configuration, takes another, from 1024 on',
};

async function listen(app: FastifyInstance, port: number, host: string): Promise<number> {
  try {
    await app.listen({ port, host, backlog: BACKLOG, listenTextResolver: (address) => `listening on ${address.replace(/^https?:\/\//, '')}` });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new WorldwireError('WW_PORT_IN_USE', `Another program listens on port ${port}.`);
    throw new WorldwireError('WW_CONFIG_INVALID', `Cannot listen on ${host}:${port}: ${NO_LISTENING[code ?? ''] ?? message}`);
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function certificate(pemOrFile: string): Promise<string> {
  if (pemOrFile.includes('-----BEGIN')) return pemOrFile;
  return readFile(pemOrFile, 'utf8').catch((error: unknown) => {
    throw new WorldwireError('WW_CONFIG_INVALID', `extraCAs: ${pemOrFile} cannot be read: ${whyUnread(error)}`);
  });
}

/** The page as the build leaves it. */
function builtPage(): string {
  return fileURLToPath(new URL('dist/inspector-ui', OWN_PACKAGE));
}
