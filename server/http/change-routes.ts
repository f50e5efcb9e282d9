import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { WorldwireError } from '../../engine/index.ts';
import { ACTION_RIGHTS, DIFFERENCE_RIGHT } from '../security/action-rights.ts';
import type { HttpContext } from './context.ts';
import { edited } from './edit-routes.ts';
import { answerInParts } from './in-parts.ts';
import { ChangesReply, DifferenceReply, EditReply, ErrorReply, HistoryReply, RunReply, SaveReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const RequestId = Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'An input that arrives again with the same id counts once.' }));
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many of the newest. Default 1,000.' }));
const USUAL = 1_000;

/** What has been changed since a world was loaded and by whom, and its way to and from its file. */
export function changeRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get<WorldRoute & { Querystring: { limit?: number } }>(
    '/api/worlds/:world/changes',
    {
      schema: {
        tags: ['changes'],
        summary:
          'How a world differs from what was loaded, by what edits have touched, the newest last. What is inside of something added or removed is ' +
          'not listed on its own.',
        params: WorldParams,
        querystring: Type.Object({ limit: Limit }, exact),
        response: { 200: ChangesReply, ...problems },
      },
    },
    (request, reply) => answerInParts(context, request, reply, { ask: 'changes', limit: request.query.limit ?? USUAL }),
  );

  app.post<WorldRoute & { Body: { changes: number[]; requestId?: string } }>(
    '/api/worlds/:world/revert',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['changes'],
        summary: 'Takes back changes by their numbers, all or none, as one edit of the one who asks. What is no longer different is passed over.',
        params: WorldParams,
        body: Type.Object({ changes: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1, maxItems: 100_000 }), requestId: RequestId }, exact),
        response: { 200: EditReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      const { changes, requestId } = request.body;
      return edited(await ofWorld(context, request).submit(still(), { type: 'revert', changes }, requestId, still));
    },
  );

  app.get<WorldRoute & { Querystring: { limit?: number } }>(
    '/api/worlds/:world/history',
    {
      schema: {
        tags: ['changes'],
        summary: 'The edits that can be undone, each by its author, the newest last.',
        params: WorldParams,
        querystring: Type.Object({ limit: Limit }, exact),
        response: { 200: HistoryReply, ...problems },
      },
    },
    (request, reply) =>
      answerInParts(context, request, reply, { ask: 'history' }, ({ entries }) => ({
        entries: entries.slice(-(request.query.limit ?? USUAL)),
        total: entries.length,
      })),
  );

  app.get<WorldRoute>(
    '/api/worlds/:world/difference',
    {
      config: { right: DIFFERENCE_RIGHT },
      schema: {
        tags: ['running'],
        summary: "How a world's file, as another program may have left it, differs from the world as a save would write it; for who may save.",
        params: WorldParams,
        response: { 200: DifferenceReply, ...problems },
      },
    },
    (request) => {
      callerOf(context, request, DIFFERENCE_RIGHT)();
      return ofWorld(context, request).difference();
    },
  );

  app.post<WorldRoute & { Body: { file?: string; overwrite?: boolean; requestId?: string } | null | undefined }>(
    '/api/worlds/:world/save',
    {
      config: { right: ACTION_RIGHTS.save },
      schema: {
        tags: ['running'],
        summary: "Saves to the world's file, or under another name, which is its file from then on; answers when it is durable.",
        description:
          'With `file`, which is a name without a folder that ends in `.scene.json`, the world is saved beside its own file, or in `worldsFolder` ' +
          'where it came without one. A file of that name that is not its own is left alone, and the answer is WW_FILE_EXISTS. Where another ' +
          'program has changed or removed the file since it was read or saved, nothing is written and the answer is 409, WW_FILE_CHANGED; ' +
          '`overwrite: true` says that this is known.',
        params: WorldParams,
        response: { 200: SaveReply, ...problems },
        body: Type.Optional(
          Type.Union([
            Type.Object(
              { file: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), overwrite: Type.Optional(Type.Boolean()), requestId: RequestId },
              exact,
            ),
            Type.Null(),
          ]),
        ),
      },
    },
    async (request) => {
      const author = callerOf(context, request, ACTION_RIGHTS.save)();
      const world = ofWorld(context, request);
      const asked = { author, requestId: request.body?.requestId };
      const name = request.body?.file;
      if (name !== undefined && request.body?.overwrite === true)
        throw new WorldwireError('WW_BAD_REQUEST', 'Saving under another name never overwrites: give either `file` or `overwrite`.');
      const { tick, file } = await (name === undefined ? world.save(asked, request.body?.overwrite) : world.saveAs(name, asked));
      return { tick, durable: true, file: basename(file) };
    },
  );

  app.post<WorldRoute & { Body: { requestId?: string } | null | undefined }>(
    '/api/worlds/:world/reload',
    {
      config: { right: ACTION_RIGHTS.reload },
      schema: {
        tags: ['running'],
        summary:
          'Puts a world back to its file: closes it without saving, and runs the file anew under its name. A file with faults leaves the world as it is.',
        params: WorldParams,
        response: { 200: RunReply, ...problems },
        body: Type.Optional(Type.Union([Type.Object({ requestId: RequestId }, exact), Type.Null()])),
      },
    },
    async (request) => {
      const author = callerOf(context, request, ACTION_RIGHTS.reload)();
      const world = await context.worlds.reload(ofWorld(context, request), author.userId, { author, requestId: request.body?.requestId });
      return { tick: world.tick, paused: world.paused };
    },
  );
}
