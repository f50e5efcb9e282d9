import { changesTab } from '../changes/changes-tab.ts';
import { graphTab } from '../graph/graph-tab.ts';
import { connectionsTab } from '../overview/connections-tab.ts';
import type { MiddleTab } from '../session/middle-tab.ts';
import { sendTab } from '../sending/send-tab.ts';
import { timeTab } from '../time/time-tab.ts';
import { trafficTab } from '../traffic/traffic-tab.ts';
import { watchTab } from '../watching/watch-tab.ts';
import { worldTab } from '../viewport/world-tab.ts';

/** What the middle can show, in the order of its tabs and of Alt-1, Alt-2 and so on: each joins the page by a file of its own, and a line here. */
export const MIDDLE_TABS: readonly MiddleTab[] = [worldTab, connectionsTab, graphTab, changesTab, timeTab, trafficTab, watchTab, sendTab];
