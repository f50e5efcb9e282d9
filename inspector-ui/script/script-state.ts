import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import '../controls/sparkline.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { placeOf, sourceFile } from './error-place.ts';
import { wantedPlace } from './go-to.ts';

/** What a script may take, as docs/scripts.md has it: units in a turn, bytes, sockets. */
const BOUNDS = { Fuel: 300_000, Memory: 16 * 1024 * 1024, Sockets: 1_024 } as const;
type Taken = keyof typeof BOUNDS;
const TAKEN = Object.keys(BOUNDS) as readonly Taken[];
/** Seconds that are shown. */
const SLOTS = 60;

/** How a script does: its state, what went wrong last and where, and what it takes of fuel, memory and sockets beside what it may. */
@customElement('ww-script-state')
export class ScriptState extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; padding: 4px 14px 2px; }
    .now { display: flex; gap: 4px 8px; align-items: center; flex-wrap: wrap; min-height: 30px; }
    .file { margin: 2px 0 4px; color: var(--soft); overflow-wrap: anywhere; }
    .error { margin: 2px 0 6px; padding: 5px 8px; border-left: 3px solid var(--denied); border-radius: 2px; font: var(--mono); color: var(--denied-ink);
      background: color-mix(in srgb, var(--denied) 8%, var(--panel)); white-space: pre-wrap; overflow-wrap: anywhere; user-select: text;
      max-height: 11em; overflow: auto; }
    .error button { font: inherit; color: inherit; padding: 0 3px; min-height: 20px; text-decoration: underline; text-underline-offset: 2px;
      white-space: normal; overflow-wrap: anywhere; text-align: left; }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); gap: 4px 14px; color: var(--soft); font: var(--small); }
    ww-sparkline { width: 100%; height: 26px; display: block; }
    .plots .bound { color: var(--faint); }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) values: FieldValues = {};
  @state() private fault = '';
  #trail: { readonly [taken in Taken]: number }[] = [];
  /** The most of this second, as values move with each turn. */
  #most = { Fuel: 0, Memory: 0, Sockets: 0 };
  #of = '';
  #second: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#second = setInterval(() => {
      this.#trail = [...this.#trail, this.#most].slice(-SLOTS);
      this.#most = this.#taken();
      this.requestUpdate();
    }, 1_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#second);
  }

  override willUpdate(): void {
    const of = `${this.entity} ${this.component}`,
      now = this.#taken();
    if (of !== this.#of) {
      this.#of = of;
      this.#trail = [];
      this.#most = now;
      this.fault = '';
    }
    this.#most = {
      Fuel: Math.max(now.Fuel, this.#most.Fuel),
      Memory: Math.max(now.Memory, this.#most.Memory),
      Sockets: Math.max(now.Sockets, this.#most.Sockets),
    };
  }

  #taken(): { Fuel: number; Memory: number; Sockets: number } {
    const of = (name: Taken): number => {
      const value = this.values[name];
      return typeof value === 'number' ? value : 0;
    };
    return { Fuel: of('Fuel'), Memory: of('Memory'), Sockets: of('Sockets') };
  }

  override render(): TemplateResult {
    const { State: standing, LastError: last, File: file } = this.values;
    const error = typeof last === 'string' ? last : '';
    const [as, word] = stateOf(standing, error !== '');
    const now = this.#taken();
    return html`<div class="now"><span role="status" class="badge ${as}">${stateDot(as)}${word}</span><span class="grow"></span>${
      session.manifest.value.get('Script')?.commands.some(({ name }) => name === 'Restart') === true
        ? html`<button class="boxed" title="End the script and begin it anew" ?disabled=${this.locked} @click=${() => void this.#restart()}>Restart</button>`
        : nothing
    }</div>
      ${
        typeof file === 'string' && file !== ''
          ? html`<p class="file">What runs is the file <span class="mono">${plainSigns(file)}</span> beside the scene. It is edited elsewhere, and watched:
            saving it there begins the script anew. <span class="mono">Source</span> is kept, and does not run.</p>`
          : nothing
      }
      ${error === '' ? nothing : this.#error(error)}
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <div class="plots numbers">${TAKEN.map(
        (name) => html`<div role="img" aria-label="${name}: ${amount(name, now[name])} of ${amount(name, BOUNDS[name])}"
        title="The last minute. The line is what a script may take; small amounts are drawn higher than they are.">
        <ww-sparkline scale="root" .values=${[...this.#trail.map((each) => each[name]), this.#most[name]]} .slots=${SLOTS}
          .bound=${BOUNDS[name]}></ww-sparkline>
        <div>${name} <span>${amount(name, now[name])}</span> <span class="bound">of ${amount(name, BOUNDS[name])}</span></div></div>`,
      )}</div>`;
  }

  #error(error: string): TemplateResult {
    const place = placeOf(error);
    if (place === null) return html`<p class="error" role="alert">${plainSigns(error)}</p>`;
    const { file, line, column, said } = place,
      words = `${plainSigns(file)}:${line}:${column}`;
    return html`<p class="error" role="alert">${plainSigns(said)} ${
      file === sourceFile(this.entity, this.component)
        ? html`<button title="Go to that line" @click=${() => (wantedPlace.value = { entity: this.entity, component: this.component, line, column })}
          >line ${line}, column ${column}</button>`
        : html`<span>(${words})</span>`
    }</p>`;
  }

  async #restart(): Promise<void> {
    const answer = await session.command({ command: 'Restart', entity: this.entity, component: this.component });
    this.fault = answer.ok ? '' : (answer.errors?.[0]?.message ?? answer.message);
  }
}

/** The state whose colour and shape it has, and the word for it. */
function stateOf(state: unknown, isWrong: boolean): readonly [string, string] {
  if (state === 'Running') return isWrong ? ['WaitingToRetry', 'Running, with an error'] : ['Open', 'Running'];
  if (state === 'Failed') return ['Denied', 'Failed as it began'];
  if (state === 'Ended') return ['Denied', 'Ended'];
  return state === 'Loading' ? ['Connecting', 'Loading its files'] : ['Idle', 'Off'];
}

function amount(name: Taken, value: number): string {
  if (name !== 'Memory') return grouped(value);
  const size = value / (1024 * 1024);
  return `${Number(size.toFixed(size < 1 ? 2 : 1))}\u202fMiB`;
}
