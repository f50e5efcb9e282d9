import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { EntityWatch } from '../session/entity-watch.ts';
import { session } from '../session/session.ts';
import { Editor, editorStyles } from './editor.ts';
import './reference-box.ts';

interface Ref {
  readonly [key: string]: Json;
  readonly entity: string;
  readonly component: string;
}

/** A reference to a component, or with kind `fieldRef` to one of its fields: first the entity, then what of it. */
@customElement('ww-component-ref-editor')
export class ComponentRefEditor extends Editor<Ref | null> {
  static override styles = [
    ...editorStyles,
    css`
    .stack { display: grid; gap: 4px; }
  `,
  ];
  /** Chosen on the way to a whole reference. */
  @state() private chosen: { entity: string; component: string } | null = null;
  readonly #watch = new EntityWatch(this);

  override willUpdate(): void {
    this.#watch.show(this.#here?.entity ?? null);
  }

  get #here(): { readonly entity: string; readonly component: string } | null {
    return this.chosen ?? (this.mixed ? null : this.value);
  }

  override render(): TemplateResult {
    const here = this.#here,
      { target } = this.field,
      toField = this.field.kind === 'fieldRef';
    const keys = Object.keys(this.#watch.entity?.components ?? {}).filter((key) => target === undefined || toField || typeOf(key) === target);
    if (here !== null && here.component !== '' && !keys.includes(here.component)) keys.push(here.component);
    const fields = here === null ? [] : (session.manifest.value.get(typeOf(here.component))?.fields.map((field) => field.name) ?? []);
    const field = this.chosen === null && typeof this.value?.['field'] === 'string' ? this.value['field'] : '';
    return html`<div class="stack" role="group" aria-label=${this.label}>
      <ww-reference-box .label="${this.label} entity" .value=${here?.entity ?? null} .target=${target ?? ''} .hint=${this.field.doc} .locked=${this.locked}
        .invalid=${this.invalid} .mixed=${this.mixed} .takes=${toField ? 'field' : 'component'}
        @drop-part=${(event: CustomEvent<{ entity: string; component: string; field?: string }>) => this.#dropped(event.detail)}
        @pick-entity=${(event: CustomEvent<string | null>) => this.#entity(event.detail)}></ww-reference-box>
      ${here === null ? nothing : this.#select('component', keys, here.component, (key) => this.#component(here.entity, key))}
      ${here === null || !toField || here.component === '' ? nothing : this.#select('field', fields, field, (name) => this.#done({ ...here, field: name }))}
    </div>`;
  }

  #select(what: string, options: readonly string[], value: string, then: (value: string) => void): TemplateResult {
    return html`<select aria-label="${this.label} ${what}" .value=${live(value)} ?disabled=${this.locked}
      @change=${(event: Event) => then((event.target as HTMLSelectElement).value)}>
      ${value === '' ? html`<option value="" selected>choose a ${what}</option>` : nothing}${options.map(
        (option) => html`<option value=${option}
          ?selected=${option === value}>${option}</option>`,
      )}</select>`;
  }

  #entity(entity: string | null): void {
    if (entity === null) this.#done(null);
    else this.chosen = { entity, component: '' };
    // Where only one fits there is nothing to choose.
    if (entity !== null && this.field.target !== undefined && this.field.kind === 'componentRef') this.#done({ entity, component: this.field.target });
  }
  /** A component or a field that was dropped is taken as far as it fits; what it lacks is asked for. */
  #dropped({ entity, component, field }: { entity: string; component: string; field?: string }): void {
    const { target } = this.field;
    if (this.field.kind === 'fieldRef') {
      if (field === undefined) this.chosen = { entity, component };
      else this.#done({ entity, component, field });
    } else if (target !== undefined && typeOf(component) !== target) this.fault(`expected a ${target}, and this is a ${typeOf(component)}`);
    else this.#done({ entity, component });
  }
  #component(entity: string, component: string): void {
    if (this.field.kind === 'fieldRef') this.chosen = { entity, component };
    else this.#done({ entity, component });
  }
  #done(value: Ref | null): void {
    this.chosen = null;
    this.change(value);
  }
}

function typeOf(key: string): string {
  return key.split('#')[0] ?? key;
}
