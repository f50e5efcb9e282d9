import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WorldwireError } from '../../engine/index.ts';
import { cookieName, cookieSettings, parseCookies } from '../security/cookies.ts';
import type { HttpContext } from './context.ts';
import { entranceOf, wayOf } from './entrance.ts';
import { assetRoutes } from './page-assets.ts';
import { errorBody } from '../answers/statuses.ts';

/** The page, and the door by which one comes in: `/?token=…` gives a cookie and leads to `/`, so that the token leaves the address bar. */
export async function pageRoutes(app: FastifyInstance, context: HttpContext): Promise<void> {
  const built = context.page !== undefined && existsSync(context.page);
  if (built)
    await app.register(files, {
      root: context.page,
      index: false,
      dotfiles: 'ignore',
      decorateReply: true,
      schemaHide: true,
      prefix: '/',
      // What the page names is called by what it holds and has routes of its own; all else is asked for anew each time.
      setHeaders: (reply) => void reply.header('cache-control', 'no-cache'),
    });

  if (built) assetRoutes(app, join(context.page, 'assets'));

  function page(request: FastifyRequest, reply: FastifyReply, file = 'index.html'): FastifyReply {
    if (request.removal !== null)
      return reply
        .code(403)
        .type('text/html; charset=utf-8')
        .send(plainPage('You have been removed', `${escaped(request.removal)} <a href="/">Try again</a> once they have.`));
    if (request.identity === null) {
      return reply
        .code(401)
        .type('text/html; charset=utf-8')
        .send(
          plainPage(
            'Not signed in',
            'Open the address that the server printed when it started: it holds the token. ' +
              'If you have just come from there, <a href="/">go on to the inspector</a>.',
          ),
        );
    }
    if (!built || context.page === undefined || !existsSync(join(context.page, file)))
      return reply
        .code(503)
        .type('text/html; charset=utf-8')
        .send(
          plainPage(
            'The page is not built',
            'Run <code>npm run build</code> in the folder of Worldwire and start it again. The API is at <a href="/api/docs">/api/docs</a>.',
          ),
        );
    return reply.header('cache-control', 'no-cache').sendFile(file);
  }

  app.get<{ Querystring: { token?: unknown; from?: unknown } }>('/', { schema: { hide: true } }, (request, reply) => {
    const { token, from } = request.query;
    if (token === undefined) return page(request, reply);
    const { headers } = request;
    const secure = context.guard.secure(headers);
    const cookie = context.guard.cookie(headers);
    const given = typeof token === 'string' && token.length <= 512 ? token : '';
    const marked = from === 'link';
    const wayCookie = `${cookieName(context.port(), secure)}-way`;
    const way = wayOf({ headers, marked, cookieSeen: cookie !== undefined, wayCookieSeen: parseCookies(headers.cookie).has(wayCookie) });
    const entrance = entranceOf(context.sessions, given, cookie, way);
    const plain = (status: number, title: string, text: string, head = ''): FastifyReply =>
      reply
        .code(status)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(plainPage(title, text, head));
    const address = `/?token=${encodeURIComponent(given)}`;
    switch (entrance.outcome) {
      case 'entered':
        void reply.setCookie(cookieName(context.port(), secure), entrance.cookie, cookieSettings(secure));
        return reply.header('cache-control', 'no-store').redirect('/', 303);
      case 'stays':
        return reply.header('cache-control', 'no-store').redirect('/', 303);
      case 'again': {
        // A page of ours asks again, to which the browser gives its cookies; a redirect would still count as the other page's.
        const on = `${address}&amp;from=link`;
        void reply.setCookie(wayCookie, '1', { ...cookieSettings(secure), maxAge: 60 });
        const head = marked ? '' : `<meta http-equiv="refresh" content="0;url=${on}">`;
        return plain(200, 'Coming in', `<a href="${on}">Go on</a>. The browser must take the cookie of this address.`, head);
      }
      case 'asked':
        return plain(
          200,
          `You are here as ${entrance.here}`,
          `The link that you have followed is for ${entrance.offered}, who may do less. ` +
            `<a href="/">Stay ${entrance.here}</a>, or <a href="${address}">become ${entrance.offered}</a> in this browser.`,
        );
      case 'refused':
        return plain(
          401,
          'This token is not valid',
          entrance.here === undefined
            ? 'It is of another start of the server, or incomplete. Open the address that the server printed last.'
            : `It is of another server or start, or incomplete. You are still here as ${entrance.here}: <a href="/">go on to the inspector</a>.`,
        );
    }
  });
  app.get('/reference.html', { schema: { hide: true } }, (request, reply) => page(request, reply, 'reference.html'));
  // Addresses inside of the page are the page's own business; what looks like a file and is none is nothing.
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    if (request.method === 'GET' && !/^\/(api|socket\.io)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path)) return page(request, reply);
    return reply.code(404).send(errorBody(new WorldwireError('WW_NOT_FOUND')));
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function plainPage(title: string, text: string, head = ''): string {
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title} · Worldwire</title>` +
    '<link rel="icon" href="data:,"><style>:root{color-scheme:light dark;' +
    '--bg:#f6f7f9;--panel:#fff;--line:#dfe3ea;--ink:#1b2330;--soft:#4d586a;--accent:#1f5bd0;--open:#1f9d61}' +
    '@media(prefers-color-scheme:dark){:root{--bg:#12161d;--panel:#181d26;--line:#29313d;--ink:#e4e9f1;--soft:#a6b1c2;--accent:#86b0ff;--open:#3ecf8e}}' +
    'body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:24px;box-sizing:border-box;' +
    "background:var(--bg);color:var(--soft);font:13px/1.5 Inter,ui-sans-serif,system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}" +
    'main{max-width:460px;background:var(--panel);border:1px solid var(--line);border-radius:12px;box-shadow:0 12px 40px #1b233026;padding:28px 32px}' +
    'b{display:flex;gap:8px;align-items:center;color:var(--ink)}' +
    'i{width:18px;height:18px;border-radius:5px;background:conic-gradient(from 200deg,var(--accent),var(--open),var(--accent))}' +
    `h1{font-size:19px;margin:16px 0 8px;color:var(--ink)}p{margin:0}a{color:var(--accent)}</style>` +
    `<main><b><i></i>Worldwire</b><h1>${title}</h1><p>${text}</p></main></html>`
  );
}
