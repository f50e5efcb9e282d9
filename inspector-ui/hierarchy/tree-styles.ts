import { css } from 'lit';
import { badges, controls } from '../shell/styles.ts';

export const treeStyles = [
  controls,
  badges,
  css`
  :host { display: grid; min-height: 0; }
  .scroll { overflow: auto; min-height: 0; overscroll-behavior: contain; position: relative; padding: 4px 0; scroll-padding: 4px; }
  [role='tree'] { position: relative; contain: layout; outline: none; min-height: 1px; }
  .row {
    position: absolute; left: 0; right: 0; top: 0; height: var(--row); display: flex; align-items: center; gap: 6px; padding-right: 10px; white-space: nowrap; cursor: default; user-select: none; contain: strict;
  }
  .row:hover { background: var(--hover); }
  .row.selected { background: var(--selected); }
  [role='tree']:focus-visible .row.cursor { box-shadow: inset 0 0 0 2px var(--accent); }
  .row .name { flex: 1; }
  .row.passing .name { color: var(--unsaved-ink); }
  .row.inactive .name { color: var(--faint); font-style: italic; }
  .row.inactive .dot { opacity: .55; }
  .twist { width: 16px; height: 24px; display: grid; place-items: center; color: var(--faint); flex: none; }
  .twist svg.glyph { width: 13px; height: 13px; }
  .count { color: var(--faint); font-size: 11px; }
  .row.selected .count { color: var(--soft); }
  .who { width: 16px; height: 16px; border-radius: 50%; font-size: 9px; font-weight: 650; display: grid; place-items: center; background: var(--panel); color: var(--ink); box-shadow: inset 0 0 0 1px var(--line-strong); flex: none; }
  /* Not part of the row's name, and so not of its text. */
  [data-text]::after { content: attr(data-text); }
  .row.ghost i { height: 8px; width: 40%; margin-left: 30px; border-radius: 4px; background: var(--sunk); }
  .rename { flex: 1; min-height: 20px; height: 22px; background: var(--panel); font: var(--text); padding: 0 5px; border-color: var(--accent); margin-left: -6px; }
  .mark { position: absolute; left: 0; right: 6px; pointer-events: none; z-index: 1; }
  .mark.line { height: 2px; background: var(--accent); border-radius: 1px; margin-top: -1px; }
  .mark.line::before { content: ''; position: absolute; left: -3px; top: -3px; width: 4px; height: 4px; border: 2px solid var(--accent); border-radius: 50%; background: var(--panel); }
  .mark.into { border: 2px solid var(--accent); border-radius: 5px; background: color-mix(in srgb, var(--accent) 10%, transparent); }
  .empty { margin: 28px 20px; text-align: center; color: var(--soft); line-height: 1.9; }
  .empty.fault { color: var(--denied-ink); }
`,
];
