import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EditedField, FieldManifest, InputResult, Json, Refusal } from '../../server/protocol.ts';
import { isInputMethods } from '../actions/input-method.ts';
import { dragField } from '../controls/drags.ts';
import { Editor, type EditorChange, type EditorFault } from '../editors/editor.ts';
import { editorFor } from '../editors/registry.ts';
import { Listen } from '../cells/cell.ts';
import type { Authors } from '../session/entity-watch.ts';
import { editorsOf, setEditing } from '../session/presence.ts';
import { session } from '../session/session.ts';
import { personName } from '../session/people-names.ts';
import { fieldFault, valueWords } from '../controls/fault-words.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { controls } from '../controls/styles.ts';
import { humps, initials } from '../controls/words.ts';
import type { Instance } from '../hierarchy/instances.ts';
import type { OwnEditor, ShownComponent } from './component-parts.ts';
import { drivenBy, type Driver } from './driven-by.ts';
import { enterDoc, hideDoc, showDoc } from './doc-tip.ts';
import { fieldDoc } from './docs.ts';
import { fieldMenu, toggleWatch, whenChanged } from './field-menu.ts';
import { fieldStyles } from './field-styles.ts';
import { overridesOf, overrideSign } from './overridden.ts';
import { rivalNote } from './rival-note.ts';
import { Rivalry, type Rival } from './rival.ts';
import { typesNow } from './types-now.ts';
import { isText } from './wide-field.ts';
import { sameJson } from '../../engine/same-json.ts';

/** Sends an edit of the field's value and tells what came of it. */
export type SendChange = (change: EditorChange) => Promise<InputResult | Refusal>;

/** A field: its label, its editor, and below it what drives it, who else has set it, and what is wrong with it. */
@customElement('ww-field-row')
export class FieldRow extends LitElement {
  static override styles = [controls, fieldStyles];
  @property({ attribute: false }) field!: FieldManifest;
  @property({ attribute: false }) value: Json = null;
  @property({ type: Boolean }) locked = false;
  /** Label and editor close together, as one of several in a line. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** It stands for several fields whose values are not the same. */
  @property({ type: Boolean }) mixed = false;
  /** It stands for several fields, the same or not. */
  @property({ type: Boolean }) many = false;
  /** What the world itself fills in where nothing is chosen. */
  @property() filled = '';
  /** What is to be said beside it. */
  @property() note = '';
  @property({ attribute: false }) send!: SendChange;
  /** Which field of which entity it is; null where nobody else can be in it. */
  @property({ attribute: false }) place: EditedField | null = null;
  @property({ attribute: false }) driver: Driver | null = null;
  @property({ attribute: false }) authors: Authors | null = null;
  /** What its entity is in an instance. */
  @property({ attribute: false }) instance: Instance | null = null;
  /** The editor that its component has for it, in the place of the one of its kind; and the component that it is drawn for. */
  @property({ attribute: false }) own: OwnEditor | null = null;
  @property({ attribute: false }) whole: ShownComponent | null = null;
  /** A reset that is always there to be clicked, not only in the label's menu. */
  @property({ type: Boolean }) resets = false;
  @state() private faultText: string | null = null;
  @state() private rival: Rival | null = null;
  /** Names of those who have their cursor in this field. */
  @state() private others = '';
  /** What was sent and is not yet seen coming back. */
  @state() private pending: { readonly value: Json } | null = null;
  readonly #rivalry = new Rivalry();
  #sent = 0;
  #editing = false;
  #glowing = false;
  #changed = 0;
  /** The refusal says that its entity was not there. */
  #missed = false;

