import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly flow: true;
  }
}

/** A graph, drawn: to be read, written and watched as it runs. */
export const graphTab: MiddleTab = { name: 'flow', label: 'Flow', load: () => import('./graph-pane.ts'), draw: () => html`<ww-graph-pane></ww-graph-pane>` };
