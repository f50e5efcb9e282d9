import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { visible } from '../../engine/index.ts';
import { LOOPBACK, say, startService, textOf, type Service } from './service.ts';

/** A server that says what somebody types, and shows what it hears. */
export interface Talk extends Service {
  /** Says a text to all who are connected, and gives how many they are. */
  tell(text: string): number;
}

/**
 * Starts one. Rejects where the port is taken.
 * @param port 0 for any that is free
 * @param show takes each line that there is to show; foreign words in it are safe to stand on a terminal
 */
export async function talk(port: number, show: (line: string) => void): Promise<Talk> {
  const guests = new Set<WebSocket>();
  const service = await startService('talk', port, (socket, path) => {
    guests.add(socket);
    show(`* somebody has come, by ${visible(path)}`);
    socket.on('message', (data, isBinary) => show(isBinary ? `< ${(data as Buffer).length} bytes` : `< ${visible(textOf(data))}`));
    socket.on('close', (code, reason) => {
      guests.delete(socket);
      show(`* somebody has gone, with ${code} ${visible(reason.toString('utf8'))}`.trimEnd());
    });
  });
  return {
    name: service.name,
    get port() {
      return service.port;
    },
    close: () => service.close(),
    tell: (text) => {
      for (const guest of guests) say(guest, text);
      return guests.size;
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = Number(process.argv[2] ?? 0);
  if (!Number.isInteger(asked) || asked < 0 || asked > 65_535) {
    console.error(`A port is a whole number from 0 to 65535, and ${visible(JSON.stringify(process.argv[2]))} is none: node dist/worlds/services/talk.js 4611`);
    process.exit(1);
  }
  const started = await talk(asked, (line) => console.log(line)).catch((error: unknown) => {
    console.error(`Nothing listens on port ${asked}: ${(error as Error).message}. Where another program has it, end that one.`);
    process.exit(1);
  });
  console.log(`ws://${LOOPBACK}:${started.port}/ says each line that you type to whoever is connected. Ctrl-C ends it.`);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (started.tell(line) === 0) console.log('* nobody is connected, so nobody has heard that');
  });
  // Whoever is connected hears that it ends.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void started.close().then(() => process.exit(0)));
}
