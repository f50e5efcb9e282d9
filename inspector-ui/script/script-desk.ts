import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';
import { Follow } from '../cells/cell.ts';
import { EntityWatch } from '../session/entity-watch.ts';
import { personName } from '../session/people-names.ts';
import { setEditing } from '../session/presence.ts';
import { session } from '../session/session.ts';
import './script-code.ts';
import './script-console.ts';

/** A script over the whole window. Whoever closes it finds what they wrote in the script's section again. */
@customElement('ww-script-desk')
export class ScriptDesk extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: calc(100vw - 24px); }
    wa-dialog::part(dialog) { height: calc(100dvh - 24px); }
    wa-dialog::part(body) { flex: 1; }
    .inside { flex: 1; display: flex; flex-direction: column; min-height: 0; padding: 0 16px 12px; }
    ww-script-code { flex: 1; min-height: 0; }
    .gone { color: var(--soft); }
    @media (max-width: 520px) { .inside { padding: 0 8px 8px; }
      wa-dialog { --width: 100vw; } wa-dialog::part(dialog) { max-width: 100vw; height: 100dvh; max-height: 100dvh; border-radius: 0; border: 0; } }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @query('wa-dialog') private dialog!: HTMLElement;
  readonly #watch = new EntityWatch(this);
  closed: (() => void) | undefined;

  constructor() {
    super();
    new Follow(this, session.adrift, session.past, session.me);
  }

  override willUpdate(): void {
    this.#watch.show(this.entity);
  }

  override render(): TemplateResult {
    const name = this.#watch.entity?.name ?? '';
    return dialogFrame(
      `${this.component} of ${name === '' ? this.entity : name}`,
      html`<div class="inside" @open-large=${() => shut(this.dialog)}>${this.#inside()}</div>`,
      () => {
        this.remove();
        setEditing(null);
        this.closed?.();
      },
    );
  }

  #inside(): TemplateResult | typeof nothing {
    const { entity, component } = this;
    const { entity: shown, gone, authors } = this.#watch,
      values = shown?.components[component],
      source = values?.['Source'];
    if (gone || (shown !== null && values === undefined)) return html`<p class="gone" role="status">This script is no longer there.</p>`;
    if (shown === null || values === undefined || typeof source !== 'string') return nothing;
    const author = authors.get(`${component}.Source`);
    return html`<ww-script-code large @focusin=${() => setEditing({ entity, component, field: 'Source' })}
      @focusout=${() => setEditing(null)} .entity=${entity} .component=${component} .value=${source} .values=${values}
      .keys=${Object.keys(shown.components)} .locked=${!session.mayEdit} .by=${author === undefined ? '' : personName(author)}></ww-script-code>
      <ww-script-console large .entity=${entity} .component=${component} .locked=${!session.mayEdit}></ww-script-console>`;
  }
}

/** Opens a script over the whole window. @param closed comes once it is closed, and its place is the section's again */
export function openLarge(entity: string, component: string, closed: () => void): void {
  openDialog<ScriptDesk>('ww-script-desk', { entity, component, closed });
}
