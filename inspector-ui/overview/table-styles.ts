import { css } from 'lit';
import { badges, controls } from '../controls/styles.ts';

export const tableStyles = [
  controls,
  badges,
  css`
  :host { display: grid; grid-template-rows: auto auto minmax(0, 1fr); min-height: 0; min-width: 0; container-type: inline-size; }
  .acts { display: flex; align-items: center; gap: 2px; min-height: 34px; padding: 0 8px 0 14px; border-top: 1px solid var(--line);
    border-bottom: 1px solid var(--line); background: var(--panel); overflow-x: auto; scrollbar-width: none; font: var(--small); color: var(--soft); }
  .acts > * { flex: none; }
  .acts .said { min-width: 92px; color: var(--ink); }
  .acts .said.none { color: var(--faint); }
  .acts button { font: var(--small); padding: 2px 8px; }
  .acts .grow { flex: 1; }
  [role='grid'] { overflow: auto; min-height: 0; position: relative; outline-offset: -2px; background: var(--panel); overscroll-behavior: contain; }
  .heads { position: sticky; top: 0; z-index: 2; background: var(--sunk); min-width: var(--least); }
  .heads [role='row'] { display: grid; grid-template-columns: var(--columns); height: 28px; border-bottom: 1px solid var(--line); }
  [role='columnheader'] { display: flex; min-width: 0; background: var(--sunk); }
  [role='columnheader'] button { flex: 1; justify-content: flex-start; min-height: 27px; padding: 0 9px; border-radius: 0; font: var(--small); font-weight: 600;
    color: var(--soft); gap: 3px; min-width: 0; overflow: hidden; }
  [role='columnheader'] > span { padding: 5px 10px; font: var(--small); font-weight: 600; color: var(--soft); flex: 1; }
  [role='columnheader'] svg.glyph { width: 12px; height: 12px; color: var(--accent-ink); }
  [role='columnheader'] svg.up { rotate: 180deg; }
  [role='columnheader'].number button { justify-content: flex-end; padding-left: 2px; }
  [role='columnheader'].number > span { text-align: right; }
  .body { position: relative; min-width: var(--least); }
  .row { position: absolute; left: 0; right: 0; top: 0; display: grid; grid-template-columns: var(--columns); align-items: center; background: var(--panel);
    contain: layout style; cursor: default; user-select: none; border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent); }
  .row:hover { background: var(--hover); }
  .row[aria-selected='true'] { background: var(--selected); }
  [role='grid']:focus-visible .row.cursor { box-shadow: inset 0 0 0 2px var(--accent); }
  [role='gridcell'] { padding: 0 10px; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  [role='gridcell'].number { text-align: right; font-variant-numeric: tabular-nums; }
  [role='gridcell'].url, [role='gridcell'].error, [role='gridcell'].protocol { font: var(--mono); }
  [role='gridcell'].error { color: var(--soft); }
  /* The name stays in view while the rest is moved sideways. */
  [role='gridcell'].name, [role='columnheader'].name { position: sticky; left: 0; background: inherit; z-index: 1; }
  [role='columnheader'].name { background: var(--sunk); }
  .state { display: inline-flex; align-items: center; gap: 7px; color: var(--state-ink); }
  .none { color: var(--faint); }
  .row[aria-selected='true'] .none { color: var(--soft); }
  .ghost i { display: block; height: 8px; width: 30%; margin-left: 10px; border-radius: 4px; background: var(--sunk); }
  .empty { position: sticky; left: 0; margin: 12vh auto 0; max-width: 360px; padding: 0 16px; text-align: center; color: var(--soft); line-height: 1.7; }
  .acts svg.glyph { width: 14px; height: 14px; }
  @container (max-width: 650px) { .acts .said { min-width: 108px; } .acts button { padding: 2px 6px; } }
  @container (max-width: 590px) { .acts { padding: 0 4px 0 10px; gap: 0; } .acts .said { min-width: 0; }
    .acts .enable, .acts .disable, .acts .setField { display: none; } }
  @container (max-width: 540px) { [role='gridcell'].name, [role='columnheader'].name { position: static; } }
`,
];
