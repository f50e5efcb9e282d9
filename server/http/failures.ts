import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance } from 'fastify';
import { ERRORS, WorldwireError, type ErrorCode } from '../../engine/index.ts';
import { failureBytes } from '../answers/headers.ts';
import { askAgainAfter, errorBody, statusOf } from '../answers/statuses.ts';

const BY_STATUS: { readonly [status: number]: ErrorCode } = {
  401: 'WW_UNAUTHENTICATED',
  404: 'WW_NOT_FOUND',
  413: 'WW_TOO_LARGE',
  429: 'WW_RATE_LIMITED',
};

/** Every failure is answered as `{code, message, errors?}`; what nobody foresaw is logged and tells nothing of the inside. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | WorldwireError, request, reply) => {
    const again = askAgainAfter(error);
    if (again !== undefined) void reply.header('retry-after', again);
    if (error instanceof WorldwireError) return reply.code(statusOf(error.code)).send(errorBody(error));
    // Our own refusals have a code; another 403 is of the page's files, for an address that is none of them.
    const status = error.statusCode === 403 ? 404 : (error.statusCode ?? 500);
    if (status < 500) {
      const code = BY_STATUS[status] ?? 'WW_BAD_REQUEST';
      return reply.code(status).send({ code, message: code === 'WW_BAD_REQUEST' ? error.message : ERRORS[code].join(' ') });
    }
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send(errorBody(error));
  });
}

/** What cannot be read as HTTP at all is answered by the bare socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.destroyed) {
    socket.destroy();
    return;
  }
  const [status, code] = CLIENT_ERRORS[error.code ?? ''] ?? ([400, 'WW_BAD_REQUEST'] as const);
  socket.end(failureBytes(status, { code, message: ERRORS[code].join(' ') }));
}

const CLIENT_ERRORS: { readonly [code: string]: readonly [status: number, code: ErrorCode] } = {
  HPE_HEADER_OVERFLOW: [431, 'WW_TOO_LARGE'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'WW_BAD_REQUEST'],
};
