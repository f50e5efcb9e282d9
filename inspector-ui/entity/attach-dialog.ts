import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ComponentManifest, EntityDetail } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { closeDialog, dialogFrame, dialogFrames, shut } from '../controls/dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { broughtAlong, fitting, headingOf, takers } from './attach-list.ts';
import { attachTypes } from './attach-types.ts';

/** Chooses component types and adds them to an entity, or to several. Ctrl takes another along. */
@customElement('ww-attach-dialog')
export class AttachDialog extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 640px; }
    .inside { display: grid; gap: 10px; padding-top: 2px; }
    .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; height: min(360px, 60vh); }
    [role='listbox'] { overflow: auto; border: 1px solid var(--line); border-radius: var(--radius); padding: 4px; min-height: 0; }
    .category { font: var(--small); font-weight: 600; color: var(--faint); padding: 6px 8px 2px; }
    [role='option'] { min-height: 26px; padding: 2px 8px; border-radius: 4px; display: flex; gap: 8px; align-items: center; cursor: default; }
    [role='option']:hover { background: var(--hover); }
    [role='option'].at { background: var(--selected); }
    [role='option'] .tick { width: 12px; color: var(--accent-ink); }
    [role='option'][aria-disabled='true'] { color: var(--faint); }
    [role='option'] small { color: var(--faint); margin-left: auto; }
    .doc { overflow: auto; min-height: 0; color: var(--soft); }
    .doc h3 { font-size: 14px; margin: 2px 0 6px; color: var(--ink); }
    .doc p { margin: 0 0 8px; }
    .doc ul { margin: 0; padding: 0; list-style: none; font: var(--mono); columns: 2; color: var(--faint); overflow-wrap: anywhere; }
    footer { display: flex; gap: 8px; justify-content: flex-end; align-items: center; }
    footer .fault { flex: 1; margin: 0; }
    footer .hint { flex: 1; color: var(--faint); font: var(--small); }
    .empty { color: var(--soft); text-align: center; padding: 24px; margin: 0; }
    @media (max-width: 560px) { .two { grid-template-columns: 1fr; } .doc, footer .hint { display: none; } footer { justify-content: flex-end; } }
  `,
  ];
  @property({ attribute: false }) entities: readonly string[] = [];
  /** The entities as they are. */
  @property({ attribute: false }) details: ReadonlyMap<string, EntityDetail> = new Map();
  @state() private text = '';
  @state() private at = '';
  /** Types taken along with Ctrl, besides the one that one is at. */
  @state() private taken: ReadonlySet<string> = new Set();
  @state() private fault: string | null = null;
  @query('wa-dialog') private dialog!: HTMLElement;
  #gone: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.at = this.#found()[0]?.name ?? '';
  }

  override render(): TemplateResult {
    const chosen = this.#chosen();
    const to = this.entities.length === 1 ? (this.details.get(this.entities[0] ?? '')?.name ?? '') : plural(this.entities.length, 'entity', 'entities');
    return dialogFrame(
      'Attach Component',
      html`<div class="head"><h2 class="clip">Attach Component${
        to === '' ? '' : html` <span class="faint">to ${to}</span>`
      }</h2><button class="icon" aria-label="Close"
          @click=${closeDialog}>${glyph('close')}</button></div>
      <div class="inside">
        <input type="search" role="combobox" aria-expanded="true" aria-controls="types" aria-activedescendant=${`type-${this.at}`}
          aria-label="Search components" placeholder="Search by name or what it does" autocomplete="off" spellcheck="false" autofocus .value=${this.text}
          @input=${this.#input} @keydown=${this.#keys} />
        <div class="two"><div role="listbox" id="types" aria-label="Component types" aria-multiselectable="true"
          tabindex="-1">${this.#list()}</div>${this.#doc()}</div>
        <footer>${this.fault === null ? html`<span class="hint">Ctrl takes several</span>` : html`<p class="fault" role="alert">${this.fault}</p>`}
          <button class="boxed" @click=${closeDialog}>Cancel</button><button class="primary" ?disabled=${chosen.length === 0}
            @click=${() => void this.#attach()}>Attach ${chosen.length === 1 ? chosen[0] : chosen.length}</button></footer>
      </div>`,
      () => {
        this.remove();
        this.#gone?.();
      },
      { bare: true },
    );
  }

  #list(): TemplateResult | TemplateResult[] {
    const found = this.#found();
    if (found.length === 0) return html`<p class="empty">No component of that name.</p>`;
    const lines: TemplateResult[] = [];
    let category = '';
    for (const type of found) {
      if (this.text === '' && headingOf(type) !== category) {
        category = headingOf(type);
        lines.push(html`<div class="category" role="presentation">${category}</div>`);
      }
      const may = this.#may(type.name);
      lines.push(html`<div role="option" id="type-${type.name}" class=${type.name === this.at ? 'at' : ''}
        aria-selected=${type.name === this.at || this.taken.has(type.name)} aria-disabled=${!may} @click=${(event: MouseEvent) => this.#click(event, type.name)}
        @dblclick=${() => void this.#attach()}>
        ${this.taken.size > 0 ? html`<span class="tick" aria-hidden="true">${this.taken.has(type.name) ? '✓' : ''}</span>` : nothing}<span
          >${type.name}</span>${may ? (this.text === '' ? nothing : html`<small>${type.category}</small>`) : html`<small>has one already</small>`}</div>`);
    }
    return lines;
  }

  #doc(): TemplateResult {
    const type = this.#type(this.at);
    if (type === undefined) return html`<div class="doc"></div>`;
    const along = broughtAlong(type, this.details);
    return html`<div class="doc" tabindex="0" role="group" aria-label="About ${type.name}"><h3>${type.name}</h3><p>${type.doc}</p>${
      along.length === 0 ? nothing : html`<p>Brings along: ${along.join(', ')}</p>`
    }
      <ul>${type.fields.slice(3).map((field) => html`<li title=${field.doc}>${field.name}</li>`)}</ul></div>`;
  }

  #type(name: string): ComponentManifest | undefined {
    return session.manifest.value.get(name);
  }
  #found(): ComponentManifest[] {
    return fitting(session.manifest.value.values(), this.text);
  }
  #may(name: string): boolean {
    const type = this.#type(name);
    return type !== undefined && takers(type, this.entities, this.details).length > 0;
  }
  #chosen(): string[] {
    const names = this.taken.size > 0 ? [...this.taken] : [this.at];
    return names.filter((name) => this.#may(name));
  }

  #take(name: string): void {
    const next = new Set(this.taken);
    if (!next.delete(name) && this.#may(name)) next.add(name);
    this.taken = next;
  }
  #click(event: MouseEvent, name: string): void {
    if (event.ctrlKey || event.metaKey) {
      // The one that one was at is the first of several.
      if (this.taken.size === 0 && this.at !== name && this.#may(this.at)) this.#take(this.at);
      this.#take(name);
    } else this.taken = new Set();
    this.at = name;
  }
  #input(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.at = this.#found()[0]?.name ?? '';
  }
  #keys(event: KeyboardEvent): void {
    const found = this.#found(),
      at = found.findIndex((type) => type.name === this.at);
    if (event.key === 'ArrowDown') this.at = found[Math.min(found.length - 1, at + 1)]?.name ?? '';
    else if (event.key === 'ArrowUp') this.at = found[Math.max(0, at - 1)]?.name ?? '';
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#take(this.at);
    else if (event.key === 'Enter') void this.#attach();
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#type-${this.at}`)?.scrollIntoView({ block: 'nearest' }));
  }

  /** Closes, and resolves when the keyboard is back where it was: what was attached takes it from there. */
  #leave(): Promise<void> {
    return new Promise((resolve) => {
      this.#gone = resolve;
      shut(this.dialog);
    });
  }

  async #attach(): Promise<void> {
    const names = this.#chosen();
    if (names.length === 0) return;
    this.fault = await attachTypes(names, this.entities, { details: this.details, attached: () => this.#leave() });
  }
}
