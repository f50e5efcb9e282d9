import { css } from 'lit';

export const changeListStyles = css`
  :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; container-type: inline-size; }
  .scroll { overflow: auto; min-height: 0; overscroll-behavior: contain; outline-offset: -2px; }
  .rows { position: relative; }
  .row { position: absolute; left: 0; right: 0; display: grid; align-items: center; gap: 0 12px; padding: 0 8px 0 14px; height: var(--height); cursor: default;
    grid-template: 1fr / [shape] 16px [path] minmax(0, 1.1fr) [what] minmax(0, 1fr) [values] minmax(0, 1.2fr) [who] minmax(0, var(--who, 176px)) [take] 26px
      [end]; }
  .row > * { grid-row: 1; }
  .row:hover { background: var(--hover); }
  .row[aria-selected='true'] { background: var(--selected); }
  .scroll:focus-visible .at { box-shadow: inset 2px 0 var(--accent); }
  .kind { display: grid; place-items: center; color: var(--faint); grid-column: shape; }
  .kind svg { width: 14px; height: 14px; }
  .inside .kind { transform: translateX(14px); }
  .path { grid-column: path; }
  .head .path { grid-column: shape / who; }
  .inside .what { grid-column: path / values; padding-left: 14px; }
  .alone.whole .path { grid-column: path / values; }
  .what { color: var(--soft); grid-column: what; }
  .inside .what { color: var(--ink); }
  .word { color: var(--faint); font: var(--small); grid-column: values; }
  .values { grid-column: values; display: flex; align-items: center; gap: 7px; font: var(--mono); min-width: 0; }
  .before, .arrow { color: var(--faint); }
  .arrow { flex: none; }
  .swatch { width: 13px; height: 13px; border-radius: 3px; border: 1px solid var(--line-strong); display: inline-block; vertical-align: -2px;
    margin-right: 6px; }
  .who { grid-column: who; color: var(--faint); font: var(--small); text-align: right; }
  /* When it was counts more than the name in full, which the title has. */
  .short { display: none; }
  @container (max-width: 760px) { .by { display: none; } .short { display: inline; } .row { --who: 96px; } }
  .take { grid-column: take; }
  button.name { display: inline-block; max-width: 100%; padding: 0; border: 0; min-height: 0; font: inherit; border-radius: 2px; vertical-align: bottom; }
  .name { color: var(--faint); direction: rtl; text-align: left; }
  .name bdi { direction: ltr; unicode-bidi: isolate; }
  .name b { font-weight: 400; color: var(--ink); }
  .head .name b { font-weight: 600; }
  button.name:hover { background: none !important; text-decoration: underline; text-decoration-color: var(--line-strong); }
  .gone .name b { color: var(--soft); text-decoration: line-through; text-decoration-color: var(--line-strong); }
  .head { border-top: 1px solid var(--line); }
  .rows > .row:first-child { border-top: 0; }
  .take button.icon { width: 26px; min-height: 22px; color: var(--faint); opacity: 0; }
  .row:hover .take button, .row.at .take button, .row[aria-selected='true'] .take button { opacity: 1; }
  @media (hover: none) { .take button.icon { opacity: 1; } }
  .take button.icon:hover:not(:disabled) { color: var(--ink); background: var(--panel); }
  @container (max-width: 520px) {
    .row { grid-template: 1fr / [shape] 16px [path] minmax(0, 0.5fr) [what] minmax(0, 0.5fr) [values] minmax(0, 1.2fr) [who] 0 [take] 26px [end]; gap: 0 8px;
      padding: 0 6px 0 10px; }
    .who { display: none; }
    .inside .kind { transform: none; }
    .inside .what { padding-left: 0; }
  }
`;
