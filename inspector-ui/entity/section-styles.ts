import { css } from 'lit';

/** A component: its head, which stays in view, and below it its fields by heading. */
export const sectionStyles = css`
  /* What is scrolled out of view is neither laid out nor painted, however often its values change. */
  :host { display: block; border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 240px; }
  .head { display: flex; align-items: center; gap: 8px; min-height: 32px; padding: 2px 8px 2px 8px; background: var(--sunk); position: sticky; top: 0;
    z-index: 2; }
  .fold { font-weight: 600; padding: 2px 4px; gap: 4px; min-width: 0; }
  .fold svg.glyph { width: 13px; height: 13px; color: var(--faint); }
  .head.off .fold { color: var(--faint); }
  .pin { opacity: 0; margin-right: -6px; }
  .head:hover .pin, .pin:focus-visible, .pin[aria-pressed='true'] { opacity: 1; }
  .pin[aria-pressed='true'] svg { fill: currentColor; }
  .own { display: inline-flex; align-items: center; gap: 2px; min-height: 18px; padding: 0 4px; font: var(--small); font-weight: 600;
    color: var(--accent-ink); }
  .own svg.glyph { width: 12px; height: 12px; }
  .body { padding: 4px 0 8px; }
  .commands { display: flex; flex-wrap: wrap; gap: 6px; padding: 4px 14px 6px; }
  .group { display: flex; align-items: center; gap: 6px; padding: 6px 14px 2px; min-height: 0; font: var(--small); color: var(--faint); font-weight: 600; }
  .group svg.glyph { width: 12px; height: 12px; }
  .group button { padding: 0 4px 0 0; gap: 4px; min-height: 22px; color: var(--faint); font: inherit; }
  .base { display: grid; grid-template-columns: minmax(0, 268px) minmax(0, 1fr); }
  @container (max-width: 420px) { .base { grid-template-columns: minmax(0, 1fr); } }
  .unknown { margin: 4px 14px; color: var(--soft); }
  .found { animation: found 900ms ease-out; }
  @keyframes found { from { background: var(--glow); } }
  @media (prefers-reduced-motion: reduce) { .found { animation: none; outline: 2px solid var(--accent); outline-offset: -2px; } }
`;
