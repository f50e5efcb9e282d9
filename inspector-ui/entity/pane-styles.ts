import { css } from 'lit';

/** A pane of an entity, or of several: a head that stays, and below it what scrolls. */
export const paneStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; container-type: inline-size; background: var(--panel); }
  header { padding: 8px 8px 10px 14px; border-bottom: 1px solid var(--line); min-width: 0; }
  header.landing { box-shadow: inset 0 0 0 2px var(--accent); }
  nav { display: flex; gap: 4px; align-items: center; font: var(--small); color: var(--soft); min-height: 20px; overflow: hidden; white-space: nowrap; }
  nav button { padding: 0 1px; min-height: 20px; font: inherit; min-width: 16px; }
  nav > .clip { max-width: 14em; flex: 0 1 auto; min-width: 16px; }
  .title { display: flex; align-items: center; gap: 8px; min-height: 28px; }
  h2 { font-size: 17px; font-weight: 650; line-height: 1.3; margin: 0; min-width: 0; }
  :host([compact]) header { padding: 2px 8px 2px 14px; background: var(--panel); }
  :host([compact]) nav { display: none; }
  :host([compact]) h2 { font-size: 14px; }
  .id { font: var(--small); color: var(--faint); flex: 1 1 60px; }
  /* Where there is no room for both, the name. */
  @container (max-width: 420px) { .title > .id { flex-basis: 0; visibility: hidden; } }
  .scroll { overflow: auto; min-height: 0; overscroll-behavior: contain; }
  .attach { padding: 12px 14px 24px; display: flex; gap: 8px; flex-wrap: wrap; }
  .empty { place-self: center; text-align: center; color: var(--soft); padding: 24px; grid-row: 1 / -1; line-height: 1.7; }
  .empty svg.glyph { width: 34px; height: 34px; stroke-width: .8; color: var(--line-strong); display: block; margin: 0 auto 10px; }
  .gone { margin: 0; padding: 8px 14px; background: color-mix(in srgb, var(--retry) 14%, var(--panel)); border-bottom: 1px solid var(--line); }
`;
