import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ComponentManifest, FieldManifest, FieldValues, Json } from '../../server/protocol.ts';
import { Cell, Follow } from '../session/cell.ts';
import { recall, remember } from '../session/memory.ts';
import { session } from '../session/session.ts';
import { editWords } from '../shell/fault-words.ts';
import { glyph } from '../shell/glyphs.ts';
import { openMenu } from '../shell/menu.ts';
import { tell, toldIfRefused } from '../shell/notices.ts';
import { switches } from '../shell/switch-styles.ts';
import { controls } from '../shell/styles.ts';
import './command-form.ts';
import './connection-part.ts';
import './field-row.ts';
import type { SendChange } from './field-row.ts';

/** Component types that are folded, and headings inside of them; the same for all entities, as one looks at many alike. */
const folded = new Cell<ReadonlySet<string>>(new Set((recall('folded') as string[] | undefined) ?? []));
folded.subscribe(() => remember('folded', [...folded.value]));

const BASE = ['persistent', 'UpdateOrder', 'Enabled'];

/** One component of an entity: its switch, its fields by heading, its commands. */
@customElement('ww-component-section')
export class ComponentSection extends LitElement {
  static override styles = [
    controls,
    switches,
    css`
    :host { display: block; border-top: 1px solid var(--line); }
    .head { display: flex; align-items: center; gap: 8px; min-height: 32px; padding: 2px 8px 2px 8px; background: var(--sunk); position: sticky; top: 0; z-index: 1; }
    .fold { font-weight: 600; padding: 2px 4px; gap: 4px; }
    .fold svg.glyph { width: 13px; height: 13px; color: var(--faint); }
    .head.off .fold { color: var(--faint); }
    .body { padding: 4px 0 8px; }
    .commands { display: flex; flex-wrap: wrap; gap: 6px; padding: 4px 14px 6px; }
    .group { display: flex; align-items: center; gap: 6px; padding: 6px 14px 2px; min-height: 0; font: var(--small); color: var(--faint); font-weight: 600; }
    .group svg.glyph { width: 12px; height: 12px; }
    .group button { padding: 0 4px 0 0; gap: 4px; min-height: 22px; color: var(--faint); font: inherit; }
    .base { display: grid; grid-template-columns: minmax(0, 268px) minmax(0, 1fr); }
    @container (max-width: 420px) { .base { grid-template-columns: minmax(0, 1fr); } }
    .unknown { margin: 4px 14px; color: var(--soft); }
  `,
  ];
  @property() entity = '';
  @property() key = '';
  @property({ attribute: false }) values: FieldValues = {};
  @property({ type: Boolean }) locked = false;
  @state() private fault: string | null = null;
  readonly #senders = new Map<string, SendChange>();

  constructor() {
    super();
    new Follow(this, folded, session.manifest);
  }

