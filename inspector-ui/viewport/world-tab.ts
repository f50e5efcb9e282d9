import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';
import { webglKind } from './webgl.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly world: true;
  }
}

/** The world as a picture: what a first visit shows, where this browser draws it well. */
export const worldTab: MiddleTab = {
  name: 'world',
  label: 'World',
  load: () => import('./viewport-pane.ts'),
  draw: () => html`<ww-viewport-pane></ww-viewport-pane>`,
  greets: () => webglKind() === 'fast',
};
