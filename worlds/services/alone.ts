import { LOOPBACK, type Service } from './service.ts';

/** Runs a service as a program of its own: says where it is, or why it is not, and ends it in good order by Ctrl-C. */
export async function runAlone(port: number, start: (port: number) => Promise<Service>, scheme = 'ws'): Promise<void> {
  let service: Service;
  try {
    service = await start(port);
  } catch (error) {
    console.error(`Nothing is served on port ${port}: ${(error as Error).message}. Where another program has it, end that one.`);
    process.exit(1);
  }
  console.log(`${service.name} is at ${scheme}://${LOOPBACK}:${service.port}/. Ctrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void service.close().then(() => process.exit(0)));
}
