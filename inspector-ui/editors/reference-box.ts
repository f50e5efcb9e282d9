import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { chooseEntity } from '../hierarchy/parent-dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { COMPONENT_KIND, ENTITY_KIND, FIELD_KIND, droppedComponent, droppedEntities, droppedField, hovers, type DraggedComponent } from '../controls/drags.ts';

/**
 * An entity by its name: chosen from a list, dropped from the hierarchy, followed, or set to none. Tells `pick-entity` with an id
 * or null; where it takes parts of an entity too, `drop-part` with the component or field that was dropped.
 */
@customElement('ww-reference-box')
export class ReferenceBox extends LitElement {
  static override styles = [
    controls,
    css`
    .box { display: flex; align-items: center; background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius-small); min-height: 24px;
      font: var(--mono); }
    .box:hover { border-color: var(--line-strong); }
    .box.locked { background: none; border-color: transparent; }
    .box.landing { border-color: var(--accent); box-shadow: 0 0 0 2px color-mix(in srgb, var(--accent) 30%, transparent); }
    .box.faulty { border-color: var(--denied); }
    .name { flex: 1; justify-content: start; color: var(--ref-ink); min-height: 22px; padding: 0 7px; border-radius: 4px; font: var(--mono); overflow: hidden; }
    .name.none { color: var(--faint); }
    .locked .name { padding-left: 0; }
    .icon { width: 22px; min-height: 22px; flex: none; }
  `,
  ];
  @property({ attribute: false }) value: string | null = null;
  @property() label = '';
  @property() target = '';
  /** What none is called. */
  @property() none = 'none';
  @property() hint = '';
  @property({ type: Boolean }) locked = false;
  @property({ type: Boolean }) invalid = false;
  @property({ type: Boolean, attribute: 'no-clear' }) noClear = false;
  /** Which parts of an entity may be dropped here besides. */
  @property() takes: '' | 'component' | 'field' = '';
  @property({ type: Boolean }) mixed = false;
  @state() private landing = false;

  constructor() {
    super();
    new Follow(this, namesKnown);
  }

  override render(): TemplateResult {
    const value = this.mixed ? null : this.value,
      name = this.mixed ? 'mixed' : value === null ? this.none : (nameOf(value) ?? `${value} (not here)`);
    return html`<div class="box ${this.locked ? 'locked' : ''} ${this.landing ? 'landing' : ''} ${this.invalid ? 'faulty' : ''}" role="group"
      aria-label=${this.label}
      @dragover=${this.#over} @dragleave=${() => {
        this.landing = false;
      }} @drop=${this.#drop}>
      <button class="name ${value === null ? 'none' : ''}" aria-label="${this.label}: ${name}" aria-description=${this.hint || nothing}
        aria-haspopup=${this.locked ? nothing : 'dialog'} title=${value ?? ''} @click=${this.#choose}><span class="clip">${name}</span></button>
      ${
        value === null
          ? nothing
          : html`<button class="icon" aria-label="Go to ${name}" title="Go there"
          @click=${() => select(value, { show: true })}>${glyph('jump')}</button>`
      }
      ${
        value === null || this.locked || this.noClear
          ? nothing
          : html`<button class="icon" aria-label="Set ${this.label} to none" title="None"
          @click=${() => this.#tell(null)}>Ø</button>`
      }
    </div>`;
  }

  async #choose(): Promise<void> {
    if (this.locked) {
      if (this.value !== null) select(this.value, { show: true });
      return;
    }
    const row = await chooseEntity({ heading: `Choose ${this.label}`, none: this.noClear ? '' : this.none, target: this.target });
    if (row !== undefined) this.#tell(row?.id ?? null);
  }
  #over(event: DragEvent): void {
    const parts = this.takes === '' ? [] : this.takes === 'field' ? [FIELD_KIND, COMPONENT_KIND] : [COMPONENT_KIND, FIELD_KIND];
    if (this.locked || !hovers(event, ENTITY_KIND, ...parts)) return;
    event.preventDefault();
    event.stopPropagation();
    this.landing = true;
  }
  #drop(event: DragEvent): void {
    this.landing = false;
    if (this.locked) return;
    const part = this.takes === '' ? null : (droppedField(event) ?? droppedComponent(event)),
      id = droppedEntities(event).at(-1);
    if (part === null && id === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (part !== null) this.dispatchEvent(new CustomEvent<DraggedComponent & { readonly field?: string }>('drop-part', { detail: part }));
    else if (id !== undefined) this.#tell(id);
  }
  #tell(id: string | null): void {
    this.dispatchEvent(new CustomEvent<string | null>('pick-entity', { detail: id }));
  }
}
