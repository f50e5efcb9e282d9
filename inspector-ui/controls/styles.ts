import { css } from 'lit';

/** What every part of the inspector shares: boxes, buttons, focus, scrolling. */
export const controls = css`
  :host { font: var(--text); color: var(--ink); }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }

  button {
    font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: var(--radius); padding: 3px 8px; cursor: pointer;
    display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 26px; white-space: nowrap;
  }
  button:hover:not(:disabled) { background: var(--hover); }
  button:disabled { color: var(--faint); cursor: default; opacity: .6; }
  button.boxed { border-color: var(--line); background: var(--panel); }
  button.boxed:hover:not(:disabled) { background: var(--hover); border-color: var(--line-strong); }
  button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 550; }
  button.primary:hover:not(:disabled) { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
  button.danger { color: var(--denied-ink); }
  button.icon { padding: 0; width: 26px; color: var(--soft); }
  button.icon:hover:not(:disabled) { color: var(--ink); }

  input, textarea, select {
    font: var(--mono); color: var(--value-ink, var(--ink)); background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius-small);
    padding: 2px 7px; min-height: 24px; width: 100%; min-width: 0; margin: 0;
  }
  /* A browser adds four pixels of its own to the words of a select. */
  select { padding-left: 3px; }
  input:hover:not(:read-only), textarea:hover:not(:read-only), select:hover { border-color: var(--line-strong); }
  input::placeholder, textarea::placeholder { color: var(--faint); opacity: 1; }
  input:read-only, textarea:read-only { background: none; border-color: transparent; padding-left: 0; }
  input:disabled, textarea:disabled, select:disabled { color: var(--faint); }
  [aria-invalid='true'] { border-color: var(--denied) !important; }

  :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  [aria-invalid='true']:focus-visible { outline-color: var(--denied); }
  input:focus-visible, textarea:focus-visible, select:focus-visible { outline-offset: -1px; }

  .pill {
    display: inline-flex; align-items: center; gap: 6px; padding: 2px 9px; min-height: 24px; border: 1px solid var(--line); border-radius: 99px;
    color: var(--soft); background: var(--bg); font: var(--small); white-space: nowrap;
  }
  .mono { font: var(--mono); }
  .soft { color: var(--soft); }
  .faint { color: var(--faint); }
  .numbers { font-variant-numeric: tabular-nums; }
  .clip { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .grow { flex: 1; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .fault { color: var(--denied-ink); font: var(--small); }
  svg.glyph { width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; flex: none; }

  * { scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
`;

/** A small coloured word: a state. It brings its own ground, so that it can be read on a row that is selected as well. */
export const badges = css`
  .badge { display: inline-flex; align-items: center; gap: 5px; font-size: 11px; font-weight: 600; line-height: 1.5; padding: 1px 8px; border-radius: 99px;
    white-space: nowrap;
    color: var(--state-ink); background: color-mix(in srgb, var(--state) 14%, var(--panel)); }
  .dot { width: 9px; height: 9px; flex: none; color: var(--state); display: block; overflow: visible; }
  .Open { --state: var(--open); --state-ink: var(--open-ink); }
  .Connecting, .Closing { --state: var(--connecting); --state-ink: var(--connecting-ink); }
  .WaitingToRetry { --state: var(--retry); --state-ink: var(--retry-ink); }
  .AwaitingAccess { --state: var(--ask); --state-ink: var(--ask-ink); }
  .Denied { --state: var(--denied); --state-ink: var(--denied-ink); }
  .Idle { --state: var(--idle); --state-ink: var(--idle-ink); }
`;
