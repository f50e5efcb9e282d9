import { LitElement, css, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { FieldManifest, Json, PatchStep } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { Draft } from '../controls/draft.ts';
import { parseTemplate } from '../../engine/template/template.ts';
import { ON_PAGE } from './one-of-many.ts';
import { sameJson } from '../../engine/same-json.ts';

/** What an editor is given. */
export interface EditorBinding {
  readonly field: FieldManifest;
  readonly value: Json;
  readonly locked: boolean;
  readonly invalid: boolean;
  /** It stands for several values that are not the same: `value` is then any, and not shown. */
  readonly mixed?: boolean;
  /** It stands for several values, the same or not: what is typed may say something else for each. */
  readonly many?: boolean;
  /** What the world itself fills in where nothing is chosen. */
  readonly filled?: string;
}
/**
 * An edit, as an editor asks for it. `patch` edits the value in parts; `group` joins the steps of a drag, of whose last one `from` is what it began with;
 * `each` gives the new value for another
 * present one.
 */
export interface EditorChange {
  readonly value: Json;
  readonly patch?: readonly PatchStep[];
  readonly group?: string;
  readonly from?: Json;
  readonly each?: (present: Json) => Json;
  /** What was typed, to be reckoned out for each of several; `value` is then no more than what was there. */
  readonly expression?: { readonly text: string; readonly part?: number };
}
/** What an editor finds wrong with what was typed, before it is sent; null where nothing is. */
export type EditorFault = string | null;

export const editorStyles = [
  controls,
  css`
  :host { display: block; min-width: 0; }
  .value { width: 100%; }
  .unit { color: var(--faint); font: var(--small); }
`,
];

/**
 * What every editor is: it is given its field's manifest and value, and tells `editor-change` when the person has decided,
 * `editor-fault` when what they typed cannot be. It draws nothing else and knows no entity.
 */
export abstract class Editor<V extends Json = Json> extends LitElement {
  static override styles = editorStyles;
  @property({ attribute: false }) field!: FieldManifest;
  /** A value that is the same in JSON is no other value: the editor is not drawn anew under somebody's hands. */
  @property({ attribute: false, hasChanged: (a: unknown, b: unknown) => !sameJson(a, b) }) value!: V;
  /** Shown, not edited: read-only, or not this person's to edit. */
  @property({ type: Boolean }) locked = false;
  @property({ type: Boolean }) invalid = false;
  /** Several values that are not the same are shown as such; what is decided goes to all of them. */
  @property({ type: Boolean }) mixed = false;
  /** It stands for several values, the same or not: expressions say something else for each. */
  @property({ type: Boolean }) many = false;

  protected get label(): string {
    return this.field.name;
  }

  /** What was sent has been taken. Gives what is still wrong with another part of the value, which stays as it was typed. */
  taken(): EditorFault {
    return null;
  }

  protected change(value: Json, more: Omit<EditorChange, 'value'> = {}): void {
    this.dispatchEvent(new CustomEvent<EditorChange>('editor-change', { detail: { value, ...more }, bubbles: true, composed: true }));
  }
  protected fault(text: EditorFault): void {
    this.dispatchEvent(new CustomEvent<EditorFault>('editor-fault', { detail: text, bubbles: true, composed: true }));
  }
}

/** An editor whose value is typed: what is being typed is kept from the world's changes until it is sent or given up. */
export abstract class TypedEditor<V extends Json> extends Editor<V> {
  protected readonly draft = new Draft(this);
  #base!: V;

  protected abstract format(value: V): string;
  /** The value of the text, or what is wrong with it. */
  protected abstract parse(text: string): { readonly value: V } | { readonly fault: string };

  /** Whether a text with expressions is one that says something else for each of several. */
  protected readonly takesTemplates: boolean = false;

  /** What the box shows. */
  protected get text(): string {
    return this.draft.text ?? this.#shown;
  }
  get #shown(): string {
    return this.mixed ? '' : this.format(this.value);
  }

  /** What the value was when the draft was begun: of a structure only what was changed since is sent. */
  protected get base(): V {
    return this.draft.clean ? this.value : this.#base;
  }

  protected readonly onEnter = (): void => this.draft.begin();
  protected readonly onInput = (event: Event): void => this.typed((event.target as HTMLInputElement).value);
  protected typed(text: string): void {
    if (this.draft.clean) this.#base = this.value;
    this.draft.type(text, this.#shown);
  }
  protected readonly onLeave = (): void => {
    this.send();
    this.draft.leave();
  };
  protected readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.giveUp();
      (event.target as HTMLElement).blur();
    }
  };
  /** Of a box for several lines, which knows its own keys. */
  protected readonly onCode = (event: CustomEvent<string>): void => this.typed(event.detail);
  protected readonly giveUp = (): void => {
    this.draft.end();
    this.fault(null);
  };

  protected send(): void {
    const { text } = this.draft;
    if (text === null) return;
    // Of several texts each may be another.
    if (this.many && this.takesTemplates && text.includes('{{')) {
      const read = parseTemplate(text, ON_PAGE);
      if ('fault' in read) return this.fault(read.fault.message);
      this.change(this.value, { expression: { text } });
      this.draft.end();
      return;
    }
    const parsed = this.parse(text);
    if ('fault' in parsed) {
      this.fault(parsed.fault);
      return;
    }
    this.change(parsed.value);
    this.draft.end();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('invalid') && !this.invalid && !this.matches(':focus-within')) this.draft.end();
  }
}
