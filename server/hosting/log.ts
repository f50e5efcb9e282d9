import type { FastifyBaseLogger } from 'fastify';
import { destination, pino, type Level } from 'pino';
import pretty from 'pino-pretty';

/** A structured log: pino, or what looks like it. */
export type Log = FastifyBaseLogger;

/**
 * A log to the standard output: lines for people where that is a terminal, else one JSON object a line.
 * @param options.level from which level on; default `info`
 */
export function createLog(options: { level?: Level | 'silent'; forPeople?: boolean }): Log {
  const people = options.forPeople ?? process.stdout.isTTY === true;
  const settings = { level: options.level ?? 'info', redact: ['req.headers.authorization', 'req.headers.cookie'] };
  return people
    ? pino(settings, pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true, destination: 1 }))
    : pino(settings, destination({ fd: 1, sync: true }));
}
