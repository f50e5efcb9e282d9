/** The server of the example `flows/heart-rate`, whose protocol `docs/flows/heart-rate.md` tells: `node dist/worlds/services/pulse.js`. */
import { fileURLToPath } from 'node:url';
import { LOOPBACK, say, startService, whileOpen, type Service } from './service.ts';

/** Where the scene expects it. */
const PORT = 4612;
/** Seconds in which the strap sits, and then slips; the rate goes up and down meanwhile. */
const SITS = 20,
  SLIPS = 8;

/** Tells a heart rate and the charge of a battery every second, as a strap with a sensor would that slips off now and then. */
export function pulse(port: number): Promise<Service> {
  return startService('pulse', port, (socket) => {
    let second = 0;
    whileOpen(socket, 1000, () => {
      second += 1;
      const rate = Math.round(95 + 40 * Math.sin(second / 5));
      const charge = Math.max(0, 90 - Math.floor(second / 60));
      if (second % (SITS + SLIPS) <= SITS) say(socket, `HR|${rate}\nBAT|${charge}\nSKIN|33.4\n`);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port } = await pulse(PORT);
  console.log(`pulse ws://${LOOPBACK}:${port}/`);
}
