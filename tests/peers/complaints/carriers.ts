import { HOST, type AccessScope } from '../../../engine/index.ts';
import type { HostedWorld, RunningServer } from '../../../server/index.ts';
import { until } from '../../server/running.ts';
import { joinProcess } from '../agents/join-process.ts';

/** The three ways in which a connection is carried: by the server itself, by `worldwire join` in a process of its own, by a tab of a real browser. */
export const CARRIERS = ['local link', 'terminal agent', 'browser tab'] as const;
export type CarrierName = (typeof CARRIERS)[number];

/** Whoever carries the connections of a test. */
export interface Carrier {
  readonly user: { readonly userId: string };
  /** The same user comes into another world as well. */
  enter(world: HostedWorld): Promise<void>;
  /** The user allows a host and port for good: at the prompt that stands, or by the command for it. */
  allow(scope: AccessScope, host: string, port: number): Promise<void>;
  /** The process or tab is gone from one moment to the next. */
  vanish(): Promise<void>;
  /** Whether it has gone without having been asked to. Only of a tab: its browser may lose it, while a command that ends by itself is a fault of ours. */
  lost?(): Promise<boolean>;
  /** What the tab or process has printed so far, a crash included; for who reads why a test failed. */
  said(): string;
  end(): Promise<void>;
}

/** What a carrier is told when it comes. */
export interface CarrierSettings {
  readonly token: string;
  /** `host:port` of what the user allows. */
  readonly entries: readonly string[];
  /** Certificate of an authority that their machine trusts. */
  readonly authority?: string;
  /** Runs in the tab before the page does. */
  readonly script?: string;
}

/** Lets somebody come into a world to carry its connections, and waits until they are there. */
export async function startCarrier(name: CarrierName, server: RunningServer, world: HostedWorld, settings: CarrierSettings): Promise<Carrier> {
  if (name === 'local link') return hostAt(server);
  if (name === 'terminal agent') return joinProcess(server, world, settings);
  // The browser's driver takes a second to load, so only who needs it does.
  const { openTab } = await import('../agents/tab.ts');
  return openTab(server, world, settings);
}

function hostAt(server: RunningServer): Carrier {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    user: { userId: HOST.userId },
    enter: nothing,
    vanish: nothing,
    said: () => '',
    end: nothing,
    allow: async (scope, host, port) => {
      const prompt = await until(`a prompt for ${scope} ${host}:${port}`, () =>
        server.desk.prompts().find((each) => each.scope === scope && each.host === host && each.port === port),
      );
      server.desk.decide(prompt.world, prompt.ask, 'always', HOST.userId);
    },
  };
}
