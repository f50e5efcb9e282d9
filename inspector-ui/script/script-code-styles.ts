import { css } from 'lit';

/** The editor of a program, with what can be done with it above it, and how it stands below. */
export const codeStyles = css`
  :host { display: block; min-width: 0; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 0 0 5px; }
  .code, .plain, .past { border: 1px solid var(--line); border-radius: var(--radius-small); background: var(--sunk); 
    height: 300px; min-height: 120px; max-height: 80vh; resize: vertical; }
  .code { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); overflow: hidden; }
  .code:hover { border-color: var(--line-strong); }
  .code:focus-within { outline: 2px solid var(--accent); outline-offset: -1px; }
  .code.locked { background: none; }
  .plain { display: block; overflow: auto; white-space: pre-wrap; padding: 4px 8px; }
  .past { margin: 0; padding: 4px 8px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: var(--mono); background: none; }
  .foot { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 10px; padding-top: 5px; font: var(--small); }
  .sign { white-space: normal; }
  .merged { color: var(--accent-ink); }
  .fault { margin: 4px 0 0; overflow-wrap: anywhere; }
  .clashes { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 0 0 5px; padding: 5px 8px; border-radius: var(--radius);
    background: color-mix(in srgb, var(--retry) 12%, var(--panel)); color: var(--retry-ink); font: var(--small); }
  .choices { display: inline-flex; flex-wrap: wrap; gap: 4px; color: var(--ink); }
  .choices button { min-height: 24px; font: inherit; }
  :host([large]) { display: flex; flex-direction: column; min-height: 0; height: 100%; }
  :host([large]) .code, :host([large]) .plain, :host([large]) .past { flex: 1; height: auto; max-height: none; resize: none; }
`;
