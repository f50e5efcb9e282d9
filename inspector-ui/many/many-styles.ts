import { css } from 'lit';

/** What the dialogs about many entities share. */
export const manyStyles = css`
  .rows { display: grid; grid-template-columns: minmax(90px, 170px) minmax(0, 1fr) 28px; gap: 6px 8px; align-items: center; }
  .rows label, .rows .label { color: var(--soft); overflow-wrap: anywhere; }
  .rows .wide { grid-column: 2 / -1; }
  .rows .fault, .rows .hint { grid-column: 2 / -1; margin: 0; }
  .rows .hint { color: var(--soft); font: var(--small); }
  form { display: flex; flex-direction: column; min-height: 0; }
  .few { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
  .few input, .few select { width: auto; }
  .few input { width: 72px; }
  .few label { display: inline-flex; align-items: center; gap: 6px; color: var(--soft); white-space: nowrap; }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
  .chips button { font: var(--mono); font-size: 11px; min-height: 24px; padding: 0 7px; border-color: var(--line); background: var(--bg); color: var(--soft); }
  .chips button:hover { color: var(--ink); }
  h3 { font: var(--small); font-weight: 600; color: var(--soft); margin: 14px 0 6px; }
  .frame { border: 1px solid var(--line); border-radius: var(--radius-small); overflow: auto; max-height: 40vh; }
  table { border-collapse: collapse; width: 100%; font: var(--mono); }
  th, td { text-align: left; padding: 3px 8px; white-space: nowrap; max-width: 320px; overflow: hidden; text-overflow: ellipsis;
    border-top: 1px solid var(--line); }
  tr:first-child > * { border-top: 0; }
  thead th { font: var(--small); color: var(--soft); position: sticky; top: 0; background: var(--raised); }
  td.fault { white-space: normal; min-width: 180px; }
  .foot { align-items: center; }
  .foot .said { flex: 1; color: var(--soft); font: var(--small); }
  .foot .said.fault { color: var(--denied-ink); }
`;
