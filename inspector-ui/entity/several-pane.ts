import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CommonDetail, CommonValue, EntityDetail, FieldValues } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { CommonWatch } from '../session/common-watch.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select, toggleSelected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { attachTo } from './attach.ts';
import { pasteComponent } from './component-actions.ts';
import './component-section.ts';
import { basicsOf } from './entity-basics.ts';
import { inOrder, pinnedTypes } from './folds.ts';
import { paneStyles } from './pane-styles.ts';

/** So many are named in the list; of thousands nobody reads the names. */
const MOST_NAMED = 200;

interface Common {
  readonly values: FieldValues;
  readonly mixed: ReadonlySet<string>;
}

/** Several entities at once: what they have in common. An edit is one batch over all, and one step of undo. */
@customElement('ww-several-pane')
export class SeveralPane extends LitElement {
  static override styles = [
    controls,
    paneStyles,
    css`
    header { padding-top: 6px; }
    .list { max-height: 168px; overflow: auto; border-bottom: 1px solid var(--line); padding: 2px 8px 4px 14px; margin: 0; list-style: none; }
    .list li { display: flex; align-items: center; min-height: var(--row); }
    .list .name { justify-content: start; min-width: 0; flex: 0 1 auto; padding: 0 4px; min-height: 22px; }
    .list .icon { margin-left: auto; min-height: 22px; }
    .words { margin: 0; padding: 10px 14px; color: var(--soft); }
  `,
  ];
  @property({ attribute: false }) entities: readonly string[] = [];
  @state() private listed = false;
  readonly #watch = new CommonWatch(this);
  /** What a component had in common before, so that it is not drawn anew where that is still so. */
  #before = new Map<string, { readonly text: string; readonly common: Common }>();
  #driven: { readonly fields: string; readonly of: EntityDetail['driven'] } = { fields: '', of: {} };

  constructor() {
    super();
    new Follow(this, session.me, session.adrift, session.manifest, session.past, pinnedTypes, namesKnown);
  }

  override willUpdate(): void {
    this.#watch.show(this.entities);
  }

  override render(): TemplateResult {
    const { common, fault } = this.#watch,
      count = this.entities.length,
      locked = !session.mayEdit;
    return html`<header>
      <div class="title"><h2 class="clip">${plural(count, 'entity', 'entities')}</h2><span
        class="id clip">${common !== null && common.count < count ? `${grouped(count - common.count)} of them are gone` : 'edited together'}</span>
        <button class="boxed" aria-expanded=${this.listed} @click=${() => {
          this.listed = !this.listed;
        }}>${glyph(this.listed ? 'down' : 'right')} List</button></div>
    </header>
    <div class="scroll">
      ${this.listed ? this.#list() : nothing}
      ${fault === null ? nothing : html`<p class="words" role="alert">${fault}</p>`}
      ${common === null ? nothing : this.#common(common, locked)}
      <div class="attach"><button class="boxed" aria-haspopup="dialog" ?disabled=${locked}
        @click=${() => void attachTo(this.entities)}>${glyph('plus')} Attach Component to all</button>
        <button class="boxed" ?disabled=${locked} @click=${() => void pasteComponent(this.entities)}>Paste component</button></div>
    </div>`;
  }

  #common(common: CommonDetail, locked: boolean): TemplateResult {
    const { basics, mixed } = basicsOf(common),
      components = Object.entries(common.components).map(([key, values]) => [key, this.#of(key, values)] as const),
      transform = components.find(([key]) => key === 'Transform')?.[1];
    const fields = common.driven.join(' ');
    if (fields !== this.#driven.fields) this.#driven = { fields, of: Object.fromEntries(common.driven.map((field) => [field, { entity: '', component: '' }])) };
    const driven = this.#driven.of;
    return html`<ww-entity-basics .entities=${this.entities} .basics=${basics} .mixed=${mixed} .transform=${transform?.values ?? null}
      .mixedTransform=${transform?.mixed ?? mixed} .driven=${driven} .locked=${locked}></ww-entity-basics>
      ${components.length === 0 ? html`<p class="words">They have no component in common.</p>` : nothing}
      ${repeat(
        inOrder(components),
        ([key]) => key,
        ([key, { values, mixed: differ }]) => html`
        <ww-component-section data-key=${key} .entities=${this.entities} .key=${key} .values=${values} .mixed=${differ} .driven=${driven}
          .locked=${locked}></ww-component-section>`,
      )}`;
  }

  #list(): TemplateResult {
    return html`<ul class="list" aria-label="Selected">${repeat(
      this.entities.slice(0, MOST_NAMED),
      (id) => id,
      (id) => html`<li><button class="name" @click=${() => select(id, { show: true })}><span class="clip">${nameOf(id) ?? `${id} (gone)`}</span></button>
        <button class="icon" aria-label="Take ${nameOf(id) ?? id} out of the selection" title="Take out"
          @click=${() => toggleSelected(id)}>${glyph('close')}</button></li>`,
    )}${this.entities.length > MOST_NAMED ? html`<li class="soft">and ${grouped(this.entities.length - MOST_NAMED)} more</li>` : nothing}</ul>`;
  }

  /** Of values that differ the default is there to be edited, and is not shown. */
  #of(key: string, values: { readonly [field: string]: CommonValue }): Common {
    const text = JSON.stringify(values),
      before = this.#before.get(key);
    if (before?.text === text) return before.common;
    const fields = session.manifest.value.get(key.split('#')[0] ?? key)?.fields;
    const mixed = new Set(Object.keys(values).filter((field) => 'mixed' in (values[field] ?? {})));
    const common: Common = {
      values: Object.fromEntries(
        Object.entries(values).map(([field, value]) => [field, 'mixed' in value ? (fields?.find(({ name }) => name === field)?.default ?? null) : value.value]),
      ),
      mixed,
    };
    this.#before.set(key, { text, common });
    return common;
  }
}
