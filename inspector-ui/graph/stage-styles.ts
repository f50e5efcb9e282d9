import { css } from 'lit';

export const stageStyles = css`
  :host { display: block; position: relative; overflow: hidden; background: var(--bg); touch-action: none; min-height: 0; min-width: 0; outline: none;
    overscroll-behavior: contain; }
  :host(:focus-visible) { box-shadow: inset 0 0 0 2px var(--accent); }
  canvas { position: absolute; left: 0; top: 0; transform-origin: 0 0; pointer-events: none; will-change: transform; }
  .hand { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; fill: none; stroke-width: 2.2; }
  .hand .rings { fill: color-mix(in srgb, var(--accent) 30%, transparent); }
  .layer { position: absolute; left: 0; top: 0; width: 0; height: 0; transform-origin: 0 0; }
  .layer.moving { will-change: transform; }
  .band { position: absolute; border: 1px solid var(--accent); background: color-mix(in srgb, var(--accent) 10%, transparent); border-radius: 3px;
    pointer-events: none; }
`;
