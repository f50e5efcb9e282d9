import { writeSync } from 'node:fs';

/** Prints to a stream of this process (1 standard output, 2 standard error) at once. What cannot be printed is passed over. */
export function printTo(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  // A pipe that is full takes a part, or asks to be tried again; one whose reader does not read for long loses the rest.
  for (let from = 0, tries = 0; from < bytes.length && tries < 200;) {
    try {
      from += writeSync(fd, bytes, from);
      tries = 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
