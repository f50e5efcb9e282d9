import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TreeRow } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { rename } from './actions.ts';

/** The name of a row while somebody writes it. */
export class Renaming {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** Gives the keyboard back to the tree. */
  readonly #back: () => void;
  #id: string | null = null;
  /** The entity that is to be renamed as soon as its row is here, and the step of undo that this joins. */
  due: { readonly id: string; readonly group?: string } | null = null;
  #group: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, back: () => void) {
    this.#host = host;
    this.#back = back;
  }

  get id(): string | null {
    return this.#id;
  }

  begin(row: TreeRow, group?: string): void {
    if (!session.mayEdit) return;
    this.#group = group;
    this.#id = row.id;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const input = this.#host.shadowRoot?.querySelector<HTMLInputElement>('.rename');
      input?.focus();
      input?.select();
    });
  }

  /** Rows have arrived. */
  arrived(window: TreeWindow): void {
    const row = this.due === null ? undefined : window.row(window.indexOf(this.due.id));
    if (row === undefined) return;
    const group = this.due?.group;
    this.due = null;
    this.begin(row, group);
  }

  box(row: TreeRow): TemplateResult | undefined {
    if (this.#id !== row.id) return undefined;
    const stop = (event: Event): void => event.stopPropagation();
    return html`<input class="rename" aria-label="New name" maxlength="1000" spellcheck="false" autocomplete="off" .value=${row.name} @click=${stop} @dblclick=${stop} @copy=${stop} @cut=${stop} @paste=${stop}
      @keydown=${(event: KeyboardEvent) => this.#key(event, row)} @blur=${(event: FocusEvent) => this.#end(row, (event.target as HTMLInputElement).value)} />`;
  }

  #key(event: KeyboardEvent, row: TreeRow): void {
    event.stopPropagation();
    if (event.key === 'Escape') this.#end(row, row.name);
    else if (event.key === 'Enter') this.#end(row, (event.target as HTMLInputElement).value);
    else return;
    event.preventDefault();
    this.#back();
  }

  #end(row: TreeRow, name: string): void {
    if (this.#id !== row.id) return;
    this.#id = null;
    this.#host.requestUpdate();
    if (name !== row.name) void rename(row.id, name, this.#group);
  }
}
