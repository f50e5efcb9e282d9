import { css } from 'lit';

/** A checkbox drawn as a switch. */
export const switches = css`
  input.switch { appearance: none; width: 28px; min-width: 28px; height: 16px; min-height: 16px; border: 0; border-radius: 9px; padding: 0;
    background: var(--idle); position: relative; cursor: pointer; transition: background var(--quick); }
  input.switch::after { content: ''; position: absolute; left: 2px; top: 2px; width: 12px; height: 12px; border-radius: 50%; background: #fff;
    transition: translate var(--quick); }
  input.switch:checked { background: var(--accent); }
  input.switch:checked::after { translate: 12px 0; }
  input.switch:disabled { opacity: .6; cursor: default; }
  input.switch:focus-visible { outline-offset: 2px; }
`;
