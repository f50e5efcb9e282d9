import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CommonDetail, EditedField, EntityDetail, FieldManifest, FieldValues, Json, Operation } from '../../server/protocol.ts';
import '../editors/reference-box.ts';
import { Follow } from '../cells/cell.ts';
import type { Authors } from '../session/entity-watch.ts';
import { session } from '../session/session.ts';
import { editWords, fieldFault } from '../controls/fault-words.ts';
import { controls } from '../controls/styles.ts';
import type { Instance } from '../hierarchy/instances.ts';
import { editByExpression } from './by-expression.ts';
import { onSeveral } from './component-actions.ts';
import { sender } from './field-edits.ts';
import './field-row.ts';
import type { Driver } from './driven-by.ts';
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
      name: 'Order Offset',
      label: 'Order Offset',
      kind: 'int',
      doc: 'Siblings are sorted by this, then by creation.',
      default: 0,
      expected: 'a whole number',
    },
  },
];
const PLACE = ['Position', 'Rotation', 'Scale'];
const NO_VALUES: FieldValues = {};
const NONE: ReadonlySet<string> = new Set();

/** What is shown of an entity besides its components, or of several. */
export type Basics = Pick<EntityDetail, Basic | 'parent'>;

/** What every entity has: name, parent, tag, active, persistent, order offset; and where it is, if it is anywhere. */
@customElement('ww-entity-basics')
export class EntityBasics extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 4px 0; }
    .row { display: grid; grid-template-columns: minmax(96px, 168px) minmax(0, 1fr); gap: 0 8px; min-height: var(--field); padding: 2px 14px; }
    .label { color: var(--soft); padding-top: 3px; }
    .two { display: grid; grid-template-columns: minmax(0, 268px) minmax(0, 1fr); }
    @container (max-width: 420px) { .two { grid-template-columns: minmax(0, 1fr); } }
    @container (max-width: 420px) { .row { grid-template-columns: minmax(84px, 144px) minmax(0, 1fr); } }
    .fault { grid-column: 2; margin: 0; padding: 2px 0 4px; }
  `,
  ];
  @property({ attribute: false }) entities: readonly string[] = [];
  /** Parts of it, so that nothing is drawn anew while components change. */
  @property({ attribute: false, hasChanged: differ }) basics!: Basics;
  /** Which of them are not the same in all. */
  @property({ attribute: false }) mixed: ReadonlySet<string> = NONE;
  /** Values of its Transform, if it has one. */
  @property({ attribute: false }) transform: FieldValues | null = null;
  @property({ attribute: false }) mixedTransform: ReadonlySet<string> = NONE;
  @property({ attribute: false }) driven: EntityDetail['driven'] = {};
  @property({ attribute: false }) authors: Authors | null = null;
  /** What it is in an instance. */
  @property({ attribute: false }) instance: Instance | null = null;
  @property({ type: Boolean }) locked = false;
  @state() private parentFault: string | null = null;
  readonly #senders = new Map<string, SendChange>();
  readonly #places = new Map<string, EditedField>();

  constructor() {
    super();
    new Follow(this, session.manifest);
  }

  override render(): TemplateResult {
    const [name, ...rest] = FIELDS;
    const parentMixed = this.mixed.has('parent');
    return html`<div role="group" aria-label="Entity">${name === undefined ? nothing : this.#field(name.key, name.field)}
      <div class="row"><span class="label">Parent</span><ww-reference-box label="Parent" none="top of the world" hint="What it hangs below."
        .value=${this.basics.parent} .mixed=${parentMixed} .locked=${this.locked} .invalid=${this.parentFault !== null}
        @pick-entity=${(event: CustomEvent<string | null>) => this.#reparent(event.detail)}></ww-reference-box>
        ${this.parentFault === null ? nothing : html`<p class="fault" role="alert">${this.parentFault}</p>`}</div>
      ${rest.slice(0, 1).map(({ key, field }) => this.#field(key, field))}
      <div class="two">${rest.slice(1, 3).map(({ key, field }) => this.#field(key, field))}</div>
      ${this.#where()}${rest.slice(3).map(({ key, field }) => this.#field(key, field))}</div>`;
  }

  #field(key: Basic, field: FieldManifest): TemplateResult {
    return html`<ww-field-row .field=${field} .value=${this.basics[key]} .mixed=${this.mixed.has(key)} .many=${this.entities.length > 1}
      .locked=${this.locked} .compact=${key === 'persistent'}
      .send=${this.#sendOf(key, field)} .place=${this.#placeOf('', key)} .authors=${this.authors} .instance=${this.instance}></ww-field-row>`;
  }

  /** Where it is, how it is turned and how large it is: what one reaches for first. */
  #where(): (TemplateResult | typeof nothing)[] {
    const { transform } = this,
      manifest = session.manifest.value.get('Transform');
    if (transform === null || manifest === undefined) return [];
    return PLACE.map((name) => {
      const field = manifest.fields.find((each) => each.name === name),
        value = transform[name];
      if (field === undefined || value === undefined) return nothing;
      const driver: Driver | null = this.driven[`Transform.${name}`] ?? null;
      return html`<ww-field-row .field=${field} .value=${value} .mixed=${this.mixedTransform.has(name)}
        .many=${this.entities.length > 1} .locked=${this.locked} .resets=${true}
        .send=${this.#sendOfTransform(name)} .place=${this.#placeOf('Transform', name)} .driver=${driver} .authors=${this.authors}
        .instance=${this.instance}></ww-field-row>`;
    });
  }

  #placeOf(component: string, field: string): EditedField {
    const entity = this.entities[0] ?? '',
      id = `${component}.${field}`;
    let place = this.#places.get(id);
    if (place?.entity !== entity) this.#places.set(id, (place = { entity, component, field }));
    return place;
  }
  #sendOf(key: Basic, field: FieldManifest): SendChange {
    return this.#once(key, () => ({ value, group, from, expression }) => {
      const { entities } = this;
      if (expression !== undefined)
        return editByExpression({
          entities,
          field,
          text: expression.text,
          present: (entity) => entity[key],
          operation: (entity, said) => update(entity, key, said),
          label: field.name + onSeveral(entities),
        });
      const began = group === undefined ? this.basics[key] : from;
      const words = this.mixed.has(key) || began === undefined ? field.name : editWords(field.name, began, value);
      return session.edit(
        entities.map((entity) => update(entity, key, value)),
        { ...(group === undefined ? {} : { group }), label: words + onSeveral(entities) },
      );
    });
  }
  #sendOfTransform(field: string): SendChange {
    return this.#once(`Transform.${field}`, () =>
      sender(
        () => ({ entities: this.entities, component: 'Transform', field }),
        () => (this.mixedTransform.has(field) ? undefined : (this.transform ?? NO_VALUES)[field]),
      ),
    );
  }
  /** The same function for the same field, so that its row is not drawn anew with every change of another. */
  #once(id: string, make: () => SendChange): SendChange {
    let send = this.#senders.get(id);
    if (send === undefined) this.#senders.set(id, (send = make()));
    return send;
  }

  async #reparent(parent: string | null): Promise<void> {
    const { entities } = this;
    const answer = await session.edit(
      entities.map((entity) => ({ op: 'moveEntity', entity, parent })),
      { label: `move${onSeveral(entities)}` },
    );
    this.parentFault = answer.ok ? null : fieldFault(answer);
  }
}

/** The whole entity may be given; its components are no part of this. */
function differ(a: Basics | undefined, b: Basics | undefined): boolean {
  return a === undefined || b === undefined || a.parent !== b.parent || FIELDS.some(({ key }) => a[key] !== b[key]);
}

/** What several have in common, as if it were one entity: what differs has some value, and its name in `mixed`. */
export function basicsOf(common: CommonDetail): { basics: Basics; mixed: ReadonlySet<string> } {
  const mixed = new Set<string>();
  const one = <T extends Json>(key: Basic | 'parent', other: T): T => {
    const value = common[key];
    if (!('mixed' in value)) return value.value as T;
    mixed.add(key);
    return other;
  };
  const basics: Basics = {
    name: one('name', ''),
    parent: one<string | null>('parent', null),
    tag: one('tag', ''),
    active: one('active', true),
    persistent: one('persistent', true),
    orderOffset: one('orderOffset', 0),
  };
  return { basics, mixed };
}

function update(entity: string, key: Basic, value: Json): Operation {
  return { op: 'updateEntity', entity, [key]: value } as Operation;
}
