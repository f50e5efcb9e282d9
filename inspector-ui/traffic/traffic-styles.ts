import { css } from 'lit';
import { badges, controls } from '../controls/styles.ts';

export const trafficStyles = [
  controls,
  badges,
  css`
  :host { display: grid; grid-template: auto auto minmax(66px, 1fr) fit-content(56%) / minmax(0, 1fr); min-height: 0; container-type: inline-size;
    background: var(--panel); }
  .bar { display: flex; gap: 8px; align-items: center; padding: 3px 12px; font: var(--small); background: var(--selected);
    border-bottom: 1px solid var(--line); }
  .bar .fault { margin: 0; }
  .scroll { overflow: auto; overscroll-behavior: contain; position: relative; min-height: 0; }
  .rows { position: relative; contain: layout; min-height: 1px; outline: none; }
  .scroll:has(.rows:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; }
  .row { position: absolute; left: 0; right: 0; top: 0; height: 22px; display: grid;
    grid-template-columns: 12ch 9ch 2ch minmax(60px, 130px) minmax(0, auto) minmax(0, 1fr) 9ch;
    align-items: center; gap: 8px; padding: 0 12px; font: var(--mono); line-height: 22px; white-space: nowrap; cursor: default; contain: strict; }
  .row:hover { background: var(--hover); }
  .row.chosen { background: var(--selected); }
  .time, .tick, .size { color: var(--faint); font-variant-numeric: tabular-nums; }
  .tick, .size { text-align: right; }
  .row.chosen .time, .row.chosen .tick, .row.chosen .size { color: var(--soft); }
  .who { color: var(--ref-ink); font: var(--small); line-height: 22px; }
  .part { color: var(--faint); font: var(--small); line-height: 22px; }
  .said.binary { color: var(--soft); }
  .arrow { font-weight: 700; display: grid; place-items: center; }
  .in .arrow { color: var(--open-ink); }
  .out .arrow { color: var(--connecting-ink); }
  .state .said, .handshake .said { color: var(--soft); font: var(--small); line-height: 22px; }
  .fault.row { background: color-mix(in srgb, var(--denied) 8%, transparent); }
  .fault.row.chosen { background: var(--selected); }
  .fault .said { color: var(--denied-ink); font: var(--small); line-height: 22px; }
  [data-text]::after { content: attr(data-text); }
  .empty { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; padding: 0 24px; text-align: center; color: var(--soft);
    line-height: 1.7; }
  .detail { border-top: 1px solid var(--line); min-height: 0; overflow: auto; padding: 6px 12px 8px; }
  .detail h3 { margin: 0; font: var(--text); font-weight: 600; }
  .detail .what { display: flex; align-items: center; gap: 6px 10px; flex-wrap: wrap; }
  .detail .what button { font: var(--small); min-height: 24px; padding: 1px 8px; }
  .words { margin: 6px 0 2px; overflow-wrap: anywhere; user-select: text; }
  @container (max-width: 700px) {
    .row { grid-template-columns: 12ch 2ch minmax(50px, 90px) minmax(0, 1fr) 7ch; gap: 6px; padding: 0 8px; }
    .tick, .part { display: none; }
  }
  @container (max-width: 420px) { .row { grid-template-columns: 8ch 2ch minmax(40px, 70px) minmax(0, 1fr); } .size { display: none;
    } .time { overflow: hidden; } }
  `,
];
