import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly time: true;
  }
}

/** The last minutes, where they are kept. */
export const timeTab: MiddleTab = { name: 'time', label: 'Time', load: () => import('./time-pane.ts'), draw: () => html`<ww-time-pane></ww-time-pane>` };
