import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json, WatchCondition } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { session } from '../session/session.ts';
import type { Watched } from '../session/watched.ts';
import { rowStyles } from './watch-styles.ts';

type Is = WatchCondition['is'];
const WORDS: Readonly<Record<Is, string>> = {
  '>': 'is greater than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  '=': 'is',
  '!=': 'is not',
  changed: 'changes',
  silent: 'does not change for (s)',
};

/** What is waited for in one watched field. Tells `wait` with the condition (none: null), or `done`. */
@customElement('ww-condition-form')
export class ConditionForm extends LitElement {
  static override styles = [controls, rowStyles];
  @property({ attribute: false }) place!: Watched;
  @property({ attribute: false }) value: Json = null;
  @state() private is: Is = '>';
  @state() private fault = '';
  /** What stands in the box at first: it does not follow what the field becomes while somebody types. */
  @state() private known = '';
  @query('select') private first!: HTMLSelectElement;
  @query('input[type=text]') private box!: HTMLInputElement | null;
  @query('.pause') private pause!: HTMLInputElement | null;
  @query('.log') private log!: HTMLInputElement | null;

  override connectedCallback(): void {
    super.connectedCallback();
    const { when } = this.place;
    this.known = words(when?.value ?? this.value);
    this.is = when?.is ?? (typeof this.value === 'number' ? '>' : typeof this.value === 'boolean' || typeof this.value === 'string' ? '=' : 'changed');
  }
  override firstUpdated(): void {
    this.first.focus();
  }

  override render(): TemplateResult {
    const { when } = this.place;
    return html`<form class="form" @submit=${this.#submit} @keydown=${this.#keys}>
      <label>When it <select aria-label="Condition" @change=${(event: Event) => {
        this.is = (event.target as HTMLSelectElement).value as Is;
        this.fault = '';
        if (this.is === 'silent') this.known = '5';
      }}>${(Object.keys(WORDS) as Is[]).map((each) => html`<option value=${each} ?selected=${each === this.is}>${WORDS[each]}</option>`)}</select></label>
      ${
        this.is === 'changed'
          ? nothing
          : html`<input type="text" aria-label=${this.is === 'silent' ? 'Seconds' : 'Value'} aria-invalid=${this.fault !== ''} spellcheck="false"
          .value=${live(this.known)} @input=${(event: Event) => {
            this.known = (event.target as HTMLInputElement).value;
          }} />`
      }
      ${
        session.mayRun
          ? html`<label><input type="checkbox" class="pause" .checked=${when?.pause === true} /> pause the world</label>
        <label><input type="checkbox" class="log" .checked=${when?.log === true} /> write it into the log</label>`
          : html`<span class="soft">It is marked in the plot; to pause the world or to write into its log takes the role Builder.</span>`
      }
      <button class="boxed primary">Wait for it</button>
      ${when === undefined ? nothing : html`<button type="button" class="boxed" @click=${() => this.#tell(null)}>No condition</button>`}
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
    </form>`;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const value = this.#read();
    if (value === null) {
      this.box?.focus();
      return;
    }
    this.#tell({
      is: this.is,
      ...(value === undefined ? {} : { value }),
      ...(this.pause?.checked === true ? { pause: true as const } : {}),
      ...(this.log?.checked === true ? { log: true as const } : {}),
    });
  };

  /** What stands in the box; null, with what is wrong, where that is no value for this condition. */
  #read(): number | string | boolean | undefined | null {
    const { is } = this;
    if (is === 'changed') return undefined;
    const text = (this.box?.value ?? '').trim();
    const number = text === '' ? NaN : Number(text);
    if (is !== '=' && is !== '!=') {
      if (Number.isFinite(number) && (is !== 'silent' || number > 0)) return number;
      this.fault = is === 'silent' ? 'Expected a number of seconds, such as 5.' : `Expected a number, such as 10; "${text}" is none.`;
      return null;
    }
    if (typeof this.value === 'number' && Number.isFinite(number)) return number;
    return typeof this.value === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : (this.box?.value ?? '');
  }

  #tell(when: WatchCondition | null): void {
    this.dispatchEvent(new CustomEvent('wait', { detail: when }));
  }
  readonly #keys = (event: KeyboardEvent): void => {
    // Delete in a box is the box's; beside it, it is the row's no more than that.
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('done'));
  };
}

function words(value: Json | undefined): string {
  return typeof value === 'object' || value === undefined ? '' : String(value);
}
