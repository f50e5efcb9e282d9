import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type CounterConfiguration, type GaugeConfiguration } from 'prom-client';
import { visible } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import { VERSION } from '../../engine/version.ts';
import type { Worlds } from '../hosting/worlds.ts';

/** Seconds by which ticks are sorted: the third of a tick at 60 a second, a whole one, and so on. */
const TICK_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 1 / 60, 1 / 30, 0.1, 0.5];
/** Milliseconds for which an answer serves all who ask: a flood of scrapes costs one look at the worlds. */
const KEPT = 1000;

type ByWorld = 'world';

/** What operators watch, besides the worlds: numbers that somebody else counts. */
export interface Watched {
  readonly worlds: Worlds;
  /** Machines that have joined to carry connections. */
  readonly agents: () => number;
}

/**
 * The numbers of a server for its operators, in the text format of Prometheus. Ticks are counted as they happen; all else is looked at when
 * somebody asks. What is told of a world goes with the world.
 */
export class Metrics {
  /** The content type of `text`. */
  readonly type: string;
  readonly #registry = new Registry();
  readonly #worlds: Worlds;
  readonly #ticks: Histogram<ByWorld>;
  readonly #gauges: {
    readonly worlds: Gauge<'state'>;
    readonly answers: Gauge<ByWorld>;
    readonly entities: Gauge<ByWorld>;
    readonly users: Gauge<ByWorld>;
    readonly connections: Gauge<'world' | 'state'>;
    readonly clients: Gauge<ByWorld>;
    readonly sockets: Gauge<ByWorld>;
    readonly queued: Gauge<ByWorld>;
    readonly unsaved: Gauge<ByWorld>;
    readonly journal: Gauge<'world' | 'state'>;
    readonly unwritten: Gauge<ByWorld>;
    readonly agents: Gauge;
  };
  readonly #counters: {
    readonly late: Counter<ByWorld>;
    readonly messages: Counter<'world' | 'direction'>;
    readonly bytes: Counter<'world' | 'direction'>;
    readonly saves: Counter<'world' | 'result'>;
    readonly saving: Counter<ByWorld>;
    readonly journalBytes: Counter<ByWorld>;
    readonly flushes: Counter<ByWorld>;
    readonly flushing: Counter<ByWorld>;
  };
  readonly #agents: () => number;
  readonly #watching = new Map<HostedWorld, () => void>();
  readonly #stop: () => void;
  #told: { readonly at: number; readonly text: Promise<string> } | undefined;

  constructor({ worlds, agents }: Watched) {
    this.#worlds = worlds;
    this.#agents = agents;
    this.type = this.#registry.contentType;
    const registers = [this.#registry];
    const gauge = <L extends string = string>(name: string, help: string, ...labelNames: L[]): Gauge<L> =>
      new Gauge<L>({ name, help, labelNames, registers } as GaugeConfiguration<L>);
    const counter = <L extends string = string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
      new Counter<L>({ name, help, labelNames, registers } as CounterConfiguration<L>);
    gauge('worldwire_build_info', 'Always 1; which version runs, and on which Node.', 'version', 'node').set(
      { version: VERSION, node: process.versions.node },
      1,
    );
    this.#gauges = {
      worlds: gauge('worldwire_worlds', 'Worlds, by whether they run or are paused.', 'state'),
      answers: gauge('worldwire_world_answers', '1 where a world answers within a second, 0 where it is stuck.', 'world'),
      entities: gauge('worldwire_world_entities', 'Entities of a world.', 'world'),
      users: gauge('worldwire_world_users', 'Users in a world, the host among them.', 'world'),
      connections: gauge('worldwire_world_connections', 'WebsocketClients of a world, by their State.', 'world', 'state'),
      clients: gauge('worldwire_world_clients', 'Clients that are connected to the WebsocketServers of a world.', 'world'),
      sockets: gauge('worldwire_world_script_sockets', 'WebSockets and WebSocketServers of the Scripts of a world, those that are let in among them.', 'world'),
      queued: gauge('worldwire_world_queued_bytes', 'Bytes received that wait for a tick of the world, about.', 'world'),
      unsaved: gauge('worldwire_world_unsaved', '1 where edits of a world are on no disk.', 'world'),
      journal: gauge('worldwire_world_journal_state', '1 for how the journal of a world stands: on, behind or ended.', 'world', 'state'),
      unwritten: gauge('worldwire_world_journal_unwritten_bytes', 'Bytes of the journal of a world that the disk has not taken yet, about.', 'world'),
      agents: gauge('worldwire_agents', 'Machines that have joined to carry connections.'),
    };
    this.#counters = {
      late: counter('worldwire_world_late_ticks_total', 'Ticks that a world left out since it could not keep up.', 'world'),
      messages: counter('worldwire_world_messages_total', 'Messages of the connections of a world, in and out.', 'world', 'direction'),
      bytes: counter('worldwire_world_message_bytes_total', 'Sizes of those messages, text as UTF-8.', 'world', 'direction'),
      saves: counter('worldwire_world_saves_total', 'Saves of a world, by whether they are on the disk.', 'world', 'result'),
      saving: counter('worldwire_world_save_seconds_total', 'Seconds that the saves which are on the disk took.', 'world'),
      journalBytes: counter('worldwire_world_journal_bytes_total', 'Bytes that the log of the journal of a world has grown by, about.', 'world'),
      flushes: counter('worldwire_world_journal_flushes_total', 'How often the journal of a world was flushed to the disk.', 'world'),
      flushing: counter('worldwire_world_journal_flush_seconds_total', 'Seconds that those flushes took.', 'world'),
    };
    this.#ticks = new Histogram<ByWorld>({
      name: 'worldwire_world_tick_seconds',
      help: 'What ticks of a world took, without passes of a paused one.',
      labelNames: ['world'],
      buckets: TICK_BUCKETS,
      registers,
    });
    collectDefaultMetrics({ register: this.#registry });
    this.#stop = worlds.onChange(({ opened, closed }) => {
      if (closed !== undefined) this.#forget(closed);
      if (opened !== undefined) this.#watch(opened);
    });
    for (const world of worlds.list) this.#watch(world);
  }

  /** All numbers as they are, at most a second ago. */
  text(): Promise<string> {
    const now = performance.now();
    if (this.#told === undefined || now - this.#told.at > KEPT) this.#told = { at: now, text: this.#gather() };
    return this.#told.text;
  }

  close(): void {
    this.#stop();
    for (const stop of this.#watching.values()) stop();
    this.#watching.clear();
    this.#registry.clear();
  }

  #watch(world: HostedWorld): void {
    const ticks = this.#ticks.labels(labelOf(world));
    this.#watching.set(
      world,
      world.onStep((_result, { mode, took }) => {
        if (mode === 'tick') ticks.observe(took / 1000);
      }),
    );
  }

  /** What was told of a world goes; of one that takes its place at once, all begins anew. */
  #forget(world: HostedWorld): void {
    this.#watching.get(world)?.();
    this.#watching.delete(world);
    this.#ticks.remove(labelOf(world));
  }

  async #gather(): Promise<string> {
    const { worlds: states, answers, entities, users, connections, clients, sockets, queued, unsaved, agents } = this.#gauges;
    const { late, messages, bytes, saves, saving } = this.#counters;
    const asked = this.#worlds.list;
    // One that is just ending says nothing either.
    const told = await Promise.all(asked.map((world) => world.status().catch(() => undefined)));
    const statuses = new Map(told.map((status, index) => [asked[index], status]));
    // Worlds that have ended meanwhile are told of no more, those that have begun the next time.
    const list = this.#worlds.list.filter((world) => statuses.has(world));
    for (const each of [...Object.values(this.#gauges), ...Object.values(this.#counters)]) each.reset();
    agents.set(this.#agents());
    states.set({ state: 'running' }, list.filter((world) => !world.paused).length);
    states.set({ state: 'paused' }, list.filter((world) => world.paused).length);
    for (const world of list) {
      const name = labelOf(world);
      const { stats } = world.links;
      const status = statuses.get(world);
      answers.set(name, status === undefined ? 0 : 1);
      if (status !== undefined) {
        entities.set(name, status.entities);
        users.set(name, status.users.length);
        for (const [state, count] of Object.entries(status.connections)) connections.set({ ...name, state }, count);
        clients.set(name, status.clients ?? 0);
        sockets.set(name, status.sockets ?? 0);
        unsaved.set(name, status.unsaved ? 1 : 0);
      }
      queued.set(name, stats.queuedBytes);
      this.#journal(world);
      late.inc(name, world.run().late);
      messages.inc({ ...name, direction: 'in' }, stats.messagesIn);
      messages.inc({ ...name, direction: 'out' }, stats.messagesOut);
      bytes.inc({ ...name, direction: 'in' }, stats.bytesIn);
      bytes.inc({ ...name, direction: 'out' }, stats.bytesOut);
      saves.inc({ ...name, result: 'done' }, world.saves.done);
      saves.inc({ ...name, result: 'failed' }, world.saves.failed);
      saving.inc(name, world.saves.seconds);
    }
    return this.#registry.metrics();
  }

  #journal(world: HostedWorld): void {
    const { journal } = world,
      name = labelOf(world);
    if (journal === undefined) return;
    const { state } = journal.state,
      { bytes, flushes, seconds, unwritten } = journal.totals;
    for (const each of ['on', 'behind', 'ended']) this.#gauges.journal.set({ ...name, state: each }, each === state ? 1 : 0);
    this.#gauges.unwritten.set(name, unwritten);
    this.#counters.journalBytes.inc(name, bytes);
    this.#counters.flushes.inc(name, flushes);
    this.#counters.flushing.inc(name, seconds);
  }
}

/** The label of a world. The format escapes quotes and ends of lines alone; whoever reads the numbers at a terminal must not be steered by a name. */
function labelOf({ name }: HostedWorld): Readonly<Record<ByWorld, string>> {
  return { world: visible(name, Infinity) };
}
