import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly traffic: true;
  }
}

/** All that the connections of the world say. */
export const trafficTab: MiddleTab = {
  name: 'traffic',
  label: 'Traffic',
  load: () => import('./traffic-pane.ts'),
  draw: () => html`<ww-traffic-pane></ww-traffic-pane>`,
};
