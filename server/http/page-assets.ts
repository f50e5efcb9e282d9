import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { WorldwireError } from '../../engine/index.ts';

/** What the build writes: of another ending nothing is sent. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);
/** Bytes of files that are kept; the build has a tenth of that, and each new build under a server that runs adds to it. */
const MOST_KEPT = 32 * 1024 * 1024;
/** A file is called by what it holds: a browser that has it never asks again. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The files that the page is made of, from memory. A page waits for all of them before its first line runs, and a file that is read from disk in pieces
 * takes a turn of the process for each, between which worlds have their ticks.
 */
export function assetRoutes(app: FastifyInstance, folder: string): void {
  const kept = new Map<string, Promise<Buffer>>();
  let bytes = 0;

  function read(name: string): Promise<Buffer> {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const file = readFile(join(folder, name));
    kept.set(name, file);
    file.then(
      (content) => {
        bytes += content.length;
        if (bytes <= MOST_KEPT) return;
        kept.clear();
        bytes = 0;
      },
      () => kept.delete(name),
    );
    return file;
  }

  app.get<{ Params: { name: string } }>('/assets/:name', { schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params;
    const type = TYPES.get(extname(name));
    // The name of one file of this folder, and of nothing that the build did not write.
    if (type === undefined || !/^[\w-][\w.-]*$/.test(name)) throw new WorldwireError('WW_NOT_FOUND');
    try {
      const content = await read(name);
      return await reply.header('cache-control', FOR_EVER).type(type).send(content);
    } catch {
      throw new WorldwireError('WW_NOT_FOUND');
    }
  });
}
