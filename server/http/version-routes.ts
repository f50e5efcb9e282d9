import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { VERSIONS_RIGHT } from '../security/action-rights.ts';
import { historyOf } from '../security/history.ts';
import { MOST_TAKEN_BACK, TakenBackPart } from '../schemas/taken-back.ts';
import type { HttpContext } from './context.ts';
import { ErrorReply, TakenBackReply, VersionDifferenceReply, VersionsReply, VersionTextReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const VersionNumber = Type.Integer({ minimum: 1, maximum: 99_999_999, description: 'Number of a version, as the list tells it.' });
const VersionParams = Type.Object({ world: WorldParams.properties.world, version: VersionNumber });
interface VersionRoute {
  Params: { world: string; version: number };
}

/** What the scene of a world was: the versions that are kept of it, how they differ, and what is taken back from them. */
export function versionRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get<{ Params: { world: string }; Querystring: { limit?: number } }>(
    '/api/worlds/:world/versions',
    {
      config: { right: VERSIONS_RIGHT },
      schema: {
        tags: ['versions'],
        summary: 'The versions of a world’s scene, the newest last: what each save wrote, and in between its state from time to time.',
        params: WorldParams,
        querystring: Type.Object(
          { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000, description: 'How many of the newest. Default 1,000.' })) },
          exact,
        ),
        response: { 200: VersionsReply, ...problems },
      },
    },
    async (request) => {
      callerOf(context, request, VERSIONS_RIGHT)();
      const all = await ofWorld(context, request).versions.list();
      return { versions: all.slice(-(request.query.limit ?? 1_000)), total: all.length };
    },
  );

  app.get<VersionRoute>(
    '/api/worlds/:world/versions/:version',
    {
      config: { right: VERSIONS_RIGHT },
      schema: { tags: ['versions'], summary: 'The text of a version, a scene file.', params: VersionParams, response: { 200: VersionTextReply, ...problems } },
    },
    async (request) => {
      const still = callerOf(context, request, VERSIONS_RIGHT);
      still();
      const text = await ofWorld(context, request).versions.text(request.params.version);
      // It took its time.
      still();
      return { text };
    },
  );

  app.get<VersionRoute & { Querystring: { with?: number } }>(
    '/api/worlds/:world/versions/:version/difference',
    {
      config: { right: VERSIONS_RIGHT },
      schema: {
        tags: ['versions'],
        summary: 'How a version differs from another, or from the world as a save would write it now.',
        params: VersionParams,
        querystring: Type.Object({ with: Type.Optional(VersionNumber) }, exact),
        response: { 200: VersionDifferenceReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, VERSIONS_RIGHT);
      still();
      const difference = await ofWorld(context, request).versions.difference(request.params.version, request.query.with);
      still();
      return difference;
    },
  );

  app.post<VersionRoute & { Body: { parts?: { entity: string; what?: string }[]; requestId?: string; history?: boolean } | null | undefined }>(
    '/api/worlds/:world/versions/:version/take-back',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['versions'],
        summary: 'Takes back from a version all, or what `parts` names, as one edit of the one who asks. The file is not written.',
        params: VersionParams,
        body: Type.Optional(
          Type.Union([
            Type.Object(
              {
                parts: Type.Optional(Type.Array(TakenBackPart, { minItems: 1, maxItems: MOST_TAKEN_BACK })),
                requestId: Type.Optional(
                  Type.String({ minLength: 1, maxLength: 100, description: 'An input that arrives again with the same id counts once.' }),
                ),
                history: Type.Optional(Type.Boolean({ description: 'Whether it is a step of undo. Default true; false where the token is a program’s.' })),
              },
              exact,
            ),
            Type.Null(),
          ]),
        ),
        response: { 200: TakenBackReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      const { parts, requestId, history } = request.body ?? {};
      const what = { version: request.params.version, wanted: parts ?? ('all' as const), still, ...historyOf(request.identity, history) };
      return ofWorld(context, request).takeBack(what, { author: still(), requestId });
    },
  );
}
