import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { WorldwireError, type Right, type Author } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import { demand } from '../security/roles.ts';
import type { HttpContext } from './context.ts';

/** A route below `/api/worlds/:world`. */
export interface WorldRoute {
  Params: { world: string };
}
export const WorldParams = Type.Object({ world: Type.String({ maxLength: 200, description: "The scene file's name without its ending." }) });

/** The world that the address names; throws WW_UNKNOWN_WORLD. */
export function ofWorld(context: HttpContext, request: { params: { world: string } }): HostedWorld {
  return context.worlds.get(request.params.world);
}

/** Who asks, as an author who has a right; looked up each time that it is called, since rights end while something waits. */
export function callerOf({ sessions }: HttpContext, request: FastifyRequest, right: Right): () => Author {
  const { identity } = request;
  if (identity === null) throw new WorldwireError('WW_UNAUTHENTICATED');
  return () => {
    const { userId, role } = sessions.renew(identity);
    demand(role, right);
    return { userId, role };
  };
}
