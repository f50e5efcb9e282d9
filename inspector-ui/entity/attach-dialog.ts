import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { ComponentManifest, EntityDetail } from '../../server/protocol.ts';
import { recall, remember } from '../session/memory.ts';
import { session } from '../session/session.ts';
import { dialogs } from '../shell/dialog-styles.ts';
import { glyph } from '../shell/glyphs.ts';
import { tell } from '../shell/notices.ts';
import { controls } from '../shell/styles.ts';

/** Chooses a component type and adds it to an entity. */
@customElement('ww-attach-dialog')
export class AttachDialog extends LitElement {
  static override styles = [
    controls,
    dialogs,
    css`
    dialog { width: min(640px, calc(100vw - 24px)); }
    .body { display: grid; gap: 10px; }
    .two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; height: min(360px, 60vh); }
    [role='listbox'] { overflow: auto; border: 1px solid var(--line); border-radius: var(--radius); padding: 4px; min-height: 0; }
    .category { font: var(--small); font-weight: 600; color: var(--faint); padding: 6px 8px 2px; }
    [role='option'] { min-height: 26px; padding: 2px 8px; border-radius: 4px; display: flex; gap: 8px; align-items: center; cursor: default; }
    [role='option']:hover { background: var(--hover); }
    [role='option'][aria-selected='true'] { background: var(--selected); }
    [role='option'][aria-disabled='true'] { color: var(--faint); }
    [role='option'] small { color: var(--faint); margin-left: auto; }
    .doc { overflow: auto; min-height: 0; color: var(--soft); }
    .doc h3 { font-size: 14px; margin: 2px 0 6px; color: var(--ink); }
    .doc p { margin: 0 0 8px; }
    .doc ul { margin: 0; padding: 0; list-style: none; font: var(--mono); columns: 2; color: var(--faint); overflow-wrap: anywhere; }
    footer { display: flex; gap: 8px; justify-content: flex-end; align-items: center; }
    footer .fault { flex: 1; margin: 0; }
    .empty { color: var(--soft); text-align: center; padding: 24px; margin: 0; }
    @media (max-width: 560px) { .two { grid-template-columns: 1fr; } .doc { display: none; } }
  `,
  ];
  @state() private entity: EntityDetail | null = null;
  @state() private text = '';
  @state() private chosen = '';
  @state() private fault: string | null = null;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(entity: EntityDetail): void {
    this.entity = entity;
    this.text = '';
    this.fault = null;
    this.chosen = this.#found()[0]?.name ?? '';
    this.dialog.showModal();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  override render(): TemplateResult {
    return html`<dialog aria-label="Attach Component">
      <header><h2>Attach Component</h2><button class="icon" aria-label="Close" @click=${() => this.dialog.close()}>${glyph('close')}</button></header>
      <div class="body">
        <input type="search" role="combobox" aria-expanded="true" aria-controls="types" aria-activedescendant=${`type-${this.chosen}`} aria-label="Search components" placeholder="Search by name or what it does" autocomplete="off" spellcheck="false" .value=${this.text} @input=${this.#input} @keydown=${this.#keys} />
        <div class="two"><div role="listbox" id="types" aria-label="Component types" tabindex="-1">${this.#list()}</div>${this.#doc()}</div>
        <footer>${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
          <button class="boxed" @click=${() => this.dialog.close()}>Cancel</button><button class="primary" ?disabled=${!this.#may(this.chosen)} @click=${() => this.#attach(this.chosen)}>Attach ${this.chosen}</button></footer>
      </div></dialog>`;
  }

  #list(): TemplateResult | TemplateResult[] {
    const found = this.#found();
    if (found.length === 0) return html`<p class="empty">No component of that name.</p>`;
    const lines: TemplateResult[] = [];
    let category = '';
    for (const type of found) {
      if (this.text === '' && categoryOf(type) !== category) {
        category = categoryOf(type);
        lines.push(html`<div class="category" role="presentation">${category}</div>`);
      }
      lines.push(html`<div role="option" id="type-${type.name}" aria-selected=${type.name === this.chosen} aria-disabled=${!this.#may(type.name)} @click=${() => {
        this.chosen = type.name;
      }} @dblclick=${() => this.#attach(type.name)}>
        <span>${type.name}</span>${this.#may(type.name) ? (this.text === '' ? nothing : html`<small>${type.category}</small>`) : html`<small>has one already</small>`}</div>`);
    }
    return lines;
  }

  #doc(): TemplateResult {
    const type = session.manifest.value.get(this.chosen);
    if (type === undefined) return html`<div class="doc"></div>`;
    const missing = type.requires.filter((name) => this.entity?.components[name] === undefined);
    return html`<div class="doc" tabindex="0" role="group" aria-label="About ${type.name}"><h3>${type.name}</h3><p>${type.doc}</p>${missing.length === 0 ? nothing : html`<p>Brings along: ${missing.join(', ')}</p>`}
      <ul>${type.fields.slice(3).map((field) => html`<li title=${field.doc}>${field.name}</li>`)}</ul></div>`;
  }

  /** Types that fit the search; without one, those used last come first. */
  #found(): ComponentManifest[] {
    const wanted = this.text.trim().toLowerCase(),
      all = [...session.manifest.value.values()];
    const rank = (type: ComponentManifest): number => (type.name.toLowerCase().startsWith(wanted) ? 0 : type.name.toLowerCase().includes(wanted) ? 1 : 2);
    if (wanted !== '')
      return all
        .filter((type) => `${type.name} ${type.category} ${type.doc}`.toLowerCase().includes(wanted))
        .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    return all.sort(
      (a, b) => Number(categoryOf(b) === RECENT) - Number(categoryOf(a) === RECENT) || a.category.localeCompare(b.category) || a.name.localeCompare(b.name),
    );
  }

  #may(name: string): boolean {
    const type = session.manifest.value.get(name);
    return type !== undefined && !(type.single && this.entity?.components[name] !== undefined);
  }

  #input(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    this.chosen = this.#found()[0]?.name ?? '';
  }
  #keys(event: KeyboardEvent): void {
    const found = this.#found(),
      at = found.findIndex((type) => type.name === this.chosen);
    if (event.key === 'ArrowDown') this.chosen = found[Math.min(found.length - 1, at + 1)]?.name ?? '';
    else if (event.key === 'ArrowUp') this.chosen = found[Math.max(0, at - 1)]?.name ?? '';
    else if (event.key === 'Enter') void this.#attach(this.chosen);
    else return;
    event.preventDefault();
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#type-${this.chosen}`)?.scrollIntoView({ block: 'nearest' }));
  }

  async #attach(name: string): Promise<void> {
    const { entity } = this;
    if (entity === null || !this.#may(name)) return;
    const answer = await session.edit([{ op: 'addComponent', entity: entity.id, component: name }], { label: `attach ${name}` });
    if (!answer.ok) {
      this.fault = answer.errors?.[0]?.message ?? answer.message;
      return;
    }
    remember('recent', [name, ...recent().filter((other) => other !== name)].slice(0, 4));
    const key = answer.results[0]?.component ?? name;
    tell(`Attached ${key} to ${entity.name}.`);
    this.dialog.close();
    this.dispatchEvent(new CustomEvent<string>('attached', { detail: key }));
  }
}

const RECENT = 'Recent';
function recent(): string[] {
  const kept = recall('recent');
  return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
}
function categoryOf(type: ComponentManifest): string {
  return recent().includes(type.name) ? RECENT : type.category;
}
