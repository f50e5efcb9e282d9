import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyParts } from '../actions/key-words.ts';
import { KEYS_INSIDE } from '../actions/keys-inside.ts';
import { actions, type Action } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { dialogFrame, dialogFrames, openDialog } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';

const PLACES: { readonly [where in NonNullable<Action['where']>]: string } = {
  page: 'Anywhere',
  tree: 'In the hierarchy',
  table: 'In a table',
  field: 'In a field',
  viewport: 'In the world',
  past: 'In the past',
};

/** All keys, by where they count and what they are about. */
@customElement('ww-keys-overlay')
export class KeysOverlay extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: min(1000px, calc(100vw - 24px)); }
    .inside { padding-top: 4px; columns: 3 260px; column-gap: 28px; }
    section { break-inside: avoid; margin: 0 0 16px; }
    h3 { font: var(--small); color: var(--faint); margin: 0 0 4px; font-weight: 400; }
    .inside:focus-visible { outline-offset: -2px; border-radius: 0 0 11px 11px; }
    dl { margin: 0; }
    dl div { display: flex; align-items: center; gap: 12px; min-height: 27px; border-bottom: 1px solid var(--line); }
    dl div:last-child { border-bottom: 0; }
    dt { flex: 1 1 40%; }
    dd { margin: 0; padding: 3px 0; display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 3px 8px; align-items: center; color: var(--faint);
      font: var(--small); flex: 0 1 auto; }
    span { display: inline-flex; gap: 3px; }
    kbd { font: var(--small); color: var(--ink); min-width: 20px; text-align: center; padding: 0 5px; border: 1px solid var(--line-strong); border-radius: 4px;
      background: var(--bg); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, actions);
  }

  override render(): TemplateResult {
    const withKeys = actions.value.filter(({ keys }) => keys !== undefined && keys.length > 0);
    const sections = Object.entries(PLACES).flatMap(([where, word]) => {
      const here = withKeys.filter((action) => (action.where ?? 'page') === where);
      if (where !== 'page') return here.length === 0 ? [] : [section(word, here)];
      return [...new Set(here.map(({ group }) => group))].map((group) =>
        section(
          group,
          here.filter((action) => action.group === group),
        ),
      );
    });
    return dialogFrame(
      'Keys',
      html`<div class="inside" tabindex="0" role="group"
        aria-label="All keys">${sections}${KEYS_INSIDE.map(({ heading, keys }) => section(heading, keys))}</div>`,
      () => this.remove(),
    );
  }
}

function section(heading: string, list: readonly Pick<Action, 'label' | 'keys'>[]): TemplateResult {
  return html`<section><h3>${heading}</h3><dl>${list.map(
    ({ label, keys }) =>
      html`<div><dt>${label}</dt><dd>${(keys ?? []).map(
        (key, i) => html`${i === 0 ? '' : 'or'}<span>${keyParts(key).map((part) => html`<kbd>${part}</kbd>`)}</span>`,
      )}</dd></div>`,
  )}</dl></section>`;
}

export function openKeys(): void {
  openDialog('ww-keys-overlay');
}
