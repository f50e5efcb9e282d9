import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { WorldwireError, type Json } from '../../engine/index.ts';
import { mapOf } from '../schemas/operations.ts';
import type { HttpContext } from './context.ts';
import { answerInParts } from './in-parts.ts';
import { edited } from './edit-routes.ts';
import { ComponentsReply, ConnectionReply, Done, EditReply, EntitiesReply, EntityReply, ErrorReply, LogReply, WorldReply, WorldsReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const Whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** What asks and changes nothing, and what opens and closes worlds. */
export function worldRoutes(app: FastifyInstance, context: HttpContext): void {
  const { worlds } = context;

  app.get(
    '/api/components',
    { schema: { tags: ['components'], summary: 'Every component type: fields, commands, events.', response: { 200: ComponentsReply, ...problems } } },
    () => ({ components: context.manifest() }),
  );

  app.get('/api/worlds', { schema: { tags: ['worlds'], summary: 'The worlds that run here.', response: { 200: WorldsReply, ...problems } } }, async () => ({
    worlds: (await worlds.summaries()).map(({ title: _title, ...summary }) => summary),
  }));

  app.post<{ Body: { path?: string; scene?: Json; text?: string; file?: string; name?: string; paused?: boolean } }>(
    '/api/worlds',
    {
      config: { right: 'administer' },
      schema: {
        tags: ['worlds'],
        summary: 'Opens a world: a scene file of the worlds folder, by `path`, or a scene itself, which `file` writes there as a new file first.',
        response: { 201: WorldReply, ...problems },
        body: Type.Object(
          {
            path: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
            scene: Type.Optional(mapOf(Type.Unknown())),
            text: Type.Optional(Type.String({ description: 'The text of a scene file.' })),
            file: Type.Optional(Type.String({ maxLength: 200, description: 'The new file of the worlds folder that `scene` or `text` is written as.' })),
            name: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' })),
            paused: Type.Optional(Type.Boolean()),
          },
          exact,
        ),
      },
    },
    async (request, reply) => {
      const { path, scene, text, file, name, paused } = request.body;
      if ([path, scene, text].filter((each) => each !== undefined).length !== 1)
        throw new WorldwireError('WW_BAD_REQUEST', 'Give either `path`, `scene` or `text`.');
      if (path !== undefined && file !== undefined) throw new WorldwireError('WW_BAD_REQUEST', '`file` goes with `scene` or `text`; `path` is a file already.');
      const as = file === undefined ? {} : { file };
      const from = path !== undefined ? { path } : text !== undefined ? { text, ...as } : { scene: scene ?? null, ...as };
      const still = callerOf(context, request, 'administer');
      const world = await context.opener.open({ ...from, ...(name === undefined ? {} : { name }), paused: paused === true }, () => void still());
      return reply.code(201).send(await detail(world));
    },
  );

  app.get<WorldRoute>(
    '/api/worlds/:world',
    { schema: { tags: ['worlds'], summary: 'A world and how it runs.', params: WorldParams, response: { 200: WorldReply, ...problems } } },
    (request) => detail(ofWorld(context, request)),
  );

  app.patch<WorldRoute & { Body: { title: string } }>(
    '/api/worlds/:world',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['worlds'],
        summary: 'Calls a world otherwise: `title` is the name of its scene. Its address, its file and its journal stay what they are.',
        params: WorldParams,
        body: Type.Object({ title: Type.String({ minLength: 1, maxLength: 200 }) }, exact),
        response: { 200: EditReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      return edited(await ofWorld(context, request).submit(still(), { type: 'rename', name: request.body.title }, undefined, still));
    },
  );

  app.delete<WorldRoute>(
    '/api/worlds/:world',
    {
      config: { right: 'administer' },
      schema: {
        tags: ['worlds'],
        summary: 'Closes a world and all its connections. Its file stays; what was not saved is lost.',
        params: WorldParams,
        response: { 204: Done, ...problems },
      },
    },
    async (request, reply) => {
      const world = ofWorld(context, request);
      await worlds.remove(world.name);
      return reply.code(204).send();
    },
  );

  app.get<WorldRoute & { Querystring: { query?: string; offset?: number; limit?: number } }>(
    '/api/worlds/:world/entities',
    {
      schema: {
        tags: ['entities'],
        summary: 'Entities, all or those that a query finds: `c:WebsocketClient IsConnected=false name~"bot"`.',
        params: WorldParams,
        response: { 200: EntitiesReply, ...problems },
        querystring: Type.Object(
          {
            query: Type.Optional(Type.String({ maxLength: 2000 })),
            offset: Type.Optional(Whole),
            limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: 'Default 100.' })),
          },
          exact,
        ),
      },
    },
    (request, reply) =>
      answerInParts(context, request, reply, {
        ask: 'entities',
        query: request.query.query ?? '',
        offset: request.query.offset ?? 0,
        limit: request.query.limit ?? 100,
      }),
  );

  app.get<{ Params: { world: string; id: string } }>(
    '/api/worlds/:world/entities/:id',
    {
      schema: {
        tags: ['entities'],
        summary: 'An entity with every field of its components.',
        params: Type.Object({ world: WorldParams.properties.world, id: Type.String({ maxLength: 200 }) }),
        response: { 200: EntityReply, ...problems },
      },
    },
    (request, reply) =>
      answerInParts(
        context,
        request,
        reply,
        { ask: 'entity', entity: request.params.id },
        ({ id, name, parent, tag, active, persistent, orderOffset, children, components }) => ({
          id,
          name,
          parent,
          tag,
          active,
          persistent,
          orderOffset,
          children,
          components,
        }),
      ),
  );

  app.get<{ Params: { world: string; id: string; component: string } }>(
    '/api/worlds/:world/entities/:id/connections/:component',
    {
      schema: {
        tags: ['entities'],
        summary: 'The socket of a connection: its handshake, address and round trip. `socket` is null while none is open on this machine.',
        params: Type.Object({
          world: WorldParams.properties.world,
          id: Type.String({ maxLength: 200 }),
          component: Type.String({ maxLength: 200, description: 'Key of the component: `WebsocketClient`, `WebsocketClient#2`, …' }),
        }),
        response: { 200: ConnectionReply, ...problems },
      },
    },
    async (request) => ({ socket: await ofWorld(context, request).socketInfo(request.params.id, request.params.component) }),
  );

  app.get<WorldRoute & { Querystring: { after?: number; limit?: number } }>(
    '/api/worlds/:world/log',
    {
      schema: {
        tags: ['worlds'],
        summary: 'Log entries with a number above `after`, oldest first; ask on with `after=next`.',
        params: WorldParams,
        response: { 200: LogReply, ...problems },
        querystring: Type.Object(
          { after: Type.Optional(Whole), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default 200.' })) },
          exact,
        ),
      },
    },
    (request) => ofWorld(context, request).ask({ ask: 'log', after: request.query.after ?? 0, limit: request.query.limit ?? 200 }),
  );
}

async function detail(world: ReturnType<typeof ofWorld>): Promise<object> {
  const [summary, status, { costs }] = await Promise.all([world.summary(), world.ask({ ask: 'status' }), world.ask({ ask: 'costs' })]);
  const systems = costs.map(({ system, milliseconds }) => ({ name: system, milliseconds }));
  return {
    ...summary,
    time: status.time,
    ...(status.wall === undefined ? {} : { wall: status.wall }),
    unsaved: status.unsaved,
    ...(status.kept === undefined ? {} : { kept: status.kept }),
    connections: status.connections,
    run: world.run(),
    systems,
  };
}
