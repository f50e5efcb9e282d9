import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { PromptDecision } from '../../agent/access-desk.ts';
import { entryText } from '../access/entry.ts';
import { actionOf, registerActions } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { enterWorld } from '../world/deeds.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { promptStyles } from './prompt-styles.ts';
import { decide, dismissAll, isLookedUp, nearWords, questions, type Question } from './questions.ts';

/** Asks whether a world may connect somewhere. It waits at the bottom, one question at a time, and takes no focus; F9 goes to it and back. */
@customElement('ww-access-prompt')
export class AccessPrompt extends LitElement {
  static override styles = [controls, promptStyles];
  /** The one that is shown, and its place: where it goes away, the next one takes that. */
  #shown = '';
  @state() private at = 0;
  @state() private unfolded = false;
  @state() private busy = false;
  /** It has only just come, perhaps under a pointer that meant something else. */
  @state() private fresh = false;
  @query('dialog') private dialog!: HTMLElement | null;
  /** Where the focus was before it came here. */
  #from: HTMLElement | null = null;
  #held = false;
  #last: HTMLElement | null = null;
  /** What was last to be read: where that changes under a pointer, the pointer meant something else. */
  #read = '';
  #root: Node | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, questions, session.worlds);
    this.addEventListener('focusin', () => {
      if (!this.#held) this.#from = this.#last;
      this.#held = true;
    });
    this.addEventListener('focusout', (event) => {
      // Where the question goes away under the focus, nothing gets it: then it is given back below.
      if (event.relatedTarget !== null && event.relatedTarget !== this) this.#held = false;
    });
    this.addEventListener('keydown', (event) => {
      const question = this.#question();
      if (event.key !== 'Escape' || question === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      void this.#answer(question, 'dismissed');
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

  #question(): Question | undefined {
    const all = questions.value;
    const same = all.findIndex(({ key }) => key === this.#shown);
    return all[same >= 0 ? same : Math.min(this.at, all.length - 1)];
  }

  override willUpdate(): void {
    const question = this.#question();
    this.at = question === undefined ? 0 : questions.value.indexOf(question);
    if (question?.key !== this.#shown) this.unfolded = false;
    this.#shown = question?.key ?? '';
    const read = question === undefined ? '' : JSON.stringify([question.key, question.ask, question.url, question.warning]);
    if (read === this.#read) return;
    this.#read = read;
    this.fresh = question !== undefined;
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
    const question = this.#question();
    if (question === undefined) return nothing;
    const all = questions.value;
    const world = session.worlds.value.find((each) => each.name === question.world)?.title ?? question.world;
    const near = nearWords(question),
      reason = question.reason.trim(),
      target = entryText(question);
    return html`<dialog open tabindex="-1" class=${all.length > 1 ? 'stacked' : ''} aria-labelledby="ask" aria-live="polite" aria-keyshortcuts="F9">
      <header><h2 id="ask">Allow <span class="world"
        title=${world}>${world}</span> to ${question.scope === 'HTTP' ? 'send requests' : 'connect'} from ${
          question.of === 'own' ? 'your' : 'the server’s'
        } machine?</h2>
        <button class="icon" aria-label="Close without deciding" title="Decide nothing (Esc); it asks again at the next ${
          question.scope === 'HTTP' ? 'request' : 'Connect'
        }" ?disabled=${this.busy}
          aria-disabled=${this.fresh ? 'true' : nothing} @click=${() => this.#answer(question, 'dismissed')}>${glyph('close')}</button></header>
      <div class="text">
      <p>${this.#path(question.entity, question.path)}</p>
      <p>asks for <code>${question.url}</code></p>
      ${reason === '' ? html`<p class="warn">It gives no reason why.</p>` : html`<p class="why" title=${reason}>“${reason}”</p>`}
      ${near === '' ? nothing : html`<p class="warn">${near}</p>`}
      ${
        question.of === 'own' && isLookedUp(question.host)
          ? html`<p
          class="small">Your browser looks the name up by itself, so where it leads cannot be checked.</p>`
          : nothing
      }
      ${
        question.of === 'own' && !session.agent.memory.isKept
          ? html`<p
          class="small">This browser lets a page keep nothing: what you decide holds until the tab is closed.</p>`
          : nothing
      }
      ${this.#others(question)}
      </div>
      <div class="buttons">
        ${this.#button(question, 'once', 'primary', 'Allow once', `${onceWords(question)} (F9 leads here)`)}
        ${this.#button(question, 'always', 'boxed', 'Always allow this host and port', `${target}, from now on, for ${whoever(question)}`)}
        ${this.#button(question, 'deny', 'boxed danger', 'Deny', 'Remembered; can be taken back')}
      </div>
      <p class="kept">Always allow and Deny are remembered; <button class="link"
        @click=${() => void actionOf('access.list')?.run()}>Who may connect where</button> takes them back.</p>
      ${all.length > 1 ? this.#several(all) : nothing}</dialog>`;
  }

  #button(question: Question, decision: PromptDecision, look: string, label: string, title: string): TemplateResult {
    return html`<button class=${look} title=${title} ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing}
      @click=${() => this.#answer(question, decision)}>${label}</button>`;
  }

  #path(entity: string, path: readonly string[]): TemplateResult {
    const words = path.join(' / ');
    return html`<button class="path" title=${words} @click=${() => this.#show(entity)}>${words}</button>`;
  }

  /** The others that this answer decides along. */
  #others({ also, others }: Question): TemplateResult | typeof nothing {
    if (others === 0) return nothing;
    return html`<details .open=${this.unfolded} @toggle=${(event: Event) => {
      this.unfolded = (event.target as HTMLDetailsElement).open;
    }}><summary>So ${others === 1 ? 'does' : 'do'} ${plural(others, 'other connection')} to the same host and port.</summary>
      ${
        this.unfolded
          ? html`<ul>${also.map(({ entity, path }) => html`<li>${this.#path(entity, path)}</li>`)}${
              others > also.length ? html`<li>and ${grouped(others - also.length)} more</li>` : nothing
            }</ul>`
          : nothing
      }</details>`;
  }

  #several(all: readonly Question[]): TemplateResult {
    const go = (by: number) => (): void => {
      this.at = (this.at + by + all.length) % all.length;
      this.#shown = all[this.at]?.key ?? '';
    };
    return html`<div class="several" role="group" aria-label="Questions">
      <button class="icon" aria-label="Question before" @click=${go(-1)}>${glyph('back')}</button>
      <span class="numbers">${grouped(this.at + 1)} of ${grouped(all.length)}</span>
      <button class="icon" aria-label="Next question" @click=${go(1)}>${glyph('right')}</button>
      <span class="grow"></span>
      <button title="Decide nothing; each asks again at its next Connect" ?disabled=${this.busy} aria-disabled=${this.fresh ? 'true' : nothing}
        @click=${this.#dismissAll}>Close all ${grouped(all.length)}</button></div>`;
  }

  async #answer(question: Question, decision: PromptDecision): Promise<void> {
    if (this.fresh) return;
    this.busy = true;
    await decide(question, decision);
    this.busy = false;
  }

  readonly #dismissAll = async (): Promise<void> => {
    if (this.fresh) return;
    this.busy = true;
    await dismissAll();
    this.busy = false;
  };

  async #show(entity: string): Promise<void> {
    const question = this.#question();
    if (question !== undefined && question.world !== session.world.value && !(await enterWorld(question.world))) return;
    select(entity, { show: true, open: true });
  }
}

/** How long an allowance for this once holds. */
function onceWords({ scope }: Question): string {
  return scope === 'HTTP' ? 'For who asks, and this host and port, until the world closes' : 'Until URL or HandlingUser changes or the world closes';
}

/** For whom an allowance for good holds: each scope is allowed on its own. */
function whoever({ scope }: Question): string {
  return scope === 'HTTP' ? 'whoever asks to send requests' : 'whoever asks';
}
