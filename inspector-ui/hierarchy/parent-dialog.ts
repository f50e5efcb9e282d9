import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { TreeRow } from '../../server/protocol.ts';
import { dialogFrame, dialogFrames, shut } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';
import './entity-picker.ts';

/** A dialog that asks for an entity. */
@customElement('ww-pick-dialog')
export class PickDialog extends LitElement {
  static override styles = [controls, dialogFrames, css`wa-dialog { --width: 420px; } .inside { padding-top: 2px; }`];
  @property() heading = '';
  @property() none = '';
  @property() target = '';
  @query('wa-dialog') private dialog!: LitElement;
  /** Called once, with the row, null for none, or undefined where the dialog was closed. */
  done: ((row: TreeRow | null | undefined) => void) | undefined;
  #answer: TreeRow | null | undefined;

  override firstUpdated(): void {
    // The search box stands in an element of its own, where the frame does not find it.
    void this.dialog.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('ww-entity-picker')?.focus());
  }

  override render(): TemplateResult {
    return dialogFrame(
      this.heading,
      html`<div class="inside"><ww-entity-picker .target=${this.target} .none=${this.none} @pick=${(event: CustomEvent<TreeRow | null>) => {
        this.#answer = event.detail;
        shut(this.dialog);
      }}></ww-entity-picker></div>`,
      () => {
        const { done } = this;
        this.done = undefined;
        this.remove();
        done?.(this.#answer);
      },
    );
  }
}

/** Asks for an entity: its row, null for none, undefined where nobody chose. */
export function chooseEntity(options: { heading: string; none?: string; target?: string }): Promise<TreeRow | null | undefined> {
  return new Promise((resolve) => {
    const dialog = document.createElement('ww-pick-dialog') as PickDialog;
    dialog.heading = options.heading;
    dialog.none = options.none ?? '';
    dialog.target = options.target ?? '';
    dialog.done = resolve;
    document.body.append(dialog);
  });
}

/** Asks below which entity to move one; null is the top. */
export async function chooseParent(row: Pick<TreeRow, 'name'>): Promise<string | null | undefined> {
  const choice = await chooseEntity({ heading: `Move ${row.name} to`, none: 'Top of the world' });
  return choice === null || choice === undefined ? choice : choice.id;
}
