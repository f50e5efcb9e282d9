import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CommandManifest, ComponentManifest, EditedField, EntityDetail, FieldManifest, FieldValues, Json } from '../../server/protocol.ts';
import { dragComponent } from '../controls/drags.ts';
import { Follow, Listen } from '../cells/cell.ts';
import type { Authors } from '../session/entity-watch.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { switches } from '../controls/switch-styles.ts';
import { controls } from '../controls/styles.ts';
import type { Instance } from '../hierarchy/instances.ts';
import './command-form.ts';
import { copyComponent, destroyComponent, onSeveral, pasteValues, runCommand, typeOf, type Components } from './component-actions.ts';
import { componentParts, partOf, type ComponentPart, type ShownComponent } from './component-parts.ts';
import { enterDoc, hideDoc, showDoc, type Doc } from './doc-tip.ts';
import { componentDoc, drivenBy } from './docs.ts';
import { sender } from './field-edits.ts';
import './field-row.ts';
import type { Driver } from './driven-by.ts';
import type { SendChange } from './field-row.ts';
import { fold, folded, pinnedTypes, pinType } from './folds.ts';
import { wanted } from './jump.ts';
import { FOUND_FOR, keepInView } from './keep-in-view.ts';
import { overrideLines, overrideSign, overridesOfComponent } from './overridden.ts';
import { sectionMenu } from './section-menu.ts';
import { sectionStyles } from './section-styles.ts';

const BASE = ['persistent', 'UpdateOrder', 'Enabled'];
const NONE: ReadonlySet<string> = new Set();

/** One component of an entity, or those of one key on several: its switch, its fields by heading, its commands. */
@customElement('ww-component-section')
export class ComponentSection extends LitElement {
  static override styles = [controls, switches, sectionStyles];
  /** Whose it is: one entity, or several that all have one of this key. */
  @property({ attribute: false }) entities: readonly string[] = [];
  @property() key = '';
  @property({ attribute: false }) values: FieldValues = {};
  /** Fields whose values are not the same in all. */
  @property({ attribute: false }) mixed: ReadonlySet<string> = NONE;
  @property({ attribute: false }) driven: EntityDetail['driven'] = {};
  /** What its entity is in an instance. */
  @property({ attribute: false }) instance: Instance | null = null;
  @property({ attribute: false }) authors: Authors | null = null;
  /** Keys of all components that the entity has, where it is one. */
  @property({ attribute: false, hasChanged: (a: unknown, b: unknown) => String(a) !== String(b) }) keys: readonly string[] = [];
  @property({ type: Boolean }) locked = false;
  @state() private fault: string | null = null;
  readonly #senders = new Map<string, SendChange>();
  readonly #places = new Map<string, EditedField>();

