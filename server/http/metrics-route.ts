import type { FastifyInstance } from 'fastify';
import type { HttpContext } from './context.ts';

/** The numbers of the server, for the monitoring of its operators. They tell the names of all worlds, so that it takes a token, of any role. */
export function metricsRoute(app: FastifyInstance, { metrics }: HttpContext): void {
  app.get(
    '/metrics',
    {
      config: { right: 'look' },
      schema: { tags: ['server'], summary: 'The numbers of the server, in the text format of Prometheus.', security: [{ token: [] }] },
    },
    async (_request, reply) =>
      reply
        .type(metrics().type)
        .serializer(String)
        .send(await metrics().text()),
  );
}
