import { html, type LitElement, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { TreeRow } from '../../server/protocol.ts';
import { Draft } from '../controls/draft.ts';
import { session } from '../session/session.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { tell } from '../controls/notices.ts';
import { rename } from './actions.ts';

/** The name of a row while somebody writes it. */
export class Renaming {
  readonly #host: LitElement;
  readonly #draft: Draft;
  /** Gives the keyboard back to the tree. */
  readonly #back: () => void;
  #id: string | null = null;
  /** The entity that is to be renamed as soon as its row is here, and the step of undo that this joins. */
  due: { readonly id: string; readonly group?: string } | null = null;
  #group: string | undefined;
  /** The name that it has been told of that another gave it meanwhile. */
  #told = '';

  constructor(host: LitElement, back: () => void) {
    this.#host = host;
    this.#draft = new Draft(host);
    this.#back = back;
  }

  get id(): string | null {
    return this.#id;
  }

  begin(row: TreeRow, group?: string): void {
    if (!session.mayEdit) return;
    this.#group = group;
    this.#id = row.id;
    this.#draft.end();
    this.#told = row.name;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const input = this.#host.shadowRoot?.querySelector<HTMLInputElement>('.rename');
      input?.focus();
      input?.select();
    });
  }

  /** Rows have arrived. */
  arrived(window: TreeWindow): void {
    this.#look(window);
    const row = this.due === null ? undefined : window.row(window.indexOf(this.due.id));
    if (row === undefined) return;
    const group = this.due?.group;
    this.due = null;
    this.begin(row, group);
  }

  /** A name that somebody else has given it shows where nothing was typed, and is told where something was. */
  #look(window: TreeWindow): void {
    const name = this.#id === null ? undefined : window.row(window.indexOf(this.#id))?.name;
    if (name === undefined || name === this.#told) return;
    this.#told = name;
    if (!this.#draft.clean) tell(`${this.#draft.first} has been renamed to ${name} meanwhile; yours is not sent yet.`);
  }

  box(row: TreeRow): TemplateResult | undefined {
    if (this.#id !== row.id) return undefined;
    const stop = (event: Event): void => event.stopPropagation();
    return html`<input class="rename" aria-label="New name" maxlength="1000" spellcheck="false" autocomplete="off" .value=${live(this.#draft.text ?? row.name)}
      @input=${(event: Event) => this.#draft.type((event.target as HTMLInputElement).value, row.name)} @click=${stop} @dblclick=${stop} @copy=${stop}
      @cut=${stop} @paste=${stop}
      @keydown=${(event: KeyboardEvent) => this.#key(event, row)} @blur=${() => this.#end(row)} />`;
  }

  #key(event: KeyboardEvent, row: TreeRow): void {
    event.stopPropagation();
    if (event.key === 'Escape') this.#draft.end();
    else if (event.key !== 'Enter') return;
    this.#end(row);
    event.preventDefault();
    this.#back();
  }

  #end(row: TreeRow): void {
    if (this.#id !== row.id) return;
    const { text } = this.#draft;
    this.#id = null;
    this.#draft.end();
    this.#host.requestUpdate();
    if (text !== null) void rename(row.id, text, this.#group);
  }
}
