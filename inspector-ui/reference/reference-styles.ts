import { css } from 'lit';

export const referenceStyles = css`
  :host { display: grid; grid-template: auto minmax(0, 1fr) / 232px minmax(0, 1fr); height: 100dvh; background: var(--bg); color: var(--ink); }
  .bar { grid-column: 1 / -1; display: flex; align-items: center; gap: 12px; min-height: 44px; padding: 0 14px; background: var(--panel);
    border-bottom: 1px solid var(--line); }
  .brand { display: flex; gap: 8px; align-items: center; font-weight: 650; color: inherit; text-decoration: none; white-space: nowrap; border-radius: 4px; }
  .brand i { width: 18px; height: 18px; border-radius: 5px; background: conic-gradient(from 200deg, var(--accent), var(--open), var(--accent)); }
  .bar h1 { font: var(--text); color: var(--soft); margin: 0; }
  .bar input { max-width: 340px; margin-left: auto; min-height: 28px; }
  nav { overflow: auto; padding: 10px 8px 24px; border-right: 1px solid var(--line); background: var(--panel); }
  nav h2 { font: var(--small); color: var(--faint); margin: 12px 8px 3px; }
  nav a { display: block; padding: 2px 8px; border-radius: var(--radius-small); color: var(--ink); text-decoration: none; line-height: 1.6; overflow: hidden;
    text-overflow: ellipsis; }
  nav a:hover { background: var(--hover); }
  nav a[aria-current='true'] { background: var(--selected); }
  main { overflow: auto; padding: 20px 32px 40vh; scroll-behavior: smooth; }
  main:focus { outline: none; }
  .part { max-width: 880px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; margin: 0 0 16px;
    scroll-margin-top: 12px; }
  .part header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 10px; margin-bottom: 6px; }
  .part h2 { font-size: 17px; font-weight: 650; margin: 0; }
  .part h3 { font: var(--text); font-weight: 650; margin: 16px 0 4px; }
  .part p { margin: 6px 0; line-height: 1.6; }
  .tag { font: var(--small); color: var(--faint); }
  a { color: var(--accent-ink); }
  a.anchor { color: inherit; text-decoration: none; border-radius: 3px; }
  a.anchor:hover { text-decoration: underline; }
  code, pre { font: var(--mono); }
  code { background: var(--sunk); border-radius: 4px; padding: 0 4px; overflow-wrap: anywhere; }
  pre { background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius); padding: 8px 12px; margin: 6px 0; white-space: pre-wrap;
    overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; margin: 8px 0; }
  th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); line-height: 1.5; font-weight: inherit; }
  thead th { font: var(--small); color: var(--faint); border: 0; padding-bottom: 3px; }
  .fields tbody th[scope='row'] { width: 170px; font: var(--mono); font-weight: 600; line-height: 19.5px; overflow-wrap: anywhere; }
  .fields .type { width: 96px; color: var(--soft); white-space: nowrap; }
  .fields td:nth-child(3) { width: 130px; }
  .category th { font: var(--small); color: var(--faint); padding: 12px 0 3px; border-top: 0; }
  .category + tr > * { border-top-color: transparent; }
  .unit { display: block; font: var(--small); color: var(--faint); }
  .limits { display: block; font: var(--small); color: var(--soft); margin-top: 2px; line-height: 1.8; }
  .terms td:first-child { width: 42%; line-height: 1.9; }
  dl { margin: 4px 0; }
  dl > div { display: grid; grid-template-columns: 170px minmax(0, 1fr); gap: 4px 12px; padding: 6px 0; border-top: 1px solid var(--line); }
  dt { font: var(--mono); font-weight: 600; }
  dd { margin: 0; line-height: 1.5; }
  .argument { display: block; font: var(--small); color: var(--soft); margin-top: 3px; }
  .disabled { color: var(--soft); border-left: 3px solid var(--line-strong); padding-left: 10px; margin-top: 14px !important; }
  .here { background: var(--accent-soft); }
  section.here { border-color: var(--accent); background: var(--panel); }
  tr.here > * { background: var(--accent-soft); }
  .state { max-width: 420px; margin: 20vh auto 0; text-align: center; color: var(--soft); line-height: 1.7; }
  @media (prefers-reduced-motion: reduce) { main { scroll-behavior: auto; } }
  @media (max-width: 760px) {
    :host { grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); }
    .bar h1 { display: none; }
    nav { display: flex; gap: 2px; overflow: auto; padding: 6px 8px; border-right: 0; border-bottom: 1px solid var(--line); }
    nav h2 { display: none; }
    nav a { white-space: nowrap; overflow: visible; }
    main { padding: 12px 10px 30vh; }
    .part { padding: 12px 14px; }
    table, tbody, tr, th, td { display: block; }
    thead { display: none; }
    th, td { border: 0; padding: 0 0 3px; width: auto !important; }
    tbody tr { border-top: 1px solid var(--line); padding: 8px 0; }
    .unit { display: inline; margin-left: 6px; }
    dl > div { grid-template-columns: minmax(0, 1fr); }
  }
`;
