/** Worlds and servers of one test, ended after it. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { afterEveryTest } from '../../after-every-test.ts';
import { createRegistry, type Json, type System } from '../../../engine/index.ts';
import { createLog, startServer, type HostedWorld, type RunningServer } from '../../../server/index.ts';
import type { LinkOptions } from '../../../server/links/link-manager.ts';
import type { Certificate } from '../certificates.ts';
import { HostilePeer } from '../hostile-peer.ts';
import { startServer as startTestServer, type Guest, type ServerSettings, type TestServer } from '../servers.ts';
import { Witness } from '../witness.ts';
import { client, WorldRig, type EntityText } from '../world-rig.ts';
import type { Carrier, CarrierSettings } from '../agents/carrier.ts';
import { startCarrier, type CarrierName } from './carriers.ts';
import { RunningWorld, type Clock } from './running-world.ts';
import { SharedPort } from './shared-port.ts';

const worlds: WorldRig[] = [];
const servers: { close(): Promise<void> }[] = [];

afterEveryTest(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/* ---------- a world without a server ---------- */

export function world(entities: readonly EntityText[], options?: LinkOptions): WorldRig {
  const rig = new WorldRig(entities, options);
  worlds.push(rig);
  return rig;
}

/** Closes it after the test. */
export function keep(what: { close(): Promise<void> }): void {
  servers.push(what);
}

export async function server(settings?: ServerSettings): Promise<TestServer> {
  const started = await startTestServer(settings);
  servers.push(started);
  return started;
}

export async function hostile(): Promise<HostilePeer> {
  const peer = await HostilePeer.listen();
  servers.push(peer);
  return peer;
}

/* ---------- a world of a running server, whose connections somebody carries ---------- */

export interface CarriedOptions {
  /** Ports besides the plain one, each with the certificate that it shows, or none. */
  readonly ports?: { readonly [name: string]: Certificate | undefined };
  /** Certificate of an authority that whoever carries the connections trusts. */
  readonly trusts?: string;
  /** Runs in a tab before its page does. */
  readonly script?: string;
  /** Whether what the tests connect to is allowed beforehand. Default true; else nothing is, and the test itself says what the user says. */
  readonly allowed?: boolean;
  /** Systems of the world besides the usual. */
  readonly systems?: readonly System[];
}

/** Token with which the users of the tests come: they may look, and carry connections. */
const GUEST = 'a-token-of-guests-who-carry-0123456789';
const sceneOf = (name: string): Json => ({ format: 'worldwire/scene', version: 1, name, entities: [] });

/** What the tests of one carrier have: all of it is started once for them. */
export class Stage {
  readonly witness = new Witness();
  readonly clock: Clock = { real: 0 };
  running!: RunningServer;
  hosted!: HostedWorld;
  carrier!: Carrier;
  hostile!: HostilePeer;
  /** Whether the test that ended last has failed with a tab that its browser had lost. */
  lostTab = false;
  readonly name: CarrierName;
  readonly #ports = new Map<string, SharedPort>();
  #current: RunningWorld[] = [];
  #settings!: CarrierSettings;

  constructor(name: CarrierName) {
    this.name = name;
  }