  constructor() {
    super();
    new Listen(this, session.people, () => this.#seeOthers());
    // What was refused was an edit of a world that is no more.
    new Listen(this, session.reloaded, () => {
      this.faultText = this.pending = this.rival = null;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is taken out of the page under the cursor tells no more that it has left.
    if (this.#editing) this.#edit(false);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) this.#seeOthers();
    // It can be edited again, so its entity is back.
    if (changed.has('locked') && !this.locked && this.#missed) {
      this.#missed = false;
      this.faultText = this.pending = null;
    }
    if (!changed.has('value') || changed.get('value') === undefined || sameJson(changed.get('value') as Json, this.value)) return;
    this.#glowing = this.pending === null || !sameJson(this.pending.value, this.value);
    if (this.pending !== null && sameJson(this.pending.value, this.value)) this.pending = null;
    // A value that came in since mends what was refused before, unless somebody still stands in the field.
    if (this.faultText !== null && !this.matches(':focus-within')) {
      this.faultText = this.#standing();
      this.pending = null;
    }
    // A box in which something is typed does not follow, so it is said that the value has changed, whoever did it.
    const typing = this.own === null && this.#glowing && this.matches(':focus-within') && typesNow();
    const author = this.place === null ? undefined : this.authors?.get(`${this.place.component}.${this.place.field}`);
    const rival = this.#rivalry.came(this.value, author, typing);
    if (rival !== undefined) this.rival = rival;
  }

  override updated(changed: PropertyValues): void {
    // What is said of the field that one stands in may lie below the edge of the pane.
    if ((changed.has('faultText') || changed.has('rival')) && (this.faultText ?? this.rival) !== null && this.matches(':focus-within'))
      this.renderRoot.querySelector('.row')?.scrollIntoView({ block: 'nearest' });
    if (!this.#glowing) return;
    this.#glowing = false;
    // What changes all the time would glow all the time, and say nothing.
    const often = performance.now() - this.#changed < 1_000;
    this.#changed = performance.now();
    if (often) return;
    const editor = this.renderRoot.querySelector('.editor');
    if (editor === null || this.matches(':focus-within')) return;
    editor.classList.add('glow');
  }

  /** What its box shows: what was sent and is not yet seen coming back goes before what the world has told. */
  get shown(): Json {
    return this.pending === null ? this.value : this.pending.value;
  }
  get #locked(): boolean {
    // Whoever types while the server is out of reach keeps what they typed, until they leave the field.
    const adrift = this.locked && session.adrift.value && !this.matches(':focus-within');
    return (session.adrift.value ? adrift : this.locked) || this.driver !== null || this.field.readOnly === true;
  }

  override render(): TemplateResult {
    const { field, driver } = this;
    const marks = overridesOf(this.instance, this.place);
    const classes = `row ${driver === null ? '' : 'driven'} ${marks.length > 0 ? 'overrides' : ''} ${this.own !== null || isText(field) ? 'wide' : ''}`;
    return html`<div class=${classes} @keydown=${this.#keys}>
      <span class="label" draggable=${this.#component === '' ? 'false' : 'true'} @dragstart=${this.#drag} @click=${this.#focusEditor} @contextmenu=${this.#menu}
        @mouseenter=${this.#point} @mouseleave=${hideDoc}>
        <span class="name">${humps(field.label)}</span>${overrideSign(this.instance, marks, field.label, this.locked)}${this.#who()}${this.#reset()}</span>
      <div class="editor" @editor-change=${this.#change} @editor-fault=${this.#local} @focusin=${this.#enter} @focusout=${this.#leave}
        @animationend=${(event: Event) => (event.currentTarget as Element).classList.remove('glow')}>
        ${this.#editor()}</div>
      ${this.note === '' ? nothing : html`<p class="below hint">${this.note}</p>`}
      ${driver === null ? nothing : drivenBy(driver, this.place?.entity, this.locked)}${
        this.rival === null ? nothing : rivalNote(this.rival, this.#locked ? null : (mine) => void this.#set(mine), () => (this.rival = null))
      }
      ${this.faultText === null ? nothing : html`<p class="below fault" role="alert">${this.faultText}</p>`}</div>`;
  }

  #editor(): TemplateResult {
    const binding = {
      field: this.field,
      value: this.shown,
      locked: this.#locked,
      invalid: this.faultText !== null,
      mixed: this.mixed && this.pending === null,
      many: this.many,
      filled: this.filled,
    };
    if (this.own === null || this.whole === null) return editorFor(binding);
    const author = this.authors?.get(`${this.#component}.${this.field.name}`);
    return this.own(binding, this.whole, author === undefined ? '' : personName(author));
  }

  get #component(): string {
    return this.place?.component ?? '';
  }
  get #type(): string {
    return this.#component.split('#')[0] ?? '';
  }

  #who(): TemplateResult | typeof nothing {
    if (this.others === '') return nothing;
    return html`<span class="who" role="img" aria-label="${this.others} edits this now" title="${this.others} edits this now"
      data-text=${initials(this.others)}></span>`;
  }

