import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { kindWords, machines, machineWords } from '../session/machines.ts';
import { spawner, wearer } from '../session/place.ts';
import { session } from '../session/session.ts';
import { askText } from '../controls/ask-text.ts';
import { personName } from '../session/people-names.ts';
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
    /* Who it is, their role and what they open sockets with, is a long line. */
    @container (max-width: 720px) { .two { grid-template-columns: minmax(0, 1fr); gap: 2px; } }
    /* Filled in by itself, and not chosen by anybody. */
    .filled { color: var(--faint); font-style: italic; }
    option { color: var(--ink); font-style: normal; }
  `,
  ];
  /** The machine that serves where none is chosen. */
  @property() filled = '';

  constructor() {
    super();
    new Follow(this, machines, session.me, spawner, wearer);
  }

  override render(): TemplateResult {
    const { value } = this;
    if (this.locked) return html`<input readonly aria-label=${this.label} .value=${this.#words()} />`;
    const userId = value?.userId ?? NONE;
    return html`<div class="two" role="group" aria-label="${this.label} user and machine">
      <select aria-label=${this.label} aria-description=${this.field.doc} aria-invalid=${this.invalid ? 'true' : nothing}
        .value=${live(this.mixed ? MIXED : userId)} @change=${this.#user}>
        ${this.mixed ? html`<option value=${MIXED} disabled selected>mixed</option>` : nothing}
        <option value=${NONE} ?selected=${!this.mixed && value === null}>none</option>
        ${this.#users().map(([id, label]) => html`<option value=${id} ?selected=${!this.mixed && id === userId}>${label}</option>`)}
        <option value=${OTHER}>another, by id…</option>
      </select>
      ${this.mixed || value === null || value.userId === 'host' ? nothing : this.#machines(value)}
    </div>`;
  }

  /** The one chosen by hand; or faintly the one that fills itself in. Delete goes back to that. */
  #machines({ userId, machineId }: UserRef): TemplateResult {
    const here = machines.value.filter(({ user }) => user.userId === userId && user.kind !== undefined).map(({ user }) => user.machineId);
    const all = [...new Set(machineId === null ? here : [...here, machineId])];
    const newest = this.filled === '' ? 'none here' : `${machineWords(userId, this.filled)}, newest`;
    return html`<select class=${machineId === null ? 'filled' : ''} aria-label="${this.label} machine" title=${machineId ?? this.filled}
      .value=${live(machineId ?? NONE)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Delete' || event.key === 'Backspace') this.#choose(userId, null);
      }} @change=${(event: Event) => this.#choose(userId, (event.target as HTMLSelectElement).value || null)}>
        <option value=${NONE} ?selected=${machineId === null}>${newest}</option>
        ${all.map((machine) => html`<option value=${machine} ?selected=${machine === machineId}>${machineWords(userId, machine)}</option>`)}</select>`;
  }

  #choose(userId: string, machineId: string | null): void {
    if (machineId !== this.value?.machineId) this.change({ userId, machineId });
  }

  #words(): string {
    const { value } = this;
    if (this.mixed) return 'mixed';
    if (value === null) return 'none';
    const machine = value.machineId ?? this.filled;
    return `${personName(value.userId)}${machine === '' || value.userId === 'host' ? '' : ` on ${machineWords(value.userId, machine)}`}`;
  }

  /**
   * Who can be chosen, in the originals' order: who wears the entity, those here, who spawned it, the one at this page, the host; and the one chosen,
   * wherever they are.
   */
  #users(): readonly (readonly [string, string])[] {
    const users = new Map<string, string>(),
      me = session.me.value;
    const add = (userId: string | null | undefined): void => {
      if (userId !== null && userId !== undefined && !users.has(userId)) users.set(userId, this.#choice(userId));
    };
    const last = [spawner.value, me?.userId, 'host'];
    add(wearer.value);
    for (const { user } of machines.value) if (!last.includes(user.userId)) add(user.userId);
    for (const userId of last) add(userId);
    add(this.value?.userId);
    return [...users];
  }

  /** Who it is, what they are to the entity, their role, and what they would open sockets with. */
  #choice(userId: string): string {
    const theirs = machines.value.filter(({ user }) => user.userId === userId);
    const roles = [
      userId === wearer.value ? 'wears it' : '',
      userId === spawner.value ? 'spawned it' : '',
      userId === session.me.value?.userId ? 'you' : '',
      userId === 'host' ? 'the server' : '',
    ].filter((role) => role !== '');
    const name = `${personName(userId)}${roles.length === 0 ? '' : ` (${roles.join(', ')})`}`;
    if (userId === 'host') return name;
    const [first] = theirs;
    if (first === undefined) return `${name}, not here`;
    const kinds = new Map<string, Set<string>>();
    for (const { user } of theirs)
      if (user.kind !== undefined) kinds.set(kindWords(user.kind), (kinds.get(kindWords(user.kind)) ?? new Set()).add(user.machineId));
    const opens = [...kinds].map(([kind, ids]) => (ids.size > 1 ? `${ids.size} ${kind}s` : kind));
    return `${name} · ${first.user.role} · ${opens.length === 0 ? 'opens no sockets' : opens.join(', ')}`;
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
