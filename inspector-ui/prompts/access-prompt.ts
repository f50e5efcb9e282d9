import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Prompt } from '../../server/protocol.ts';
import { registerActions } from '../actions/registry.ts';
import { Follow } from '../session/cell.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { enterWorld } from '../shell/actions.ts';
import { glyph } from '../shell/glyphs.ts';
import { tell } from '../shell/notices.ts';
import { controls } from '../shell/styles.ts';
import { plural } from '../shell/words.ts';

/** Asks whether a world may connect somewhere. It waits at the bottom, one question at a time, and takes no focus; F9 goes to it and back. */
@customElement('ww-access-prompt')
export class AccessPrompt extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: fixed; inset: 52px var(--right) calc(var(--bottom) + 80px) var(--left); z-index: 20; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); align-items: end; justify-items: center; pointer-events: none; padding: 0 12px; }
    dialog { position: relative; inset: auto; margin: 0; width: min(470px, 100%); max-height: 100%; pointer-events: auto; background: var(--raised); color: var(--ink); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 14px 0; flex-direction: column; }
    dialog[open] { display: flex; }
    dialog:focus-visible { outline-offset: 2px; }
    dialog.stacked { box-shadow: var(--shadow), 0 -5px 0 -1px var(--panel), 0 -5px 0 0 var(--line); }
    header { display: flex; align-items: start; gap: 8px; flex: none; padding: 0 16px; }
    h2 { font: var(--text); font-weight: 650; margin: 0; flex: 1; min-width: 0; padding-top: 2px; overflow-wrap: anywhere; }
    .world { display: inline-block; max-width: 16em; vertical-align: bottom; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .count { font: var(--small); color: var(--faint); white-space: nowrap; padding-top: 4px; }
    /* Whatever a world writes into its names and reasons: the buttons, the question and the address stay in view. */
    .text { overflow: auto; min-height: 40px; padding: 0 16px; }
    p { margin: 4px 0; color: var(--soft); overflow-wrap: anywhere; }
    .path { font: inherit; font-weight: 600; padding: 0; min-height: 0; color: var(--ink); white-space: normal; text-align: start; overflow-wrap: anywhere; border: 0; }
    .path:hover { text-decoration: underline; background: none !important; }
    .path, .why { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
    code { font: var(--mono); color: var(--ink); overflow-wrap: anywhere; }
    .warn { color: var(--ask-ink); }
    .buttons { display: flex; gap: 6px; padding: 12px 16px 0; flex-wrap: wrap; flex: none; }
    @media (max-width: 1180px) { :host { padding: 0 8px; } header, .text { padding: 0 14px; } .buttons { padding: 12px 14px 0; gap: 4px; } .buttons button { padding: 3px 7px; } }
    @media (max-width: 860px) { :host { inset: 52px 0 128px 0; } }
  `,
  ];
  @state() private at = 0;
  @state() private busy = false;
  /** It has only just come, perhaps under a pointer that meant something else. */
  @state() private fresh = false;
  @query('dialog') private dialog!: HTMLElement | null;
  /** Where the focus was before it came here. */
  #from: HTMLElement | null = null;
  #held = false;
  #last: HTMLElement | null = null;
  #asked: number | undefined;
  #root: Node | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, session.prompts, session.phase, session.worlds);
    this.addEventListener('focusin', () => {
      if (!this.#held) this.#from = this.#last;
      this.#held = true;
    });
    this.addEventListener('focusout', (event) => {
      // Where the question goes away under the focus, nothing gets it: then it is given back below.
      if (event.relatedTarget !== null && event.relatedTarget !== this) this.#held = false;
    });
    this.addEventListener('keydown', (event) => {
      const prompt = this.#prompt();
      if (event.key !== 'Escape' || prompt === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      void this.#answer(prompt, 'dismissed');
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    registerActions([
      {
        id: 'access.question',
        label: 'Go to the question who may connect, and back',
        group: 'Connection',
        keys: ['F9'],
        enabled: () => this.dialog !== null,
        run: () => this.#jump(),
      },
    ]);
    // Not at the document: of the focus going from one part of the page to another it hears nothing.
    this.#root = this.getRootNode();
    this.#root.addEventListener('focusout', this.#left, true);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#root?.removeEventListener('focusout', this.#left, true);
    clearTimeout(this.#timer);
  }

  readonly #left = (event: Event): void => {
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && !event.composedPath().includes(this)) this.#last = target;
  };

  /** F9 leads to the question from wherever one is, and back. */
  #jump(): void {
    if (this.matches(':focus-within')) {
      this.#return();
      return;
    }
    if (document.activeElement === document.body) this.#last = null;
    this.dialog?.focus();
  }

  #return(): void {
    const from = this.#from;
    this.#held = false;
    this.#from = null;
    from?.focus({ preventScroll: true });
  }

  #prompt(): Prompt | undefined {
    const prompts = session.phase.value === 'online' ? session.prompts.value : [];
    return prompts[Math.min(this.at, prompts.length - 1)];
  }

  override willUpdate(): void {
    const ask = this.#prompt()?.ask;
    if (ask === this.#asked) return;
    this.#asked = ask;
    this.fresh = ask !== undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.fresh = false;
    }, 350);
  }

  override updated(): void {
    if (!this.#held || this.matches(':focus-within')) return;
    // Answered: to the next question, or back to where one was.
    if (this.dialog === null) this.#return();
    else this.dialog.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const prompts = session.prompts.value,
      prompt = this.#prompt();
    if (prompt === undefined) return nothing;
    const at = prompts.indexOf(prompt);
    const world = session.worlds.value.find((each) => each.name === prompt.world)?.title ?? prompt.world;
    const path = prompt.path.join(' / ');
    return html`<dialog open tabindex="-1" class=${prompts.length > 1 ? 'stacked' : ''} aria-labelledby="ask" aria-live="polite" aria-keyshortcuts="F9">
      <header><h2 id="ask">Allow <span class="world" title=${world}>${world}</span> to connect from your machine?</h2>
        ${
          prompts.length > 1
            ? html`<span class="count numbers">${at + 1} of ${prompts.length}</span><button class="icon" aria-label="Next question" @click=${() => {
                this.at = (at + 1) % prompts.length;
              }}>${glyph('right')}</button>`
            : nothing
        }
        <button class="icon" aria-label="Close without deciding" title="Decide nothing (Esc); it asks again at the next Connect" ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing} @click=${() => this.#answer(prompt, 'dismissed')}>${glyph('close')}</button></header>
      <div class="text">
      <p><button class="path" title=${path} @click=${() => this.#show(prompt)}>${path}</button></p>
      <p>asks for <code>${prompt.url}</code></p>
      ${prompt.reason.trim() === '' ? html`<p class="warn">It gives no reason why.</p>` : html`<p class="why" title=${prompt.reason.trim()}>“${prompt.reason.trim()}”</p>`}
      ${prompt.warning === undefined || prompt.warning === '' ? nothing : html`<p class="warn">${sentence(prompt.warning)}</p>`}
      ${prompt.also.length === 0 ? nothing : html`<p class="faint" title=${prompt.also.map(({ path: other }) => other.join(' / ')).join('\n')}>So ${prompt.also.length === 1 ? 'does' : 'do'} ${plural(prompt.also.length, 'other connection')} to the same host and port.</p>`}
      </div>
      <div class="buttons">
        <button class="primary" title="${prompt.host}:${prompt.port}, from now on (F9 leads here)" ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing} @click=${() => this.#answer(prompt, 'always')}>Allow this host and port</button>
        <button class="boxed" title="Until URL or HandlingUser changes or the world closes" ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing} @click=${() => this.#answer(prompt, 'once')}>Once</button>
        <button class="boxed danger" title="Remembered; can be taken back" ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing} @click=${() => this.#answer(prompt, 'deny')}>Deny</button>
      </div></dialog>`;
  }

  async #answer(prompt: Prompt, decision: 'once' | 'always' | 'deny' | 'dismissed'): Promise<void> {
    if (this.fresh) return;
    this.busy = true;
    const answer = await session.answer(prompt, decision);
    this.busy = false;
    if (!answer.ok) tell(answer.message, true);
  }

  async #show(prompt: Prompt): Promise<void> {
    if (prompt.world !== session.world.value && !(await enterWorld(prompt.world))) return;
    select(prompt.entity, { show: true, open: true });
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
