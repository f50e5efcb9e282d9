import { libraryOf } from './node/library.ts';
import { DISPLAY_NODES } from './nodes/displays.ts';
import { DRIVE_NODES } from './nodes/drives.ts';
import { DYNAMIC_VARIABLE_NODES } from './nodes/dynamic-variables.ts';
import { DYNAMIC_IMPULSE_NODES } from './nodes/dynamic-impulses.ts';
import { FIRING_NODES } from './nodes/firing.ts';
import { GATE_NODES } from './nodes/gates.ts';
import { ASYNC_NODES } from './nodes/async.ts';
import { BYTE_NODES } from './nodes/bytes.ts';
import { BYTE_NUMBER_NODES } from './nodes/byte-numbers.ts';
import { CHOICE_NODES } from './nodes/choices.ts';
import { CORE_NODES } from './nodes/core.ts';
import { CURVE_NODES } from './nodes/curves.ts';
import { DELAY_NODES } from './nodes/delays.ts';
import { JSON_NODES } from './nodes/json.ts';
import { FETCHING_NODES } from './nodes/fetching.ts';
import { HOST_ACCESS_NODES } from './nodes/host-access.ts';
import { LOGIC_NODES } from './nodes/logic.ts';
import { MATCH_NODES } from './nodes/matches.ts';
import { MATH_NODES } from './nodes/math.ts';
import { NOTE_NODES } from './nodes/notes.ts';
import { NETWORK_NODES } from './nodes/network.ts';
import { FORMATTING_NODES } from './nodes/formatting.ts';
import { PARSING_NODES } from './nodes/parsing.ts';
import { TO_STRING_NODES } from './nodes/to-string.ts';
import { RANDOM_NODES } from './nodes/random.ts';
import { SLERP_NODES } from './nodes/slerps.ts';
import { TYPE_NODES } from './nodes/types.ts';
import { UTILITY_NODES } from './nodes/utility.ts';
import { OPERATOR_NODES } from './nodes/operators.ts';
import { REFERENCE_NODES } from './nodes/references.ts';
import { SLOT_DESTROY_NODES } from './nodes/slots-destroy.ts';
import { SLOT_EVENT_NODES } from './nodes/slot-events.ts';
import { SLOT_FIND_NODES } from './nodes/slots-find.ts';
import { SLOT_READ_NODES } from './nodes/slots-read.ts';
import { SLOT_WRITE_NODES } from './nodes/slots-write.ts';
import { REGEX_NODES } from './nodes/regex.ts';
import { RICH_TEXT_NODES } from './nodes/rich-text.ts';
import { SCRIPT_NODES } from './nodes/scripts.ts';
import { SERVER_NODES } from './nodes/server.ts';
import { SOURCE_NODES } from './nodes/sources.ts';
import { STRING_SEARCH_NODES } from './nodes/string-search.ts';
import { STRING_NODES } from './nodes/strings.ts';
import { URI_NODES } from './nodes/uris.ts';
import { VECTOR_NODES } from './nodes/vectors.ts';
import { TRANSFORM_NODES } from './nodes/transforms.ts';
import { USER_NODES } from './nodes/users.ts';
import { WORLD_NODES } from './nodes/worlds.ts';
import { VARIABLE_NODES } from './nodes/variables.ts';
import { type FlowNode } from './node/node-types.ts';

/** The nodes that are built in, a file for each family. */
export const FLOW_NODES: readonly FlowNode[] = [
  ...NETWORK_NODES,
  ...FETCHING_NODES,
  ...HOST_ACCESS_NODES,
  ...CORE_NODES,
  ...ASYNC_NODES,
  ...VARIABLE_NODES,
  ...DYNAMIC_IMPULSE_NODES,
  ...DYNAMIC_VARIABLE_NODES,
  ...FIRING_NODES,
  ...GATE_NODES,
  ...DRIVE_NODES,
  ...DISPLAY_NODES,
  ...DELAY_NODES,
  ...CHOICE_NODES,
  ...MATCH_NODES,
  ...SCRIPT_NODES,
  ...SERVER_NODES,
  ...SOURCE_NODES,
  ...STRING_NODES,
  ...STRING_SEARCH_NODES,
  ...RICH_TEXT_NODES,
  ...REGEX_NODES,
  ...URI_NODES,
  ...OPERATOR_NODES,
  ...LOGIC_NODES,
  ...VECTOR_NODES,
  ...MATH_NODES,
  ...PARSING_NODES,
  ...TO_STRING_NODES,
  ...FORMATTING_NODES,
  ...UTILITY_NODES,
  ...TYPE_NODES,
  ...RANDOM_NODES,
  ...SLERP_NODES,
  ...REFERENCE_NODES,
  ...SLOT_READ_NODES,
  ...SLOT_FIND_NODES,
  ...SLOT_WRITE_NODES,
  ...SLOT_DESTROY_NODES,
  ...SLOT_EVENT_NODES,
  ...CURVE_NODES,
  ...TRANSFORM_NODES,
  ...USER_NODES,
  ...WORLD_NODES,
  ...JSON_NODES,
  ...BYTE_NODES,
  ...BYTE_NUMBER_NODES,
  ...NOTE_NODES,
];

export const LIBRARY = libraryOf(FLOW_NODES, (name) => /^[A-Z][A-Za-z0-9]*$/.test(name));
