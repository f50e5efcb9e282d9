import { css } from 'lit';

export const versionDetailStyles = css`
  :host { display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; container-type: inline-size; }
  .head { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 12px; padding: 10px 14px 4px; }
  h3 { font-size: 14px; font-weight: 650; margin: 0; flex: 1 1 180px; }
  h3 .soft { font-weight: 400; color: var(--soft); }
  .acts { display: flex; gap: 6px; flex-wrap: wrap; }
  .with { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 12px; padding: 4px 14px 8px; border-bottom: 1px solid var(--line); color: var(--soft);
    font: var(--small); }
  .with label { display: flex; align-items: center; gap: 6px; min-width: 0; flex: 0 1 auto; white-space: nowrap; }
  .with select { min-width: 0; flex: 1; max-width: 240px; }
  .modes { display: flex; gap: 2px; margin-left: auto; }
  .modes button { font: var(--small); padding: 2px 9px; color: var(--soft); }
  .modes button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
  .body { overflow: auto; min-height: 0; }
  .body:focus-visible { outline-offset: -2px; }
  .body > p { margin: 0; padding: 8px 14px; }
  table { border-collapse: collapse; width: 100%; table-layout: fixed; }
  th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 14px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; font-weight: 400; }
  thead th { position: sticky; top: 0; background: var(--panel); color: var(--soft); font: var(--small); z-index: 1; }
  th:last-child, td:last-child { width: 30px; padding: 1px 8px 1px 0; }
  thead th:first-child { width: 34%; }
  tbody th { color: var(--soft); padding-left: 26px; }
  tbody .entity th { color: var(--ink); font-weight: 600; padding-left: 14px; }
  tbody .entity > * { background: var(--sunk); }
  .name { font: inherit; font-weight: 600; color: inherit; padding: 0; border: 0; background: none; text-align: left;
    overflow-wrap: anywhere; white-space: normal; }
  .name:hover { text-decoration: underline; }
  td { font: var(--mono); white-space: pre-wrap; }
  .none { color: var(--faint); font: var(--small); }
  pre { margin: 0; padding: 0 14px 10px; font: var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  .out { color: var(--denied-ink); }
  .in { color: var(--open-ink); }
  @container (max-width: 480px) {
    table, tbody { display: block; }
    thead { display: none; }
    tbody tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: 3px 0; border-bottom: 1px solid var(--line); }
    tbody th, td { border: 0; padding: 1px 10px 1px 14px; width: auto; }
    tbody th { padding-left: 14px; }
    td:not(.take) { grid-column: 1; }
    td:empty { display: none; }
    td.take { grid-column: 2; grid-row: 1; width: auto; padding: 0 8px 0 0; }
    td[data-side]::before { content: attr(data-side) ': '; color: var(--soft); font: var(--small); }
    .entity { background: var(--sunk); }
  }
`;
