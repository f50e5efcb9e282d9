import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { EditedField, Person } from '../../server/protocol.ts';
import { Follow } from '../session/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { askText } from './ask-text.ts';
import { barAnchor, openPopover } from './popover.ts';
import { controls } from './styles.ts';
import { initials, plural } from './words.ts';

/** Who is in the world, where they look and what they edit; each leads there. */
@customElement('ww-people-panel')
export class PeoplePanel extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 10px 8px 8px; width: min(340px, calc(100vw - 18px)); }
    h2 { font-size: 14px; font-weight: 650; margin: 0 8px 6px; display: flex; gap: 8px; align-items: baseline; }
    h2 span { font: var(--small); color: var(--faint); }
    ul { list-style: none; margin: 0; padding: 0; }
    li { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 0 10px; align-items: center; padding: 6px 8px; border-radius: var(--radius); }
    .who { width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; font-size: 10px; font-weight: 650; line-height: 1; background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong); }
    .who::after { content: attr(data-text); }
    .me .who { background: var(--accent); color: var(--on-accent); box-shadow: none; }
    .name b { font-weight: 600; }
    .where { grid-column: 2 / -1; font: var(--small); color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 6px; align-items: baseline; }
    .where button { padding: 0; min-height: 20px; font: inherit; color: var(--ref-ink); max-width: 100%; display: inline-block; }
    .where button:hover { text-decoration: underline; background: none !important; }
    .role { font: var(--small); color: var(--faint); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.people, session.me, namesKnown);
  }

  override render(): TemplateResult {
    const people = session.people.value;
    return html`<h2>People <span>${plural(people.length, 'person', 'people')} in this world</span></h2>
      <ul>${people.map((person) => this.#person(person))}</ul>`;
  }

  #person(person: Person): TemplateResult {
    const { user, looksAt, selection, editing } = person,
      me = session.me.value;
    const mine = user.userId === me?.userId && user.machineId === me.machineId;
    return html`<li class=${mine ? 'me' : ''}><span class="who" aria-hidden="true" data-text=${initials(user.name)}></span>
      <span class="name clip"><b>${user.name}</b>${mine ? ' (you)' : ''}</span>
      ${mine ? html`<button class="boxed" @click=${() => void askName()}>Change name</button>` : html`<span class="role">${user.role}</span>`}
      <span class="where">${mine ? html`<span class="role">${user.role}</span>` : this.#where(looksAt, selection, editing)}</span></li>`;
  }

  #where(looksAt: string | null, selection: readonly string[], editing: EditedField | null): TemplateResult {
    const others = selection.filter((id) => id !== looksAt).length;
    return html`${looksAt === null ? html`looks at nothing` : html`looks at ${this.#entity(looksAt)}${others > 0 ? html`<span>and ${plural(others, 'other')} selected</span>` : nothing}`}
      ${editing === null ? nothing : html`<span>· edits ${editing.component === '' ? '' : `${editing.component}.`}${editing.field} of</span> ${this.#entity(editing.entity)}`}`;
  }

  #entity(id: string): TemplateResult {
    const name = nameOf(id);
    return name === null ? html`something removed` : html`<button class="clip" @click=${() => select(id, { show: true, open: true })}>${name}</button>`;
  }
}

/** Asks for another name for oneself. */
export async function askName(): Promise<void> {
  const name = await askText('Your name', session.me.value?.name ?? '', { hint: 'What others see beside what you look at and edit.' });
  if (name !== null && name.trim() !== '') session.rename(name);
}

/** Opens the panel below a button, or where its button is in the top bar. */
export function showPeople(anchor: Element | null): void {
  openPopover(anchor ?? barAnchor('people'), 'People', document.createElement('ww-people-panel'));
}
