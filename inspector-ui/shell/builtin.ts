import { changesTab } from '../changes/changes-tab.ts';
import { websocketClientPart } from '../connection/websocket-client-part.ts';
import type { ComponentPart } from '../entity/component-parts.ts';
import { connectionsTab } from '../overview/connections-tab.ts';
import type { MiddleTab } from '../session/middle-tab.ts';
import { timeTab } from '../time/time-tab.ts';
import { worldTab } from '../viewport/world-tab.ts';

/* What joins the page by a file of its own, and a line here. */

/** What types of components have besides their fields. */
export const COMPONENT_PARTS: readonly ComponentPart[] = [websocketClientPart];

/** What the middle can show, in the order of its tabs and of Alt-1, Alt-2 and so on. */
export const MIDDLE_TABS: readonly MiddleTab[] = [worldTab, connectionsTab, changesTab, timeTab];
