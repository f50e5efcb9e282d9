import { fileURLToPath } from 'node:url';
import { binary, chat, clock, colours, echo, flaky, slow, tidal } from './services.ts';
import { LOOPBACK, type Service } from './service.ts';

/** The services by name, with the port that the example worlds expect each at. Nobody listens at `nobody`: its client retries. */
export const SERVICE_PORTS = { echo: 4601, clock: 4602, flaky: 4603, colours: 4604, binary: 4605, chat: 4606, slow: 4607, tidal: 4608, nobody: 4609 } as const;
export type ServiceName = Exclude<keyof typeof SERVICE_PORTS, 'nobody'>;

/** What the example worlds connect to, as entries of `allowedUrlHosts`. */
export const allowedHosts: string[] = Object.values(SERVICE_PORTS).map((port) => `${LOOPBACK}:${port}`);

export interface ServicesOptions {
  /** True takes any free ports instead of those that the example worlds name. Default false. */
  readonly anyPorts?: boolean;
}

/** The running services. */
export interface Services {
  readonly ports: { readonly [name in ServiceName]: number };
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

const STARTERS: { readonly [name in ServiceName]: (port: number) => Promise<Service> } = { echo, clock, flaky, colours, binary, chat, slow, tidal };

/** Starts the services that the example worlds talk to. Rejects, with none left running, where a port is taken. */
export async function startServices({ anyPorts = false }: ServicesOptions = {}): Promise<Services> {
  const names = Object.keys(STARTERS) as ServiceName[];
  const started = await Promise.allSettled(names.map((name) => STARTERS[name](anyPorts ? 0 : SERVICE_PORTS[name])));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.close()));
  };
  const failed = started.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { ports: Object.fromEntries(running.map(({ name, port }) => [name, port])) as Services['ports'], close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { ports } = await startServices();
  console.log(
    Object.entries(ports)
      .map(([name, port]) => `${name.padEnd(8)} ws://${LOOPBACK}:${port}/`)
      .join('\n'),
  );
}
