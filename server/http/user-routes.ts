import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { may, WorldwireError, type Role } from '../../engine/index.ts';
import type { Caller } from '../users/office.ts';
import type { HttpContext } from './context.ts';
import { Done, ErrorReply, UsersReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams, type WorldRoute } from './world-param.ts';
import { RoleSchema } from '../security/roles.ts';

const problems = { '4xx': ErrorReply, '5xx': ErrorReply };
const UserParams = Type.Object({ world: WorldParams.properties.world, user: Type.String({ maxLength: 200, description: 'A `userId`.' }) });

interface UserRoute {
  Params: { world: string; user: string };
}

/** Who is in a world, and what becomes of them. A role and a removal hold for the whole server, until it ends. */
export function userRoutes(app: FastifyInstance, context: HttpContext): void {
  const { office } = context;
  /** Who asks, by the name that they have at their page, if they are at one. */
  const caller = (request: FastifyRequest): Caller => {
    const author = callerOf(context, request, 'remove')();
    return { ...author, name: office.nameOf(author.userId) };
  };

  app.get<WorldRoute>(
    '/api/worlds/:world/users',
    { schema: { tags: ['users'], summary: 'Who is in a world.', params: WorldParams, response: { 200: UsersReply, ...problems } } },
    async (request) => ({
      users: (await ofWorld(context, request).ask({ ask: 'status' })).users,
      removed: may(callerOf(context, request, 'look')().role, 'remove') ? office.removed : [],
    }),
  );

  app.patch<UserRoute & { Body: { role?: Role; removed?: false } }>(
    '/api/worlds/:world/users/:user',
    {
      config: { right: 'remove' },
      schema: {
        tags: ['users'],
        summary: 'Gives a user another role, on all their machines, as long as the server runs; or with `removed: false` lets them back in.',
        description: 'Only an Admin gives roles, and nobody to themselves. Admins and Moderators let somebody back in.',
        params: UserParams,
        body: Type.Object({ role: Type.Optional(RoleSchema), removed: Type.Optional(Type.Literal(false)) }, { additionalProperties: false }),
        response: { 204: Done, ...problems },
      },
    },
    async (request, reply) => {
      ofWorld(context, request);
      const { role, removed } = request.body;
      if ((role === undefined) === (removed === undefined)) throw new WorldwireError('WW_BAD_REQUEST', 'Give either `role` or `removed`.');
      if (role === undefined) office.back(caller(request), request.params.user);
      else office.role(caller(request), request.params.user, role);
      return reply.code(204).send();
    },
  );

  app.delete<UserRoute>(
    '/api/worlds/:world/users/:user',
    {
      config: { right: 'remove' },
      schema: {
        tags: ['users'],
        summary: 'Removes a user from the server, and keeps them out until they are let back in.',
        description:
          'Admins and Moderators remove users, Moderators no Admins. Whoever has a token can come in again as somebody new: take it back by ' +
          '`worldwire token revoke`.',
        params: UserParams,
        response: { 204: Done, ...problems },
      },
    },
    async (request, reply) => {
      ofWorld(context, request);
      office.remove(caller(request), request.params.user);
      return reply.code(204).send();
    },
  );
}
