import { css } from 'lit';

/** The slider over time: as wide as its tracks, its thumb a line with a grip; amber where it stands in the past. */
export const sliders = css`
  input.time { appearance: none; display: block; width: 100%; height: 22px; min-height: 22px; margin: 0; padding: 0; border: 0; background: none;
    cursor: pointer; --thumb: var(--accent); }
  input.time.past { --thumb: var(--ask); }
  input.time::-webkit-slider-runnable-track { height: 6px; border-radius: 3px; background: var(--sunk); border: 1px solid var(--line); }
  input.time::-moz-range-track { height: 4px; border-radius: 3px; background: var(--sunk); border: 1px solid var(--line); }
  input.time::-webkit-slider-thumb { appearance: none; width: 18px; height: 18px; margin-top: -7px; border-radius: 50%; background: var(--thumb);
    border: 3px solid var(--panel); box-shadow: 0 0 0 1.5px var(--thumb); }
  input.time::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; background: var(--thumb); border: 3px solid var(--panel);
    box-shadow: 0 0 0 1.5px var(--thumb); }
  input.time:disabled { cursor: default; }
  input.time:disabled::-webkit-slider-thumb { background: var(--idle); box-shadow: 0 0 0 1.5px var(--idle); }
  input.time:focus-visible { outline-offset: 0; border-radius: 6px; }
`;
