import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { targetOf } from '../../agent/address.ts';
import { books, type Book } from '../access/books.ts';
import { entryText } from '../access/entry.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { machines } from '../session/machines.ts';
import { spawner } from '../session/place.ts';
import { session } from '../session/session.ts';
import { personName } from '../session/people-names.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import type { FieldValues, Json } from '../../server/protocol.ts';

/** What a person can do right here about a connection that stands still: say who opens it, or take back that it was denied. */
@customElement('ww-connection-offers')
export class ConnectionOffers extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    div { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 6px 10px; margin-top: 6px; border-radius: var(--radius);
      border: 1px solid color-mix(in srgb, var(--offer) 40%, var(--line)); background: color-mix(in srgb, var(--offer) 9%, transparent); }
    .user { --offer: var(--accent); }
    .denied { --offer: var(--denied); }
    p { margin: 0; flex: 1 1 100%; color: var(--soft); }
    code { font: var(--mono); overflow-wrap: anywhere; }
    button { max-width: 100%; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) values: FieldValues = {};
  /** The book in which the refusal stands, among those that this person may write into. */
  @state() private refusedIn: Book | null = null;
  @state() private busy = false;
  @state() private fault: string | null = null;
  #looked = '';

  constructor() {
    super();
    new Follow(this, session.me, session.people, session.past, machines, spawner);
    new Listen(this, session.phase, () => {
      this.#looked = '';
    });
  }

  override willUpdate(_changed: PropertyValues): void {
    const { State, StateReason, URL, HandlingUser } = this.values;
    // Looked up once for each refusal: who decides anew does it by this button, or the state changes with it.
    const of = State === 'Denied' && session.past.value === null ? JSON.stringify([this.entity, this.component, StateReason, URL, HandlingUser]) : '';
    if (of === this.#looked) return;
    this.#looked = of;
    this.refusedIn = null;
    this.fault = null;
    if (of !== '') void this.#look(of);
  }

  override render(): TemplateResult | typeof nothing {
    const { State, URL, HandlingUser, Enabled } = this.values;
    if (session.past.value !== null) return nothing;
    if (State === 'Idle' && HandlingUser === null && Enabled !== false && typeof URL === 'string' && URL !== '') return this.#whoOpens();
    return State === 'Denied' ? this.#denied() : nothing;
  }

  #whoOpens(): TemplateResult {
    const me = session.me.value;
    const choices = new Map<string, { readonly label: string; readonly title: string }>();
    if (me !== null && session.may('carry'))
      choices.set(me.userId, { label: 'Me, in this browser', title: 'Your browser opens the connection, and closes it with the page' });
    choices.set('host', { label: 'The server', title: 'The machine that runs this world opens it; an Admin is asked once' });
    if (spawner.value !== null && !choices.has(spawner.value)) {
      const here = machines.value.some(({ user }) => user.userId === spawner.value);
      choices.set(spawner.value, {
        label: `${personName(spawner.value)}, who spawned it`,
        title: here ? 'Their machine opens it, once they agree' : 'They are not here now: it waits for them',
      });
    }
    return html`<div class="user" role="group" aria-label="Who opens it"><p>Nobody opens this connection yet. Whose machine should?</p>
      ${[...choices].map(
        ([userId, { label, title }]) => html`<button class="boxed" title=${title} ?disabled=${this.locked || this.busy}
        @click=${() => this.#choose(userId)}>${label}</button>`,
      )}</div>`;
  }

  #denied(): TemplateResult {
    const entry = this.#entry();
    const text = entry === null ? '' : entryText(entry);
    if (this.refusedIn === null) {
      const userId = userIdIn(this.values['HandlingUser']) ?? '';
      const mine = userId === session.me.value?.userId || (userId === 'host' && session.may('administer'));
      if (mine || userId === '') return html`${nothing}`;
      const whose = userId === 'host' ? 'An Admin' : personName(userId);
      return html`<div class="denied"><p>It is not tried again. ${whose} can take that back, under “Who may connect where”.</p></div>`;
    }
    const where = this.refusedIn.name === 'own' ? 'this browser' : 'the server';
    return html`<div class="denied" role="group"
      aria-label="Denied"><p>That <code>${text}</code> is denied is remembered by ${where}, so nobody is asked again.</p>
      <button class="boxed" title="Forget the refusal, and be asked again" ?disabled=${this.busy} @click=${this.#takeBack}>Take it back</button>
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}</div>`;
  }

  #entry(): { readonly host: string; readonly port: number } | null {
    const { URL } = this.values;
    return typeof URL === 'string' ? (targetOf(URL) ?? null) : null;
  }

  /** Finds the book that holds the refusal; none where the handling user is somebody else, or the owner's own rules refuse it. */
  async #look(of: string): Promise<void> {
    const userId = userIdIn(this.values['HandlingUser']);
    const entry = this.#entry();
    if (entry === null || userId === null) return;
    const book = books().find(({ name }) => (name === 'host' ? userId === 'host' : userId === session.me.value?.userId));
    const read = await book?.read();
    if (this.#looked !== of || book === undefined || read === undefined || typeof read === 'string') return;
    const holds = read.decisions.some(
      ({ scope, host, port, decision }) => scope === 'Websocket' && host === entry.host && port === entry.port && decision === 'deny',
    );
    this.refusedIn = holds ? book : null;
  }

  readonly #takeBack = async (): Promise<void> => {
    const entry = this.#entry();
    if (entry === null || this.refusedIn === null) return;
    this.busy = true;
    this.fault = await this.refusedIn.decide('Websocket', entry.host, entry.port, 'forget');
    this.busy = false;
  };

  async #choose(userId: string): Promise<void> {
    this.busy = true;
    const value = { userId, machineId: null };
    toldIfRefused(
      await session.edit([{ op: 'setField', entity: this.entity, component: this.component, field: 'HandlingUser', value }], { label: 'choose who opens it' }),
    );
    this.busy = false;
  }
}

function userIdIn(value: Json | undefined): string | null {
  return typeof value === 'object' && value !== null && 'userId' in value && typeof value.userId === 'string' ? value.userId : null;
}
