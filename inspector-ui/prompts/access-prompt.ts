import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Prompt } from '../../server/protocol.ts';
import { Follow } from '../session/cell.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../shell/glyphs.ts';
import { tell } from '../shell/notices.ts';
import { controls } from '../shell/styles.ts';
import { plural } from '../shell/words.ts';

/** Asks whether a world may connect somewhere. It waits at the bottom, one question at a time, and takes no focus. */
@customElement('ww-access-prompt')
export class AccessPrompt extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: fixed; inset: auto var(--right) calc(var(--bottom) + 48px) var(--left); z-index: 20; display: grid; justify-items: center; pointer-events: none; padding: 0 12px; }
    dialog { position: relative; inset: auto; margin: 0; width: min(470px, 100%); pointer-events: auto; background: var(--raised); color: var(--ink); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 14px 16px; }
    dialog.stacked { box-shadow: var(--shadow), 0 -5px 0 -1px var(--panel), 0 -5px 0 0 var(--line); }
    header { display: flex; align-items: start; gap: 8px; }
    h2 { font: var(--text); font-weight: 650; margin: 0; flex: 1; padding-top: 2px; }
    .count { font: var(--small); color: var(--faint); white-space: nowrap; padding-top: 4px; }
    p { margin: 4px 0; color: var(--soft); overflow-wrap: anywhere; }
    .path { font: inherit; font-weight: 600; padding: 0; min-height: 0; color: var(--ink); display: inline; white-space: normal; }
    .path:hover { text-decoration: underline; background: none !important; }
    code { font: var(--mono); color: var(--ink); }
    .warn { color: var(--ask-ink); }
    .buttons { display: flex; gap: 6px; margin-top: 12px; flex-wrap: wrap; }
    @media (max-width: 860px) { :host { inset: auto 0 82px 0; } }
  `,
  ];
  @state() private at = 0;
  @state() private busy = false;

  constructor() {
    super();
    new Follow(this, session.prompts, session.phase, session.worlds);
  }

  override render(): TemplateResult | typeof nothing {
    const prompts = session.phase.value === 'online' ? session.prompts.value : [];
    const at = Math.min(this.at, prompts.length - 1),
      prompt = prompts[at];
    if (prompt === undefined) return nothing;
    const world = session.worlds.value.find((each) => each.name === prompt.world)?.title ?? prompt.world;
    return html`<dialog open class=${prompts.length > 1 ? 'stacked' : ''} aria-labelledby="ask" aria-live="polite">
      <header><h2 id="ask">Allow ${world} to connect from your machine?</h2>
        ${
          prompts.length > 1
            ? html`<span class="count numbers">${at + 1} of ${prompts.length}</span><button class="icon" aria-label="Next question" @click=${() => {
                this.at = (at + 1) % prompts.length;
              }}>${glyph('right')}</button>`
            : nothing
        }
        <button class="icon" aria-label="Close without deciding" title="Decide nothing; it asks again at the next Connect" ?disabled=${this.busy} @click=${() => this.#answer(prompt, 'dismissed')}>${glyph('close')}</button></header>
      <p><button class="path" @click=${() => this.#show(prompt)}>${prompt.path.join(' / ')}</button> asks for <code>${prompt.url}</code></p>
      ${prompt.reason.trim() === '' ? html`<p class="warn">It gives no reason why.</p>` : html`<p>“${prompt.reason.trim()}”</p>`}
      ${prompt.warning === undefined || prompt.warning === '' ? nothing : html`<p class="warn">${sentence(prompt.warning)}</p>`}
      ${prompt.also.length === 0 ? nothing : html`<p class="faint" title=${prompt.also.map(({ path }) => path.join(' / ')).join('\n')}>So ${prompt.also.length === 1 ? 'does' : 'do'} ${plural(prompt.also.length, 'other connection')} to the same host and port.</p>`}
      <div class="buttons">
        <button class="primary" title="${prompt.host}:${prompt.port}, from now on" ?disabled=${this.busy} @click=${() => this.#answer(prompt, 'always')}>Allow this host and port</button>
        <button class="boxed" title="Until URL or HandlingUser changes or the world closes" ?disabled=${this.busy} @click=${() => this.#answer(prompt, 'once')}>Once</button>
        <button class="boxed danger" title="Remembered; can be taken back" ?disabled=${this.busy} @click=${() => this.#answer(prompt, 'deny')}>Deny</button>
      </div></dialog>`;
  }

  async #answer(prompt: Prompt, decision: 'once' | 'always' | 'deny' | 'dismissed'): Promise<void> {
    this.busy = true;
    const answer = await session.answer(prompt, decision);
    this.busy = false;
    if (!answer.ok) tell(answer.message, true);
  }

  async #show(prompt: Prompt): Promise<void> {
    if (prompt.world !== session.world.value && !(await session.enter(prompt.world))) return;
    select(prompt.entity, { show: true, open: true });
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