  get #type(): string {
    return this.key.split('#')[0] ?? this.key;
  }
  get #manifest(): ComponentManifest | undefined {
    return session.manifest.value.get(this.#type);
  }

  override render(): TemplateResult {
    const manifest = this.#manifest,
      closed = folded.value.has(this.#type),
      enabled = this.values['Enabled'] !== false;
    return html`<section aria-label=${this.key}>
      <div class="head ${enabled ? '' : 'off'}">
        <button class="fold" aria-expanded=${!closed} title=${manifest?.doc ?? nothing} @click=${() => fold(this.#type, !closed)}>${glyph(closed ? 'right' : 'down')}${this.key}</button>
        <input class="switch" type="checkbox" role="switch" aria-label="Enabled" title=${enabled ? `Enabled. Off: ${manifest?.disabled ?? ''}` : `Disabled. ${manifest?.disabled ?? ''}`} .checked=${live(enabled)} ?disabled=${this.locked} @change=${this.#enable} />
        <span class="grow"></span>
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
    const buttons = manifest.commands.filter((command) => command.args === undefined),
      forms = manifest.commands.filter((command) => command.args !== undefined);
    const connection = manifest.name === 'WebsocketClient';
    return html`
      ${connection ? html`<ww-connection-part .entity=${this.entity} .values=${this.values}></ww-connection-part>` : nothing}
      ${(groups.get('') ?? []).map((field) => this.#row(field))}
      ${buttons.length === 0 ? nothing : html`<div class="commands">${buttons.map((command) => html`<button class="boxed" title=${command.doc} ?disabled=${this.locked} @click=${() => this.#command(command.name)}>${command.label}</button>`)}</div>`}
      ${forms.map((command) => html`<ww-command-form .command=${command} .entity=${this.entity} .component=${this.key} .locked=${this.locked}></ww-command-form>`)}
      ${[...groups].filter(([name]) => name !== '').map(([name, fields]) => this.#group(name, fields))}
      <div class="base">${manifest.fields.filter((field) => field.name !== 'Enabled' && BASE.includes(field.name)).map((field, i) => this.#row(field, i > 0))}</div>`;
  }

  #group(name: string, fields: readonly FieldManifest[]): TemplateResult {
    const id = `${this.#type}/${name}`,
      closed = folded.value.has(id);
    return html`<div class="group"><button aria-expanded=${!closed} @click=${() => fold(id, !closed)}>${glyph(closed ? 'right' : 'down')}${name}</button></div>${closed ? nothing : fields.map((field) => this.#row(field))}`;
  }

  #row(field: FieldManifest, compact = false): TemplateResult {
    const value = this.values[field.name];
    if (value === undefined) return html``;
    return html`<ww-field-row .field=${field} .value=${value} .compact=${compact} .locked=${this.locked} .send=${this.#sendOf(field)}></ww-field-row>`;
  }

  /** Fields that no manifest tells of: those of a type that this server does not know, kept as they are. */
  #unknown(): TemplateResult {
    return html`<p class="unknown">The server does not know this type; its values are kept as they are.</p>
      ${Object.entries(this.values).map(([name, value]) => this.#row({ name, label: name, kind: 'json', doc: '', default: null, expected: '', ...(value === undefined ? {} : { readOnly: true }) }))}`;
  }

  /** The same function for the same field, so that its row is not drawn anew with every change of another. */
  #sendOf(field: FieldManifest): SendChange {
    const id = `${this.entity} ${this.key} ${field.name}`;
    let send = this.#senders.get(id);
    if (send === undefined) this.#senders.set(id, (send = this.#makeSend(field)));
    return send;
  }

  #makeSend(field: FieldManifest): SendChange {
    const at = { entity: this.entity, component: this.key, field: field.name };
    return ({ value, patch, group }) =>
      session.edit([patch === undefined ? { op: 'setField', ...at, value } : { op: 'patchField', ...at, patch }], {
        ...(group === undefined ? {} : { group }),
        label:
          group === undefined && patch === undefined
            ? editWords(`${this.key}.${field.name}`, this.values[field.name], value)
            : `${this.key}.${field.name}`.slice(0, 200),
      });
  }

  async #enable(event: Event): Promise<void> {
    const value: Json = (event.target as HTMLInputElement).checked;
    const answer = await session.edit([{ op: 'setField', entity: this.entity, component: this.key, field: 'Enabled', value }], {
      label: `${this.key}.Enabled`,
    });
    if (!toldIfRefused(answer)) this.requestUpdate();
  }

  async #command(command: string): Promise<void> {
    const answer = await session.command({ command, entity: this.entity, component: this.key });
    this.fault = answer.ok ? null : answer.message;
  }

  async #remove(): Promise<void> {
    const answer = await session.edit([{ op: 'removeComponent', entity: this.entity, component: this.key }], { label: `remove ${this.key}` });
    this.fault = answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
    if (answer.ok) tell(`Removed ${this.key}. Ctrl-Z brings it back.`);
  }

  #menu(event: Event): void {
    const manifest = this.#manifest;
    openMenu(event, [
      { label: 'Reset to defaults', disabled: this.locked || manifest === undefined, run: () => void this.#reset() },
      ...(manifest === undefined || manifest.single
        ? []
        : [
            {
              label: 'Add another',
              disabled: this.locked,
              run: (): void =>
                void session.edit([{ op: 'addComponent', entity: this.entity, component: this.#type }], { label: `add ${this.#type}` }).then(toldIfRefused),
            },
          ]),
      null,
      { label: `Remove ${this.key}`, danger: true, disabled: this.locked, run: () => void this.#remove() },
    ]);
  }

  async #reset(): Promise<void> {
    const fields =
      this.#manifest?.fields.filter(
        (field) => field.readOnly !== true && field.notSaved !== true && JSON.stringify(field.default) !== JSON.stringify(this.values[field.name]),
      ) ?? [];
    if (fields.length === 0) return tell('All fields have their defaults.');
    toldIfRefused(
      await session.edit(
        fields.map((field) => ({ op: 'setField', entity: this.entity, component: this.key, field: field.name, value: field.default })),
        { label: `reset ${this.key}` },
      ),
    );
  }
}

function fold(id: string, closed: boolean): void {
  const next = new Set(folded.value);
  if (closed) next.add(id);
  else next.delete(id);
  folded.value = next;
}
