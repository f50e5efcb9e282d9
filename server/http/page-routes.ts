import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WorldwireError } from '../../engine/index.ts';
import { cookieName, COOKIE_SETTINGS } from '../security/cookies.ts';
import type { HttpContext } from './context.ts';
import { errorBody } from './statuses.ts';

/** The page, and the door by which one comes in: `/?token=…` gives a cookie and leads to `/`, so that the token leaves the address bar. */
export async function pageRoutes(app: FastifyInstance, context: HttpContext): Promise<void> {
  const index = context.page === undefined ? undefined : join(context.page, 'index.html');
  const built = context.page !== undefined && existsSync(context.page);
  if (built) await app.register(files, { root: context.page, index: false, dotfiles: 'ignore', decorateReply: true, schemaHide: true, prefix: '/' });

  function page(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (request.identity === null) {
      return reply
        .code(401)
        .type('text/html; charset=utf-8')
        .send(
          plainPage(
            'Not signed in',
            'Open the address that the server printed when it started: it holds the token. If you have just come from there, <a href="/">go on to the inspector</a>.',
          ),
        );
    }
    if (!built || index === undefined || !existsSync(index))
      return reply
        .code(503)
        .type('text/html; charset=utf-8')
        .send(
          plainPage(
            'The page is not built',
            'Run <code>npm run build</code> in the folder of Worldwire and start it again. The API is at <a href="/api/docs">/api/docs</a>.',
          ),
        );
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  }

  app.get<{ Querystring: { token?: unknown } }>('/', { schema: { hide: true } }, (request, reply) => {
    const { token } = request.query;
    if (token === undefined) return page(request, reply);
    const value = typeof token === 'string' && token.length <= 512 ? context.sessions.exchange(token, context.guard.cookie(request.headers)) : undefined;
    if (value === undefined)
      return reply
        .code(401)
        .type('text/html; charset=utf-8')
        .send(plainPage('This token is not valid', 'It is of another start of the server, or incomplete. Open the address that the server printed last.'));
    return reply.setCookie(cookieName(context.port()), value, COOKIE_SETTINGS).header('cache-control', 'no-store').redirect('/', 303);
  });
  // Addresses inside of the page are the page's own business; what looks like a file and is none is nothing.
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (request.method === 'GET' && !/^\/(api|socket\.io)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path)) return page(request, reply);
    return reply.code(404).send(errorBody(new WorldwireError('WW_NOT_FOUND')));
  });
}

function plainPage(title: string, text: string): string {
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Worldwire</title>` +
    `<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 1em}</style><h1>${title}</h1><p>${text}</p></html>`
  );
}
