import { css } from 'lit';

/** How the list of remembered decisions looks. */
export const accessStyles = css`
  wa-dialog { --width: 640px; }
  .tabs { display: flex; width: fit-content; margin: 0 16px 8px; border: 1px solid var(--line); border-radius: var(--radius); flex: none; }
  .tabs label { display: inline-flex; position: relative; cursor: pointer; }
  .tabs label input { position: absolute; inset: 0; opacity: 0; min-height: 0; cursor: pointer; }
  .tabs label span { padding: 4px 14px; color: var(--soft); }
  .tabs label + label span { border-left: 1px solid var(--line); }
  .tabs label:hover span { background: var(--hover); }
  .tabs label input:checked + span { background: var(--accent-soft); color: var(--accent-ink); }
  .tabs label input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: -3px; border-radius: var(--radius); }
  .about { margin: 0; padding: 0 16px 10px; font: var(--small); color: var(--soft); flex: none; }
  .unwritten { margin: 0; padding: 0 16px 10px; font: var(--small); color: var(--denied-ink); flex: none; overflow-wrap: anywhere; }
  .search { padding: 0 16px 8px; flex: none; }
  ul { list-style: none; margin: 0; padding: 0 16px; overflow: auto; min-height: 96px; max-height: min(440px, 56vh); border-top: 1px solid var(--line); }
  li { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 0 8px; align-items: start; padding: 8px 0; border-bottom: 1px solid var(--line); }
  li:last-child { border-bottom: 0; }
  .verdict { width: 20px; height: 20px; border-radius: 50%; display: grid; place-items: center; margin-top: 1px; }
  .verdict svg { width: 13px; height: 13px; stroke-width: 2.200; }
  .allow .verdict { color: var(--open-ink); background: color-mix(in srgb, var(--open) 16%, transparent); }
  .deny .verdict { color: var(--denied-ink); background: color-mix(in srgb, var(--denied) 16%, transparent); border-radius: 5px; }
  .what { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 6px; min-width: 0; }
  code { font: var(--mono); font-weight: 600; overflow-wrap: anywhere; }
  .pill { min-height: 18px; padding: 0 7px; font-size: 11px; }
  .why, .who { flex-basis: 100%; font: var(--small); overflow-wrap: anywhere; }
  .why { color: var(--soft); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
  .why.faint, .who { color: var(--faint); }
  .acts { display: flex; gap: 4px; }
  .acts .boxed { min-width: 58px; }
  .empty { color: var(--soft); text-align: center; margin: 0; padding: 22px 16px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
  form { display: grid; grid-template-columns: minmax(0, 1fr) auto auto auto; gap: 6px; padding: 12px 16px 14px; border-top: 1px solid var(--line);
    flex: none; }
  form input, form select { min-height: 28px; }
  form select { width: auto; }
  form .fault { grid-column: 1 / -1; margin: 0; }
  form .fault:empty { display: none; }
  ul + .fault { padding: 6px 16px 0; margin: 0; }
  @media (max-width: 520px) { form { grid-template-columns: minmax(0, 1fr) auto auto; } form input { grid-column: 1 / -1; } form select { width: 100%; } }
`;
