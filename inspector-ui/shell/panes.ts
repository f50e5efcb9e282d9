/* All of the page but its bar, its tree and its footer: loaded beside them, and run once the tree stands. */
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '../controls/menu-box.ts';
import '../controls/tooltip.ts';
import { registerComponentParts } from '../entity/component-parts.ts';
import '../entity/entity-panes.ts';
import '../log/log-pane.ts';
import '../prompts/access-prompt.ts';
import '../time/past-banner.ts';
import '../world/durable-dot.ts';
import '../world/file-banner.ts';
import '../world/journal-banner.ts';
import '../world/stop-banner.ts';
import { COMPONENT_PARTS } from './builtin-parts.ts';
import '../watching/gathering.ts';
import '../watching/watch-actions.ts';
import './middle-pane.ts';
import './palette.ts';

registerComponentParts(COMPONENT_PARTS);
