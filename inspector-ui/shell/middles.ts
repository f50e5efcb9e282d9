import { html, type TemplateResult } from 'lit';
import { recall, remember } from '../cells/memory.ts';
import { middle, type Middle } from '../session/place.ts';
import { webglKind } from '../viewport/webgl.ts';

interface MiddleTab {
  readonly name: Middle;
  readonly label: string;
  /** Brings the code of the pane: none of it is part of the first load. */
  readonly load: () => Promise<unknown>;
  readonly draw: () => TemplateResult;
}

/** What the middle can show, in the order of its tabs. */
export const MIDDLES: readonly MiddleTab[] = [
  { name: 'world', label: 'World', load: () => import('../viewport/viewport-pane.ts'), draw: () => html`<ww-viewport-pane></ww-viewport-pane>` },
  { name: 'connections', label: 'Connections', load: () => import('../overview/overview-pane.ts'), draw: () => html`<ww-overview-pane></ww-overview-pane>` },
  { name: 'changes', label: 'Changes', load: () => import('../changes/changes-pane.ts'), draw: () => html`<ww-changes-pane></ww-changes-pane>` },
  { name: 'time', label: 'Time', load: () => import('../time/time-pane.ts'), draw: () => html`<ww-time-pane></ww-time-pane>` },
];

const known = MIDDLES.find(({ name }) => name === recall('middle'));
// At the first visit the world itself, where this browser draws it well.
middle.value = known?.name ?? (webglKind() === 'fast' ? 'world' : 'connections');
middle.subscribe(() => remember('middle', middle.value));
