import type { FastifyBaseLogger } from 'fastify';
import { pino, type Level } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { printTo } from './print.ts';

/** A structured log: pino, or what looks like it. */
export type Log = FastifyBaseLogger;

/** One line an entry, which begins with the world and the entity that it is about. */
export const FOR_PEOPLE = {
  ignore: 'pid,hostname,world,entity,tick,source,code,entry,path,reqId',
  translateTime: 'HH:MM:ss',
  singleLine: true,
  messageFormat: (line: { [key: string]: unknown }, key: string): string => {
    const about = [line['world'], line['entity']].filter((part) => typeof part === 'string').join('/');
    const message = line[key];
    return visible(`${about === '' ? '' : `${about}: `}${typeof message === 'string' ? message : ''}`);
  },
} as const;

/** A peer's words stand in messages: none of them may steer the terminal. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A log to the standard output: lines for people where that is a terminal, else one JSON object a line.
 * @param options.level from which level on; default `info`
 */
export function createLog(options: { level?: Level | 'silent'; forPeople?: boolean }): Log {
  const people = options.forPeople ?? process.stdout.isTTY === true;
  const settings = { level: options.level ?? 'info', redact: ['req.headers.authorization', 'req.headers.cookie'] };
  const format = people ? prettyFactory(FOR_PEOPLE) : undefined;
  // Written at once, and whoever reads it may go away: that ends no world.
  return pino(settings, { write: (line: string) => printTo(1, format === undefined ? line : format(line)) });
}
