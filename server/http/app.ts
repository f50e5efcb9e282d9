import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import fastify, { LogController, type FastifyInstance, type FastifyRequest } from 'fastify';
import { visible, WorldwireError } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import { VERSION } from '../../engine/version.ts';
import type { Identity } from '../security/sessions.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import { OperationSchema } from '../schemas/operations.ts';
import { demand } from '../security/roles.ts';
import { Bodies } from './bodies.ts';
import { readBody } from './read-body.ts';
import type { HttpContext } from './context.ts';
import { pastRoutes } from './past-routes.ts';
import { sendRoutes } from './send-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { trafficRoutes } from './traffic-routes.ts';
import { versionRoutes } from './version-routes.ts';
import { changeRoutes } from './change-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { answerClientError, handleErrors } from './failures.ts';
import { firstRowsRoute } from './first-rows-route.ts';
import { askerOf } from './gate.ts';
import { answerFailure, SAFE_HEADERS } from '../answers/headers.ts';
import { metricsRoute } from './metrics-route.ts';
import { nodesRoute } from './nodes-route.ts';
import { pageRoutes } from './page-routes.ts';
import { compileValidator } from './validator.ts';
import { userRoutes } from './user-routes.ts';
import { worldRoutes } from './world-routes.ts';

/** The routes that anybody may ask: whether the server lives, and the page, which holds no data of its own. All others need somebody who is known. */
const OPEN_ROUTES = new Set(['/healthz', '/', '/reference.html', '/assets/:name', '/*']);

/** Whether one must be known. Decided by the route that was found, never by the address as it was sent: `/%61pi/worlds` is `/api/worlds` too. */
function needsSomebody(route: string | undefined): boolean {
  return route !== undefined && !OPEN_ROUTES.has(route);
}

/** Who asks, or null. Who was removed is told so by the API as a failure, and by the page's addresses as a page. */
function whoAsks(context: HttpContext, request: FastifyRequest, inside: boolean): Identity | null {
  try {
    return context.guard.identify(request.headers) ?? null;
  } catch (error) {
    if (inside || !(error instanceof WorldwireError)) throw error;
    request.removal = error.message;
    return null;
  }
}

/** Takes in JSON of those who may send some, and nothing else. */
function readBodies(app: FastifyInstance, spare: SpareTime): void {
  const bodies = new Bodies();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: IncomingMessage) => {
    const { identity, over } = request;
    if (identity === null || over === null || request.routeOptions.config.right === undefined) throw new WorldwireError('WW_NOT_FOUND');
    refuseForeign(request.headers);
    const text = await bodies.read(request.raw, payload, identity, over, request.routeOptions.config.listed);
    // Programs often name the type of a body that they do not send.
    return text.length === 0 ? undefined : readBody(text, spare, askerOf(request.raw));
  });
}

/** A body that is packed, or of other characters than UTF-8, would be read as what it is not. */
function refuseForeign({ 'content-encoding': packed = 'identity', 'content-type': type = '' }: IncomingHttpHeaders): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  const wrong = packed.toLowerCase() !== 'identity' ? `Content-Encoding ${packed}` : /^(?:utf-?8|us-ascii)$/i.test(charset) ? undefined : `charset ${charset}`;
  if (wrong === undefined) return;
  throw Object.assign(new Error(`Bodies are read as they come, as JSON in UTF-8; this one is said to have the ${visible(wrong, 60)}.`), { statusCode: 415 });
}

/** The HTTP side of the server, before it listens. */
export async function createApp(context: HttpContext, log: Log): Promise<FastifyInstance> {
  const headersTimeout = context.headersTimeout ?? 15_000;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (address) => context.front.trusts(address),
    requestTimeout: headersTimeout * 4,
    // Who sends a head drop by drop keeps no place for long.
    // A request without a Host is refused as one with a wrong one is, and not by Node without a word.
    http: { headersTimeout, connectionsCheckingInterval: Math.min(5000, headersTimeout), requireHostHeader: false },
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    forceCloseConnections: true,
    routerOptions: {
      maxParamLength: 1000,
      onBadUrl: (_path, _request, response) => answerFailure(response, 400, { code: 'WW_BAD_REQUEST', message: 'The address cannot be read.' }),
    },
  });
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  handleErrors(app);
  readBodies(app, context.spare);
  // A route that changes something says what it takes, so that nobody's body is read who may not do it.
  app.addHook('onRoute', ({ url, method, config }) => {
    if (needsSomebody(url) && ![method].flat().every((each) => each === 'GET' || each === 'HEAD') && config?.right === undefined)
      throw new Error(`The route ${String(method)} ${url} does not say what right it takes.`);
  });
  app.decorateRequest('identity', null);
  app.decorateRequest('removal', null);
  app.decorateRequest('over', null);

  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SAFE_HEADERS);
    // Comes also where nobody waits for the answer any more.
    request.over = (act) => void reply.raw.once('close', act);
    done();
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    max: context.requestsPerTenSeconds ?? 2000,
    timeWindow: 10_000,
    keyGenerator: (request) => askerOf(request.raw).who,
  });
  app.addHook('onRequest', app.rateLimit());
  app.addHook('onRequest', (request, reply, done) => {
    const inside = needsSomebody(request.routeOptions.url);
    try {
      context.guard.host(request.raw);
      request.identity = whoAsks(context, request, inside);
      const changes = request.method !== 'GET' && request.method !== 'HEAD';
      // A cookie goes along by itself, so what comes with one must say from which page.
      context.guard.origin(request.headers, changes && request.identity?.by !== 'token' && request.headers.cookie !== undefined);
      if (inside) {
        void reply.header('cache-control', 'no-store');
        if (request.identity === null) throw new WorldwireError('WW_UNAUTHENTICATED');
        demand(request.identity.role, request.routeOptions.config.right ?? 'look');
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  // The body may have come long after the head: what was allowed then must be allowed now.
  app.addHook('preHandler', (request, _reply, done) => {
    try {
      if (request.identity !== null && needsSomebody(request.routeOptions.url)) {
        request.identity = context.sessions.renew(request.identity);
        demand(request.identity.role, request.routeOptions.config.right ?? 'look');
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.log.debug(
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        user: request.identity?.userId,
      },
      'answered',
    );
    done();
  });

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Worldwire',
        description: 'Worlds with live WebSocket connections: look at them, edit them, run them. Failures answer `{code, message, errors?}`.',
        version: VERSION,
      },
      components: {
        schemas: { Operation: JSON.parse(JSON.stringify(OperationSchema)) as object },
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      },
      security: [{ token: [] }],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: false, validatorUrl: false, uiConfig: { deepLinking: false, docExpansion: 'list' } });
  app.get('/healthz', { schema: { tags: ['server'], summary: 'Whether the server lives. Needs no token.', security: [] } }, () => ({ status: 'ok' }));
  metricsRoute(app, context);
  worldRoutes(app, context);
  nodesRoute(app);
  firstRowsRoute(app, context);
  userRoutes(app, context);
  editRoutes(app, context);
  changeRoutes(app, context);
  versionRoutes(app, context);
  pastRoutes(app, context);
  trafficRoutes(app, context);
  fileRoutes(app, context);
  sendRoutes(app, context);
  await pageRoutes(app, context);
  return app;
}
