import type { FastifyError, FastifyInstance } from 'fastify';
import { ERRORS, WorldwireError, type ErrorCode } from '../../engine/index.ts';
import { errorBody, statusOf } from './statuses.ts';

const BY_STATUS: { readonly [status: number]: ErrorCode } = {
  401: 'WW_UNAUTHENTICATED',
  403: 'WW_FORBIDDEN',
  404: 'WW_NOT_FOUND',
  413: 'WW_TOO_LARGE',
  429: 'WW_RATE_LIMITED',
};

/** Every failure is answered as `{code, message, errors?}`; what nobody foresaw is logged and tells nothing of the inside. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | WorldwireError, request, reply) => {
    if (error instanceof WorldwireError) return reply.code(statusOf(error.code)).send(errorBody(error));
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const code = BY_STATUS[status] ?? 'WW_BAD_REQUEST';
      return reply.code(status).send({ code, message: code === 'WW_BAD_REQUEST' ? error.message : ERRORS[code].join(' ') });
    }
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send(errorBody(error));
  });
}
