import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly send: true;
  }
}

/** Something said to many clients, each its own. */
export const sendTab: MiddleTab = {
  name: 'send',
  label: 'Send',
  load: () => import('./send-pane.ts'),
  draw: () => html`<ww-send-pane></ww-send-pane>`,
};
