import { HOST } from '../../../engine/index.ts';
import type { HostedWorld, RunningServer } from '../../../server/index.ts';
import { until } from '../../server/running.ts';
import type { Carrier, CarrierSettings } from '../agents/carrier.ts';
import { joinProcess } from '../agents/join-process.ts';

/** The three ways in which a connection is carried: by the server itself, by `worldwire join` in a process of its own, by a tab of a real browser. */
export const CARRIERS = ['local link', 'terminal agent', 'browser tab'] as const;
export type CarrierName = (typeof CARRIERS)[number];

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
