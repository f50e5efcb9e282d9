import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { FileDifference, FileDifferenceRow } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { closeDialog, dialogFrame, dialogFrames, shut } from '../controls/dialog.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { askRevert } from './revert.ts';
import { askSaveAs } from './save-as.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';

/** Shows how the file that another program has changed differs from the world, and lets one say which of them is to stay. */
@customElement('ww-file-changed')
export class FileChanged extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 760px; }
    .inside { display: flex; flex-direction: column; gap: 10px; }
    .inside p { margin: 0; }
    .list { overflow: auto; min-height: 0; max-height: 46dvh; border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunk); }
    .list:focus-visible { outline-offset: -2px; }
    table { border-collapse: collapse; width: 100%; table-layout: fixed; }
    th, td { text-align: left; vertical-align: top; padding: 4px 10px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; font-weight: 400; }
    thead th { position: sticky; top: 0; background: var(--panel); color: var(--soft); font: var(--small); }
    tbody tr:last-child > * { border-bottom: 0; }
    tbody th small { display: block; color: var(--soft); font: var(--small); }
    td { font: var(--mono); white-space: pre-wrap; }
    .none { color: var(--faint); font: var(--small); }
    pre { margin: 0; padding: 6px 10px; font: var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
    .out { color: var(--denied-ink); }
    .in { color: var(--open-ink); }
    .foot { flex-wrap: wrap; }
    @media (max-width: 600px) {
      table, tbody, tr, th, td { display: block; }
      thead { display: none; }
      tbody tr { padding: 5px 0; border-bottom: 1px solid var(--line); }
      th, td { border: 0; padding: 1px 10px; }
      td::before { content: attr(data-side) ': '; color: var(--soft); font: var(--small); }
      .foot button { flex: 1 1 40%; }
    }
  `,
  ];
  @state() private found: FileDifference | undefined;
  @state() private fault = '';
  @query('wa-dialog') private dialog!: HTMLElement;

  constructor() {
    super();
    new Follow(this, session.run);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  async #look(): Promise<void> {
    const answer = await session.difference();
    if (answer.ok) this.found = answer;
    else this.fault = answer.message;
  }

  override render(): TemplateResult {
    const file = session.run.value?.file;
    const removed = file?.state === 'removed',
      isBeside = !removed && session.run.value?.takenUp?.beside === true;
    return dialogFrame(
      removed ? 'The file was removed' : isBeside ? 'The file, or this world' : 'The file is another',
      html`<div class="inside">
        <p><b>${file?.name ?? 'The file'}</b> ${
          removed
            ? 'was removed by another program since this world read or saved it'
            : isBeside
              ? 'was changed while this world did not run'
              : 'holds something else than this world read or saved last'
        }. Nothing of yours is written over that until you choose.${
          session.run.value?.journal?.state === 'on' && !removed ? ' Whichever you choose, the other one is kept as a version.' : ''
        }</p>
        ${this.#difference()}
      </div>
      <div class="foot">
        <button class="boxed" autofocus @click=${closeDialog}>Decide later</button>
        <button class="boxed" @click=${() => this.#instead(askSaveAs)}>Save under another name…</button>
        ${
          removed
            ? nothing
            : html`<button class="boxed danger" @click=${() => this.#instead(askRevert)}>${isBeside ? 'Go on with the file…' : 'Take the file’s…'}</button>`
        }
        <button class="boxed danger" @click=${() => this.#overwrite()}>${
          removed ? 'Write it again' : isBeside ? 'Go on with this world, over the file' : 'Overwrite the file'
        }</button>
      </div>`,
      () => this.remove(),
    );
  }

  #difference(): TemplateResult {
    if (this.fault !== '') return html`<p class="fault" role="alert">${this.fault}</p>`;
    const { found } = this;
    if (found === undefined) return html`<p class="soft" role="status">Comparing the file with the world…</p>`;
    if (found.fault !== undefined)
      return html`<p class="fault" role="status">${found.fault}</p>${
        found.text === undefined
          ? nothing
          : html`<p class="soft"><span class="out">−</span> stands in the file, <span class="in">+</span> would be saved.</p>
            <div class="list" tabindex="0" role="region" aria-label="Lines that differ"><pre>${found.text.lines.map(
              (line) => html`<span class=${line.startsWith('-') ? 'out' : 'in'}>${line}</span>\n`,
            )}${found.text.more > 0 ? `… and ${plural(found.text.more, 'more line')}` : ''}</pre></div>`
      }`;
    if (found.total === 0) return html`<p role="status">They mean the same: only how the file is written differs.</p>`;
    return html`<p class="soft"
      role="status">${plural(found.total, 'difference')}${found.rows.length < found.total ? `, the first ${found.rows.length} are shown` : ''}.</p>
      <div class="list" tabindex="0" role="region" aria-label="Differences"><table>
        <thead><tr><th scope="col">What</th><th scope="col">In the file</th><th scope="col">In this world</th></tr></thead>
        <tbody>${found.rows.map((row) => differenceRow(row))}</tbody>
      </table></div>`;
  }

  /** Goes on with another question. */
  #instead(ask: () => Promise<void>): void {
    shut(this.dialog);
    void ask();
  }

  async #overwrite(): Promise<void> {
    if (!toldIfRefused(await session.control('save', { overwrite: true }))) return;
    shut(this.dialog);
    tell('Saved over the file.');
  }
}

function differenceRow({ path, what, file, world }: FileDifferenceRow): TemplateResult {
  const side = (name: string, value: string | null): TemplateResult =>
    html`<td data-side=${name}>${value === null ? html`<span class="none">${what === '' ? 'not there' : 'not there, or its default'}</span>` : value}</td>`;
  const place = path.length === 0 ? 'The scene' : path.join(' / ');
  return html`<tr><th scope="row">${what === '' ? place : what}${
    what === '' ? nothing : html`<small>${place}</small>`
  }</th>${side('In the file', file)}${side('In this world', world)}</tr>`;
}
