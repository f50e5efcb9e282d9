import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Cell } from '../cells/cell.ts';
import { Follow } from '../cells/cell.ts';
import { density, type Density } from '../controls/density.ts';
import { forgetAll, remembered } from '../cells/memory.ts';
import { session } from '../session/session.ts';
import { confirmed } from '../controls/confirm.ts';
import { dialogFrame, dialogFrames, openDialog } from '../controls/dialog.ts';
import { layout, resetLayout } from '../session/layout.ts';
import { askName } from '../people/people-panel.ts';
import { controls } from '../controls/styles.ts';
import { motion, theme, type Motion, type Theme } from '../controls/theme.ts';
import { plural } from '../controls/words.ts';

type Choices<T extends string> = readonly (readonly [value: T, word: string])[];
const THEMES: Choices<Theme> = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];
const DENSITIES: Choices<Density> = [
  ['compact', 'Compact'],
  ['roomy', 'Roomy'],
];
const MOTIONS: Choices<Motion> = [
  ['system', 'As the system'],
  ['less', 'Less'],
];

/** How the page looks on this machine, and what it remembers there. */
@customElement('ww-settings')
export class Settings extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 480px; }
    fieldset { border: 0; margin: 0; padding: 9px 0; display: grid; grid-template-columns: 120px minmax(0, 1fr); align-items: center; gap: 6px 12px;
      border-bottom: 1px solid var(--line); }
    fieldset:last-of-type { border-bottom: 0; }
    legend { float: left; padding: 0; grid-column: 1; color: var(--soft); }
    .choices { display: flex; flex-wrap: wrap; width: fit-content; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
    label { display: inline-flex; position: relative; cursor: pointer; }
    label input { position: absolute; inset: 0; opacity: 0; min-height: 0; cursor: pointer; }
    label span { padding: 4px 12px; color: var(--soft); border-right: 1px solid var(--line); }
    label:last-child span { border-right: 0; }
    label:hover span { background: var(--hover); }
    label input:checked + span { background: var(--accent-soft); color: var(--accent-ink); }
    label input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: -3px; border-radius: var(--radius); }
    .side { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; }
    .kept { margin: 0; color: var(--soft); font: var(--small); flex: 1; min-width: 160px; }
    @media (max-width: 480px) { fieldset { grid-template-columns: minmax(0, 1fr); } }
  `,
  ];
  @state() private kept = remembered();

  constructor() {
    super();
    new Follow(this, theme, density, motion, layout, session.me);
  }

  override render(): TemplateResult {
    const { worlds, bytes } = this.kept;
    return dialogFrame(
      'Settings',
      html`<div class="inside">
        ${this.#choice('Colours', theme, THEMES)} ${this.#choice('Density', density, DENSITIES)} ${this.#choice('Motion', motion, MOTIONS)}
        <fieldset><legend>Panes</legend><div class="side"><button class="boxed" @click=${resetLayout}>Reset the layout</button></div></fieldset>
        <fieldset><legend>Your name</legend><div class="side"><span class="clip">${session.me.value?.name ?? ''}</span><button class="boxed"
          @click=${() => void askName()}>Change…</button></div></fieldset>
        <fieldset><legend>Access</legend><div class="side"><button class="boxed"
          @click=${() => void showAccess()}>Who may connect where…</button></div></fieldset>
        <fieldset><legend>Remembered</legend><div class="side"><p
          class="kept">${
            bytes === 0
              ? 'Nothing yet.'
              : `These settings, the layout, ${worlds === 0 ? '' : `where you were in ${plural(worlds, 'world')}, `}` +
                `and what you used last: ${(bytes / 1024).toFixed(1)} kB in this browser.`
          }</p>
          <button class="boxed danger" @click=${() => void this.#forget()}>Forget all…</button></div></fieldset>
      </div>`,
      () => this.remove(),
    );
  }

  #choice<T extends string>(name: string, cell: Cell<T>, choices: Choices<T>): TemplateResult {
    return html`<fieldset><legend>${name}</legend><div class="choices">${choices.map(
      ([value, word]) =>
        html`<label><input type="radio" name=${name} .checked=${cell.value === value} @change=${() => {
          cell.value = value;
          this.kept = remembered();
        }} /><span>${word}</span></label>`,
    )}</div></fieldset>`;
  }

  async #forget(): Promise<void> {
    const sure = await confirmed(
      'Forget all that is remembered here?',
      [
        'Settings and layout are as at the first visit.',
        'Where you were in each world, pins and recent commands are gone.',
        'Your name is again the one that the server gives.',
      ],
      'Forget all',
    );
    if (!sure) return;
    forgetAll();
    location.reload();
  }
}

async function showAccess(): Promise<void> {
  (await import('../access/access-list.ts')).openAccessList();
}

export function openSettings(): void {
  openDialog('ww-settings');
}
