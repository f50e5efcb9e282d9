import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';
import { wallWords } from '../controls/wall-words.ts';
import { grouped } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { askServer, type FolderFile, type FolderFiles } from './asking.ts';
import { openAndEnter } from './deeds.ts';

/** The scene files of the worlds folder: one is opened, or the world that runs from it is shown. */
@customElement('ww-open-file')
export class OpenFile extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 560px; }
    .find { margin: 0 16px 8px; width: calc(100% - 32px); min-height: var(--field); }
    .files { display: grid; max-height: 50vh; overflow: auto; border-top: 1px solid var(--line); }
    .file { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: 10px; justify-content: stretch; text-align: left; border-radius: 0;
      padding: 6px 16px; border-bottom: 1px solid var(--line); }
    .path { font: var(--mono); overflow-wrap: anywhere; white-space: normal; }
    .facts { font: var(--small); color: var(--faint); }
    .runs { font: var(--small); color: var(--open-ink); }
    p { margin: 0; padding: 10px 16px; }
  `,
  ];
  @state() private files: FolderFiles | null = null;
  @state() private fault = '';
  @state() private typed = '';
  @state() private busy = false;
  @query('wa-dialog') private dialog!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void askServer<FolderFiles>('./api/files').then((said) => {
      if (said.ok) this.files = said.json;
      else this.fault = said.message;
    });
  }

  override render(): TemplateResult {
    return dialogFrame(
      'Open a file of the worlds folder',
      html`<input class="find" type="search" autofocus aria-label="Find a file" placeholder="part of its path" autocomplete="off" spellcheck="false"
          @input=${(event: Event) => {
            this.typed = (event.target as HTMLInputElement).value;
          }} @keydown=${this.#keys} />
        ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
        ${this.#list()}`,
      () => this.remove(),
    );
  }

  #list(): TemplateResult {
    const { files } = this;
    if (files === null) return html`<p class="faint">${this.fault === '' ? 'Looking into the folder…' : ''}</p>`;
    if (!files.folder) return html`<p>The server has no worlds folder (<code>worldsFolder</code> in its configuration), so there is nothing to open.</p>`;
    const found = this.#found(files.files);
    return html`<div class="files" role="group" aria-label="Files">${found.map(
      (file) =>
        html`<button class="file" ?disabled=${this.busy} @click=${() => void this.#open(file)}><span class="path">${file.path}</span>${
          file.world === undefined ? html`<span></span>` : html`<span class="runs">runs</span>`
        }<span class="facts numbers">${grouped(Math.ceil(file.bytes / 1024))} KiB · ${wallWords(Date.parse(file.modified))}</span></button>`,
    )}</div>
      ${found.length === 0 ? html`<p class="faint">${files.files.length === 0 ? 'The folder holds no scene.' : 'No file is called so.'}</p>` : nothing}
      ${files.more ? html`<p class="faint">There are more; 1,000 are shown, and 4 folders deep.</p>` : nothing}`;
  }

  #found(files: readonly FolderFile[]): readonly FolderFile[] {
    const wanted = this.typed.trim().toLowerCase();
    return files.filter(({ path }) => path.toLowerCase().includes(wanted));
  }
  readonly #keys = (event: KeyboardEvent): void => {
    const [first] = this.#found(this.files?.files ?? []);
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>('.file')?.focus();
    } else if (event.key === 'Enter' && first !== undefined) void this.#open(first);
  };

  async #open({ path, world }: FolderFile): Promise<void> {
    this.busy = true;
    this.fault = '';
    if (world === undefined) this.fault = (await openAndEnter({ path })) ?? '';
    else await session.enter(world);
    this.busy = false;
    if (this.fault === '') shut(this.dialog);
  }
}

export function showOpenFile(): void {
  openDialog('ww-open-file');
}
