import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EntityDetail, FieldManifest, Json, Operation } from '../../server/protocol.ts';
import '../editors/reference-box.ts';
import { session } from '../session/session.ts';
import { editWords, fieldFault } from '../shell/fault-words.ts';
import { controls } from '../shell/styles.ts';
import './field-row.ts';
import type { SendChange } from './field-row.ts';

type Basic = 'name' | 'tag' | 'active' | 'persistent' | 'orderOffset';
const FIELDS: readonly { readonly key: Basic; readonly field: FieldManifest }[] = [
  { key: 'name', field: { name: 'Name', label: 'Name', kind: 'string', doc: 'What the entity is called.', default: '', expected: 'text' } },
  { key: 'tag', field: { name: 'Tag', label: 'Tag', kind: 'string', doc: 'A word to find it by: tag=demo.', default: '', expected: 'text' } },
  {
    key: 'active',
    field: {
      name: 'Active',
      label: 'Active',
      kind: 'bool',
      doc: 'Off: its components, and those of all below it, are passed over.',
      default: true,
      expected: 'true or false',
    },
  },
  {
    key: 'persistent',
    field: { name: 'Persistent', label: 'Persistent', kind: 'bool', doc: 'Off: it and all below it are not saved.', default: true, expected: 'true or false' },
  },
  {
    key: 'orderOffset',
    field: {
      name: 'Order offset',
      label: 'Order offset',
      kind: 'int',
      doc: 'Siblings are sorted by this, then by creation.',
      default: 0,
      expected: 'a whole number',
    },
  },
];

/** What every entity has: name, parent, tag, active, persistent, order offset. */
@customElement('ww-entity-basics')
export class EntityBasics extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 4px 0; }
    .row { display: grid; grid-template-columns: minmax(96px, 168px) minmax(0, 1fr); gap: 0 8px; min-height: var(--field); padding: 2px 14px; }
    .label { color: var(--soft); padding-top: 3px; }
    @container (max-width: 420px) { .row { grid-template-columns: minmax(84px, 144px) minmax(0, 1fr); } }
    .fault { grid-column: 2; margin: 0; padding: 2px 0 4px; }
  `,
  ];
  @property({ attribute: false }) entity!: EntityDetail;
  @property({ type: Boolean }) locked = false;
  @state() private parentFault: string | null = null;

  override render(): TemplateResult {
    const [name, ...rest] = FIELDS;
    return html`<div role="group" aria-label="Entity">${name === undefined ? nothing : this.#field(name.key, name.field)}
      <div class="row"><span class="label">Parent</span><ww-reference-box label="Parent" none="top of the world" hint="What it hangs below." .value=${this.entity.parent} .locked=${this.locked} .invalid=${this.parentFault !== null}
        @pick-entity=${(event: CustomEvent<string | null>) => this.#reparent(event.detail)}></ww-reference-box>
        ${this.parentFault === null ? nothing : html`<p class="fault" role="alert">${this.parentFault}</p>`}</div>
      ${rest.map(({ key, field }) => this.#field(key, field))}</div>`;
  }

  #field(key: Basic, field: FieldManifest): TemplateResult {
    const { id } = this.entity;
    const send: SendChange = ({ value, group }) =>
      session.edit([update(id, key, value)], { ...(group === undefined ? {} : { group }), label: editWords(field.name, this.entity[key], value) });
    return html`<ww-field-row .field=${field} .value=${this.entity[key]} .locked=${this.locked} .send=${send}></ww-field-row>`;
  }

  async #reparent(parent: string | null): Promise<void> {
    const answer = await session.edit([{ op: 'moveEntity', entity: this.entity.id, parent }], { label: 'move' });
    this.parentFault = answer.ok ? null : fieldFault(answer);
  }
}

function update(entity: string, key: Basic, value: Json): Operation {
  return { op: 'updateEntity', entity, [key]: value } as Operation;
}
