import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isLine } from './is-line.ts';
import type { Json } from '../../server/protocol.ts';
import { ENTITY_KIND, COMPONENT_KIND, FIELD_KIND, droppedComponent, droppedEntities, droppedField, hovers } from '../controls/drags.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import type { EditorChange, EditorFault } from '../editors/editor.ts';
import { editorFor } from '../editors/registry.ts';
import type { Catalogue } from '../graph-model/catalogue.ts';
import { own, type NodeData } from '../graph-model/graph.ts';
import { isFault, isImpulse, portKey, sideOf, titleOf, type NodeFacts, type NodeFault, type PortRow } from '../graph-model/ports.ts';
import { givenAt, type NodeShape } from './geometry.ts';
import { asEdited, asWritten, literalField, refField, type LiteralField } from './literal-field.ts';
import { hues, nodeStyles } from './node-styles.ts';
import { givenWords, portWords } from './value-words.ts';

/** Somebody gives a port a literal or a reference; null takes away what was given. */
export interface GivenChange {
  readonly node: string;
  readonly row: PortRow;
  readonly value: Json;
  readonly group?: string;
}
/** What a node shows of how it runs. */
export interface NodeLife {
  /** Impulses a second that it has had lately. */
  readonly fires: number;
  /** In words what waits in it; empty where nothing does. */
  readonly waits: string;
}

/** What can be typed into or pressed, or holds that. */
const BOXES = 'input, textarea, select, .cm-content, button, ww-number-box, ww-reference-box, ww-code-box';

