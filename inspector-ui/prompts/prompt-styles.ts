import { css } from 'lit';

/** How the question who may connect is laid out: at the bottom, over nothing that is being typed into. */
export const promptStyles = css`
  :host { position: fixed; inset: 52px var(--right) calc(var(--bottom) + 80px) var(--left); z-index: 20; display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr); align-items: end; justify-items: center; pointer-events: none; padding: 0 12px; }
  dialog { position: relative; inset: auto; margin: 0; width: min(470px, 100%); max-height: 100%; pointer-events: auto; background: var(--raised);
    color: var(--ink); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 14px 0; flex-direction: column; }
  dialog[open] { display: flex; }
  dialog:focus-visible { outline-offset: 2px; }
  dialog.stacked { box-shadow: var(--shadow), 0 -5px 0 -1px var(--panel), 0 -5px 0 0 var(--line); }
  header { display: flex; align-items: start; gap: 8px; flex: none; padding: 0 16px; }
  h2 { font: var(--text); font-weight: 650; margin: 0; flex: 1; min-width: 0; padding-top: 2px; overflow-wrap: anywhere; }
  .world { display: inline-block; max-width: 16em; vertical-align: bottom; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  /* Whatever a world writes into its names and reasons: the buttons, the question and the address stay in view. */
  .text { overflow: auto; min-height: 40px; padding: 0 16px; }
  p { margin: 4px 0; color: var(--soft); overflow-wrap: anywhere; }
  .path { font: inherit; font-weight: 600; padding: 0; min-height: 0; color: var(--ink); white-space: normal; text-align: start; overflow-wrap: anywhere;
    border: 0; }
  .path:hover { text-decoration: underline; background: none !important; }
  .path, .why { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
  code { font: var(--mono); color: var(--ink); overflow-wrap: anywhere; }
  .warn { color: var(--ask-ink); }
  .small { font: var(--small); }
  details { margin: 4px 0; }
  summary { color: var(--soft); cursor: pointer; border-radius: var(--radius-small); }
  ul { margin: 2px 0 0; padding: 0 0 0 16px; list-style: none; max-height: 154px; overflow: auto; }
  li .path { font-weight: 400; -webkit-line-clamp: 1; }
  .buttons { display: flex; gap: 6px; padding: 12px 16px 0; flex-wrap: wrap; flex: none; }
  .kept { flex: none; margin: 6px 16px 0; font: var(--small); color: var(--faint); }
  .kept .link { font: inherit; min-height: 0; padding: 0; border: 0; color: var(--accent-ink); text-decoration: underline; text-underline-offset: 2px; }
  .kept .link:hover { background: none !important; }
  .several { display: flex; align-items: center; gap: 2px; flex: none; margin: 8px 16px 0; padding-top: 6px; border-top: 1px solid var(--line);
    color: var(--soft); font: var(--small); }
  .several button { font: inherit; }
  @media (max-width: 1180px) { :host { padding: 0 8px; } header, .text { padding: 0 14px; } .buttons { padding: 12px 14px 0; gap: 4px; }
    .buttons button { padding: 3px 7px; } .several { margin: 8px 14px 0; } }
  @media (max-width: 860px) { :host { inset: 52px 0 128px 0; } }
`;
