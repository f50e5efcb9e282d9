import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { WorldwireError } from '../../engine/index.ts';
import type { ChangePlace } from '../protocol.ts';
import type { HttpContext } from './context.ts';
import { ErrorReply, FieldHistoryReply } from './replies.ts';
import { VERSIONS_RIGHT } from '../security/action-rights.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
/** Seconds that a search takes at most where nobody says how many, and at all. */
const USUAL = 30,
  LONGEST = 600;

interface ChangedQuery {
  entity: string;
  component?: string;
  field: string;
  before?: string;
  until?: number;
  limit?: number;
  seconds?: number;
}

/** What is asked of a world's past without going there. */
export function pastRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get<WorldRoute & { Querystring: ChangedQuery }>(
    '/api/worlds/:world/past/changed',
    {
      config: { right: VERSIONS_RIGHT },
      schema: {
        tags: ['worlds'],
        summary: 'When a field changed last, from what to what, and who did it: as far back as the journal, or what is recorded, reaches.',
        params: WorldParams,
        querystring: Type.Object(
          {
            entity: Type.String({ minLength: 1, maxLength: 200 }),
            component: Type.Optional(
              Type.String({
                maxLength: 200,
                description:
                  'Key of the component. Left out for a property of the entity itself: `name`, `parent`, `tag`, `active`, `persistent`, `orderOffset`.',
              }),
            ),
            field: Type.String({ minLength: 1, maxLength: 200 }),
            before: Type.Optional(
              Type.String({
                pattern: '^\\d{1,16}\\.\\d{1,16}\\.\\d{1,16}$',
                description: 'Goes on from there: `next` of another answer, its numbers with dots between.',
              }),
            ),
            until: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'The last tick that counts. Default: now.' })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'How many changes at most. Default 1.' })),
            seconds: Type.Optional(
              Type.Integer({ minimum: 1, maximum: LONGEST, description: `How long it may take; then it is answered with what was found. Default ${USUAL}.` }),
            ),
          },
          exact,
        ),
        response: { 200: FieldHistoryReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, VERSIONS_RIGHT);
      const { entity, component = '', field, before, until, limit = 1, seconds = USUAL } = request.query;
      let isGone = false;
      request.over?.(() => {
        isGone = true;
      });
      const world = ofWorld(context, request);
      const history = await world.past.search(
        { entity, component, field, limit, ...(before === undefined ? {} : { before: placeIn(before) }), ...(until === undefined ? {} : { until }) },
        { userId: still().userId, cost: world.run().tickTime, isOver: () => isGone || !mayStill(still), longest: seconds * 1000 },
      );
      // It took its time: what it found is for who may look by now.
      still();
      return history;
    },
  );
}

function mayStill(still: () => unknown): boolean {
  try {
    still();
    return true;
  } catch {
    return false;
  }
}

function placeIn(text: string): ChangePlace {
  const [segment = 0, step = 0, part = 0] = text.split('.').map(Number);
  if (![segment, step, part].every(Number.isSafeInteger)) throw new WorldwireError('WW_BAD_REQUEST', '`before` is no place that an answer has told.');
  return { segment, step, part };
}
