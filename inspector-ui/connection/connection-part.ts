import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues, TrailStep } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { glyph } from '../controls/glyphs.ts';
import '../controls/sparkline.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { besideBadge, stateDot, wordOf } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { about } from '../controls/words.ts';
import { sizeWords } from './bytes.ts';
import { closeWords } from './close-names.ts';
import './connection-actions.ts';
import { carrierWords } from './handshake-part.ts';
import './offers-part.ts';
import { Rates } from './rates.ts';
import { noteReal, realNow } from './real-time.ts';
import { SocketWatch } from './socket-watch.ts';
import './state-strip.ts';

/** Said where Connect was pressed and cannot do anything. */
const DISABLED = 'It is disabled: switch it on, and it connects.';

/** How a connection does: its state in words, its states over the last minutes, what it carries a second, its handshake, and what can be asked of it. */
@customElement('ww-connection-part')
export class ConnectionPart extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; padding: 4px 14px 6px; }
    /* As high with two lines of words as with none: what stands below does not move with the state. All of them are in StateReason and LastError. */
    .now { display: flex; gap: 8px; align-items: start; height: 42px; padding-top: 3px; }
    .reason { color: var(--soft); flex: 1; min-width: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
      overflow: hidden; }
    .retry { color: var(--retry-ink); white-space: nowrap; }
    ww-state-strip { margin-top: 2px; }
    .traffic { display: grid; grid-template-columns: 1fr 1fr; gap: 2px 14px; margin-top: 4px; color: var(--soft); font: var(--small); }
    .traffic ww-sparkline { width: 100%; height: 26px; }
    .traffic span { display: flex; justify-content: space-between; gap: 6px; white-space: nowrap; overflow: hidden; }
    .facts { display: flex; align-items: center; gap: 6px; min-height: 30px; margin-top: 4px; }
    .facts .said { flex: 1; min-width: 0; font: var(--small); color: var(--soft); }
    .fold { font: var(--small); color: var(--faint); padding: 0 4px 0 0; gap: 3px; margin-left: -3px; }
    .fold svg.glyph { width: 12px; height: 12px; }
    .fault { margin: 2px 0 0; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) values: FieldValues = {};
  @state() private unfolded = false;
  @state() private fault: string | null = null;
  @state() private trail: readonly TrailStep[] = [];
  readonly #rates = new Rates();
  readonly #socket = new SocketWatch(this);
  #handle: ViewHandle | undefined;
  #of = '';
  #second: ReturnType<typeof setInterval> | undefined;
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, session.past);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#second = setInterval(() => {
      this.#rates.sample(this.values, performance.now());
      this.requestUpdate();
    }, 1_000);
    this.#watch();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#second);
    clearInterval(this.#countdown);
    this.#countdown = undefined;
    this.#handle?.close();
    this.#handle = undefined;
  }

  override willUpdate(_changed: PropertyValues): void {
    const of = `${this.entity} ${this.component}`;
    if (of !== this.#of) {
      this.#of = of;
      this.#rates.reset();
      this.fault = null;
      this.trail = [];
      this.#watch();
    }
    if (this.fault === DISABLED && this.values['Enabled'] !== false) this.fault = null;
    const open = this.values['State'] === 'Open' && session.past.value === null;
    this.#socket.show(open ? { entity: this.entity, component: this.component } : null);
    const waits = this.values['State'] === 'WaitingToRetry' && session.past.value === null;
    if (waits) this.#countdown ??= setInterval(() => this.requestUpdate(), 100);
    else {
      clearInterval(this.#countdown);
      this.#countdown = undefined;
    }
  }

  #watch(): void {
    if (!this.isConnected || this.entity === '' || this.component === '') return;
    const what = { kind: 'trail', entity: this.entity, component: this.component } as const;
    if (this.#handle !== undefined) return this.#handle.change(what);
    this.#handle = session.watch(what, (update) => {
      if (update.kind !== 'trail') return;
      noteReal(update.real, update.wall);
      this.trail = update.steps;
    });
  }

  override render(): TemplateResult {
    const { values } = this;
    const state = values['State'],
      reason = values['StateReason'],
      error = values['LastError'];
    if (typeof state !== 'string') return html``;
    const told = typeof reason === 'string' && reason !== '' ? reason : state === 'Open' ? '' : error;
    const { socket } = this.#socket;
    const carrier = socket === null || socket.machine.kind === 'server' ? '' : carrierWords(socket.machine);
    const where =
      state !== 'Open' || socket === null ? '' : [carrier, socket.remote, socket.protocol, socket.extensions].filter((part) => part !== '').join(' · ');
    const words = typeof told === 'string' && told !== '' ? besideBadge(told) : where;
    const { now, messages, bytes } = this.#rates;
    return html`
      <div class="now"><span role="status" class="badge ${state}">${stateDot(state)}${wordOf(state)}</span><span class="reason"
        title=${words || nothing}>${words}${this.#retry()}</span></div>
      <ww-connection-offers .entity=${this.entity} .component=${this.component} .values=${values} .locked=${this.locked}></ww-connection-offers>
      <ww-state-strip .steps=${this.trail}></ww-state-strip>
      <div class="traffic numbers">
        <ww-sparkline kind="bars" .values=${messages} .slots=${60}></ww-sparkline><ww-sparkline kind="bars" .values=${bytes} .slots=${60}></ww-sparkline>
        <span role="img"
          aria-label="Messages a second: ${now.messagesIn} received, ${now.messagesOut} sent"><span>msg/s</span><span
          >↓ ${about(now.messagesIn)} ↑ ${about(now.messagesOut)}</span></span>
        <span role="img"
          aria-label="Bytes a second: ${sizeWords(now.bytesIn)} received, ${sizeWords(now.bytesOut)} sent"><span>bytes/s</span><span
          >↓ ${sizeWords(now.bytesIn)} ↑ ${sizeWords(now.bytesOut)}</span></span>
      </div>
      <div class="facts">
        ${this.#said(state)}
        <button class="boxed" title=${this.#doc('Connect')} ?disabled=${this.locked} @click=${() => this.#command('Connect')}>Connect</button>
        <button class="boxed" title=${this.#doc('Disconnect')} ?disabled=${this.locked} @click=${() => this.#command('Disconnect')}>Disconnect</button>
      </div>
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      ${this.unfolded && this.#socket.socket !== null ? html`<ww-handshake-part id="handshake" .socket=${this.#socket.socket}></ww-handshake-part>` : nothing}`;
  }

  #retry(): TemplateResult | typeof nothing {
    const at = this.values['RetryAt'],
      now = realNow();
    if (this.values['State'] !== 'WaitingToRetry' || typeof at !== 'number' || now === null) return nothing;
    return html` <span class="retry numbers">retry in ${Math.max(0, at - now / 1000).toFixed(1)} s</span>`;
  }

  /** What is to be said of the socket that is open, or of how the last one ended. */
  #said(state: string): TemplateResult {
    const { socket } = this.#socket;
    if (state !== 'Open' || socket === null) {
      const code = this.values['CloseCode'],
        reason = this.values['CloseReason'];
      const words = typeof code === 'number' ? closeWords(code) : '';
      return html`<span class="said clip numbers">${
        words === '' || state === 'Open'
          ? nothing
          : html`<span
          title=${typeof reason === 'string' && reason !== '' ? plainSigns(reason) : nothing}>last closed ${words}</span>`
      }</span>`;
    }
    const trip = socket.roundTrip === null ? '' : `${socket.roundTrip < 10 ? socket.roundTrip.toFixed(1) : Math.round(socket.roundTrip)} ms`;
    return html`<button class="fold" aria-expanded=${this.unfolded} aria-controls="handshake" @click=${() => {
      this.unfolded = !this.unfolded;
    }}>${glyph(this.unfolded ? 'down' : 'right')}Handshake</button><span class="said clip numbers">${
      trip === '' ? nothing : html`<span title="How long the newest ping took to the server and back">${trip} round trip</span>`
    }${socket.queued > 0 ? html` · ${about(socket.queued)} waiting` : nothing}</span>`;
  }

  #doc(command: string): string {
    return session.manifest.value.get('WebsocketClient')?.commands.find(({ name }) => name === command)?.doc ?? '';
  }

  async #command(command: string): Promise<void> {
    const answer = await session.command({ command, entity: this.entity, component: this.component });
    if (!answer.ok) this.fault = answer.errors?.[0]?.message ?? answer.message;
    else this.fault = command === 'Connect' && this.values['Enabled'] === false ? DISABLED : null;
  }
}
