import { css } from 'lit';

/** How the top bar is laid out, from 360 pixels to a wall. */
export const topBarStyles = css`
  :host { display: block; }
  header { display: flex; align-items: center; gap: 12px; min-height: 44px; padding: 0 12px 0 14px; background: var(--panel);
    border-bottom: 1px solid var(--line); white-space: nowrap; overflow: hidden; }
  .brand { display: flex; gap: 8px; align-items: center; font-weight: 650; letter-spacing: .1px; }
  .brand i { width: 18px; height: 18px; border-radius: 5px; background: conic-gradient(from 200deg, var(--accent), var(--open), var(--accent)); flex: none; }
  .buttons { display: flex; border: 1px solid var(--line); border-radius: var(--radius); flex: none; }
  .buttons button { border: 0; border-radius: 0; padding: 3px 10px; color: var(--soft); border-right: 1px solid var(--line); min-height: 28px; }
  .buttons button.narrow { padding: 3px 2px; }
  .buttons button.step:has(+ .narrow) { border-right: 0; padding-right: 5px; }
  .buttons button:first-child { border-radius: 5px 0 0 5px; }
  .buttons button:last-child { border-right: 0; border-radius: 0 5px 5px 0; }
  .buttons button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
  .buttons button:disabled { opacity: 1; color: color-mix(in srgb, var(--faint) 55%, transparent); }
  button:focus-visible { outline-offset: -2px; }
  /* As wide saved as unsaved, so that the buttons beside it stay where they are. */
  .save { display: flex; flex: none; border: 1px solid var(--line); border-radius: 99px; background: var(--bg); color: var(--soft); }
  .save .main { width: 84px; border: 0; background: none; min-height: 24px; padding-right: 2px; border-radius: 99px 0 0 99px; }
  .save .main:disabled { opacity: 1; color: var(--faint); }
  .save .more { width: 22px; min-height: 24px; border: 0; border-radius: 0 99px 99px 0; }
  .save.unsaved .main { color: var(--unsaved-ink); }
  .facts { min-width: 0; flex: 0 1 auto; }
  .world { flex: none; max-width: 220px; }
  .folds { flex: none; }
  .commands { flex: none; gap: 7px; }
  .commands kbd { font: inherit; color: var(--faint); }
  .commands:hover { border-color: var(--line-strong); color: var(--ink); }
  @media (max-width: 1100px) { .commands span { display: none; } }
  @media (max-width: 1100px) { .folds { display: none; } }
  @media (max-width: 860px) {
    header { flex-wrap: wrap; gap: 6px 8px; padding: 6px 10px; }
    .brand span, .facts { display: none; }
    .world { max-width: 112px; }
    .buttons button { padding: 3px 8px; }
    .buttons, ww-prompt-count, ww-people { order: 1; }
    .word { display: none; }
    .commands { padding: 2px 7px; }
    ww-people { margin-left: auto; }
  }
  /* Two lines on a telephone: the world and its file, then time, history and people. */
  @media (max-width: 420px) {
    .world { max-width: 96px; }
    .save .main { width: 76px; }
    .buttons button { padding: 3px 7px; }
  }
`;
