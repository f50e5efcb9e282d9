import type { FastifyInstance } from 'fastify';
import { nodeCatalogue } from '../../engine/index.ts';
import { Done, ErrorReply, NodesReply } from './replies.ts';

/** The nodes that graphs are made of. They are the same for as long as the server runs, so that a page which has them takes them from its cache. */
export function nodesRoute(app: FastifyInstance): void {
  let body: Buffer | undefined;
  app.get(
    '/api/nodes',
    {
      schema: {
        tags: ['components'],
        summary: 'Every node that graphs of flows are made of, and the types of their ports.',
        description: 'The `ETag` is that of their version: asked with it in `If-None-Match`, it answers 304 where nothing is another.',
        response: { 200: NodesReply, 304: Done, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    (request, reply) => {
      const tag = `"${nodeCatalogue().version}"`;
      void reply.header('etag', tag).header('cache-control', 'private, no-cache');
      const known = request.headers['if-none-match']?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
      if (known.includes(tag) || known.includes('*')) return reply.code(304).send();
      body ??= Buffer.from(JSON.stringify(nodeCatalogue()));
      return reply.type('application/json; charset=utf-8').send(body);
    },
  );
}
