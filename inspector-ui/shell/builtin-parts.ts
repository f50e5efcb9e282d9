import { websocketClientPart } from '../connection/websocket-client-part.ts';
import { websocketServerPart } from '../connection/websocket-server-part.ts';
import type { ComponentPart } from '../entity/component-parts.ts';
import { flowPart } from '../flow/flow-part.ts';
import { scriptPart } from '../script/script-part.ts';

/** What types of components have besides their fields: each joins the page by a file of its own, and a line here. */
export const COMPONENT_PARTS: readonly ComponentPart[] = [websocketClientPart, websocketServerPart, flowPart, scriptPart];
