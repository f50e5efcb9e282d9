import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { WorldwireError, type Command, type Input, type InputResult, type Json, type Operation } from '../../engine/index.ts';
import { ACTION_RIGHTS } from '../security/action-rights.ts';
import { historyOf } from '../security/history.ts';
import { CommandSchema, Id, Item, MAX_OPERATIONS } from '../schemas/operations.ts';
import type { HttpContext } from './context.ts';
import { EditReply, ErrorReply, ImpulseReply, RunReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';

const exact = { additionalProperties: false } as const;
const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const RequestId = Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'An input that arrives again with the same id counts once.' }));
const History = Type.Optional(
  Type.Boolean({
    description: 'Whether it is a step that its author can undo. Default true; false where the token is a program’s (`worldwire token --program`).',
  }),
);
const Nothing = Type.Optional(Type.Union([Type.Object({ requestId: RequestId }, exact), Type.Null()]));

/** What changes a world, and how it runs. */
export function editRoutes(app: FastifyInstance, context: HttpContext): void {
  async function submit(request: FastifyRequest & { params: { world: string } }, input: Input, requestId: string | undefined): Promise<object> {
    const still = callerOf(context, request, 'edit');
    return edited(await ofWorld(context, request).submit(still(), input, requestId, still));
  }

  app.post<WorldRoute & { Body: { operations: Operation[]; requestId?: string; group?: string; label?: string; history?: boolean; durable?: boolean } }>(
    '/api/worlds/:world/operations',
    {
      config: { right: 'edit', listed: MAX_OPERATIONS },
      schema: {
        tags: ['edits'],
        summary: 'Applies a batch of operations, all or none. With `durable` it answers when that outlives a crash, else when it is applied.',
        params: WorldParams,
        response: { 200: EditReply, ...problems },
        body: Type.Object(
          {
            operations: Type.Array(Type.Unknown({ description: 'One of the forms of the schema `Operation`.' }), { minItems: 1, maxItems: MAX_OPERATIONS }),
            requestId: RequestId,
            group: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
            label: Type.Optional(Type.String({ maxLength: 200 })),
            history: History,
            durable: Type.Optional(Type.Boolean({ description: 'Whether to answer only when the edit outlives a crash. Default false.' })),
          },
          exact,
        ),
      },
    },
    async (request) => {
      const { operations, requestId, group, label, history, durable } = request.body;
      const asked = { ...(group === undefined ? {} : { group }), ...(label === undefined ? {} : { label }), ...historyOf(request.identity, history) };
      const world = ofWorld(context, request);
      const result = await submit(request, { type: 'operations', operations, ...asked }, requestId);
      return durable === true ? { ...result, ...(await world.durable()) } : result;
    },
  );

  app.post<WorldRoute & { Body: Command & { requestId?: string } }>(
    '/api/worlds/:world/commands',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['edits'],
        summary: 'Asks something of a component that cannot be taken back.',
        params: WorldParams,
        response: { 200: EditReply, ...problems },
        body: Type.Object({ ...CommandSchema.properties, requestId: RequestId }, exact),
      },
    },
    (request) => {
      const { requestId, ...command } = request.body;
      return submit(request, { type: 'command', command }, requestId);
    },
  );

  app.post<WorldRoute & { Body: { item: Json; parent?: string | null; name?: string; requestId?: string; history?: boolean } }>(
    '/api/worlds/:world/items',
    {
      config: { right: 'edit' },
      schema: {
        tags: ['edits'],
        summary: 'Spawns an item: a scene of one root, with fresh ids.',
        params: WorldParams,
        response: { 200: EditReply, ...problems },
        body: Type.Object(
          {
            item: Item,
            parent: Type.Optional(Type.Union([Id, Type.Null()])),
            name: Type.Optional(Type.String({ maxLength: 1000 })),
            requestId: RequestId,
            history: History,
          },
          exact,
        ),
      },
    },
    (request) => {
      const { item, parent, name, requestId, history } = request.body;
      return submit(
        request,
        { type: 'spawn', item, parent: parent ?? null, ...(name === undefined ? {} : { name }), ...historyOf(request.identity, history) },
        requestId,
      );
    },
  );

  app.post<{ Params: { world: string; tag: string }; Body: { value?: Json; requestId?: string } | null | undefined }>(
    '/api/worlds/:world/impulses/:tag',
    {
      config: { right: 'trigger' },
      schema: {
        tags: ['edits'],
        summary: 'Sets off all that listens to a tag, and tells how many received it.',
        params: Type.Object({ world: WorldParams.properties.world, tag: Type.String({ minLength: 1, maxLength: 200 }) }),
        response: { 200: ImpulseReply, ...problems },
        body: Type.Optional(Type.Union([Type.Object({ value: Type.Optional(Type.Unknown()), requestId: RequestId }, exact), Type.Null()])),
      },
    },
    async (request) => {
      const still = callerOf(context, request, 'trigger');
      const { value, requestId } = request.body ?? {};
      const impulse: Input = { type: 'impulse', tag: request.params.tag, ...(value === undefined ? {} : { value }) };
      const result = held(await ofWorld(context, request).submit(still(), impulse, requestId, still));
      return { tick: result.tick, triggered: result.triggered ?? 0 };
    },
  );

  for (const type of ['undo', 'redo'] as const) {
    app.post<WorldRoute & { Body: { requestId?: string } | null | undefined }>(
      `/api/worlds/:world/${type}`,
      {
        config: { right: ACTION_RIGHTS[type] },
        schema: {
          tags: ['edits'],
          summary: type === 'undo' ? 'Takes back the last edit of the one who asks.' : 'Does again what was taken back.',
          params: WorldParams,
          response: { 200: EditReply, ...problems },
          body: Nothing,
        },
      },
      (request) => submit(request, { type }, request.body?.requestId),
    );
  }

  for (const action of ['pause', 'resume'] as const) {
    app.post<WorldRoute>(
      `/api/worlds/:world/${action}`,
      {
        config: { right: ACTION_RIGHTS[action] },
        schema: {
          tags: ['running'],
          summary: action === 'pause' ? 'Stops its time; edits still apply.' : 'Lets its time go on.',
          params: WorldParams,
          response: { 200: RunReply, ...problems },
          body: Nothing,
        },
      },
      (request) => {
        const world = ofWorld(context, request);
        world[action]();
        return { tick: world.tick, paused: world.paused };
      },
    );
  }

  app.post<WorldRoute & { Body: { ticks?: number; requestId?: string } | null | undefined }>(
    '/api/worlds/:world/step',
    {
      config: { right: ACTION_RIGHTS.step },
      schema: {
        tags: ['running'],
        summary: 'Pauses, lets some ticks pass, and answers when they have.',
        params: WorldParams,
        response: { 200: RunReply, ...problems },
        body: Type.Optional(
          Type.Union([Type.Object({ ticks: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })), requestId: RequestId }, exact), Type.Null()]),
        ),
      },
    },
    async (request) => {
      const still = callerOf(context, request, ACTION_RIGHTS.step);
      const world = ofWorld(context, request);
      return { tick: await world.step(request.body?.ticks ?? 1, { author: still(), requestId: request.body?.requestId }, still), paused: world.paused };
    },
  );
}

/** A result that holds; throws what it failed with. */
export function held(result: InputResult): Extract<InputResult, { ok: true }> {
  if (!result.ok) throw new WorldwireError(result.code, result.message, result.errors);
  return result;
}

/** An edit's result as an answer. */
export function edited(answer: InputResult): object {
  const result = held(answer);
  return {
    tick: result.tick,
    results: result.results,
    ...(result.kept === undefined ? {} : { kept: result.kept }),
    ...(result.step === undefined ? {} : { step: result.step }),
    ...(result.sent === undefined ? {} : { sent: result.sent }),
  };
}
