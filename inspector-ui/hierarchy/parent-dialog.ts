import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { TreeRow } from '../../server/protocol.ts';
import { dialogs } from '../shell/dialog-styles.ts';
import { glyph } from '../shell/glyphs.ts';
import { controls } from '../shell/styles.ts';
import './entity-picker.ts';

/** A dialog that asks for an entity. */
@customElement('ww-pick-dialog')
export class PickDialog extends LitElement {
  static override styles = [controls, dialogs, css`dialog { width: min(420px, calc(100vw - 24px)); }`];
  @property() heading = '';
  @property() none = '';
  @property() target = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  /** Called once, with the row, null for none, or undefined where the dialog was closed. */
  done: ((row: TreeRow | null | undefined) => void) | undefined;

  override render(): TemplateResult {
    return html`<dialog aria-label=${this.heading} @close=${() => this.#end(undefined)}>
      <header><h2>${this.heading}</h2><button class="icon" aria-label="Close" @click=${() => this.dialog.close()}>${glyph('close')}</button></header>
      <div class="body"><ww-entity-picker .target=${this.target} .none=${this.none} @pick=${(event: CustomEvent<TreeRow | null>) => this.#end(event.detail)}></ww-entity-picker></div>
    </dialog>`;
  }

  override firstUpdated(): void {
    this.dialog.showModal();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('ww-entity-picker')?.focus());
  }

  #end(row: TreeRow | null | undefined): void {
    const { done } = this;
    this.done = undefined;
    // Closing first gives the focus back to where it was.
    this.dialog.close();
    this.remove();
    done?.(row);
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
