import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { deepActive } from '../controls/focus.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';

/** What is told of something: its name, and the words below it. */
export interface Doc {
  readonly name: string;
  readonly body: TemplateResult;
  /** Component type whose page tells more. */
  readonly page?: string;
}

const SOON = 350,
  LINGER = 180,
  WIDTH = 320;

/** What something is and does, beside it, for as long as one points at it, stands in it or reads. There is one on the page. */
@customElement('ww-doc-tip')
export class DocTip extends LitElement {
  static override styles = [
    controls,
    css`
    .tip { position: fixed; inset: auto; margin: 0; width: min(320px, calc(100vw - 16px)); max-height: min(60vh, 420px); overflow: auto;
      padding: 10px 14px 12px; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow); }
    h3 { margin: 0 0 4px; font: 600 12px/1.45 var(--mono-family); overflow-wrap: anywhere; }
    p { margin: 0 0 8px; color: var(--soft); }
    dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 12px; margin: 0 0 8px; font: var(--small); }
    dt { color: var(--faint); }
    dd { margin: 0; font: var(--mono); overflow-wrap: anywhere; }
    a { color: var(--accent-ink); font: var(--small); }
  `,
  ];
  @state() private doc: Doc | null = null;
  @state() private at = { left: 0, top: 0 };
  #anchor: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #back: Element | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#escape, true);
    document.addEventListener('pointerdown', this.#elsewhere, true);
    document.addEventListener('scroll', this.#elsewhere, true);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#escape, true);
    document.removeEventListener('pointerdown', this.#elsewhere, true);
    document.removeEventListener('scroll', this.#elsewhere, true);
  }

  override render(): TemplateResult | typeof nothing {
    const { doc } = this;
    if (doc === null) return nothing;
    return html`<div class="tip" role="dialog" aria-label="About ${doc.name}" tabindex="-1" popover="manual"
      ${styled({ left: `${this.at.left}px`, top: `${this.at.top}px` })}
      @mouseenter=${() => clearTimeout(this.#timer)} @mouseleave=${() => this.later()} @focusout=${() => this.later()}>
      <h3>${doc.name}</h3>${doc.body}${
        doc.page === undefined ? nothing : html`<a href="reference.html#${doc.page}" target="_blank" rel="noopener">${doc.page} in the reference</a>`
      }</div>`;
  }

  override updated(): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip');
    if (tip === null) return;
    if (!tip.matches(':popover-open')) tip.showPopover();
    const box = this.#anchor?.getBoundingClientRect();
    if (box === undefined) return;
    // Beside what it tells of, so that it covers neither its value nor what stands below; where there is no room, below.
    const height = tip.offsetHeight,
      beside = box.left - WIDTH - 22;
    const left = beside >= 8 ? beside : Math.max(8, Math.min(box.left, innerWidth - WIDTH - 8));
    const top = beside >= 8 ? box.top - 6 : box.bottom + 6 + height > innerHeight ? box.top - height - 6 : box.bottom + 6;
    const at = { left, top: Math.max(8, Math.min(top, innerHeight - height - 8)) };
    if (at.left !== this.at.left || at.top !== this.at.top) this.at = at;
  }

  show(anchor: Element, doc: Doc, wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (!anchor.isConnected) return;
        this.#anchor = anchor;
        this.doc = doc;
      },
      // From one to the next it goes at once.
      this.doc === null ? wait : 0,
    );
  }
  /** Shows it and gives it the keyboard, which goes back with Escape. */
  async enter(anchor: Element, doc: Doc): Promise<void> {
    clearTimeout(this.#timer);
    this.#back = deepActive();
    this.#anchor = anchor;
    this.doc = doc;
    await this.updateComplete;
    (this.renderRoot.querySelector<HTMLElement>('a') ?? this.renderRoot.querySelector<HTMLElement>('.tip'))?.focus();
  }
  later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const tip = this.renderRoot.querySelector('.tip');
      if (tip?.matches(':hover, :focus-within') !== true) this.hide();
    }, LINGER);
  }
  hide(): void {
    clearTimeout(this.#timer);
    this.doc = null;
  }

  /** Who presses, scrolls or types somewhere else has read enough. */
  readonly #elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.hide();
  };
  readonly #escape = (event: KeyboardEvent): void => {
    if (this.doc === null || event.key === 'F1') return;
    const inside = this.renderRoot.querySelector('.tip')?.matches(':focus-within') === true;
    if (event.key !== 'Escape') {
      if (!inside && !['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) this.hide();
      return;
    }
    this.hide();
    if (!inside) return;
    event.stopPropagation();
    if (this.#back instanceof HTMLElement) this.#back.focus();
  };
}

function tip(): DocTip {
  let found = document.querySelector<DocTip>('ww-doc-tip');
  if (found === null) {
    found = document.createElement('ww-doc-tip') as DocTip;
    document.body.append(found);
  }
  return found;
}

/** Tells of something that is pointed at, after a moment; at once where the keyboard has come to it. */
export function showDoc(anchor: Element, doc: Doc, soon = false): void {
  tip().show(anchor, doc, soon ? 0 : SOON);
}
export function hideDoc(): void {
  tip().later();
}
/** Tells of something and takes the keyboard there. */
export function enterDoc(anchor: Element, doc: Doc): void {
  void tip().enter(anchor, doc);
}
