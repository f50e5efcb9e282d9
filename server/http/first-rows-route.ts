import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import { WIRE_VERSION, type FirstRows, type FirstRowsQuestion } from '../protocol.ts';
import { Id } from '../schemas/operations.ts';
import type { HttpContext } from './context.ts';
import { askerOf } from './gate.ts';
import { writtenInParts } from './in-parts.ts';
import { ErrorReply, FirstRowsReply } from './replies.ts';

const NONE: FirstRows = { version: WIRE_VERSION, world: null, total: 0, rows: [], unfolded: null };

/** What the page asks with its first line, so that the hierarchy is drawn before its socket has come to say anything. */
export function firstRowsRoute(app: FastifyInstance, context: HttpContext): void {
  app.post<{ Body: FirstRowsQuestion }>(
    '/api/first-rows',
    {
      config: { right: 'look', listed: 20_000 },
      schema: {
        tags: ['worlds'],
        summary: 'The top of the hierarchy as a page shows it that comes in now: of the world that it names, or of the first that answers.',
        description:
          'Without `expanded`, and of another world than the one named, the entities at the top that have a few children are unfolded; ' +
          '`unfolded` names them. For the page itself: `version` is that of its wire, and what the rows hold goes with it.',
        body: Type.Object(
          {
            world: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
            expanded: Type.Optional(Type.Array(Id, { maxItems: 20_000 })),
            root: Type.Optional(Type.Union([Id, Type.Null()])),
            limit: Type.Integer({ minimum: 1, maximum: 500 }),
          },
          { additionalProperties: false },
        ),
        response: { 200: FirstRowsReply, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const { world: named, expanded, root, limit } = request.body;
      const world = worldFor(context.worlds.list, named);
      if (world === undefined) return NONE;
      const isKnown = world.name === named && expanded !== undefined;
      const what = { kind: 'tree', expanded: isKnown ? expanded : [], offset: 0, limit, root: isKnown ? (root ?? null) : null } as const;
      const { total, rows, unfolded } = await world.answer(askerOf(request.raw), { ask: 'firstRows', what, unfoldTops: !isKnown });
      const answer: FirstRows = { version: WIRE_VERSION, world: world.name, total, rows, unfolded: isKnown ? null : unfolded };
      return writtenInParts(context, request, reply, answer);
    },
  );
}

/** The world that a page enters: the one that it was in last, else the first, of those that answer. */
function worldFor(worlds: readonly HostedWorld[], named: string | undefined): HostedWorld | undefined {
  const standing = worlds.filter(({ isStuck }) => !isStuck);
  return standing.find(({ name }) => name === named) ?? standing[0];
}
