import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { SendForm, type InputResult, type SendSpec } from '../../engine/index.ts';
import { Sent } from '../schemas/sends.ts';
import type { HttpContext } from './context.ts';
import { held } from './edit-routes.ts';
import { askerOf } from './gate.ts';
import { ErrorReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const RequestId = Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'An input that arrives again with the same id counts once.' }));
const Run = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Number of a send.' });
const StoppedReply = Type.Object({ tick: Type.Integer(), stopped: Type.Integer({ description: 'How many went on, and were stopped.' }) });

/** Says something to many clients of a world, tells what came of it, and stops it. */
export function sendRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post<WorldRoute & { Body: SendSpec & { requestId?: string } }>(
    '/api/worlds/:world/sends',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['sends'],
        summary: 'Says something to many clients, each its own, in rounds. Answers with the number of its run as soon as it has begun.',
        params: WorldParams,
        body: Type.Object({ ...SendForm.properties, requestId: RequestId }, exact),
        response: { 200: Type.Object({ tick: Type.Integer(), run: Run }), ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      const { requestId, ...send } = request.body;
      const { tick, run } = held(await ofWorld(context, request).submit(still(), { type: 'send', send }, requestId, still));
      return { tick, run };
    },
  );

  app.get<WorldRoute & { Querystring: { run?: number } }>(
    '/api/worlds/:world/sends',
    {
      config: { right: 'look' },
      schema: {
        tags: ['sends'],
        summary: 'The sends that go on and the last 20 that are over, with what was answered. Of `run` also who answered what.',
        params: WorldParams,
        querystring: Type.Object({ run: Type.Optional(Run) }, exact),
        response: { 200: Type.Object({ sends: Type.Array(Sent) }), ...problems },
      },
    },
    (request) => {
      const { run } = request.query;
      return ofWorld(context, request).answer(askerOf(request.raw), { ask: 'sends', ...(run === undefined ? {} : { run }) });
    },
  );

  const stopped = (result: Extract<InputResult, { ok: true }>) => ({ tick: result.tick, stopped: result.stopped ?? 0 });
  app.delete<WorldRoute>(
    '/api/worlds/:world/sends',
    {
      config: { right: 'edit' },
      schema: { tags: ['sends'], summary: 'Stops all sends of a world at once.', params: WorldParams, response: { 200: StoppedReply, ...problems } },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      return stopped(held(await ofWorld(context, request).submit(still(), { type: 'stopSends' }, undefined, still)));
    },
  );
  app.delete<{ Params: { world: string; run: number } }>(
    '/api/worlds/:world/sends/:run',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['sends'],
        summary: 'Stops one send at once.',
        params: Type.Object({ world: WorldParams.properties.world, run: Run }),
        response: { 200: StoppedReply, ...problems },
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'edit');
      return stopped(held(await ofWorld(context, request).submit(still(), { type: 'stopSends', run: request.params.run }, undefined, still)));
    },
  );
}
