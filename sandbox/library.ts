import { readFileSync } from 'node:fs';
import { PLACE } from './place.ts';

/** The modules of the library that every script finds, by name. They are text, and run within the sandbox alone. */
const NAMES = [
  'abort',
  'blob',
  'body',
  'chance',
  'console',
  'encoding',
  'event-handlers',
  'event-kinds',
  'events',
  'fetch',
  'headers',
  'functions',
  'host',
  'include',
  'inspect',
  'kept',
  'main',
  'refusals',
  'report',
  'request',
  'response',
  'signal',
  'socket-codes',
  'structured-clone',
  'timers',
  'typed',
  'url',
  'url-search-params',
  'web',
  'web-idl',
  'websocket',
  'websocket-server',
  'world',
] as const;
const texts = new Map<string, string>();

/** The text of a module of the library, by its file's name; undefined where there is none. */
export function libraryModule(file: string): string | undefined {
  const name = NAMES.find((each) => `${each}.js` === file);
  if (name === undefined) return undefined;
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = readFileSync(new URL(`guest/${file}`, PLACE), 'utf8')));
  return text;
}

/** The modules of the library, each behind those that it imports. */
export function libraryOrder(): readonly string[] {
  const order: string[] = [];
  const follow = (file: string): void => {
    if (order.includes(file)) return;
    for (const [, imported = ''] of (libraryModule(file) ?? '').matchAll(/^import [^;]*?from '\.\/([^']+)';$/gm)) follow(imported);
    order.push(file);
  };
  for (const name of NAMES) follow(`${name}.js`);
  return order;
}

/** All of it, in one order: what an image of a fresh script follows from. */
export function libraryText(): string {
  return NAMES.map((name) => `${name}.js\n${libraryModule(`${name}.js`)}`).join('\n');
}
