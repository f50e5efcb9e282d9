import type { JoinedUser } from '../../../engine/index.ts';
import type { HostedWorld } from '../../../server/index.ts';
import { until } from '../../server/running.ts';

/** Does what lets somebody come into a world, and waits until they are there; says what was printed where nobody comes. */
export async function newcomer(world: HostedWorld, kind: JoinedUser['kind'], come: () => unknown, printed: () => string): Promise<JoinedUser> {
  const users = async (): Promise<readonly JoinedUser[]> => (await world.ask({ ask: 'status' })).users;
  const before = new Set((await users()).map((user) => user.machineId));
  await come();
  try {
    return await until(`a ${kind ?? 'user'} in ${world.name}`, async () => (await users()).find((user) => user.kind === kind && !before.has(user.machineId)));
  } catch (error) {
    throw new Error(`${(error as Error).message}; printed:\n${printed()}`, { cause: error });
  }
}
