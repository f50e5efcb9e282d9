import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { InputResult, Refusal } from '../../server/protocol.ts';
import { Cell, Follow } from '../cells/cell.ts';
import { glyph } from './glyphs.ts';
import { controls } from './styles.ts';

interface Notice {
  readonly number: number;
  readonly text: string;
  readonly bad: boolean;
  readonly act: NoticeAct | undefined;
  /** How often it was said while it was to be seen. */
  readonly times: number;
  /** Undefined where it stays until it is taken away. */
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}
/** What can be done about something that is said, right there. */
export interface NoticeAct {
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

const notices = new Cell<readonly Notice[]>([]);
let count = 0;
/** Milliseconds after which what is under way is said: before that nobody has begun to wait. */
const BLINK = 300;

/**
 * Says something in passing. Bad news stays longer, and so does what one can do something about. What is to be seen already is counted there, and stays
 * as long again; what can be done about it is what the last one can do.
 */
export function tell(text: string, bad = false, act?: NoticeAct): void {
  const same = notices.value.find((notice) => notice.text === text && notice.bad === bad && notice.act?.label === act?.label);
  clearTimeout(same?.timer);
  const number = same?.number ?? ++count;
  const timer = setTimeout(() => dismiss(number), bad || act !== undefined ? 12_000 : 5_000);
  const notice: Notice = { number, text, bad, act, times: (same?.times ?? 0) + 1, timer };
  notices.value = same === undefined ? [...notices.value.slice(-3), notice] : notices.value.map((each) => (each === same ? notice : each));
}

/** Says what is under way, from when it begins to last until it has ended. Gives what comes of it. */
export async function telling<T>(text: string, work: Promise<T>, patience = BLINK): Promise<T> {
  const number = ++count;
  const late = setTimeout(() => {
    notices.value = [...notices.value.slice(-3), { number, text, bad: false, act: undefined, times: 1, timer: undefined }];
  }, patience);
  try {
    return await work;
  } finally {
    clearTimeout(late);
    dismiss(number);
  }
}

function dismiss(number: number): void {
  notices.value = notices.value.filter((notice) => notice.number !== number);
}

/** Tells why something was refused; true where it was not. */
export function toldIfRefused(answer: InputResult | Refusal | { readonly ok: true }): boolean {
  if (!answer.ok) tell(answer.errors?.[0]?.message ?? answer.message, true);
  return answer.ok;
}

@customElement('ww-notices')
export class Notices extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: fixed; right: 16px; bottom: calc(42px + var(--below, 0px)); z-index: 30; max-width: min(420px, calc(100vw - 32px));
      pointer-events: none; }
    [role='status'] { display: grid; gap: 8px; justify-items: end; }
    .notice { display: flex; gap: 8px; align-items: start; padding: 8px 6px 8px 12px; background: var(--raised); border: 1px solid var(--line);
      border-radius: 8px; box-shadow: var(--shadow); pointer-events: auto; overflow-wrap: anywhere; }
    .notice.bad { border-left: 3px solid var(--denied); }
    p { margin: 3px 0; flex: 1; }
    .times { margin: 3px 0; color: var(--soft); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, notices);
  }

  #do({ number, act }: Notice): void {
    dismiss(number);
    void act?.run();
  }

  override render(): TemplateResult {
    return html`<div role="status" aria-live="polite">${repeat(
      notices.value,
      (notice) => notice.number,
      (notice) => html`
      <div class="notice ${notice.bad ? 'bad' : ''}">
        <p>${notice.text}</p>${
          notice.times === 1 ? nothing : html`<span class="times numbers" role="img" aria-label="${notice.times} times">×${notice.times}</span>`
        }${notice.act === undefined ? nothing : html`<button class="boxed" @click=${() => this.#do(notice)}>${notice.act.label}</button>`}<button class="icon"
            aria-label="Dismiss" @click=${() => dismiss(notice.number)}>${glyph('close')}</button>
      </div>`,
    )}</div>`;
  }
}
