import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { closeDialog, dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { Follow } from '../cells/cell.ts';
import { searched } from '../hierarchy/query-memory.ts';
import { select, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { KINDS, idsOf, removeSaved, renameSaved, saveThis, textOf, useSaved, watchSaved, type Kind, type Saved } from './saved-things.ts';

/** Queries and selections that are saved in the scene: each is picked by a press, renamed and removed. */
@customElement('ww-saved')
export class SavedDialog extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 520px; }
    h3 { font: var(--small); font-weight: 600; color: var(--soft); margin: 14px 0 4px; display: flex; align-items: center; gap: 8px; }
    h3:first-child { margin-top: 0; }
    h3 span { flex: 1; text-transform: capitalize; }
    ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: var(--radius-small); }
    li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; padding: 1px 4px; border-top: 1px solid var(--line); }
    li:first-child { border-top: 0; }
    li .use { justify-content: start; min-width: 0; width: 100%; gap: 10px; }
    .use > :first-child { flex: 0 1 auto; min-width: min(50%, 8em); text-align: left; }
    .use .what { color: var(--soft); font: var(--mono); }
    .acts { display: flex; }
    .act { font: var(--small); padding: 2px 6px; }
    .act:not(.danger) { color: var(--soft); }
    @media (max-width: 520px) { li { grid-template-columns: minmax(0, 1fr); } .acts { justify-content: flex-end; } }
    .none { color: var(--soft); margin: 0 !important; padding: 8px 2px; }
  `,
  ];
  @state() private saved: Readonly<Record<Kind, readonly Saved[] | null>> = { query: null, selection: null };
  @query('wa-dialog') private dialog!: HTMLElement;
  #handles: readonly ViewHandle[] = [];

  constructor() {
    super();
    new Follow(this, selection, searched, session.me, session.past);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#handles = (['query', 'selection'] as const).map((kind) =>
      watchSaved(kind, (saved) => {
        this.saved = { ...this.saved, [kind]: saved };
      }),
    );
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const handle of this.#handles) handle.close();
  }

  override render(): TemplateResult {
    return dialogFrame(
      'Saved in the scene',
      html`<div class="inside">${this.#list('query', searched.value === '' ? 'nothing is searched for' : '')}${this.#list(
        'selection',
        selection.value.length === 0 ? 'nothing is selected' : '',
      )}</div><div class="foot"><button class="boxed" autofocus @click=${closeDialog}>Close</button></div>`,
      () => this.remove(),
    );
  }

  /** @param why what stands in the way of saving this */
  #list(kind: Kind, why: string): TemplateResult {
    const saved = this.saved[kind],
      { word, words } = KINDS[kind];
    return html`<h3><span>${words}</span><button class="boxed" ?disabled=${why !== '' || !session.mayEdit} title=${why || nothing}
        @click=${() => void saveThis(kind)}>Save this ${word}…</button></h3>
      ${saved === null ? nothing : saved.length === 0 ? html`<p class="none">None is saved.</p>` : html`<ul>${saved.map((each) => this.#one(each))}</ul>`}`;
  }

  #one(saved: Saved): TemplateResult {
    const { kind, name, value, holder } = saved;
    const what = kind === 'query' ? textOf(value) : plural(idsOf(value).length, 'entity', 'entities');
    const act = (
      label: string,
      run: () => void,
      options: { readonly edits?: boolean; readonly danger?: boolean; readonly about?: string } = {},
    ): TemplateResult =>
      html`<button class="act ${options.danger === true ? 'danger' : ''}" aria-label="${label} ${name}" title=${options.about ?? nothing}
        ?disabled=${options.edits === true && !session.mayEdit} @click=${run}>${label}</button>`;
    return html`<li><button class="use" title=${kind === 'query' ? 'Search for it' : 'Select them'} @click=${() => this.#use(saved)}><span
        class="clip">${name}</span><span class="what clip">${what}</span></button><span
        class="acts">${act('Show', () => this.#show(saved), { about: `Show ${holder}, which holds it` })}${act('Rename', () => this.#rename(saved), {
          edits: true,
        })}${act('Remove', () => void removeSaved(saved), { edits: true, danger: true })}</span></li>`;
  }

  #show({ entity }: Saved): void {
    shut(this.dialog);
    select(entity, { show: true, open: true });
  }
  #rename(saved: Saved): void {
    void renameSaved(saved, new Set((this.saved[saved.kind] ?? []).map(({ name }) => name)));
  }

  #use(saved: Saved): void {
    shut(this.dialog);
    void useSaved(saved);
  }
}

/** Opens the list of what is saved. */
export function showSaved(): void {
  openDialog<SavedDialog>('ww-saved', {});
}
