import { css } from 'lit';

export const composerStyles = css`
  :host { display: block; }
  form { display: grid; gap: 8px; padding: 10px 14px 12px; border-bottom: 1px solid var(--line); }
  .line { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 8px; }
  .word { color: var(--soft); font: var(--small); min-width: 34px; }
  .choice { display: flex; gap: 2px; }
  .choice button { font: var(--small); padding: 2px 9px; color: var(--soft); }
  .choice button[aria-checked='true'] { background: var(--accent-soft); color: var(--accent-ink); }
  .line input { width: 8ch; }
  .line input.wide { flex: 1 1 140px; width: auto; }
  .line label { display: inline-flex; align-items: center; gap: 5px; font: var(--small); color: var(--soft); white-space: nowrap; }
  textarea { display: block; resize: vertical; field-sizing: content; min-height: 54px; max-height: 30vh; padding: 6px 8px;
    overflow-wrap: anywhere; line-height: 1.5; }
  .chips { display: flex; flex-wrap: wrap; gap: 3px; }
  .chips button { font: var(--mono); font-size: 11px; min-height: 20px; padding: 0 7px;
    color: var(--accent-ink); background: var(--accent-soft); border-radius: 99px; }
  .chips button:hover:not(:disabled) { background: var(--accent-soft); text-decoration: underline; }
  .preview { border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--bg); min-height: 66px; padding: 3px 0; }
  .said { display: grid; grid-template-columns: minmax(50px, 22%) minmax(0, 1fr); gap: 8px; padding: 1px 8px; font: var(--mono); line-height: 19px; }
  .said b { font: var(--small); line-height: 19px; color: var(--ref-ink); font-weight: 400; }
  .said span { white-space: pre-wrap; overflow-wrap: anywhere; max-height: 57px; overflow: auto; }
  .gap { color: var(--faint); padding: 0 8px; line-height: 12px; }
  .preview p { margin: 0; padding: 3px 8px; }
  .foot { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; }
  .whom { font: var(--small); color: var(--soft); }
  .whom b { color: var(--ink); font-weight: 600; }
  details summary { cursor: pointer; font: var(--small); color: var(--soft); }
  details .line { padding-top: 6px; }
`;

export const runStyles = css`
  :host { display: block; border-bottom: 1px solid var(--line); }
  .head { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; align-items: center; gap: 2px 8px; padding: 6px 8px 6px 8px; }
  .head > button.open { padding: 0; min-height: 24px; justify-content: flex-start; min-width: 0; }
  .head > button.open:hover { background: none; text-decoration: underline; }
  .name { font-weight: 600; }
  .text { font: var(--mono); color: var(--soft); }
  .meta { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: 2px 10px; font: var(--small); color: var(--soft); }
  .meta .bad { color: var(--denied-ink); }
  .turn { transition: rotate var(--quick); color: var(--faint); }
  .turn.down { rotate: 90deg; }
  .track { grid-column: 1 / -1; height: 3px; border-radius: 2px; background: var(--sunk); overflow: hidden; margin-top: 2px; }
  .track i { display: block; height: 100%; background: var(--accent); border-radius: 2px; transition: width .2s linear; }
  .answers { padding: 4px 14px 12px 28px; display: grid; gap: 10px; }
  h4 { display: flex; justify-content: space-between; gap: 8px; margin: 0 0 3px; font: var(--small); color: var(--faint); font-weight: 600; }
  .group { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 6px; align-items: center; position: relative; min-height: 26px; }
  .group > .fill { position: absolute; inset: 1px auto 1px 0; background: color-mix(in srgb, var(--open) 16%, transparent); border-radius: 3px; z-index: 0; }
  .group.silent > .fill { background: color-mix(in srgb, var(--denied) 16%, transparent); }
  .group > * { position: relative; }
  .group .said { font: var(--mono); padding-left: 6px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .group.silent .said { font: var(--small); color: var(--denied-ink); }
  .group .count { font-variant-numeric: tabular-nums; }
  .trips { display: flex; align-items: flex-end; gap: 1px; height: 56px; border-bottom: 1px solid var(--line); }
  .trips i { flex: 1; background: var(--accent); border-radius: 2px 2px 0 0; min-height: 0; }
  .trips i.none { background: none; }
  .ends { display: flex; justify-content: space-between; font: var(--small); color: var(--faint); font-variant-numeric: tabular-nums; }
  .times { display: flex; flex-wrap: wrap; gap: 2px 14px; font: var(--small); color: var(--soft); }
  .times b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; }
  h4 label { display: inline-flex; align-items: center; gap: 5px; font-weight: 400; color: var(--soft); }
  h4 input { width: auto; min-height: 0; }
  @container (max-width: 480px) {
    .answers { padding: 4px 10px 12px; }
    .group { grid-template-columns: minmax(0, 1fr) auto; padding-bottom: 3px; }
    .group .said { grid-column: 1 / -1; }
    .group .count { padding-left: 6px; }
  }
  p { margin: 0; }
  .whole { font: var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; background: var(--sunk); border-radius: var(--radius-small);
    padding: 4px 8px; max-height: 120px;
    overflow: auto; user-select: text; }
`;
