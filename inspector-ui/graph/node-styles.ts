import { css } from 'lit';

/** The colours of types, as classes of ports. tokens.css has them by day and by night. */
export const hues = css`
  .text { --hue: var(--type-text); }
  .number { --hue: var(--type-number); }
  .bool { --hue: var(--type-bool); }
  .vector { --hue: var(--type-vector); }
  .json { --hue: var(--type-json); }
  .bytes { --hue: var(--type-bytes); }
  .time { --hue: var(--type-time); }
  .ref { --hue: var(--type-ref); }
  .other { --hue: var(--type-other); }
  .impulse { --hue: var(--impulse); }
`;

/** Heights are those of geometry.ts. */
export const nodeStyles = css`
  :host { position: absolute; left: 0; top: 0; display: block; contain: layout style; background: var(--panel); border-radius: 8px;
    box-shadow: 0 0 0 1px var(--line-strong), 0 1px 3px #0002; color: var(--ink); font: var(--small); user-select: none; outline: none; cursor: default; }
  :host([selected]) { box-shadow: 0 0 0 1.5px var(--accent), 0 0 0 4px var(--selected); }
  :host([faulty]) { box-shadow: 0 0 0 1.5px var(--denied), 0 1px 3px #0002; }
  :host([odd]:not([selected])) { box-shadow: 0 0 0 1px var(--retry), 0 1px 3px #0002; }
  :host([faulty][selected]) { box-shadow: 0 0 0 1.5px var(--denied), 0 0 0 4px var(--selected); }
  :host([lit]) { box-shadow: 0 0 0 1.5px var(--lit), 0 1px 3px #0002; }
  :host(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 3px; }
  .head { height: 28px; display: flex; align-items: center; gap: 6px; padding: 0 9px; background: var(--tint, var(--sunk)); border-radius: 8px 8px 0 0;
    border-bottom: 1px solid var(--line); font-weight: 600; cursor: grab; }
  .head em { margin-left: auto; font-style: normal; font-weight: 400; color: var(--faint); font-size: 11px; white-space: nowrap; }
  .head em.waits { color: var(--retry-ink); }
  .title { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .note { position: absolute; bottom: calc(100% + 4px); left: 0; max-width: 260px; color: var(--soft); white-space: pre-wrap; pointer-events: none; }
  .row { height: 22px; display: flex; align-items: center; gap: 6px; padding: 0 11px; position: relative; color: var(--soft); white-space: nowrap; }
  .row.right { justify-content: flex-end; }
  .row.bad { color: var(--denied-ink); }
  .row.odd { color: var(--retry-ink); }
  .label { overflow: hidden; text-overflow: ellipsis; }
  .row.next .label { color: var(--faint); }
  .port { position: absolute; left: -5px; width: 9px; height: 9px; border-radius: 50%; background: var(--hue); box-shadow: 0 0 0 2px var(--panel);
    cursor: crosshair; }
  .right .port { left: auto; right: -5px; }
  /* Wider than it looks, for hands that hurry and for fingers. */
  .port::before { content: ''; position: absolute; inset: -7px -9px; }
  .port.hollow { background: var(--panel); box-shadow: inset 0 0 0 2px var(--hue), 0 0 0 2px var(--panel); }
  .port.impulse { border-radius: 0; width: 9px; height: 10px; left: -4px; background: var(--hue); box-shadow: none;
    clip-path: polygon(0 0, 100% 50%, 0 100%); }
  .right .port.impulse { left: auto; right: -9px; }
  .port.impulse::before { inset: 0; }
  .row.impulses::before { content: ''; position: absolute; left: -12px; width: 22px; height: 22px; cursor: crosshair; }
  .row.impulses.right::before { left: auto; right: -14px; }
  .given { font: var(--mono); color: var(--value-ink, var(--ink)); background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius-small);
    padding: 0 6px; height: 18px; min-height: 0; flex: 1; min-width: 34px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
      text-align: left; display: block;
    line-height: 16px; cursor: text; }
  .given:hover:not(:disabled) { border-color: var(--line-strong); background: var(--sunk); }
  .given.unset { color: var(--faint); }
  .given.token { color: var(--ref-ink); cursor: pointer; }
  .given.drop { border-color: var(--accent); background: var(--selected); }
  .cast { font-size: 10px; color: var(--faint); border: 1px solid var(--line); border-radius: 99px; padding: 0 5px; line-height: 13px; }
  .edit { position: absolute; left: 8px; top: -3px; min-width: 190px; width: calc(100% - 16px); z-index: 3; background: var(--raised);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius); box-shadow: var(--shadow); padding: 4px; cursor: auto; user-select: text; white-space: normal; }
  .edit .name { color: var(--faint); padding: 0 2px 3px; display: block; }
  .break { position: absolute; left: -7px; top: -7px; width: 14px; height: 14px; border-radius: 50%; background: var(--denied);
    box-shadow: 0 0 0 3px var(--bg); padding: 0;
    min-height: 0; border: 0; }
  .break.when::after { content: '?'; color: #fff; font: 700 10px/14px var(--sans); }
  .break.unchecked { background: var(--panel); box-shadow: inset 0 0 0 2px var(--denied), 0 0 0 3px var(--bg); }
  .break.unchecked::after { content: '!'; color: var(--denied-ink); }
  :host([stopped]) { box-shadow: 0 0 0 2px var(--denied), 0 0 0 6px color-mix(in srgb, var(--denied) 25%, transparent); }
  .dragging { cursor: grabbing; }
`;
