import { pino } from 'pino';
import type { DeskLog } from '../../agent/access-desk.ts';
import { Bucket } from '../limits/bucket.ts';
import type { Log } from '../log/log.ts';
import type { Terminal } from './terminal.ts';
import { visible } from '../../engine/index.ts';

/** The log of what is shared with the server, on the terminal. */
export function logOf(terminal: Terminal): Log {
  return pino(
    { level: 'warn' },
    {
      write: (line: string) => {
        const { msg, file, err } = JSON.parse(line) as { msg?: string; file?: string; err?: { message?: string } };
        terminal.say(
          [file, msg, err?.message]
            .filter((part) => part !== undefined)
            .map((part) => visible(part, 1000))
            .join(': '),
        );
      },
    },
  );
}

/** What the desk has to say, on the terminal. Where somebody is asked, the question itself tells what waits. */
export function deskLog(terminal: Terminal): DeskLog {
  const lines = new Bucket(1, 50);
  return {
    warn: (about, message) => {
      const isAsked = terminal.isInteractive && 'code' in about && about.code === 'WW_ACCESS_WAITING';
      if (!isAsked && lines.take()) terminal.say(visible(message, 1000));
    },
  };
}
