import { css } from 'lit';
import { badges, controls } from '../controls/styles.ts';

export const listStyles = [
  controls,
  badges,
  css`
  :host { display: block; }
  .head { display: flex; align-items: center; gap: 6px; min-height: 28px; }
  h4 { margin: 0; font: var(--small); font-weight: 600; color: var(--soft); }
  .count { font: var(--small); color: var(--faint); white-space: nowrap; }
  button.small { font: var(--small); color: var(--soft); padding: 2px 7px; min-height: 24px; gap: 4px; }
  button.small svg.glyph { width: 12px; height: 12px; }
  button.small[aria-pressed='true'] { color: var(--accent-ink); background: var(--accent-soft); }
  .filter { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 6px; margin-bottom: 4px; }
  .filter select { width: auto; font: var(--small); padding: 0 4px; color: var(--soft); }
  .scroll { height: 182px; min-height: 62px; resize: vertical; overflow: auto; overscroll-behavior: contain; position: relative; border: 1px solid var(--line);
    border-radius: var(--radius-small); background: var(--panel); }
  .rows { position: relative; contain: layout; min-height: 1px; outline: none; }
  .scroll:has(.rows:focus-visible) { outline: 2px solid var(--accent); outline-offset: -1px; }
  .row { position: absolute; left: 0; right: 0; top: 0; height: 20px; display: flex; align-items: center; gap: 9px; padding: 0 9px; font: var(--mono);
    line-height: 20px; white-space: nowrap; cursor: default; contain: strict; }
  .row:hover { background: var(--hover); }
  .row.chosen { background: var(--selected); }
  .time, .size { color: var(--faint); flex: none; font-variant-numeric: tabular-nums; }
  .time { min-width: 12ch; }
  .row.chosen .time, .row.chosen .size { color: var(--soft); }
  .said { flex: 1; }
  .said.binary { color: var(--soft); }
  .said i { color: var(--faint); }
  .arrow { flex: none; width: 1ch; font-weight: 700; }
  .in .arrow { color: var(--open-ink); }
  .out .arrow { color: var(--connecting-ink); }
  .row.state { font: var(--small); line-height: 20px; color: var(--state-ink); background: color-mix(in srgb, var(--state) 8%, transparent); }
  .row.state .time { font: var(--mono); }
  .row.state .why { color: var(--soft); flex: 1; }
  .row.gap { color: var(--faint); font: var(--small); line-height: 20px; justify-content: center; }
  /* Not part of what is read out and searched for: the row's name says it. */
  [data-text]::after { content: attr(data-text); }
  .empty { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; padding: 0 12px; text-align: center; color: var(--faint);
    font: var(--small); }
`,
];
