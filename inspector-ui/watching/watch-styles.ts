import { css } from 'lit';

/** What the panel and its rows share: the lines of the plot in the order of their numbers. */
export const LINE_COLORS = ['--plot-1', '--plot-2', '--plot-3', '--plot-4', '--plot-5', '--plot-6', '--plot-7', '--plot-8'] as const;
/** Strokes and gaps of each, so that lines whose colours somebody cannot tell apart differ as well. */
export const LINE_DASHES: readonly (readonly number[] | undefined)[] = [undefined, [8, 3], [2, 3], [8, 3, 2, 3], undefined, [8, 3], [2, 3], [8, 3, 2, 3]];

export const rowStyles = css`
  :host { display: block; border-bottom: 1px solid var(--line); }
  :host(:hover) { background: var(--hover); }
  .row { display: grid; grid-template-columns: 30px minmax(110px, 1.4fr) minmax(70px, 1fr) minmax(60px, 140px) minmax(70px, .8fr) auto 28px;
    align-items: center; gap: 0 8px; padding: 1px 8px; min-height: 32px; }
  .line { padding: 0; width: 28px; }
  .line svg { width: 22px; height: 12px; }
  .line line { stroke: var(--faint); stroke-width: 2.5; }
  .line[aria-pressed='true'] line { stroke: var(--line-color); }
  .name { justify-content: flex-start; gap: 0; padding: 2px 4px; min-width: 0; text-align: left; display: block; line-height: 1.3; }
  .name b { font-weight: 500; display: block; }
  .name span { font: var(--small); color: var(--soft); display: block; }
  .value { font: var(--mono); text-align: right; }
  .value.then { color: var(--accent-ink); }
  .value.gone { color: var(--faint); font: var(--small); }
  ww-sparkline { width: 100%; }
  .range { font: var(--small); color: var(--soft); text-align: right; }
  .when { font: var(--small); color: var(--soft); max-width: 190px; }
  .when.holds { color: var(--ask-ink); background: color-mix(in srgb, var(--ask) 14%, var(--panel)); border-color: var(--ask); }
  .when b { font-weight: 600; }
  .form { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; padding: 4px 12px 10px 44px; font: var(--small); }
  .form label { display: inline-flex; align-items: center; gap: 5px; white-space: nowrap; }
  .form select { width: auto; }
  .form input[type='text'] { width: 110px; }
  .form input[type='checkbox'] { width: auto; min-height: 0; accent-color: var(--accent); }
  .form .fault { flex: 1 0 100%; margin: 0; }
  @container (max-width: 640px) {
    .row {
      grid-template: 'line name value value remove' auto 'line spark range when when' auto / 30px minmax(0, 1fr) auto auto 28px;
      gap: 2px 8px; padding: 4px 8px; }
    .line { grid-area: line; } .name { grid-area: name; } .value { grid-area: value; } ww-sparkline { grid-area: spark; } .when { grid-area: when; }
    .remove { grid-area: remove; } .range { grid-area: range; }
    .form { padding-left: 12px; }
  }
`;
