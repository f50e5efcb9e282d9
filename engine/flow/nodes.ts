import { libraryOf } from './library.ts';
import { ASYNC_NODES } from './nodes/async.ts';
import { CHOICE_NODES } from './nodes/choices.ts';
import { CORE_NODES } from './nodes/core.ts';
import { DELAY_NODES } from './nodes/delays.ts';
import { NETWORK_NODES } from './nodes/network.ts';
import { OPERATOR_NODES } from './nodes/operators.ts';
import { SOURCE_NODES } from './nodes/sources.ts';
import { STRING_SEARCH_NODES } from './nodes/string-search.ts';
import { STRING_NODES } from './nodes/strings.ts';
import { type FlowNode } from './node-types.ts';

/** The nodes that are built in, a file for each family. */
export const FLOW_NODES: readonly FlowNode[] = [
  ...NETWORK_NODES,
  ...CORE_NODES,
  ...ASYNC_NODES,
  ...DELAY_NODES,
  ...CHOICE_NODES,
  ...SOURCE_NODES,
  ...STRING_NODES,
  ...STRING_SEARCH_NODES,
  ...OPERATOR_NODES,
];

export const LIBRARY = libraryOf(FLOW_NODES, (name) => /^[A-Z][A-Za-z0-9]*$/.test(name));
