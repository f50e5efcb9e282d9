import type { FastifyBaseLogger } from 'fastify';
import { pino, type Level } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { visible, visibleJson } from '../../engine/index.ts';
import { printTo } from './print.ts';

/** A structured log: pino, or what looks like it. */
export type Log = FastifyBaseLogger;

/** How entries are laid out for people: one line an entry, which begins with the world and the entity that it is about. */
export const FOR_PEOPLE = {
  ignore: 'pid,hostname,world,entity,tick,source,code,entry,path,reqId',
  translateTime: 'HH:MM:ss',
  singleLine: true,
  messageFormat: (line: { [key: string]: unknown }, key: string): string => {
    const about = [line['world'], line['entity']].filter((part) => typeof part === 'string').join('/');
    const message = line[key];
    return `${about === '' ? '' : `${about}: `}${typeof message === 'string' ? message : ''}`;
  },
} as const;

/** What an entry holds, with every word of others visible. The lines of a stack stay lines. */
function visibleAll(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return key === 'stack'
      ? value
          .split(/\n(?= {4}at )/)
          .map((line) => visible(line, Infinity))
          .join('\n')
      : visible(value, Infinity);
  if (Array.isArray(value)) return value.map((each) => visibleAll(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [visible(name, Infinity), visibleAll(inner, name)]));
}

/** A line of the log, as pino made it, for who reads it: as JSON, or by `format` for people. */
export function logLine(line: string, format?: (entry: object) => string): string {
  return format === undefined ? `${visibleJson(line.trimEnd())}\n` : format(visibleAll(JSON.parse(line)) as object);
}

/** Whether an entry comes from a world's own log, which the page shows, and tells of no failure of ours. */
function isOfWorld(entry: { readonly source?: unknown; readonly level?: unknown }): boolean {
  return entry.source !== undefined && Number(entry.level) < (pino.levels.values['error'] ?? Infinity);
}

/**
 * A log to the standard output: lines for people where that is a terminal, else one JSON object a line.
 * @param options.level from which level on; default `info`
 * @param options.worldsAtPage what goes wrong in worlds is read at the page alone, as what goes well is
 */
export function createLog(options: { level?: Level | 'silent'; forPeople?: boolean; worldsAtPage?: boolean }): Log {
  const people = options.forPeople ?? process.stdout.isTTY === true;
  const settings = { level: options.level ?? 'info', redact: ['req.headers.authorization', 'req.headers.cookie'] };
  const format = people ? prettyFactory(FOR_PEOPLE) : undefined;
  // Written at once, and whoever reads it may go away: that ends no world.
  const isLeftOut = (line: string): boolean => options.worldsAtPage === true && isOfWorld(JSON.parse(line) as object);
  return pino(settings, {
    write: (line: string) => {
      if (!isLeftOut(line)) printTo(1, logLine(line, format));
    },
  });
}