/** A node as a card: its title, its ports, and what those are given that no wire leads to. The stage places it, and hears what is done with it. */
@customElement('ww-graph-node')
export class GraphNode extends LitElement {
  static override styles = [controls, hues, nodeStyles];
  @property() node = '';
  @property({ attribute: false }) data!: NodeData;
  @property({ attribute: false }) shape!: NodeShape;
  @property({ attribute: false }) catalogue!: Catalogue;
  @property({ attribute: false }) facts: NodeFacts | undefined;
  @property({ attribute: false }) life: NodeLife | undefined;
  @property({ type: Boolean, reflect: true }) selected = false;
  @property({ type: Boolean }) locked = false;
  /** Null where it has no breakpoint, else its condition, or an empty text. */
  @property() stop: string | null = null;
  /** The first tick in which that condition was not looked at each time; null where it was. */
  @property({ type: Number }) unchecked: number | null = null;
  /** Ports that wires lead to or from. */
  @property({ attribute: false }) wired: ReadonlySet<string> = new Set();
  /** The port that is edited, or that the keyboard is at. */
  @property() port = '';
  /** Counts names of entities that have become known. */
  @property({ type: Number }) names = 0;
  @state() private editing = '';
  @state() private fault = '';
  @state() private over = '';

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('node')) this.editing = this.fault = '';
    const faults = this.facts?.faults ?? [];
    this.toggleAttribute('faulty', faults.some(isFault));
    this.toggleAttribute('odd', faults.length > 0 && !faults.some(isFault));
    this.style.width = `${this.shape.w}px`;
    if (changed.has('data')) {
      const { color } = this.data;
      if (color === undefined || !/^#[0-9a-f]{6}$/i.test(color)) this.style.removeProperty('--tint');
      else this.style.setProperty('--tint', `color-mix(in srgb, ${color} 22%, var(--panel))`);
    }
  }

  override render(): TemplateResult {
    const { life } = this;
    const right = life === undefined ? '' : life.waits !== '' ? life.waits : life.fires > 0 ? `${roughly(life.fires)}/s` : '';
    return html`<div class="head" data-head><span class="title" title="${this.data.type} · ${this.node}">${titleOf(this.data, this.catalogue)}</span>${
      right === '' ? nothing : html`<em class="numbers ${life?.waits === '' ? '' : 'waits'}">${right}</em>`
    }</div>
      ${this.shape.rows.map((row) => this.#row(row))}
      ${this.data.text === undefined || this.data.text === '' ? nothing : html`<div class="note">${this.data.text}</div>`}
      ${
        this.stop === null
          ? nothing
          : html`<span class="break ${this.stop === '' ? '' : 'when'} ${this.unchecked === null ? '' : 'unchecked'}"
              title=${breakWords(this.stop, this.unchecked)}></span>`
      }`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('editing') && this.editing !== '') void this.#focusEditor();
  }

  /** Opens the editor of a port; false where it has none. */
  edit(key: string): boolean {
    const row = this.shape.rows.find((each) => portKey(each) === key);
    if (row === undefined || this.locked || this.#fieldOf(row) === undefined || givenAt(this.data, row) === undefined) return false;
    this.editing = key;
    this.fault = '';
    return true;
  }

  /** Gives a port the keyboard. */
  focusPort(key: string): void {
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].find((each) => each.dataset['port'] === key);
    row?.focus({ preventScroll: true });
  }

  #row(row: PortRow): TemplateResult {
    const key = portKey(row),
      side = sideOf(row.part),
      impulses = isImpulse(row.part);
    const fault = this.#faultAt(row);
    const hue = impulses ? 'impulse' : this.catalogue.hue(row.type);
    const isHollow = !impulses && side === 'left' && !this.wired.has(key);
    const wrong = fault === undefined ? '' : isFault(fault) ? 'bad' : 'odd';
    const cast = row.part === 'in' ? own(this.facts?.casts, row.port) : undefined;
    const given = givenWords(this.data, row, this.catalogue);
    // At a port that holds a value that is told, with its name and type; one tip is enough.
    const tip = fault?.message ?? (row.part === 'in' || row.part === 'out' ? nothing : `${row.label} ${impulses ? '' : row.type}`.trim() || nothing);
    return html`<div
      class="row ${side} ${impulses ? 'impulses' : ''} ${wrong} ${row.list?.isNext === true ? 'next' : ''}"
      data-port=${key} tabindex="-1" role="group" @keydown=${this.#entered} aria-label=${portWords(this.data, row, given?.words)}
        title=${tip} ?data-tells=${tip !== nothing}>
      <i class="port ${hue} ${impulses ? 'impulse' : ''} ${isHollow ? 'hollow' : ''}"></i>${
        row.label === '' ? nothing : html`<span class="label">${row.label}</span>`
      }${cast === undefined ? nothing : html`<span class="cast" data-tells title="made ${cast} on the way">→ ${cast}</span>`}${this.#given(row, key)}</div>`;
  }

  #given(row: PortRow, key: string): TemplateResult | typeof nothing {
    if (this.shape.kind === 'closed') return nothing;
    if (this.editing === key) return this.#editor(row);
    const given = givenWords(this.data, row, this.catalogue);
    if (given === undefined) return nothing;
    const words = given.words === '' ? (given.isRef ? 'choose…' : ' ') : given.words;
    return html`<button class="given ${given.isRef ? 'token' : ''} ${given.isSet ? '' : 'unset'} ${this.over === key ? 'drop' : ''}" tabindex="-1"
      data-given=${key}
      ?disabled=${this.locked} aria-label="${row.label} ${given.words}" @click=${() => this.edit(key)}
      @dragover=${(event: DragEvent) => this.#dragOver(event, row, key)} @dragleave=${() => {
        this.over = '';
      }} @drop=${(event: DragEvent) => this.#drop(event, row)}>${words}</button>`;
  }

  #editor(row: PortRow): TemplateResult | typeof nothing {
    const made = this.#fieldOf(row);
    if (made === undefined) return nothing;
    const { value } = givenAt(this.data, row) ?? { value: undefined };
    return html`<div class="edit" data-editing @editor-change=${(event: CustomEvent<EditorChange>) => this.#changed(event, row, made)}
      @editor-fault=${(event: CustomEvent<EditorFault>) => {
        this.fault = event.detail ?? '';
      }} @keydown=${this.#editKey} @focusout=${this.#left} @pointerdown=${(event: Event) => event.stopPropagation()}
        @wheel=${(event: Event) => event.stopPropagation()}>
      <span class="name">${row.label === '' ? row.port : row.label}</span>
      ${editorFor({ field: made.field, value: asEdited(value as Json | undefined, made), locked: false, invalid: this.fault !== '' })}
      ${this.fault === '' ? nothing : html`<span class="fault" role="alert">${this.fault}</span>`}</div>`;
  }

  #fieldOf(row: PortRow): LiteralField | undefined {
    if (row.part === 'refs') {
      const ref = this.catalogue.of(this.data)?.refs.find(({ name }) => name === row.port);
      return ref === undefined ? undefined : refField(this.data, ref, this.facts, this.catalogue);
    }
    return row.part === 'in' ? literalField(row.label, row.type, this.catalogue) : undefined;
  }

  #faultAt({ part, port, list }: PortRow): NodeFault | undefined {
    const inside = list === undefined ? `${part}/${port}` : `${part}/${list.name}/${list.index}`;
    return this.facts?.faults?.find((fault) => fault.inside === inside || (list === undefined && fault.inside.startsWith(`${inside}/`)));
  }

  #changed(event: CustomEvent<EditorChange>, row: PortRow, made: LiteralField): void {
    event.stopPropagation();
    this.fault = '';
    const { value, group } = event.detail;
    this.#give(row, asWritten(value, row, made), group);
    // A value that is chosen is done with; one that is dragged or has parts is still in hand.
    if (group === undefined && ['bool', 'enumeration', 'entityRef'].includes(made.field.kind)) this.#close();
  }

  #give(row: PortRow, value: Json, group?: string): void {
    const detail: GivenChange = { node: this.node, row, value, ...(group === undefined ? {} : { group }) };
    this.dispatchEvent(new CustomEvent<GivenChange>('given-change', { detail, bubbles: true, composed: true }));
  }

  readonly #editKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') this.#close();
  };
  /** Enter is the end of what is typed in a line, also where its box keeps the key for itself; what was wrong stays to be mended. */
  readonly #entered = {
    capture: true,
    handleEvent: (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !isLine(event.composedPath()[0])) return;
      setTimeout(() => {
        if (this.fault === '' && this.#holdsFocus()) this.#close();
      });
    },
  };
  readonly #left = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    // What opens over the page belongs to the editor that opened it.
    if (to instanceof Node && this.renderRoot.contains(to)) return;
    if (to === null || !(to instanceof Element) || !to.matches('dialog, ww-menu, ww-popover, ww-pick-dialog'))
      setTimeout(() => {
        if (this.fault !== '' || this.#holdsFocus()) return;
        // Nobody has the keyboard then: it goes back to the graph.
        if (to === null) this.#close();
        else this.editing = '';
      });
  };
  #holdsFocus(): boolean {
    return this.renderRoot.querySelector('.edit')?.matches(':focus-within') === true;
  }
  #close(): void {
    this.editing = this.fault = '';
    this.dispatchEvent(new CustomEvent('edit-closed', { bubbles: true, composed: true }));
  }

  /** Into the first box of the editor, however deep that lies. */
  async #focusEditor(): Promise<void> {
    let inner: Element | null = [...(this.renderRoot.querySelector('.edit')?.children ?? [])].find((child) => child instanceof LitElement) ?? null;
    while (inner instanceof LitElement) {
      await inner.updateComplete;
      inner = inner.renderRoot.querySelector(BOXES);
    }
    if (inner instanceof HTMLElement) inner.focus();
    if (inner instanceof HTMLInputElement && inner.type !== 'checkbox') inner.select();
  }

  #dragOver(event: DragEvent, row: PortRow, key: string): void {
    if (row.part !== 'refs' || this.locked || !hovers(event, ENTITY_KIND, COMPONENT_KIND, FIELD_KIND)) return;
    event.preventDefault();
    event.stopPropagation();
    this.over = key;
  }
  #drop(event: DragEvent, row: PortRow): void {
    this.over = '';
    const made = this.#fieldOf(row);
    if (row.part !== 'refs' || made === undefined || this.locked) return;
    event.preventDefault();
    event.stopPropagation();
    const field = droppedField(event),
      component = droppedComponent(event),
      [entity] = droppedEntities(event);
    const { kind, target } = made.field;
    if (kind === 'entityRef') this.#take(row, entity === undefined ? undefined : { entity });
    else if (kind === 'fieldRef') this.#take(row, field === null ? undefined : { entity: field.entity, component: field.component, field: field.field });
    else if (kind === 'componentRef')
      this.#take(row, component !== null ? { ...component } : entity !== undefined && target !== undefined ? { entity, component: target } : undefined);
  }
  /** Where what was dropped says too little, the editor asks for the rest. */
  #take(row: PortRow, value: Json | undefined): void {
    if (value === undefined) this.edit(portKey(row));
    else this.#give(row, value);
  }
}

function breakWords(stop: string, unchecked: number | null): string {
  const words = stop === '' ? 'Breakpoint' : `Breakpoint where ${stop}`;
  return unchecked === null
    ? words
    : `${words}. In tick ${grouped(unchecked)} that was not looked at each time: what is said beside the breakpoints tells why.`;
}
/** A rate in few digits. */
function roughly(rate: number): number {
  return rate < 10 ? Number(rate.toPrecision(2)) : Math.round(rate);
}
