import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RemovedUser } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { askText } from '../controls/ask-text.ts';
import { glyph } from '../controls/glyphs.ts';
import { showJoinCommand } from './join-command.ts';
import './machine-line.ts';
import { chooseRole, letBack, mayGiveRoles, mayRemove, removeSomebody, ROLES } from './people-actions.ts';
import { grouped, type Machine, type Somebody } from './people-groups.ts';
import { barAnchor, openPopover } from '../controls/popover.ts';
import { controls } from '../controls/styles.ts';
import { initials, plural } from '../controls/words.ts';
import { may } from '../../engine/rights.ts';

const HOST: Machine = { machineId: 'host', kind: 'server', pages: [], latency: null, carries: 0 };

/** Who is in the world, on which machines, what they look at and edit, what their machines carry, and what they may do. */
@customElement('ww-people-panel')
export class PeoplePanel extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; padding: 10px 8px 8px; width: min(380px, calc(100vw - 18px)); }
    h2 { font-size: 14px; font-weight: 650; margin: 0 8px 6px; display: flex; gap: 8px; align-items: baseline; }
    h2 span { font: var(--small); color: var(--faint); }
    h3 { font: var(--small); font-weight: 650; color: var(--soft); margin: 10px 8px 2px; }
    ul { list-style: none; margin: 0; padding: 0; }
    li { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; gap: 0 10px; align-items: center; padding: 6px 8px; border-radius: var(--radius); }
    li + li { border-top: 1px solid var(--line); border-radius: 0; }
    .who { width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; font-size: 10px; font-weight: 650; line-height: 1;
      background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong); }
    .who[data-text]::after { content: attr(data-text); }
    .who svg { width: 14px; height: 14px; color: var(--soft); }
    .me .who { background: var(--accent); color: var(--on-accent); box-shadow: none; }
    .name b { font-weight: 600; }
    .may { display: flex; align-items: center; gap: 2px; }
    .role { font: var(--small); color: var(--soft); padding: 0 6px; }
    button.role { min-height: 24px; gap: 3px; padding: 0 4px 0 8px; color: var(--ink); }
    button.role svg { width: 12px; height: 12px; color: var(--faint); }
    .machines { grid-column: 2 / -1; display: grid; gap: 1px; }
    .own { display: flex; }
    .own button { padding: 0; min-height: 20px; font: var(--small); color: var(--ref-ink); }
    .own button:hover { text-decoration: underline; background: none !important; }
    .out { font: var(--small); color: var(--soft); }
    .foot { position: sticky; bottom: 0; margin: 8px 0 -8px; padding: 8px; border-top: 1px solid var(--line); background: var(--raised); }
    .more { font: var(--small); color: var(--faint); margin: 4px 8px; }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.people, session.total, session.removed, session.me);
  }

  override render(): TemplateResult {
    const me = session.me.value;
    const everybody = grouped(session.people.value, me?.userId);
    const machines = everybody.reduce((sum, each) => sum + each.machines.length, 0);
    const untold = session.total.value - session.people.value.length;
    return html`<h2>People <span>${plural(everybody.length, 'person', 'people')}${
      machines === everybody.length ? '' : ` on ${plural(machines, 'machine')}`
    } in this world</span></h2>
      <ul aria-label="People">
        ${repeat(
          everybody,
          ({ user }) => user.userId,
          (each) => this.#somebody(each),
        )}
        <li><span class="who" aria-hidden="true">${glyph('server')}</span><span class="name clip"><b>Host</b> <span
          class="faint">the server itself</span></span><span class="role">Admin</span>
          <div class="machines"><ww-machine-line userId="host" of="Host" asked .machine=${HOST}></ww-machine-line></div></li>
      </ul>
      ${untold > 0 ? html`<p class="more">and ${plural(untold, 'more page')}</p>` : nothing}
      ${session.removed.value.length > 0 ? this.#out(session.removed.value) : nothing}
      ${
        me?.kind === undefined
          ? nothing
          : html`<div class="foot"><button class="boxed"
          @click=${showJoinCommand}>${glyph('plus')}Connect from another machine…</button></div>`
      }`;
  }

  #somebody({ user, machines }: Somebody): TemplateResult {
    const mine = user.userId === session.me.value?.userId;
    return html`<li class=${mine ? 'me' : ''}><span class="who" aria-hidden="true" data-text=${initials(user.name)}></span>
      <span class="name clip" title=${user.userId}><b>${user.name}</b>${mine ? ' (you)' : ''}</span>
      <span class="may">${this.#role({ user, machines }, mine)}${mine || !mayRemove() ? nothing : this.#remove({ user, machines })}</span>
      <div class="machines">
        ${mine ? html`<span class="own"><button @click=${() => void askName()}>Change name</button></span>` : nothing}
        ${repeat(
          machines,
          ({ machineId }) => machineId,
          (machine) =>
            html`<ww-machine-line userId=${user.userId} of=${user.name} .machine=${machine}
              ?here=${mine && machine.machineId === session.me.value?.machineId}></ww-machine-line>`,
        )}
      </div></li>`;
  }

  #role({ user }: Somebody, mine: boolean): TemplateResult {
    const may = ROLES.find(({ role }) => role === user.role)?.may ?? '';
    if (mine || !mayGiveRoles())
      return html`<span class="role"
        title="May: ${may}.\n${mine ? 'Nobody changes their own role: an Admin can.' : 'Admins alone change roles.'}">${user.role}</span>`;
    return html`<button class="role" aria-haspopup="menu" aria-label="Role of ${user.name}: ${user.role}" title="May: ${may}"
      @click=${(event: Event) => chooseRole(event, user)}>${user.role}${glyph('down')}</button>`;
  }

  #remove({ user }: Somebody): TemplateResult {
    const barred = may(user.role, 'administer') && !session.may('administer');
    return html`<button class="icon" aria-label="Remove ${user.name}" title=${barred ? 'Only an Admin removes an Admin' : `Remove ${user.name}…`}
      ?disabled=${barred} @click=${() => void removeSomebody(user)}>${glyph('close')}</button>`;
  }

  #out(removed: readonly RemovedUser[]): TemplateResult {
    return html`<h3 id="out">Kept out</h3>
      <ul aria-labelledby="out">${removed.map(
        ({ userId, name, by, at }) => html`<li><span class="who" aria-hidden="true" data-text=${initials(name)}></span>
          <span class="clip"><b>${name}</b><br /><span class="out">removed by ${by}, <time
            datetime=${at}>${new Date(at).toLocaleTimeString([], { timeStyle: 'short' })}</time></span></span>
          <button class="boxed" aria-label="Let back in: ${name}" @click=${() => void letBack(userId, name)}>Let back in</button></li>`,
      )}</ul>`;
  }
}

/** Asks for another name for oneself. */
export async function askName(): Promise<void> {
  const name = await askText('Your name', session.me.value?.name ?? '', { hint: 'What others see beside what you look at and edit.' });
  if (name !== null && name.trim() !== '') await session.rename(name);
}

/** Opens the panel below a button, or where its button is in the top bar. */
export function showPeople(anchor: Element | null): void {
  openPopover(anchor ?? barAnchor('people'), 'People', document.createElement('ww-people-panel'));
}
