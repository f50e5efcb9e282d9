import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@awesome.me/webawesome/dist/components/popup/popup.js';
import { deepActive, holds } from './focus.ts';
import { controls } from './styles.ts';

/** How long somebody points before they are told, in milliseconds; not at all from one to the next. */
const PAUSE = 400;

/** What a tooltip tells of something that can be done. */
export interface Doing {
  readonly label: string;
  /** The key that does it, as people write it; empty where none does. */
  readonly key: string;
}

/**
 * The one tooltip of the page. It shows the `title` of what is pointed at, or of what the keyboard has come to, and the key of
 * what its `data-action` names. Escape hides it. While it shows, the title is set aside, so that the browser's own
 * does not come as well.
 */
@customElement('ww-tooltip')
export class Tooltip extends LitElement {
  static override styles = [
    controls,
    css`
    wa-popup::part(popup) { pointer-events: none; z-index: 40; }
    .tip { display: flex; gap: 8px; align-items: baseline; max-width: min(340px, calc(100vw - 16px)); padding: 4px 8px; font: var(--small); color: var(--ink);
      background: var(--raised); border: 1px solid var(--line-strong); border-radius: var(--radius); box-shadow: var(--shadow); overflow-wrap: anywhere;
        white-space: pre-line; }
    kbd { font: var(--small); color: var(--faint); white-space: nowrap; margin-left: auto; }
  `,
  ];
  /** Finds what a `data-action` names. */
  @property({ attribute: false }) doingOf: (name: string) => Doing | undefined = () => undefined;
  @state() private over: HTMLElement | null = null;
  @state() private text = '';
  @state() private key = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pointed: HTMLElement | null = null;
  /** When the last one went: whoever goes along a row of buttons does not wait again at each. */
  #went = -Infinity;
  readonly #ends = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    const options = { signal: this.#ends.signal, capture: true, passive: true };
    document.addEventListener('pointerover', (event) => this.#point(event), options);
    document.addEventListener('pointerdown', () => this.#hide(), options);
    document.addEventListener('focusout', () => this.#hide(), options);
    document.addEventListener('scroll', (event) => holds(event.target as Node, this.over) && this.#hide(), options);
    document.addEventListener('keydown', (event) => this.#key(event), options);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.over === null) return nothing;
    return html`<wa-popup active placement="bottom" distance="6" flip shift shift-padding="8" .anchor=${this.over}>
      <div class="tip" role="tooltip">${this.text}${this.key === '' ? nothing : html`<kbd>${this.key}</kbd>`}</div></wa-popup>`;
  }

  #point(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    const target = titled(event.composedPath());
    if (target === this.#pointed) return;
    this.#hide();
    this.#pointed = target;
    if (target === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(target), performance.now() - this.#went < PAUSE ? 0 : PAUSE);
  }

  /** Where somebody comes to with the keyboard is told. Focus that moves within one shadow root is not heard of here, so the key itself is. */
  #key({ key }: KeyboardEvent): void {
    this.#hide();
    if (key === 'Tab' || key === 'F6' || key.startsWith('Arrow')) requestAnimationFrame(() => this.#focus());
  }

  #focus(): void {
    const active = deepActive();
    if (active instanceof HTMLElement && active.matches('button:focus-visible') && (active.title !== '' || active.dataset['action'] !== undefined))
      this.#show(active);
  }

  #show(target: HTMLElement): void {
    const doing = target.dataset['action'] === undefined ? undefined : this.doingOf(target.dataset['action']);
    const text = target.title === '' ? (target.ariaLabel ?? doing?.label ?? '') : target.title;
    if (text === '' || !target.isConnected) return;
    this.#aside = target.title;
    target.removeAttribute('title');
    this.over = target;
    this.text = text;
    this.key = doing?.key ?? '';
  }
  #aside = '';

  #hide(): void {
    clearTimeout(this.#timer);
    this.#pointed = null;
    const { over } = this;
    if (over === null) return;
    // Its element may have set another meanwhile.
    if (this.#aside !== '' && over.title === '') over.title = this.#aside;
    this.over = null;
    this.#went = performance.now();
  }
}

/** The nearest element with something to say. */
function titled(path: readonly EventTarget[]): HTMLElement | null {
  for (const target of path) if (target instanceof HTMLElement && (target.title !== '' || target.dataset['action'] !== undefined)) return target;
  return null;
}
