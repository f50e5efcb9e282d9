/** The server of the example `flows/hmac`, whose protocol `docs/flows/hmac.md` tells: `node dist/worlds/services/hmac.js [KEY]`, the key in base64. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { runAlone } from './alone.ts';
import { say, startService, textOf, whileOpen, type Service } from './service.ts';

/** Where the scene expects it, and the key that the scene holds. */
const PORT = 4618,
  KEY = 'bGlnaHQgYnVsYnMgYXJlIHdhcm0gYW5kIGJyaWdodCE=';
/** Close code for those who do not have the key. */
const REFUSED = 4401;

/** Asks whoever comes for a proof of the key, and tells those who have it the time of day each second, signed and numbered. */
export function signedClock(port: number, key: Uint8Array): Promise<Service> {
  return startService('hmac', port, (socket) => {
    const challenge = randomBytes(32).toString('base64');
    say(socket, JSON.stringify({ challenge }));
    socket.once('message', (data) => {
      if (!isProof(textOf(data), key, challenge)) {
        socket.close(REFUSED, 'that is no proof of the key');
        return;
      }
      say(socket, JSON.stringify({ welcome: true }));
      let n = 0;
      whileOpen(socket, 1000, () => {
        const text = new Date().toTimeString().slice(0, 8);
        n += 1;
        // Who speaks stands in front, so that neither side signs what could be a word of the other.
        const mac = createHmac('sha256', key).update(`server:${challenge}:${n}:${text}`).digest('hex');
        say(socket, JSON.stringify({ n, text, mac }));
      });
    });
  });
}

function isProof(message: string, key: Uint8Array, challenge: string): boolean {
  const right = createHmac('sha256', key).update('client:').update(Buffer.from(challenge, 'base64')).digest();
  const given = Buffer.from(proofIn(message), 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The proof that a message holds, as text; empty where it holds none. */
function proofIn(message: string): string {
  try {
    const { proof } = JSON.parse(message) as { proof?: unknown };
    return typeof proof === 'string' ? proof : '';
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runAlone(PORT, (port) => signedClock(port, Buffer.from(process.argv[2] ?? KEY, 'base64')));
