import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { readScene, WorldwireError, type Fault } from '../../engine/index.ts';
import { VERSIONS_RIGHT } from '../security/action-rights.ts';
import type { HttpContext } from './context.ts';
import { ErrorReply, Finding } from './replies.ts';
import { ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
/** Findings that are told. */
const MOST_FINDINGS = 200;

/** The files of the worlds folder, the text of a scene, and what is wrong with one. */
export function fileRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get(
    '/api/files',
    {
      config: { right: 'administer' },
      schema: {
        tags: ['worlds'],
        summary: 'The scene files of the worlds folder, each with the world that runs from it.',
        response: {
          200: Type.Object({
            folder: Type.Boolean({ description: 'Whether there is such a folder.' }),
            files: Type.Array(
              Type.Object({
                path: Type.String(),
                bytes: Type.Integer(),
                modified: Type.String({ description: 'ISO 8601.' }),
                world: Type.Optional(Type.String()),
              }),
            ),
            more: Type.Boolean({ description: 'There are further ones: 1,000 are told, and 4 folders deep.' }),
          }),
          ...problems,
        },
      },
    },
    () => context.opener.files(),
  );

  app.post<{ Body: { text: string } }>(
    '/api/check',
    {
      config: { right: 'administer' },
      schema: {
        tags: ['worlds'],
        summary: 'What is wrong with the text of a scene, as `worldwire check` finds it, but for the types of scripts. Nothing is opened or written.',
        body: Type.Object({ text: Type.String({ description: 'The text of a scene file.' }) }, exact),
        response: { 200: Type.Object({ good: Type.Boolean(), entities: Type.Integer(), findings: Type.Array(Finding) }), ...problems },
      },
    },
    (request) => check(context, request.body.text),
  );

  app.get<WorldRoute>(
    '/api/worlds/:world/scene',
    {
      config: { right: VERSIONS_RIGHT },
      schema: {
        tags: ['worlds'],
        summary: 'The scene of a world as a save would write it now, as a file.',
        params: WorldParams,
        response: { ...problems },
      },
    },
    async (request, reply) => {
      const world = ofWorld(context, request);
      const text = await world.sceneText();
      return reply.type('application/json; charset=utf-8').header('content-disposition', `attachment; filename="${world.name}.scene.json"`).send(text);
    },
  );
}

function check(context: HttpContext, text: string): { good: boolean; entities: number; findings: readonly Fault[] } {
  try {
    const { scene, warnings } = readScene(text, { registry: context.opener.registry, file: 'scene' });
    return { good: true, entities: scene.entities.length, findings: warnings.slice(0, MOST_FINDINGS) };
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const findings = error.faults.length > 0 ? error.faults : [{ path: '', expected: '', message: error.message, code: error.code }];
    return { good: false, entities: 0, findings: findings.slice(0, MOST_FINDINGS) };
  }
}