  #reset(): TemplateResult | typeof nothing {
    // A name has no default that anybody would want back.
    const named = this.#component === '' && this.field.kind === 'string';
    if (named || this.#locked || (!this.mixed && sameJson(this.field.default, this.value))) return nothing;
    return html`<button class="reset ${this.resets ? 'always' : ''}" tabindex=${this.resets ? nothing : -1} aria-label="Reset ${this.field.label}"
      title="Reset to ${valueWords(this.field.default) ?? 'its default'}" @click=${(event: Event) => {
        event.stopPropagation();
        void this.#set(this.field.default);
      }}>${glyph('reset')}</button>`;
  }

  readonly #focusEditor = (): void => {
    let inner: Element | null | undefined = this.renderRoot.querySelector('.editor > *');
    while (inner?.shadowRoot)
      inner = inner.shadowRoot.querySelector('input, textarea, select, .cm-content, ww-script-code, button, ww-number-box, ww-reference-box, ww-code-box');
    if (inner instanceof HTMLElement) inner.focus();
  };

  #local(event: CustomEvent<EditorFault>): void {
    event.stopPropagation();
    this.faultText = event.detail;
    // Given up: the box shows the world's value again.
    if (event.detail !== null) return;
    this.pending = null;
    if (this.rival?.mine === undefined) this.rival = null;
  }

  async #change(event: CustomEvent<EditorChange>): Promise<void> {
    event.stopPropagation();
    await this.#give(event.detail, () => this.#standing());
  }
  /** All of it at once, whatever stands in the editor. */
  #set(value: Json): Promise<void> {
    return this.#give({ value }, () => null);
  }
  /** What is still wrong with another part of the value, once one has been taken. */
  #standing(): EditorFault {
    const editor = this.renderRoot.querySelector('.editor > *');
    return editor instanceof Editor ? editor.taken() : null;
  }
  async #give(change: EditorChange, standing: () => EditorFault): Promise<void> {
    const number = ++this.#sent;
    // What an expression comes to is another for each, and not known here.
    this.pending = change.expression === undefined ? { value: change.value } : null;
    this.rival = null;
    this.#rivalry.sent(change.value);
    const answer = await this.send(change);
    if (number !== this.#sent) return;
    this.#missed = !answer.ok && (answer.errors?.[0]?.code ?? answer.code) === 'WW_UNKNOWN_ENTITY';
    if (answer.ok) {
      this.faultText = standing();
      // The world's own word comes with the next update; where it rounds or mends the value, that is what shows.
      setTimeout(() => {
        if (number === this.#sent) this.pending = null;
      }, 250);
    } else {
      this.faultText = fieldFault(answer);
      if (change.group !== undefined) this.pending = null;
    }
  }

  /* ---------- who else is here ---------- */

  readonly #enter = (): void => {
    if (!this.#locked) this.#edit(true);
  };
  readonly #leave = (event: FocusEvent): void => {
    if (session.adrift.value) this.requestUpdate();
    if (this.#editing && !(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) this.#edit(false);
  };
  #edit(on: boolean): void {
    if (this.place === null) return;
    this.#editing = on;
    setEditing(on ? this.place : null);
  }
  #seeOthers(): void {
    if (this.place !== null) this.others = editorsOf(this.place).join(', ');
  }

  /* ---------- the label ---------- */

  readonly #point = (event: Event): void => showDoc(event.currentTarget as Element, fieldDoc(this.field, this.#type));
  readonly #drag = (event: DragEvent): void => {
    hideDoc();
    if (this.place !== null) dragField(event, this.place);
  };
  /** Before the editor has them, to which Enter means something else. */
  readonly #keys = {
    capture: true,
    handleEvent: (event: KeyboardEvent): void => {
      // It goes down to CodeMirror, which has to hear the input method's keys.
      if (isInputMethods(event)) return;
      // An editor of its own has another use for it.
      const isInside = this.own !== null && event.composedPath().some((target) => target instanceof Element && target.classList.contains('cm-content'));
      if (event.key === 'F1' && event.shiftKey && !isInside) whenChanged(this);
      else if (event.key === 'F1' && !isInside) this.#about();
      else if (event.key === 'Enter' && event.altKey) this.#menu(event);
      // By the place of the key, since Alt makes another letter of it on a Mac.
      else if (event.code === 'KeyW' && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) toggleWatch(this);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  #about(): void {
    const label = this.renderRoot.querySelector('.label');
    if (label !== null) enterDoc(label, fieldDoc(this.field, this.#type));
  }

  #menu(event: Event): void {
    hideDoc();
    openMenu(
      event,
      fieldMenu(this, {
        locked: this.#locked,
        set: (value) => void this.#set(value),
        about: () => this.#about(),
      }),
    );
  }
}
