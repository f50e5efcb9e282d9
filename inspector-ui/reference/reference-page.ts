import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ComponentManifest } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { BASE, componentPart, fieldTable, search } from './component-part.ts';
import { queriesPart } from './queries.ts';
import { referenceStyles } from './reference-styles.ts';

/** Every component type of this server, drawn from what it says of them, and the query language. `#Type` and `#Type.Field` lead to their place. */
@customElement('ww-reference')
export class Reference extends LitElement {
  static override styles = [controls, referenceStyles];
  @state() private components: readonly ComponentManifest[] | null = null;
  @state() private fault: 'signed out' | 'unreachable' | null = null;
  @state() private text = '';
  @state() private place = placeNow();
  @query('main') private main!: HTMLElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#moved);
    void this.#load();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#moved);
  }

  override render(): TemplateResult {
    return html`<header class="bar"><a class="brand" href="./"><i></i>Worldwire</a><h1>Reference</h1>
        <input type="search" aria-label="Search the reference" placeholder="search components and fields" spellcheck="false" .value=${this.text}
          @input=${this.#typed} /></header>
      ${this.components === null ? html`<nav aria-label="Contents"></nav><main>${this.#state()}</main>` : this.#all(this.components)}`;
  }

  #all(components: readonly ComponentManifest[]): TemplateResult {
    const shown = search(components, this.text);
    const categories = [...new Set(shown.map(({ component }) => component.category))].sort();
    const searching = this.text.trim() !== '';
    const queries = !searching || 'queries query language search'.includes(this.text.trim().toLowerCase());
    const [current] = this.place.split('.');
    const link = (to: string, label: string): TemplateResult => html`<a href="#${to}" aria-current=${current === to}>${label}</a>`;
    const base = components[0]?.fields.filter(({ name }) => BASE.has(name)) ?? [];
    return html`<nav aria-label="Contents">
        ${searching ? nothing : link('every-component', 'Every component')}${queries ? link('queries', 'Queries') : nothing}
        ${categories.map(
          (category) =>
            html`<h2>${category}</h2>${shown.filter(({ component }) => component.category === category).map(({ component: { name } }) => link(name, name))}`,
        )}
      </nav>
      <main tabindex="-1">
        ${
          searching
            ? nothing
            : html`<section class="part" id="every-component" aria-labelledby="every-title"><header><h2 id="every-title">Every component</h2></header>
          <p>begins with these three fields.</p>${fieldTable(base, 'every-component')}</section>`
        }
        ${queries ? queriesPart() : nothing}
        ${repeat(
          categories.flatMap((category) => shown.filter(({ component }) => component.category === category)),
          ({ component }) => component.name,
          componentPart,
        )}
        ${shown.length === 0 && !queries ? html`<p class="state">Nothing here is called “${this.text.trim()}”.</p>` : nothing}
      </main>`;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.fault === null) return nothing;
    return html`<div class="state">${
      this.fault === 'signed out'
        ? 'You are not signed in here. Open the address that the server printed when it started, then come back.'
        : 'The server cannot be reached. Reload the page when it runs again.'
    }</div>`;
  }

  async #load(): Promise<void> {
    try {
      const answer = await fetch('./api/components', { credentials: 'same-origin' });
      if (answer.ok) {
        const { components } = (await answer.json()) as { components: readonly ComponentManifest[] };
        this.components = [...components].sort((a, b) => (a.name < b.name ? -1 : 1));
        await this.updateComplete;
        this.#arrive('auto');
      } else this.fault = answer.status === 401 || answer.status === 403 ? 'signed out' : 'unreachable';
    } catch {
      this.fault = 'unreachable';
    }
  }

  readonly #moved = (): void => {
    this.place = placeNow();
    void this.updateComplete.then(() => this.#arrive('smooth'));
  };

  /** The browser does not look for anchors in here by itself. */
  #arrive(how: 'auto' | 'smooth'): void {
    for (const old of this.renderRoot.querySelectorAll('.here')) old.classList.remove('here');
    const [component, field] = this.place.split('.');
    const id = field !== undefined && BASE.has(field) ? `every-component.${field}` : this.place;
    const found = this.#find(id) ?? this.#find(component ?? '');
    if (found === null) return;
    found.classList.add('here');
    const still = how === 'auto' || matchMedia('(prefers-reduced-motion: reduce)').matches;
    found.scrollIntoView({ block: found.localName === 'section' ? 'start' : 'center', behavior: still ? 'instant' : 'smooth' });
    this.main?.focus({ preventScroll: true });
  }
  #find(id: string): HTMLElement | null {
    return id === '' ? null : this.renderRoot.querySelector<HTMLElement>(`[id="${CSS.escape(id)}"]`);
  }

  readonly #typed = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
  };
}

function placeNow(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}
