import { css } from 'lit';

/** A field: label and editor beside each other, below them what there is to say. */
export const fieldStyles = css`
  /* Its own little page: a value that changes moves nothing around it. */
  :host { display: block; contain: layout style; position: relative; }
  /* What hangs out of it, as the words of an editor about a mistake, lies above the rows below. */
  :host(:hover), :host(:focus-within) { z-index: 1; }
  .row { display: grid; grid-template-columns: minmax(96px, 168px) minmax(0, 1fr); gap: 0 8px; align-items: start; min-height: var(--field); padding: 2px 14px;
    position: relative; }
  .row.wide { grid-template-columns: minmax(0, 1fr); }
  .row.wide .below { grid-column: 1; }
  .label { color: var(--soft); padding-top: 3px; overflow-wrap: anywhere; cursor: default; display: flex; gap: 4px; align-items: start; min-width: 0; }
  .name { min-width: 0; }
  .row.overrides { box-shadow: inset 3px 0 0 var(--accent); }
  .row.overrides .name { color: var(--accent-ink); font-weight: 650; }
  .own { display: inline-flex; align-items: center; gap: 2px; min-height: 18px; padding: 0 4px; margin-top: -1px; font: var(--small); font-weight: 600;
    color: var(--accent-ink); flex: none; }
  .own svg.glyph { width: 12px; height: 12px; }
  .row.driven .label, .row.driven .by { color: var(--driven-ink); }
  .row.driven .editor { --value-ink: var(--driven-ink); }
  .editor { border-radius: var(--radius-small); min-width: 0; }
  .below { grid-column: 2; margin: 0; padding: 2px 0 3px; overflow-wrap: anywhere; font: var(--small); display: flex; flex-wrap: wrap; gap: 0 8px;
    align-items: baseline; }
  .below button { padding: 0 2px; min-height: 18px; min-width: 0; font: inherit; text-decoration: underline; text-underline-offset: 2px; }
  .note { color: var(--retry-ink); }
  .hint { color: var(--soft); }
  .reset { width: 18px; min-height: 18px; padding: 0; margin: -1px 0 0 auto; color: var(--faint); flex: none; opacity: 0; }
  .reset svg.glyph { width: 13px; height: 13px; }
  .reset.always, .row:hover .reset, .row:focus-within .reset, .reset:focus-visible { opacity: 1; }
  .reset.always:disabled { opacity: 0; }
  .who { flex: none; width: 17px; height: 17px; border-radius: 50%; display: inline-grid; place-items: center; font-size: 9px; font-weight: 650; line-height: 1;
    color: var(--ink); background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong); }
  .who::after { content: attr(data-text); }
  .editor.glow { animation: glow 300ms ease-out; }
  @keyframes glow { from { background: color-mix(in srgb, var(--glow) 40%, transparent); box-shadow: 0 0 0 2px var(--glow); }
    to { background: transparent; box-shadow: 0 0 0 2px transparent; } }
  @media (prefers-reduced-motion: reduce) { .editor.glow { animation: none; } }
  @container (min-width: 421px) { :host([compact]) .row { grid-template-columns: auto minmax(0, 1fr); } }
  @container (max-width: 420px) { .row { grid-template-columns: minmax(84px, 144px) minmax(0, 1fr); } }
  @container (max-width: 300px) { .row { grid-template-columns: minmax(0, 1fr); } .below { grid-column: 1; } }
`;
