import { HOST } from '../../door.ts';
import type { DataType, Value } from '../values/data-type.ts';
import { defineNode, itself } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import type { World } from '../../world/world.ts';

const of = (name: string, doc: string, type: DataType, tell: (world: World) => Value): FlowNode =>
  defineNode({ name, doc, category: 'World', outputs: itself(type), read: ({ world }) => tell(world) });

export const WORLD_NODES: readonly FlowNode[] = [
  of('WorldName', 'The name of the world.', 'string', ({ name }) => name),
  of('WorldSessionID', "The world's own id, which its scene gives.", 'string', ({ id }) => id),
  of('WorldUserCount', 'How many users are here, the host among them.', 'int', ({ users }) => users.people.length),
  of(
    'WorldActiveUserCount',
    'How many people are here: all users but the host.',
    'int',
    ({ users }) => users.people.filter(({ userId }) => userId !== HOST.userId).length,
  ),
];
