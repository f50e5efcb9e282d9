import { css } from 'lit';
import { badges, controls } from '../controls/styles.ts';

export const treeStyles = [
  controls,
  badges,
  css`
  :host { display: grid; min-height: 0; }
  .scroll { overflow: auto; overflow-x: hidden; min-height: 0; overscroll-behavior: contain; position: relative; padding: 4px 0; scroll-padding: 4px;
    overflow-anchor: none; }
  [role='tree'] { position: relative; contain: layout; outline: none; min-height: 100%; }
  .row {
    position: absolute; left: 0; right: 0; top: 0; height: var(--row); display: flex; align-items: center; gap: 6px; padding-right: 10px; white-space: nowrap;
      cursor: default; user-select: none; contain: strict;
  }
  .row:hover { background: var(--hover); }
  .row.selected { background: var(--selected); }
  [role='tree']:focus .row.cursor { box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--accent) 60%, transparent); }
  [role='tree']:focus-visible .row.cursor { box-shadow: inset 0 0 0 2px var(--accent); }
  .row .name { flex: 0 1 auto; min-width: 24px; margin-right: auto; }
  .row .path { flex: 0 1000 auto; min-width: 0; color: var(--faint); font-size: 11px; direction: ltr; }
  .row.selected .path { color: var(--soft); }
  .row.passing .name { color: var(--soft); text-decoration: underline dotted var(--line-strong); text-underline-offset: 3px; }
  .row.inactive .name { color: var(--faint); font-style: italic; }
  .row.inactive .dot { opacity: .55; }
  .twist { width: 16px; height: 100%; display: grid; place-items: center; color: var(--faint); flex: none; }
  .twist:hover { color: var(--ink); }
  .twist svg.glyph { width: 13px; height: 13px; }
  .link { display: grid; place-items: center; flex: none; color: var(--soft); margin-right: -2px; }
  .link.source { color: var(--driven-ink); }
  .link.instance, .link.own { color: var(--accent-ink); }
  .link svg.glyph { width: 14px; height: 14px; }
  .count { color: var(--faint); font-size: 11px; flex: none; }
  .row.selected .count { color: var(--soft); }
  .state { display: block; flex: none; }
  .who { width: 16px; height: 16px; border-radius: 50%; font-size: 9px; font-weight: 650; display: grid; place-items: center; background: var(--soft);
    color: var(--panel); flex: none; }
  .who.holds { background: var(--panel); color: var(--ink); box-shadow: inset 0 0 0 1px var(--line-strong); }
  /* Not part of the row's name, and so not of its text. */
  [data-text]::after { content: attr(data-text); }
  .row.ghost i { height: 8px; width: 40%; margin-left: 30px; border-radius: 4px; background: var(--sunk); }
  .rename { flex: 1; min-height: 20px; height: 22px; background: var(--panel); font: var(--text); padding: 0 5px; border-color: var(--accent);
    margin-left: -6px; }
  .mark { position: absolute; left: 0; right: 6px; pointer-events: none; z-index: 1; }
  .mark.line { height: 2px; background: var(--accent); border-radius: 1px; margin-top: -1px; }
  .mark.line::before { content: ''; position: absolute; left: -3px; top: -3px; width: 4px; height: 4px; border: 2px solid var(--accent); border-radius: 50%;
    background: var(--panel); }
  .mark.into { border: 2px solid var(--accent); border-radius: 5px; background: color-mix(in srgb, var(--accent) 10%, transparent); }
  .mark.refused { border-color: var(--denied); border-style: dashed; background: none; }
  .mark.line.refused { height: 0; border-top: 2px dashed var(--denied); }
  .mark.line.refused::before { border-color: var(--denied); }
  .mark.refused::after { content: attr(data-why); position: absolute; right: 4px; top: 2px; padding: 0 7px; border-radius: 99px; background: var(--panel);
    border: 1px solid var(--line); color: var(--denied-ink); font: var(--small); line-height: 16px; }
  .carried { position: fixed; left: -1000px; top: 0; padding: 3px 10px; border-radius: 99px; background: var(--accent); color: var(--on-accent);
    font: var(--small); font-weight: 600; white-space: nowrap; max-width: 240px; overflow: hidden; text-overflow: ellipsis; }
  /* Over the tree, which fills the pane however few rows it has, so that things can still be dropped on it. */
  .empty { position: absolute; left: 0; right: 0; top: 0; pointer-events: none; margin: 28px 20px; text-align: center; color: var(--soft); line-height: 1.9;
    overflow-wrap: anywhere; }
  .empty button, .empty code { pointer-events: auto; }
`,
];
