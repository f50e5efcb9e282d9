import { css } from 'lit';

export const viewStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; position: relative; container-type: inline-size; }
  .bar { display: flex; align-items: center; gap: 8px; padding: 0 10px; min-height: 38px; background: var(--panel); border-bottom: 1px solid var(--line);
    overflow: hidden; }
  .bar .name { font-weight: 600; padding: 2px 4px; }
  .bar .pill { background: none; flex: none; }
  .bar button { flex: none; }
  .bar .name { flex: 0 1 auto; display: block; }
  .bar .less { display: none; }
  .bar [aria-pressed='true'] { background: var(--selected); border-color: var(--accent); }
  .bar .stop { width: 9px; height: 9px; border-radius: 50%; background: var(--denied); }
  .body { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto; min-height: 0; min-width: 0; }
  .stage { position: relative; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; }
  ww-graph-text, ww-graph-debug { width: min(360px, 46cqw); }
  /* It has a ring of its own, within its edge. */
  ww-graph-stage:focus-visible { outline: none; }
  .said { padding: 15vh 20px 0; text-align: center; color: var(--soft); grid-row: 2; }
  .said h2 { font-size: 15px; margin: 0 0 6px; color: var(--ink); }
  .empty { position: absolute; left: 0; right: 0; top: 34%; text-align: center; pointer-events: none; color: var(--soft); }
  .empty p { margin: 0 0 4px; }
  kbd { font: var(--mono); border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; padding: 0 5px; background: var(--panel); }
  ww-graph-map { position: absolute; right: 14px; bottom: 14px; }
  @container (max-width: 640px) {
    .bar .words { display: none; }
    /* Beside each other neither would have room: what was opened covers the picture. */
    ww-graph-text, ww-graph-debug { position: absolute; inset: 38px 0 0 0; width: auto; z-index: 7; border-left: 0; }
  }
  /* What the buttons do is in a menu where there is no room for them. */
  @container (max-width: 520px) {
    .bar .tool { display: none; }
    .bar .less { display: inline-flex; }
  }
  /* The map and what waits would lie over each other. */
  .stage { container-type: inline-size; }
  @container (max-width: 560px) {
    ww-graph-map { display: none; }
  }
`;
