import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { EntityDetail, FieldManifest } from '../../server/protocol.ts';
import { closeDialog, dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { freshId } from '../session/asks.ts';
import { detailsOf } from '../session/details.ts';
import { fitsMessage } from '../session/fits-message.ts';
import { select, selectAll } from '../session/place.ts';
import { session } from '../session/session.ts';
import { ARRANGEMENTS, AXES, usualArrangement, type Arrangement, type ArrangementName, type Axis } from './arrangement.ts';
import { DuplicatePlan, nameForCopies, positionOf, type Copy, type GivenField } from './duplicate-plan.ts';
import { manyStyles } from './many-styles.ts';
import { freshSeed } from '../editors/one-of-many.ts';
import { asTyped, shownValue, takesExpressions, takesTemplate, type Given } from '../editors/value-text.ts';

/** What can be put in by a press, as texts have it, and what it is. */
const PIECES: readonly (readonly [piece: string, about: string])[] = [
  ['n', 'the number of the copy, from 1'],
  ['pad(n, 3)', 'the same as 001, 002 and so on'],
  ['i', 'the number of the copy, from 0'],
  ['lerp(0, 10)', 'evenly from the first to the last'],
  ['random(1, 6)', 'by chance'],
  ['choice("a", "b")', 'one of several by chance'],
  ['name', 'the name of the original'],
];
const SHOWN_FIRST = 3;
const SAME_URL = 'All copies have this one. {{n}} in it puts in the number of each.';
const USUAL_COUNT = 10;
const USUAL_SPACING = 1.5;
/** Values in a preview are cut here. */
const LONGEST_SHOWN = 200;

/** Asks how many copies are to be made of an entity, and what is to be different in each; shows what they will be before they are. */
@customElement('ww-duplicate-many')
export class DuplicateMany extends LitElement {
  static override styles = [controls, dialogFrames, manyStyles, css`wa-dialog { --width: 720px; }`];
  @state() private count = USUAL_COUNT;
  @state() private countText = String(USUAL_COUNT);
  @state() private name = '';
  @state() private fields: readonly GivenField[] = [];
  @state() private arrangement: Arrangement | null = null;
  @state() private refused = '';
  @state() private busy = false;
  @query('wa-dialog') private dialog!: HTMLElement;
  original!: EntityDetail;
  readonly #seed = freshSeed();
  /** What was chosen of the arrangement, so that it does not follow the count any more. */
  #settled = false;
  /** The box that pieces are put into. */
  #box: HTMLInputElement | null = null;

  /** Takes over whose copies they are. */
  begin(original: EntityDetail): void {
    this.original = original;
    this.name = nameForCopies(original.name);
    this.fields = this.#offered()
      .filter(({ field }) => field.kind === 'uri')
      .map((each) => ({ ...each, text: asTyped(original.components[each.component]?.[each.field.name] ?? null) }));
    this.arrangement = positionOf(original) === null ? null : usualArrangement('grid', this.count, USUAL_SPACING);
  }

  /** Fields that copies can be given. */
  #offered(): { readonly component: string; readonly field: FieldManifest }[] {
    const { components, driven } = this.original;
    return Object.keys(components).flatMap((component) =>
      (session.manifest.value.get(component.split('#')[0] ?? '')?.fields ?? [])
        .filter((field) => takesExpressions(field) && driven[`${component}.${field.name}`] === undefined)
        .map((field) => ({ component, field })),
    );
  }

  get #plan(): DuplicatePlan {
    const { original, count, name, fields, arrangement } = this;
    return new DuplicatePlan({ original, count, name, fields, arrangement, seed: this.#seed });
  }

  override render(): TemplateResult {
    const plan = this.#plan,
      countFault = this.#countFault(plan),
      faults = countFault === null ? plan.faults() : { name: null, fields: [] };
    const isWrong = countFault !== null || faults.name !== null || faults.fields.some((fault) => fault !== null);
    return dialogFrame(
      `Copies of ${this.original.name || 'an entity'}`,
      html`<form @submit=${(event: Event) => this.#submit(event, plan, isWrong)}><div class="inside">
        <div class="rows">
          <label for="count">How many</label><input id="count" class="wide" inputmode="numeric" autocomplete="off" autofocus
            aria-invalid=${countFault !== null} aria-describedby=${countFault === null ? nothing : 'count-fault'} .value=${live(this.countText)}
            @input=${this.#typeCount} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
          ${countFault === null ? nothing : html`<p class="fault" id="count-fault" role="alert">${countFault}</p>`}
          ${this.#text('Name', 'name', this.name, faults.name, (text) => (this.name = text))}
          ${this.fields.map((each, at) =>
            this.#text(
              `${each.component}.${each.field.name}`,
              `field${at}`,
              each.text,
              faults.fields[at] ?? null,
              (text) => (this.fields = this.fields.with(at, { ...each, text })),
              () => (this.fields = this.fields.toSpliced(at, 1)),
              each.field.kind === 'uri' && this.count > 1 && each.text !== '' && !each.text.includes('{{') ? SAME_URL : '',
            ),
          )}
          <label for="add">Another field</label><select id="add" class="wide" @change=${this.#add}><option value="">of each copy by itself…</option>
            ${this.#offered()
              .filter(({ component, field }) => !this.fields.some((each) => each.component === component && each.field.name === field.name))
              .map(({ component, field }) => html`<option value="${component}.${field.name}">${component}.${field.name}</option>`)}</select>
          <span class="label" id="pieces">Put in</span><div class="chips wide" role="group" aria-labelledby="pieces">${PIECES.map(
            ([piece, about]) => html`<button type="button" title=${about} @mousedown=${(event: Event) => event.preventDefault()}
              @click=${() => this.#put(piece)}>${piece}</button>`,
          )}</div>
          ${this.arrangement === null ? nothing : this.#places(this.arrangement)}
        </div>
        <h3 id="preview">What they will be</h3>
        <div class="frame" tabindex="0" role="region" aria-labelledby="preview">${countFault === null ? this.#preview(plan) : nothing}</div>
      </div>
      <div class="foot"><span class="said ${this.refused === '' ? '' : 'fault'}" role="status">${
        this.refused === '' ? 'One step of undo takes all of them back.' : this.refused
      }</span><button type="button" class="boxed" @click=${closeDialog}>Cancel</button><button class="primary"
        ?disabled=${isWrong || this.busy}>Make ${countFault === null ? plural(this.count, 'copy', 'copies') : 'them'}</button></div></form>`,
      () => this.remove(),
    );
  }

  #text(label: string, id: string, text: string, fault: string | null, set: (text: string) => void, drop?: () => void, hint = ''): TemplateResult {
    return html`<label for=${id}>${label}</label><input id=${id} class=${drop === undefined ? 'wide' : ''} autocomplete="off" spellcheck="false"
      aria-invalid=${fault !== null} aria-describedby=${fault === null ? nothing : `${id}-fault`} .value=${live(text)}
      @focus=${(event: Event) => (this.#box = event.target as HTMLInputElement)}
      @input=${(event: Event) => {
        this.refused = '';
        set((event.target as HTMLInputElement).value);
      }} />${
        drop === undefined
          ? nothing
          : html`<button type="button" class="icon" aria-label="Leave ${label} as it is" title="Leave it as it is" @click=${drop}>${glyph('close')}</button>`
      }${fault !== null ? html`<p class="fault" id="${id}-fault" role="alert">${fault}</p>` : hint === '' ? nothing : html`<p class="hint">${hint}</p>`}`;
  }

  #places(arrangement: Arrangement): TemplateResult {
    const { is, spacing, axis, columns } = arrangement;
    const set = (more: Partial<Arrangement>): void => {
      this.#settled = true;
      this.arrangement = { ...arrangement, ...more };
    };
    const number = (label: string, value: number, least: number, take: (value: number) => void): TemplateResult =>
      html`<label>${label}<input inputmode="decimal" autocomplete="off" .value=${String(value)} @change=${(event: Event) => {
        const box = event.target as HTMLInputElement,
          typed = Number(box.value);
        if (box.value.trim() !== '' && Number.isFinite(typed) && Math.abs(typed) <= 1e6 && typed >= least) take(typed);
        else box.value = String(value);
      }} /></label>`;
    return html`<label for="places">Where</label><div class="few wide"><select id="places" @change=${(event: Event) => {
      this.#settled = false;
      this.arrangement = usualArrangement((event.target as HTMLSelectElement).value as ArrangementName, this.count, USUAL_SPACING);
    }}>${ARRANGEMENTS.map(([name, label]) => html`<option value=${name} ?selected=${name === is}>${label}</option>`)}</select>
      ${is === 'keep' ? nothing : number(is === 'circle' ? 'radius' : 'apart', spacing, is === 'line' ? -1e6 : 0, (value) => set({ spacing: value }))}
      ${is === 'grid' ? number('columns', columns, 1, (value) => set({ columns: Math.round(value) })) : nothing}
      ${
        is === 'line'
          ? html`<label>along<select @change=${(event: Event) => set({ axis: (event.target as HTMLSelectElement).value as Axis })}>${AXES.map(
              (each) => html`<option value=${each} ?selected=${each === axis}>${each}</option>`,
            )}</select></label>`
          : nothing
      }</div>`;
  }

  #preview(plan: DuplicatePlan): TemplateResult {
    const { count } = this;
    const first = Array.from({ length: Math.min(count, SHOWN_FIRST) }, (_, at) => plan.copy(at));
    const shown = count > SHOWN_FIRST ? [...first, plan.copy(count - 1)] : first;
    const given = (each: Given): TemplateResult =>
      'fault' in each
        ? html`<td class="fault">${each.fault}</td>`
        : html`<td>${each.value === null ? html`<span class="faint">none</span>` : shownValue(each.value).slice(0, LONGEST_SHOWN)}</td>`;
    const row = (copy: Copy): TemplateResult =>
      html`<tr><th scope="row" class="numbers">${grouped(copy.index + 1)}</th>${given(copy.name)}${copy.values.map(given)}${
        copy.position === null ? nothing : html`<td class="numbers">${copy.position.join(', ')}</td>`
      }</tr>`;
    return html`<table><thead><tr><th scope="col">Copy</th><th scope="col">Name</th>${this.fields.map(
      ({ component, field }) => html`<th scope="col" title="${component}.${field.name}">${field.name}</th>`,
    )}${plan.isPlaced ? html`<th scope="col">Position</th>` : nothing}</tr></thead><tbody>${shown.map(row)}</tbody></table>`;
  }

  #countFault({ most }: DuplicatePlan): string | null {
    if (!/^\s*\d+\s*$/.test(this.countText) || this.count < 1) return 'expected how many, as 200';
    if (this.count > most) return `expected at most ${grouped(most)}, as many as fit into one edit with what each is given`;
    return null;
  }
  readonly #typeCount = (event: Event): void => {
    this.refused = '';
    this.countText = (event.target as HTMLInputElement).value;
    this.count = /^\s*\d{1,9}\s*$/.test(this.countText) ? Number(this.countText) : 0;
    if (this.arrangement !== null && !this.#settled && this.count > 0)
      this.arrangement = { ...usualArrangement(this.arrangement.is, this.count, USUAL_SPACING), axis: this.arrangement.axis };
  };
  readonly #add = (event: Event): void => {
    const box = event.target as HTMLSelectElement;
    const found = this.#offered().find(({ component, field }) => `${component}.${field.name}` === box.value);
    box.value = '';
    if (found === undefined) return;
    this.fields = [...this.fields, { ...found, text: asTyped(this.original.components[found.component]?.[found.field.name] ?? null) }];
    const at = this.fields.length - 1;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#field${at}`)?.focus());
  };

  /** Puts a piece where the keyboard was last, in braces where there is other text. */
  #put(piece: string): void {
    const box = this.#box?.isConnected === true ? this.#box : this.renderRoot.querySelector<HTMLInputElement>('#name');
    if (box === null) return;
    const at = /^field(\d+)$/.exec(box.id)?.[1];
    const isText = at === undefined || takesTemplate(this.fields[Number(at)]?.field ?? { kind: 'string' });
    box.focus();
    box.setRangeText(isText ? `{{${piece}}}` : piece, box.selectionStart ?? box.value.length, box.selectionEnd ?? box.value.length, 'end');
    box.dispatchEvent(new Event('input'));
  }

  async #submit(event: Event, plan: DuplicatePlan, isWrong: boolean): Promise<void> {
    event.preventDefault();
    if (isWrong || this.busy) return;
    const batch = freshId().slice(0, 10);
    const ids = Array.from({ length: this.count }, (_, index) => `c${batch}n${index + 1}`);
    const operations = plan.operations((index) => ids[index] as string);
    if (!fitsMessage(operations)) {
      this.refused = 'This is more than can be sent at once: make fewer copies, or give them shorter texts.';
      return;
    }
    this.busy = true;
    const copies = plural(this.count, 'copy', 'copies'),
      name = this.original.name || 'an entity';
    const answer = await session.edit(operations, { label: `${copies} of ${name}`.slice(0, 200) });
    this.busy = false;
    if (!answer.ok) {
      this.refused = toldIfRefused(answer) ? '' : 'Nothing was made.';
      return;
    }
    shut(this.dialog);
    select(ids.at(-1) ?? null, { show: true });
    selectAll(ids);
    tell(`Made ${copies} of ${name}. Ctrl-Z takes ${this.count === 1 ? 'it' : 'them'} back.`);
  }
}

/** Asks for copies of an entity. */
export async function duplicateMany(entity: string): Promise<void> {
  const original = (await detailsOf([entity])).get(entity);
  if (original === undefined) return tell('It is not there any more.', true);
  const dialog = openDialog<DuplicateMany>('ww-duplicate-many', {});
  if (dialog.original === undefined) dialog.begin(original);
}