  async start({ ports = {}, trusts, script, allowed = true, systems = [] }: CarriedOptions): Promise<void> {
    this.#ports.set('plain', await SharedPort.open());
    for (const [name, certificate] of Object.entries(ports)) this.#ports.set(name, await SharedPort.open(certificate));
    this.hostile = await HostilePeer.listen();
    const numbers = [...[...this.#ports.values()].map(({ port }) => port), Number(new URL(this.hostile.url('/silent')).port)];
    const entries = allowed ? numbers.flatMap((port) => [`127.0.0.1:${port}`, `localhost:${port}`]) : [];
    this.running = await startServer({
      port: 0,
      log: createLog({ level: 'silent' }),
      tokens: [{ token: GUEST, role: 'Guest' }],
      registry: createRegistry({ systems: [this.witness.system, ...systems] }),
      allowedUrlHosts: this.name === 'local link' ? entries : [],
      now: () => this.clock.real,
      // A tab that has to wait for a processor is not gone.
      pageTimeout: 120_000,
      ...(trusts === undefined ? {} : { extraCAs: [trusts] }),
    });
    this.hosted = await this.running.opener.open({
      name: 'complaints',
      paused: true,
      scene: { format: 'worldwire/scene', version: 1, name: 'Complaints', entities: [] },
    });
    this.#settings = { token: GUEST, entries, ...(trusts === undefined ? {} : { authority: trusts }), ...(script === undefined ? {} : { script }) };
    this.carrier = await startCarrier(this.name, this.running, this.hosted, this.#settings);
    await this.hosted.step(1);
  }

  /** An entity with a WebsocketClient that the carrier's user handles. */
  client(id: string, url: string | null, more: Parameters<typeof client>[2] = {}): EntityText {
    return client(id, url, { HandlingUser: this.carrier.user, ...more });
  }

  /** The world with these entities in it. */
  async world(entities: readonly EntityText[]): Promise<RunningWorld> {
    return this.#within(this.hosted, entities);
  }

  /** Another world of the same server, into which the carrier's user has come as well, with these entities in it. */
  async elsewhere(entities: readonly EntityText[]): Promise<RunningWorld> {
    const { opener, worlds } = this.running;
    if (!worlds.has('elsewhere')) {
      const other = await opener.open({ name: 'elsewhere', paused: true, scene: sceneOf('Elsewhere') });
      await this.carrier.enter(other);
      await other.step(1);
    }
    return this.#within(worlds.get('elsewhere'), entities);
  }

  async #within(hosted: HostedWorld, entities: readonly EntityText[]): Promise<RunningWorld> {
    const rig = new RunningWorld(hosted, this.witness, this.clock, () => this.carrier.said());
    this.#current.push(rig);
    await rig.add(entities);
    return rig;
  }

  /** A server at one of the ports. */
  server(serve?: (guest: Guest) => void, port = 'plain'): TestServer {
    const shared = this.#ports.get(port);
    if (shared === undefined) throw new Error(`there is no port ${port}`);
    const started = shared.server(serve);
    servers.push(started);
    return started;
  }

  /** Lets a world of this test be, since it is about to be closed. */
  leave(name: string): HostedWorld {
    const world = this.running.worlds.get(name);
    this.#current = this.#current.filter((rig) => rig.hosted !== world);
    return world;
  }

  async clear(failed = false): Promise<void> {
    this.lostTab = failed && (await this.carrier.lost?.()) === true;
    if (this.lostTab) {
      console.warn(`The browser has lost its tab, and a new one is opened. It had said:\n${this.carrier.said().slice(-4000)}`);
      await this.carrier.end();
      if (this.running.worlds.has('elsewhere')) await this.running.worlds.remove('elsewhere');
      this.carrier = await startCarrier(this.name, this.running, this.hosted, this.#settings);
    }
    for (const rig of this.#current.splice(0)) await rig.end();
    this.witness.told.length = 0;
    for (const victim of this.hostile.victims.splice(0)) victim.socket.destroy();
  }

  async close(): Promise<void> {
    await this.carrier?.end();
    await this.running?.close();
    await this.hostile?.close();
    await Promise.all([...this.#ports.values()].map((port) => port.close()));
  }
}

/** Starts what the tests of this block need before the first of them, and ends it after the last. */
export function carried(name: CarrierName, options: CarriedOptions = {}): Stage {
  const stage = new Stage(name);
  // Vitest hands fixtures, of which there are none, before the block itself.
  // eslint-disable-next-line no-empty-pattern
  beforeAll(async ({}, suite) => {
    // Nothing is tried again but what a browser spoiled that has lost its tab.
    for (const task of suite.tasks) if (task.type === 'test') task.retry = { count: 2, condition: () => stage.lostTab };
    await stage.start(options);
  });
  afterEach(({ task }) => stage.clear(task.result?.state === 'fail'));
  afterAll(() => stage.close());
  return stage;
}
