import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';
import { webglKind } from './webgl.ts';

/** The world as a picture: what a first visit shows, where this browser draws it well. */
export const worldTab: MiddleTab = {
  name: 'world',
  label: 'World',
  load: () => import('./viewport-pane.ts'),
  draw: () => html`<ww-viewport-pane></ww-viewport-pane>`,
  greets: () => webglKind() === 'fast',
};
