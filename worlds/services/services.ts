import { setTimeout as wait } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { asItCame, say, startService, textOf, whileOpen, type Outage, type Service } from './service.ts';

/** Says back what it hears, text as text and binary as binary. */
export function echo(port: number): Promise<Service> {
  return startService('echo', port, (socket) => socket.on('message', (data, isBinary) => say(socket, asItCame(data, isBinary))));
}

/** Tells the time of day every second. */
export function clock(port: number): Promise<Service> {
  return startService('clock', port, (socket) => whileOpen(socket, 1000, () => say(socket, new Date().toTimeString().slice(0, 8))));
}

/** Why the flaky service hangs up, one after another; 1006 stands for hanging up without a word. */
const EXCUSES: readonly (readonly [code: number, reason: string])[] = [
  [1001, 'off for lunch'],
  [1011, 'something broke in here'],
  [4000, 'tired of talking'],
  [1006, ''],
  [1013, 'try again later'],
];

/** Echoes, and hangs up after some seconds, each time for another reason. `?after=3` says after how many. */
export function flaky(port: number): Promise<Service> {
  let turn = 0;
  return startService('flaky', port, (socket, path) => {
    const seconds = Number(new URL(path, 'ws://flaky').searchParams.get('after') ?? 3 + (turn % 5) * 2);
    const [code, reason] = EXCUSES[turn++ % EXCUSES.length] as (typeof EXCUSES)[number];
    const timer = setTimeout(() => (code === 1006 ? socket.terminate() : socket.close(code, reason)), Math.min(Math.max(seconds || 0, 0.1), 60) * 1000);
    socket.on('close', () => clearTimeout(timer));
    socket.on('message', (data, isBinary) => say(socket, asItCame(data, isBinary)));
  });
}

/** Answers `{"ask":"colour"}` with a colour, going round the rainbow. */
export function colours(port: number): Promise<Service> {
  let hue = 0;
  return startService('colours', port, (socket) =>
    socket.on('message', (data) => {
      const asked = /"ask"\s*:\s*"colour"/.test(textOf(data));
      hue = (hue + 0.07) % 1;
      say(socket, JSON.stringify(asked ? { colour: rainbow(hue) } : { error: 'ask me with {"ask":"colour"}' }));
    }),
  );
}

/** Red, green and blue, 0 to 1, of a hue. */
function rainbow(hue: number): number[] {
  return [0, 2, 4].map((shift) => Math.round(Math.min(Math.max(Math.abs(((hue * 6 + shift) % 6) - 3) - 1, 0), 1) * 1000) / 1000);
}

/** Measures in Float32, three at a time, ten times a second, as a sensor would; answers binary with its bytes in reverse. */
export function binary(port: number): Promise<Service> {
  return startService('binary', port, (socket) => {
    let step = 0;
    whileOpen(socket, 100, () => {
      step++;
      say(socket, new Uint8Array(Float32Array.of(Math.sin(step / 10), Math.cos(step / 10), step).buffer));
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) say(socket, Uint8Array.from(data as Buffer).reverse());
    });
  });
}

const CHAT_PROTOCOL = 'chat.worldwire';

/** Passes what one says on to all others. Speaks the subprotocol `chat.worldwire` and nothing else. */
export async function chat(port: number): Promise<Service> {
  const guests = new Set<WebSocket>();
  return startService(
    'chat',
    port,
    (socket) => {
      if (socket.protocol !== CHAT_PROTOCOL) {
        socket.close(1002, `only ${CHAT_PROTOCOL} is spoken here`);
        return;
      }
      guests.add(socket);
      socket.on('close', () => guests.delete(socket));
      socket.on('message', (data) => {
        for (const guest of guests) if (guest !== socket) say(guest, textOf(data));
      });
    },
    { handleProtocols: (offered) => (offered.has(CHAT_PROTOCOL) ? CHAT_PROTOCOL : false) },
  );
}

/** Takes its time: two seconds for the handshake, and one for each echo. */
export function slow(port: number): Promise<Service> {
  return startService(
    'slow',
    port,
    (socket) => {
      const waiting = new Set<NodeJS.Timeout>();
      socket.on('message', (data) => {
        const timer = setTimeout(() => {
          waiting.delete(timer);
          say(socket, textOf(data));
        }, 1000);
        waiting.add(timer);
      });
      socket.on('close', () => {
        for (const timer of waiting) clearTimeout(timer);
      });
    },
    {
      verifyClient: (_info, accept) => {
        setTimeout(() => accept(true), 2000).unref();
      },
    },
  );
}

const FLOOD = 12_000,
  EBB = 6_000;

/** Echoes for twelve seconds, then is away for six, so that nobody can connect, and so on. */
export async function tidal(port: number): Promise<Service> {
  const service: Outage = await startService('tidal', port, (socket) => socket.on('message', (data) => say(socket, textOf(data))));
  const end = new AbortController();
  const tides = async (): Promise<void> => {
    for (;;) {
      await wait(FLOOD, undefined, { signal: end.signal });
      await service.down();
      await wait(EBB, undefined, { signal: end.signal });
      // Should somebody have taken the port meanwhile, it stays away until the next tide.
      await service.up().catch(() => undefined);
    }
  };
  const ended = tides().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return {
    name: service.name,
    get port() {
      return service.port;
    },
    close: async () => {
      end.abort();
      await ended;
      await service.close();
    },
  };
}
