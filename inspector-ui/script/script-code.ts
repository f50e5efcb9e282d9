import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { keepInputMethods } from '../actions/input-method.ts';
import { keyWord } from '../actions/key-words.ts';
import { Listen } from '../cells/cell.ts';
import { confirmed } from '../controls/confirm.ts';
import { fieldFault } from '../controls/fault-words.ts';
import { glyph } from '../controls/glyphs.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { freshId } from '../session/asks.ts';
import { sameJson } from '../../engine/same-json.ts';
import { Paced } from '../session/paced.ts';
import { fitsMessage } from '../session/fits-message.ts';
import { session } from '../session/session.ts';
import { clashBar } from './clash-bar.ts';
import type { CodeHands } from './code-hands.ts';
import type { CodeView } from './code-view.ts';
import type { Coming } from './draft.ts';
import { keepSoon, leaveDraft, openDraft, type OpenDraft, type Program } from './drafts.ts';
import { placeOf, sourceFile } from './error-place.ts';
import { wantedPlace } from './go-to.ts';
import { codeStyles } from './script-code-styles.ts';
import { standingOf } from './standing.ts';

/** How long the world may take to tell of a save, in milliseconds. */
const HEARD_BY = 5_000;
/** Said where somebody else was quicker. */
const BEHIND = 'Somebody has saved in the same moment. Their text is merged into yours: look at it, and save again.';
const BEHIND_PLAIN = 'Somebody else has saved since. Copy what you have written, revert, and put it in again.';
const HINT = 'Escape, then Tab leaves the editor. F1 tells what the name at the cursor is.';

/** The editor of a program: it is saved as one edit, merges what others save meanwhile, and says whether what runs is what stands in it. */
@customElement('ww-script-code')
export class ScriptCode extends LitElement {
  static override styles = [controls, badges, codeStyles];
  @property() entity = '';
  @property() component = '';
  @property() value = '';
  /** Of all values these are looked at; the others change with each turn. */
  @property({
    attribute: false,
    hasChanged: (a: FieldValues, b: FieldValues | undefined) => ['State', 'LastError', 'File'].some((name) => a[name] !== b?.[name]),
  })
  values: FieldValues = {};
  /** Keys of the components that the entity has. */
  @property({ attribute: false }) keys: readonly string[] = [];
  @property({ type: Boolean }) locked = false;
  /** Who has brought the value, in words. */
  @property() by = '';
  /** It fills what it stands in. */
  @property({ type: Boolean, reflect: true }) large = false;
  @state() private make: typeof import('./code-view.ts').codeView | null = null;
  @state() private unreachable = false;
  @state() private undecided = 0;
  @state() private fault = '';
  /** What was merged in and is not saved yet. */
  @state() private merged = '';
  @state() private busy = false;
  #open: OpenDraft | null = null;
  #view: CodeView | undefined;
  /** Whose draft is open. */
  #of: (Program & { readonly isPast: boolean }) | null = null;
  /** What was marked last; at most once a second, since a program may go wrong in each of its turns, and each time otherwise. */
  #marked: { readonly error: string; readonly value: string } | null = null;
  readonly #marking = new Paced(1_000, () => this.#mark());
  /** It is to have the keyboard once it is there. */
  #focuses = false;

