import { css } from 'lit';

export const viewportStyles = css`
  :host { display: block; position: relative; min-width: 0; min-height: 0; overflow: hidden; container-type: inline-size;
    background: radial-gradient(900px 480px at 50% 0, var(--panel), var(--bg)); }
  .surface { position: absolute; inset: 0; overflow: hidden; touch-action: none; outline-offset: -3px; user-select: none; -webkit-user-select: none; }
  .surface.over { cursor: pointer; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
  .surface.over canvas { cursor: pointer !important; }
  .labels { position: absolute; inset: 0; overflow: hidden; pointer-events: none; font: var(--small); font-size: 11px; }
  .label { position: absolute; left: 0; top: 0; max-width: 190px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding: 0 5px;
    line-height: 17px; border-radius: 4px; color: var(--soft); background: color-mix(in srgb, var(--bg) 62%, transparent); }
  .label::after { content: attr(data-said); font-weight: 400; color: var(--soft); }
  .label.pointed { color: var(--ink); background: var(--raised); z-index: 1; }
  .label.selected { color: var(--ink); font-weight: 600; background: color-mix(in srgb, var(--selected) 88%, transparent); z-index: 2; }
  .band { position: absolute; border: 1px solid var(--accent); background: color-mix(in srgb, var(--accent) 10%, transparent); border-radius: 2px;
    pointer-events: none; }

  .tools { position: absolute; top: 10px; right: 10px; left: 10px; display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: center; gap: 6px;
    pointer-events: none; }
  .tools > * { pointer-events: auto; }
  .tools .query { pointer-events: auto; width: min(240px, 100%); margin-right: auto; }
  .tools .query input { min-height: 28px; background: var(--panel); }
  .tools .query p { margin: 3px 0 0; font: var(--small); color: var(--soft); }
  .tools .query .fault { color: var(--denied-ink); background: var(--panel); padding: 2px 6px; border-radius: 4px; }
  .group { display: inline-flex; background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); }
  .group button { border: 0; border-radius: 0; min-height: 28px; padding: 2px 9px; color: var(--soft); }
  .group button + button { border-left: 1px solid var(--line); }
  .group button:first-child { border-radius: 5px 0 0 5px; }
  .group button:last-child { border-radius: 0 5px 5px 0; }
  .group button:only-child { border-radius: 5px; }
  .group button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }

  .legend { position: absolute; left: 12px; bottom: 10px; max-width: calc(100% - 24px); display: flex; flex-wrap: wrap; gap: 3px 12px; align-items: center;
    margin: 0; padding: 5px 10px; list-style: none; font: var(--small); color: var(--soft);
    background: color-mix(in srgb, var(--panel) 86%, transparent); border: 1px solid var(--line); border-radius: var(--radius); pointer-events: none; }
  .legend li { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
  .legend .dot { width: 9px; height: 9px; color: var(--state); }

  .note { position: absolute; left: 50%; bottom: 48px; transform: translateX(-50%); width: max-content; max-width: calc(100% - 24px); display: flex;
    align-items: center; gap: 10px; padding: 6px 6px 6px 12px; font: var(--small); color: var(--soft); background: var(--raised); border: 1px solid var(--line);
      border-radius: 8px; box-shadow: var(--shadow); }
  .note .clip { color: var(--ink); }

  .state { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 10px; padding: 24px; text-align: center;
    color: var(--soft); }
  .state h3 { margin: 4px 0 0; font-size: 15px; font-weight: 650; color: var(--ink); }
  .state p { margin: 0; max-width: 360px; line-height: 1.6; }
  .state svg.art { width: 132px; height: 84px; overflow: visible; }
  .state .row { display: flex; gap: 8px; flex-wrap: wrap; justify-content: center; margin-top: 4px; }
  .art .ground { stroke: var(--line); fill: none; }
  .art .box { fill: color-mix(in srgb, var(--idle) 12%, var(--panel)); stroke: var(--line-strong); stroke-width: 1.4; }
  .art .box.dashed { fill: none; stroke-dasharray: 3 3; }
  @container (max-width: 460px) { .tools .word { display: none; } .legend { font-size: 11px; gap: 2px 9px; } .note { bottom: 64px; } }
`;