  constructor() {
    super();
    new Follow(this, folded, pinnedTypes, session.manifest);
    new Listen(this, wanted, () => this.#found());
    for (const { type, follows = [] } of componentParts())
      for (const source of follows)
        new Listen(this, source, () => {
          if (this.#type === type) this.requestUpdate();
        });
  }

  get #type(): string {
    return typeOf(this.key);
  }
  get #manifest(): ComponentManifest | undefined {
    return session.manifest.value.get(this.#type);
  }
  /** What its type has besides fields, where it is one component. */
  get #part(): ComponentPart | undefined {
    return this.entities.length === 1 ? partOf(this.#type) : undefined;
  }
  get #entity(): string {
    return this.entities[0] ?? '';
  }
  get #shown(): ShownComponent {
    return { entity: this.#entity, component: this.key, values: this.values, keys: this.keys, locked: this.locked };
  }
  get #here(): Components {
    return { entities: this.entities, key: this.key, values: this.values, driven: Object.keys(this.driven) };
  }

  override firstUpdated(): void {
    this.#found();
  }

  override render(): TemplateResult {
    const manifest = this.#manifest,
      closed = folded.value.has(this.#type),
      enabled = this.values['Enabled'] !== false,
      pinned = pinnedTypes.value.has(this.#type);
    return html`<section aria-label=${this.key} @copy=${this.#copy} @paste=${this.#paste}>
      <div class="head ${enabled ? '' : 'off'}" draggable="true"
        @dragstart=${(event: DragEvent) => dragComponent(event, { entity: this.#entity, component: this.key })} @contextmenu=${this.#menu}>
        <button class="fold" aria-expanded=${!closed} @click=${() => fold(this.#type, !closed)} @keydown=${this.#keys} @mouseenter=${this.#point}
          @mouseleave=${hideDoc} @focus=${this.#focused} @blur=${hideDoc}>${glyph(closed ? 'right' : 'down')}<span class="clip">${this.key}</span></button>
        <input class="switch" type="checkbox" role="switch" aria-label="Enabled"
          title=${enabled ? `Enabled. Off: ${manifest?.disabled ?? ''}` : `Disabled. ${manifest?.disabled ?? ''}`}
          .indeterminate=${live(this.mixed.has('Enabled'))} .checked=${live(enabled)} ?disabled=${this.locked} @change=${this.#enable} />
        ${overrideSign(this.instance, overridesOfComponent(this.instance, this.#entity, this.key), this.key, this.locked)}<span class="grow"></span>
        <button class="icon pin" aria-pressed=${pinned} aria-label="Pin ${this.#type} on top"
          title=${pinned ? 'Pinned on top of every entity' : 'Pin on top of every entity'} @click=${() => pinType(this.#type, !pinned)}>${glyph('pin')}</button>
        <button class="icon" aria-haspopup="menu" aria-label="More of ${this.key}" @click=${this.#menu}>${glyph('more')}</button>
      </div>
      ${this.fault === null ? nothing : html`<p class="unknown fault" role="alert">${this.fault}</p>`}
      ${closed ? nothing : html`<div class="body">${manifest === undefined ? this.#unknown() : this.#fields(manifest)}</div>`}
    </section>`;
  }

  #fields(manifest: ComponentManifest): TemplateResult {
    const own = manifest.fields.filter((field) => !BASE.includes(field.name));
    const groups = new Map<string, FieldManifest[]>();
    for (const field of own) groups.set(field.category ?? '', [...(groups.get(field.category ?? '') ?? []), field]);
    const part = this.#part,
      shown = this.#shown;
    return html`
      ${part?.above?.(shown) ?? nothing}
      ${(groups.get('') ?? []).map((field) => this.#row(field))}
      ${part?.below?.(shown) ?? this.#commands(manifest.commands)}
      ${[...groups].filter(([name]) => name !== '').map(([name, fields]) => this.#group(name, fields))}
      <div class="base">${manifest.fields
        .filter((field) => field.name !== 'Enabled' && BASE.includes(field.name))
        .map((field, i) => this.#row(field, i > 0))}</div>`;
  }

  #commands(commands: readonly CommandManifest[]): TemplateResult {
    const buttons = commands.filter((command) => command.args === undefined),
      forms = commands.filter((command) => command.args !== undefined);
    return html`${
      buttons.length === 0
        ? nothing
        : html`<div class="commands">${buttons.map(
            (command) => html`<button class="boxed" title=${command.doc}
        ?disabled=${this.locked} @click=${() => this.#command(command.name)}>${command.label}</button>`,
          )}</div>`
    }
      ${forms.map(
        (command) => html`<ww-command-form .command=${command} .entities=${this.entities} .component=${this.key}
        .locked=${this.locked}></ww-command-form>`,
      )}`;
  }

  #group(name: string, fields: readonly FieldManifest[]): TemplateResult {
    const id = `${this.#type}/${name}`,
      closed = folded.value.has(id);
    return html`<div class="group"><button aria-expanded=${!closed}
      @click=${() => fold(id, !closed)}>${glyph(closed ? 'right' : 'down')}${name}</button></div>${closed ? nothing : fields.map((field) => this.#row(field))}`;
  }

  #row(field: FieldManifest, compact = false): TemplateResult {
    const value = this.values[field.name];
    if (value === undefined) return html``;
    const own = this.#part?.editors?.[field.name];
    return html`<ww-field-row .own=${own ?? null} .whole=${own === undefined ? null : this.#shown} data-field=${field.name}
       .field=${field} .value=${value} .mixed=${this.mixed.has(field.name)} .many=${this.entities.length > 1} .filled=${this.#filled(field)}
      .note=${this.#note(field)} .compact=${compact} .locked=${this.locked} .send=${this.#sendOf(field)} .place=${this.#placeOf(field.name)}
      .driver=${this.#driverOf(field.name)} .authors=${this.authors} .instance=${this.instance}></ww-field-row>`;
  }

  #filled({ name }: FieldManifest): string {
    const machine = name === 'HandlingUser' ? this.values['HandlingMachine'] : '';
    return typeof machine === 'string' && !this.mixed.has('HandlingMachine') ? machine : '';
  }
  #note({ name }: FieldManifest): string {
    return this.#part?.note?.(name, this.values) ?? '';
  }

  /** Fields that no manifest tells of: those of a type that this server does not know, kept as they are. */
  #unknown(): TemplateResult {
    return html`<p class="unknown">The server does not know this type; its values are kept as they are.</p>
      ${Object.entries(this.values).map(([name, value]) =>
        this.#row({ name, label: name, kind: 'json', doc: '', default: null, expected: '', ...(value === undefined ? {} : { readOnly: true }) }),
      )}`;
  }

  /* The same objects for the same field, so that its row is not drawn anew with every change of another. */

  #placeOf(field: string): EditedField {
    let place = this.#places.get(field);
    if (place === undefined || place.entity !== this.#entity || place.component !== this.key)
      this.#places.set(field, (place = { entity: this.#entity, component: this.key, field }));
    return place;
  }
  #driverOf(field: string): Driver | null {
    return this.driven[`${this.key}.${field}`] ?? null;
  }
  #sendOf(field: FieldManifest): SendChange {
    let send = this.#senders.get(field.name);
    if (send === undefined)
      this.#senders.set(
        field.name,
        (send = sender(
          () => ({ entities: this.entities, component: this.key, field: field.name }),
          () => (this.mixed.has(field.name) ? undefined : this.values[field.name]),
        )),
      );
    return send;
  }

  async #enable(event: Event): Promise<void> {
    const value: Json = (event.target as HTMLInputElement).checked;
    const answer = await session.edit(
      this.entities.map((entity) => ({ op: 'setField', entity, component: this.key, field: 'Enabled', value })),
      { label: `${this.key}.Enabled${onSeveral(this.entities)}` },
    );
    if (!toldIfRefused(answer)) this.requestUpdate();
  }

  async #command(command: string): Promise<void> {
    this.fault = await runCommand(command, this.#here);
  }

  #menu(event: Event): void {
    openMenu(
      event,
      sectionMenu(this.#here, {
        locked: this.locked,
        mixed: this.mixed.size > 0,
        destroy: () => void destroyComponent(this.#here).then((fault) => (this.fault = fault)),
        about: () => this.#about(),
        overrides: overrideLines(this.instance, overridesOfComponent(this.instance, this.#entity, this.key), this.locked),
      }),
    );
  }

  /* ---------- what it is ---------- */

  get #doc(): Doc | null {
    const manifest = this.#manifest;
    return manifest === undefined ? null : componentDoc(manifest, drivenBy(this.driven, { entity: this.#entity, component: this.key }));
  }
  readonly #point = (event: Event): void => this.#tellOf(event.currentTarget as Element, false);
  readonly #focused = (event: Event): void => {
    const button = event.currentTarget as Element;
    if (button.matches(':focus-visible')) this.#tellOf(button, false);
  };
  #tellOf(anchor: Element, soon: boolean): void {
    const doc = this.#doc;
    if (doc !== null) showDoc(anchor, doc, soon);
  }
  #about(): void {
    const doc = this.#doc,
      button = this.renderRoot.querySelector('.fold');
    if (doc !== null && button !== null) enterDoc(button, doc);
  }
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'F1') this.#about();
    else if (event.key === 'Delete' && !this.locked) void destroyComponent(this.#here).then((fault) => (this.fault = fault));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Where the keyboard is in the head, copy and paste are of the whole component. */
  readonly #copy = (event: ClipboardEvent): void => {
    if (!atHead(event) || this.mixed.size > 0) return;
    event.preventDefault();
    event.stopPropagation();
    void copyComponent(this.#here);
  };
  readonly #paste = (event: ClipboardEvent): void => {
    if (!atHead(event) || this.locked) return;
    event.preventDefault();
    event.stopPropagation();
    void pasteValues(this.#here, event.clipboardData?.getData('text') ?? '');
  };

  /** Somebody looks for this component, from wherever they came. */
  #found(): void {
    const what = wanted.value;
    if (what === null || what.component !== this.key || !this.entities.includes(what.entity)) return;
    wanted.value = null;
    fold(this.#type, false);
    void this.updateComplete.then(() => {
      const part =
        what.field === undefined ? this.renderRoot.querySelector('.head') : this.renderRoot.querySelector(`[data-field="${CSS.escape(what.field)}"]`);
      keepInView(this, part);
      part?.classList.add('found');
      part?.addEventListener('animationend', () => part.classList.remove('found'), { once: true });
      setTimeout(() => part?.classList.remove('found'), FOUND_FOR);
      this.renderRoot.querySelector<HTMLElement>('.fold')?.focus({ preventScroll: true });
    });
  }
}

function atHead(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.classList.contains('fold');
}