  constructor() {
    super();
    new Listen(this, wantedPlace, () => this.#goTo());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  async #load(): Promise<void> {
    try {
      this.make ??= (await import('./code-view.ts')).codeView;
      this.unreachable = false;
    } catch {
      this.unreachable = true;
    }
  }

  /** The past is another program's: nothing of it is merged, and nothing can be written to it. */
  get #isPast(): boolean {
    return session.past.value !== null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const of = { world: session.world.value, entity: this.entity, component: this.component, isPast: this.#isPast };
    if (!sameJson(of, this.#of) || this.#open === null) {
      this.#close();
      this.#of = of;
      this.fault = this.merged = '';
      this.undecided = 0;
      if (this.entity !== '' && !this.#isPast) {
        this.#open = openDraft(of, this.value);
        this.#sync();
      }
    } else if (changed.has('value')) this.#sync();
  }

  override render(): TemplateResult {
    if (this.#open === null) return html`<pre class="past" tabindex="0" aria-label="Source">${plainSigns(this.value)}</pre>`;
    const { isDirty } = this.#open.draft;
    const { as, words } = standingOf(this.values, isDirty);
    return html`<div class="bar" role="toolbar" aria-label="Source of ${this.component}">
        <button class="boxed ${isDirty ? 'primary' : ''}" title="Save, and run what is saved (${keyWord('Ctrl-S')})"
          ?disabled=${this.locked || this.busy || !isDirty}
          @click=${() => void this.save()}>Save and run</button>
        <button class="boxed" title="Back to what is saved" ?disabled=${this.locked || !isDirty} @click=${() => void this.#revert()}>Revert</button>
        <button class="boxed" title="Lay it out as Prettier does (${keyWord('Shift-Alt-F')})" ?disabled=${this.locked || this.#view === undefined}
          @click=${() => void this.#format()}>Format</button>
        <span class="grow"></span>
        <button class="icon" aria-label="Find and replace" title="Find and replace (${keyWord('Ctrl-F')})" ?disabled=${this.#view === undefined}
          @click=${() => this.#view?.find()}>${glyph('search')}</button>
        ${
          this.large
            ? nothing
            : html`<button class="icon" aria-label="Open large" title="Over the whole window (${keyWord('Ctrl-Shift-Enter')})"
          @click=${() => this.#large()}>${glyph('jump')}</button>`
        }
      </div>
      ${this.undecided === 0 ? nothing : clashBar(this.undecided, this.locked, this.#view)}
      ${this.make === null ? this.#plain() : html`<div class="code ${this.locked ? 'locked' : ''}" @keydown=${keepKeys}></div>`}
      <div class="foot"><span role="status" class="sign badge ${as}">${stateDot(as)}${words}</span>${
        this.merged === '' ? nothing : html`<span class="merged" role="status">${this.merged}</span>`
      }</div>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  /** Where the editor has not come, or cannot be loaded: a box that does the same. */
  #plain(): TemplateResult {
    return html`<textarea class="plain" aria-label="Source" spellcheck="false" ?readonly=${this.locked || !this.unreachable}
      .value=${this.#open?.draft.text ?? ''}
      @input=${(event: Event) => this.#typed((event.target as HTMLTextAreaElement).value, 0)} @keydown=${(event: KeyboardEvent) => {
        if (!(event.ctrlKey || event.metaKey) || (event.key !== 's' && event.key !== 'Enter')) return;
        event.preventDefault();
        event.stopPropagation();
        void this.save();
      }}></textarea>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const parent = this.renderRoot.querySelector('.code');
    if (this.make !== null && this.#view === undefined && parent !== null && this.#open !== null) {
      this.#view = this.make(parent, this.renderRoot as ShadowRoot, this.#open, this.#options, this.#hands);
      this.#marked = null;
      this.undecided = this.#view.undecided;
      this.#sync();
      if (this.large || this.#focuses) this.#view.focus();
      this.#focuses = false;
      this.requestUpdate();
    } else if (changed.has('locked')) this.#view?.show(this.#options);
    const isMarked = this.#marked?.error === this.#lastError && this.#marked.value === this.value;
    if (this.#view !== undefined && !isMarked) this.#marking.ask();
    this.#goTo();
  }

  override focus(): void {
    if (this.#view !== undefined) return this.#view.focus();
    this.#focuses = true;
    this.renderRoot.querySelector('textarea')?.focus();
  }

  #close(): void {
    this.#view?.destroy();
    this.#view = undefined;
    if (this.#open !== null && this.#of !== null) leaveDraft(this.#of);
    this.#open = null;
  }

  get #options(): { label: string; hint: string; locked: boolean } {
    return { label: 'Source', hint: HINT, locked: this.locked };
  }
  readonly #hands: CodeHands = {
    typed: (text, undecided) => this.#typed(text, undecided),
    save: () => void this.save(),
    format: () => void this.#format(),
    large: () => this.#large(),
    known: () => ({ manifest: session.manifest.value, keys: this.keys }),
  };

  #typed(text: string, undecided: number): void {
    this.#open?.draft.typed(text, undecided);
    this.undecided = undecided;
    keepSoon();
    this.requestUpdate();
  }

  /** Takes in what has come from the world. Where the editor is not there yet, what somebody has written waits for it. */
  #sync(): void {
    const { draft } = this.#open ?? {};
    if (draft === undefined) return;
    if (this.#view !== undefined) this.#take(draft.came(this.value));
    else if (!draft.isDirty) draft.came(this.value);
  }
  #take(coming: Coming): void {
    if (coming.kind === 'nothing') return;
    const who = this.by === '' ? 'somebody else' : plainSigns(this.by);
    this.merged = coming.kind === 'merge' ? `What ${who} has saved meanwhile is merged into yours.` : '';
    this.fault = '';
    this.#view?.take(coming, who);
  }

  async save(): Promise<void> {
    const { draft } = this.#open ?? {};
    if (draft?.isDirty !== true || this.locked || draft.isSaving) return;
    if (this.undecided > 0) {
      this.fault = `First decide what holds in ${plural(this.undecided, 'place')} that somebody else has changed as well.`;
      this.#view?.nextClash();
      return;
    }
    const { seen, text } = draft,
      { entity, component } = this;
    if (!fitsMessage([seen, text])) {
      this.fault = 'It is too long to be saved from a page.';
      return;
    }
    draft.sending();
    this.busy = true;
    // Whoever has saved since is not overwritten: the world takes it only where it still has what was merged in last.
    const patch = [{ op: 'test', path: '', value: seen } as const, { op: 'replace', path: '', value: text } as const];
    // Each save is a step of undo of its own, however soon it follows another.
    const how = { label: `${component}.Source`, group: freshId() };
    const answer = await session.edit([{ op: 'patchField', entity, component, field: 'Source', patch }], how);
    this.busy = false;
    const isBehind = !answer.ok && answer.errors?.[0]?.code === 'WW_BAD_PATCH';
    this.fault = answer.ok ? '' : !isBehind ? fieldFault(answer) : this.#view === undefined ? BEHIND_PLAIN : BEHIND;
    if (answer.ok) this.merged = '';
    draft.sent(answer.ok);
    // It may have been left meanwhile, or be another's by now: what has come waits for it then.
    if (this.#open?.draft === draft) this.#sync();
    keepSoon();
    this.requestUpdate();
    setTimeout(() => {
      draft.heard();
      if (this.#open?.draft === draft) this.#sync();
    }, HEARD_BY);
  }

  async #revert(): Promise<void> {
    const { draft } = this.#open ?? {};
    if (draft?.isDirty !== true) return;
    const sure = await confirmed('Revert to what is saved', ['What was written here and not saved is taken out of the editor.'], 'Revert');
    if (!sure || this.#open?.draft !== draft) return;
    this.fault = this.merged = '';
    if (this.#view === undefined) this.#typed(draft.seen, 0);
    else this.#view.revert(draft.seen);
    this.#view?.focus();
  }

  async #format(): Promise<void> {
    const { draft } = this.#open ?? {};
    if (draft === undefined || this.locked) return;
    const before = draft.text;
    try {
      const { formatted } = await import('./format.ts');
      const after = await formatted(before);
      if (draft.text === before && this.#open?.draft === draft) this.#view?.replace(after);
      this.fault = '';
    } catch (error) {
      if (error instanceof SyntaxError) this.#view?.goToFault();
      this.fault =
        error instanceof SyntaxError ? 'It cannot be laid out while it has a fault of syntax.' : 'What lays it out could not be loaded from the server.';
    }
  }

  #large(): void {
    this.dispatchEvent(new Event('open-large', { bubbles: true, composed: true }));
  }

  get #lastError(): string {
    const { LastError: last } = this.values;
    return typeof last === 'string' ? last : '';
  }
  /** Marks where the program that runs went wrong last, where that is in its source. */
  #mark(): void {
    const error = this.#lastError,
      place = placeOf(error);
    const isHere = place !== null && place.file === sourceFile(this.entity, this.component);
    this.#marked = { error, value: this.value };
    this.#view?.failed(isHere ? { line: place.line, column: place.column, message: plainSigns(place.said), text: this.value } : null);
  }

  #goTo(): void {
    const place = wantedPlace.value;
    if (place === null || this.#view === undefined || place.entity !== this.entity || place.component !== this.component) return;
    if (!this.large && largeIsOpen()) return;
    wantedPlace.value = null;
    this.#view.goTo(place.line, place.column);
  }
}

/** What closes something in the editor does not close the window that it is in. */
function keepKeys(event: KeyboardEvent): void {
  keepInputMethods(event);
  if (event.key === 'Escape') event.stopPropagation();
}

/** The editor over the whole window is in front of the others. */
function largeIsOpen(): boolean {
  return document.querySelector('ww-script-desk') !== null;
}
