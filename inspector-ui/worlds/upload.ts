import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Fault } from '../../server/protocol.ts';
import { closeDialog, dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { Paced } from '../session/paced.ts';
import { askServer, fileName } from './asking.ts';
import { hasFolder, openAndEnter } from './deeds.ts';

interface Checked {
  readonly good: boolean;
  readonly entities: number;
  readonly findings: readonly Fault[];
}

/** Bytes of a scene that is sent in one piece; and milliseconds between two checks while it is mended. */
const MOST = 7 * 1024 * 1024,
  PAUSE = 400;

/** A scene of the person's own becomes a world here: it is checked first, and what is wrong with it is mended in the page. */
@customElement('ww-upload')
export class Upload extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 760px; }
    .inside { display: grid; gap: 10px; }
    .drop { border: 2px dashed var(--line-strong); border-radius: var(--radius); padding: 28px 16px; text-align: center; color: var(--soft); }
    .drop.over { border-color: var(--accent); background: var(--accent-soft); }
    input[type='file'] { width: auto; border: 0; background: none; }
    textarea { height: 40vh; resize: vertical; white-space: pre; overflow: auto; line-height: 18px; padding: 6px 8px; tab-size: 2; }
    .name { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 8px; align-items: center; }
    ul { list-style: none; margin: 0; padding: 0; max-height: 22vh; overflow: auto; border: 1px solid var(--line); border-radius: var(--radius-small); }
    li button { justify-content: flex-start; text-align: left; white-space: normal; width: 100%; border-radius: 0; padding: 3px 8px; gap: 10px; }
    li b { font: var(--mono); color: var(--denied-ink); flex: none; font-variant-numeric: tabular-nums; }
    li.warning b { color: var(--retry-ink); }
    .good { color: var(--open-ink); font: var(--small); margin: 0; }
    .fault { margin: 0; }
    .foot { padding: 0; }
  `,
  ];
  @state() private text: string | null = null;
  @state() private name = '';
  @state() private checked: Checked | null = null;
  @state() private fault = '';
  @state() private busy = false;
  @state() private folder = true;
  @state() private over = false;
  @query('wa-dialog') private dialog!: HTMLElement;
  @query('textarea') private box!: HTMLTextAreaElement;
  readonly #checking = new Paced(PAUSE, () => void this.#check());
  /** The text that was checked last, or is being. */
  #asked = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void hasFolder().then((is) => {
      this.folder = is;
    });
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#checking.forget();
  }

  override render(): TemplateResult {
    return dialogFrame('Upload a scene', html`<div class="inside">${this.text === null ? this.#choose() : this.#mend(this.text)}</div>`, () => this.remove());
  }

  #choose(): TemplateResult {
    return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${this.#dragged} @dragleave=${() => {
      this.over = false;
    }} @drop=${this.#dropped}><p>Drop a scene file here, or choose one.</p><input type="file" accept=".json,application/json" aria-label="Scene file" autofocus
        @change=${(event: Event) => void this.#take((event.target as HTMLInputElement).files?.[0])} /></div>
      <p class="soft">It is checked before anything is opened or written, and what is wrong with it can be mended here.</p>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  #mend(text: string): TemplateResult {
    const { checked } = this;
    const faults = checked?.findings.filter(({ level }) => level !== 'warning').length ?? 0;
    return html`<label class="name"><span class="soft">${this.folder ? 'New file' : 'Called'}</span><input
        .value=${live(this.name)} spellcheck="false" autocomplete="off"
        @input=${(event: Event) => {
          this.name = (event.target as HTMLInputElement).value;
        }} /></label>
      <textarea aria-label="Text of the scene" spellcheck="false" autocomplete="off" .value=${live(text)} @input=${() => {
        this.text = this.box.value;
        this.checked = null;
        this.#checking.ask();
      }}></textarea>
      <div role="status">${
        checked === null
          ? html`<p class="soft">Checking…</p>`
          : checked.good
            ? html`<p class="good">Good: ${plural(checked.entities, 'entity', 'entities')}${
                checked.findings.length > 0 ? `, ${plural(checked.findings.length, 'warning')}` : ''
              }.</p>`
            : html`<p class="fault">${plural(faults, 'fault')}${
                checked.findings.length > faults ? ` and ${plural(checked.findings.length - faults, 'warning')}` : ''
              }; choose one to come to its line.</p>`
      }</div>
      ${
        checked === null || checked.findings.length === 0
          ? nothing
          : html`<ul aria-label="Findings">${checked.findings.map(
              (each) =>
                html`<li class=${each.level ?? ''}><button @click=${() => this.#goTo(each)}><b>${each.line ?? '–'}</b><span
                  >${each.message.replace(/^scene:\d+:\d+: /, '')}</span></button></li>`,
            )}</ul>`
      }
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <div class="foot"><button class="boxed" @click=${closeDialog}>Cancel</button><button class="primary" ?disabled=${
        this.busy || checked?.good !== true || fileName(this.name) === ''
      } @click=${() => void this.#open()}>Open it</button></div>`;
  }

  readonly #dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };
  readonly #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    void this.#take(event.dataTransfer?.files[0]);
  };
  async #take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MOST) {
      this.fault = `${file.name} has ${Math.ceil(file.size / 1024 / 1024)} MB, and 7 can be sent; put it into the worlds folder and open it there.`;
      return;
    }
    this.fault = '';
    this.text = await file.text();
    this.name = fileName(file.name);
    await this.#check();
  }

  async #check(): Promise<void> {
    const { text } = this;
    if (text === null) return;
    this.#asked = text;
    const said = await askServer<Checked>('./api/check', 'POST', { text });
    // It was mended on meanwhile.
    if (this.#asked !== text || this.text !== text) return;
    if (said.ok) {
      this.checked = said.json;
      this.fault = '';
    } else this.fault = said.message;
  }

  /** Selects the line of a finding. */
  #goTo({ line }: Fault): void {
    if (line === undefined) return;
    const lines = this.box.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.box.focus();
    this.box.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    const height = this.box.scrollHeight / Math.max(1, lines.length);
    this.box.scrollTop = Math.max(0, (line - 4) * height);
  }

  async #open(): Promise<void> {
    const file = fileName(this.name);
    this.busy = true;
    const named = { name: file.replace(/\.scene\.json$/, '').replace(/[^A-Za-z0-9._-]+/g, '-') };
    const fault = await openAndEnter({ text: this.text, ...(this.folder ? { file } : named) });
    this.busy = false;
    this.fault = fault ?? '';
    if (fault === null) shut(this.dialog);
  }
}

export function showUpload(): void {
  openDialog('ww-upload');
}
