import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { Follow } from '../session/cell.ts';
import { spawner, wearer } from '../session/place.ts';
import { session } from '../session/session.ts';
import { askText } from '../shell/ask-text.ts';
import { personName } from '../shell/actions.ts';
import { Editor, editorStyles } from './editor.ts';

interface UserRef {
  readonly [key: string]: Json;
  readonly userId: string;
  readonly machineId: string | null;
}

const NONE = '',
  OTHER = '\u0000other',
  MIXED = '\u0000mixed';

/** A user, and if one wants a certain machine of theirs. Who is not here can be named by id. */
@customElement('ww-user-ref-editor')
export class UserRefEditor extends Editor<UserRef | null> {
  static override styles = [
    ...editorStyles,
    css`
    .two { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 6px; }
    .two > :only-child { grid-column: 1 / -1; }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.status, session.me, spawner, wearer);
  }

  override render(): TemplateResult {
    const { value } = this;
    if (this.locked)
      return html`<input readonly aria-label=${this.label} .value=${this.mixed ? 'mixed' : value === null ? 'none' : `${personName(value.userId)}${value.machineId === null ? '' : ` on ${value.machineId}`}`} />`;
    const machines = session.status.value?.users.filter((user) => user.userId === value?.userId).map((user) => user.machineId) ?? [];
    const { userId = NONE, machineId = null } = value ?? {};
    if (typeof machineId === 'string' && !machines.includes(machineId)) machines.push(machineId);
    return html`<div class="two" role="group" aria-label="${this.label} user and machine">
      <select aria-label=${this.label} aria-description=${this.field.doc} aria-invalid=${this.invalid ? 'true' : nothing} .value=${live(this.mixed ? MIXED : userId)} @change=${this.#user}>
        ${this.mixed ? html`<option value=${MIXED} disabled selected>mixed</option>` : nothing}
        <option value=${NONE} ?selected=${!this.mixed && value === null}>none</option>
        ${this.#users().map(([id, label]) => html`<option value=${id} ?selected=${!this.mixed && id === userId}>${label}</option>`)}
        <option value=${OTHER}>another, by id…</option>
      </select>
      ${
        this.mixed || value === null || value.userId === 'host'
          ? nothing
          : html`<select aria-label="${this.label} machine" .value=${live(machineId ?? NONE)} @change=${(event: Event) => this.change({ userId, machineId: (event.target as HTMLSelectElement).value || null })}>
        <option value=${NONE} ?selected=${machineId === null}>newest machine</option>
        ${machines.map((machine) => html`<option value=${machine} ?selected=${machine === machineId}>${machine}</option>`)}</select>`
      }
    </div>`;
  }

  /** Who can be chosen, in the originals' order: who wears the entity, those here, who spawned it, the one at this page, the host; and the one chosen, wherever they are. */
  #users(): readonly (readonly [string, string])[] {
    const users = new Map<string, string>(),
      me = session.me.value;
    const add = (userId: string | null | undefined): void => {
      if (userId === null || userId === undefined || users.has(userId)) return;
      const roles = [
        userId === wearer.value ? 'wears it' : '',
        userId === spawner.value ? 'spawned it' : '',
        userId === me?.userId ? 'you' : '',
        userId === 'host' ? 'the server' : '',
      ].filter((role) => role !== '');
      users.set(userId, `${personName(userId)}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`);
    };
    const last = [spawner.value, me?.userId, 'host'];
    add(wearer.value);
    for (const { userId } of session.status.value?.users ?? []) if (!last.includes(userId)) add(userId);
    for (const userId of last) if (userId !== 'host') add(userId);
    add('host');
    if (this.value !== null && !users.has(this.value.userId)) users.set(this.value.userId, `${this.value.userId} (not here)`);
    return [...users];
  }

  async #user(event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement;
    let id = select.value;
    if (id === OTHER) {
      select.value = this.value?.userId ?? NONE;
      id = (await askText('Id of the user', ''))?.trim() ?? '';
      if (id === '') return;
    }
    this.change(id === NONE ? null : { userId: id, machineId: null });
  }
}
