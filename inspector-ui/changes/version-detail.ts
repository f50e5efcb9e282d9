import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Version, VersionDifference, VersionDifferenceRow } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { wallWords } from '../controls/wall-words.ts';
import { grouped, plural } from '../controls/words.ts';
import { lookAt, takeAllBackFrom, takeBackFrom } from './version-actions.ts';
import { versionDetailStyles } from './version-detail-styles.ts';
import { WHY, whenOf } from './version-words.ts';

/** How a version differs from the world as it is or from another, with what can be done with it. */
@customElement('ww-version-detail')
export class VersionDetail extends LitElement {
  static override styles = [controls, versionDetailStyles];
  @property({ attribute: false }) version!: Version;
  /** All that there are, the newest first. */
  @property({ attribute: false }) all: readonly Version[] = [];
  /** What it is compared with; null is the world as it is. */
  @state() private other: number | null = null;
  @state() private asText = false;
  @state() private found: VersionDifference | undefined;
  @state() private fault = '';
  @state() private busy = false;
  /** Number of the edit up to which the world was compared. */
  @state() private compared = 0;
  #asked = 0;

  constructor() {
    super();
    new Follow(this, session.run, session.past, session.version, session.me, session.phase, session.adrift);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('version')) return;
    this.other = null;
    void this.#compare();
  }

  async #compare(): Promise<void> {
    const mine = ++this.#asked;
    this.found = undefined;
    this.fault = '';
    const edits = session.run.value?.file.edits ?? 0;
    const answer = await session.versionDifference(this.version.number, this.other ?? undefined);
    // Another was chosen meanwhile.
    if (mine !== this.#asked) return;
    this.compared = edits;
    if (answer.ok) this.found = answer;
    else this.fault = answer.message;
  }

  override render(): TemplateResult {
    const { version } = this;
    const isShown = session.version.value?.number === version.number;
    return html`<div class="head">
        <h3>Version ${version.number} <span class="soft">${WHY[version.why]}, ${wallWords(whenOf(version))}</span></h3>
        <span class="acts">
          <button class="boxed" ?disabled=${isShown || session.phase.value !== 'online'} @click=${() => void lookAt(version)}>${glyph('eye')}Look at it</button>
          <button class="boxed" ?disabled=${!session.may('edit') || this.busy || session.adrift.value}
            @click=${() => void this.#all()}>${glyph('undo')}Take all back…</button>
        </span>
      </div>
      <div class="with">
        <label>Compared with <select aria-label="Compared with" @change=${this.#chosen}>
          <option value="" ?selected=${this.other === null}>the world now</option>
          ${this.all
            .filter(({ number }) => number !== version.number)
            .map(
              (each) => html`<option value=${each.number} ?selected=${this.other === each.number}>version ${each.number}, ${wallWords(whenOf(each))}</option>`,
            )}
        </select></label>
        <span class="modes" role="group" aria-label="Compare as">${[false, true].map(
          (asText) =>
            html`<button aria-pressed=${this.asText === asText} @click=${() => {
              this.asText = asText;
            }}>${asText ? 'Text' : 'List'}</button>`,
        )}</span>
      </div>
      <div class="body" role="region" aria-label="Differences" tabindex="0">${this.#difference()}</div>`;
  }

  #difference(): TemplateResult {
    if (this.fault !== '') return html`<p class="fault" role="alert">${this.fault}</p>`;
    const { found } = this;
    if (found === undefined) return html`<p class="soft" role="status">Comparing…</p>`;
    const since = this.other === null && (session.run.value?.file.edits ?? 0) !== this.compared;
    const again = since
      ? html`<p class="soft since" role="status">The world was edited since. <button
          class="boxed" @click=${() => void this.#compare()}>Compare again</button></p>`
      : nothing;
    if (found.fault !== undefined)
      return html`${again}<p class="fault" role="status">One of them is no scene that can be read: ${found.fault}</p>${this.#text(found)}`;
    if (found.total === 0) return html`${again}<p role="status">They mean the same.</p>`;
    if (this.asText) return html`${again}${this.#text(found)}`;
    const { total, rows } = found;
    return html`${again}<p class="soft"
        role="status">${plural(total, 'difference')}${rows.length < total ? `, the first ${grouped(rows.length)} are shown` : ''}</p>
      <table aria-label="Differences">
        <thead><tr><th scope="col">What</th><th scope="col">In version ${this.version.number}</th><th scope="col">${this.#otherName}</th>
          <th><span class="unseen">Take back</span></th></tr></thead>
        <tbody>${rows.map((row, at) => [rows[at - 1]?.entity === row.entity ? nothing : this.#entity(row), row.what === '' ? nothing : this.#row(row)])}</tbody>
      </table>`;
  }

  get #otherName(): string {
    return this.other === null ? 'Now' : `In version ${this.other}`;
  }

  /** The line of an entity, above what of it differs. */
  #entity(row: VersionDifferenceRow): TemplateResult {
    const place = row.path.length === 0 ? 'The scene' : row.path.join(' / ');
    const isWhole = row.what === '';
    const name =
      row.after === null && isWhole ? place : html`<button class="name" @click=${() => select(row.entity, { show: true, open: true })}>${place}</button>`;
    const word = isWhole ? html`<td>${row.before ?? this.#none(row)}</td><td>${row.after ?? this.#none(row)}</td>` : html`<td></td><td></td>`;
    const take = row.entity === '' ? html`<td></td>` : this.#take({ entity: row.entity }, `all of ${place}`);
    return html`<tr class="entity"><th scope="rowgroup">${row.entity === '' ? place : name}</th>${word}${take}</tr>`;
  }

  #row(row: VersionDifferenceRow): TemplateResult {
    const place = row.path.length === 0 ? 'the scene' : row.path.join(' / ');
    const isHead = row.entity === '' && row.what !== ORDER;
    return html`<tr><th scope="row">${row.what}</th>
      <td data-side="In version ${this.version.number}">${row.before ?? this.#none(row)}</td>
      <td data-side=${this.#otherName}>${row.after ?? this.#none(row)}</td>
      ${isHead ? html`<td></td>` : this.#take({ entity: row.entity, what: row.what }, `${place}, ${row.what}`)}</tr>`;
  }

  #none({ what }: VersionDifferenceRow): TemplateResult {
    return html`<span class="none">${what === '' ? 'not there' : 'not there, or its default'}</span>`;
  }

  #take(part: { readonly entity: string; readonly what?: string }, called: string): TemplateResult {
    if (this.other !== null) return html`<td></td>`;
    return html`<td class="take"><button class="icon" aria-label="Take back: ${called}" title="Take back" ?disabled=${!session.mayEdit || this.busy}
      @click=${() => void this.#part(part, called)}>${glyph('undo')}</button></td>`;
  }

  #text({ text }: VersionDifference): TemplateResult {
    return html`<p class="soft"><span class="out">−</span> stands in version ${this.version.number},
      <span class="in">+</span> ${this.other === null ? 'would be saved now' : `stands in version ${this.other}`}.</p>
      <pre>${text.lines.map((line) => html`<span class=${line.startsWith('-') ? 'out' : 'in'}>${line}</span>\n`)}${
        text.more > 0 ? `… and ${plural(text.more, 'more line')}` : ''
      }</pre>`;
  }

  readonly #chosen = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.other = value === '' ? null : Number(value);
    void this.#compare();
  };

  async #part(part: { readonly entity: string; readonly what?: string }, called: string): Promise<void> {
    this.busy = true;
    await takeBackFrom(this.version.number, [part], called);
    this.busy = false;
    await this.#compare();
  }

  async #all(): Promise<void> {
    this.busy = true;
    const done = await takeAllBackFrom(this.version.number);
    this.busy = false;
    if (!done) return;
    this.dispatchEvent(new CustomEvent('taken'));
    await this.#compare();
  }
}

/** What the list of differences tells of siblings in another order, which is all of the scene itself that can be taken back. */
const ORDER = 'order of children';
