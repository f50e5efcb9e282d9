import { css } from 'lit';

/** A dialog over the page. */
export const dialogs = css`
  dialog { padding: 0; border: 1px solid var(--line); border-radius: 12px; background: var(--panel); color: var(--ink); box-shadow: var(--shadow); max-height: calc(100dvh - 24px); }
  dialog::backdrop { background: #0b11204d; }
  dialog header { display: flex; align-items: center; gap: 8px; padding: 12px 12px 8px 16px; }
  dialog h2 { font-size: 15px; font-weight: 650; margin: 0; flex: 1; }
  dialog .body { padding: 0 16px 16px; }
`;
