import { libraryOf } from './library.ts';
import { ASYNC_NODES } from './nodes/async.ts';
import { CHOICE_NODES } from './nodes/choices.ts';
import { CORE_NODES } from './nodes/core.ts';
import { DELAY_NODES } from './nodes/delays.ts';
import { FETCHING_NODES } from './nodes/fetching.ts';
import { HOST_ACCESS_NODES } from './nodes/host-access.ts';
import { NETWORK_NODES } from './nodes/network.ts';
import { OPERATOR_NODES } from './nodes/operators.ts';
import { REFERENCE_NODES } from './nodes/references.ts';
import { SLOT_FIND_NODES } from './nodes/slots-find.ts';
import { SLOT_READ_NODES } from './nodes/slots-read.ts';
import { SOURCE_NODES } from './nodes/sources.ts';
import { STRING_SEARCH_NODES } from './nodes/string-search.ts';
import { STRING_NODES } from './nodes/strings.ts';
import { URI_NODES } from './nodes/uris.ts';
import { USER_NODES } from './nodes/users.ts';
import { WORLD_NODES } from './nodes/worlds.ts';
import { type FlowNode } from './node-types.ts';

/** The nodes that are built in, a file for each family. */
export const FLOW_NODES: readonly FlowNode[] = [
  ...NETWORK_NODES,
  ...FETCHING_NODES,
  ...HOST_ACCESS_NODES,
  ...CORE_NODES,
  ...ASYNC_NODES,
  ...DELAY_NODES,
  ...CHOICE_NODES,
  ...SOURCE_NODES,
  ...STRING_NODES,
  ...STRING_SEARCH_NODES,
  ...URI_NODES,
  ...OPERATOR_NODES,
  ...REFERENCE_NODES,
  ...SLOT_READ_NODES,
  ...SLOT_FIND_NODES,
  ...USER_NODES,
  ...WORLD_NODES,
];

export const LIBRARY = libraryOf(FLOW_NODES, (name) => /^[A-Z][A-Za-z0-9]*$/.test(name));
