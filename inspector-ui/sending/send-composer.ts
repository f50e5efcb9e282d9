import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { SendSample, ViewUpdate } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { Paced } from '../session/paced.ts';
import { selection } from '../session/place.ts';
import { sendScope } from '../session/send-scope.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { draft, specOf, type SendDraft } from './send-draft.ts';
import { composerStyles } from './send-styles.ts';

type Preview = Extract<ViewUpdate, { kind: 'sendPreview' }>;

/** What can be put into the text by one press, and what it says. */
const CHIPS: readonly (readonly [text: string, about: string])[] = [
  ['{{name}}', 'Name of the entity'],
  ['{{n}}', 'Its place among all, from 1 on'],
  ['{{id}}', 'Its id'],
  ['{{tag}}', 'Its tag'],
  ['{{counter}}', 'The round, from 1 on'],
  ['{{time}}', 'Seconds of the world'],
  ['{{random(1, 6)}}', 'A whole number by chance'],
  ['{{choice("a", "b")}}', 'One of these by chance'],
  ['{{json(name)}}', 'The name as JSON, in quotes'],
  ['{{fields.FloatValue.Value}}', 'A field of a component of it'],
];
/** Milliseconds between two questions while somebody types. */
const PAUSE = 120;

/** The form for what is said to many, with what it would say. Tells `send`, `save` with its spec. */
@customElement('ww-send-composer')
export class SendComposer extends LitElement {
  static override styles = [controls, composerStyles];
  /** A send is on its way to the server. */
  @property({ type: Boolean }) busy = false;
  @query('textarea') private box!: HTMLTextAreaElement;
  #handle: ViewHandle | undefined;
  #preview: Preview | null = null;
  #fault: string | null = null;
  readonly #asking = new Paced(PAUSE, () => this.#ask());

  constructor() {
    super();
    new Follow(this, draft, selection, session.past, session.me);
    new Listen(this, sendScope, () => this.#take());
    new Listen(this, draft, () => this.#asking.ask());
    new Listen(this, session.me, () => this.#asking.ask());
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.#take();
    this.#ask();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking.forget();
    this.#handle?.close();
    this.#handle = undefined;
  }
  override focus(): void {
    this.box.focus();
  }

  /** Takes over whom somebody wants to say something to. */
  #take(): void {
    const scope = sendScope.value;
    if (scope === null) return;
    sendScope.value = null;
    const { to, words } = scope;
    this.#set(typeof to === 'string' ? { whom: 'query', query: to, words } : { whom: 'picked', picked: to, words });
    void this.updateComplete.then(() => this.focus());
  }
  #set(change: Partial<SendDraft>): void {
    draft.value = { ...draft.value, ...change };
  }

  #ask(): void {
    if (!session.may('edit')) {
      this.#fault = 'You may look, and not send.';
      this.requestUpdate();
      return;
    }
    const read = specOf(draft.value);
    if ('fault' in read) {
      this.#fault = read.fault;
      this.#preview = null;
      this.requestUpdate();
      return;
    }
    const what = { kind: 'sendPreview', send: read.spec } as const;
    if (this.#handle === undefined) this.#handle = session.watch(what, (update) => this.#told(update));
    else this.#handle.change(what);
  }
  #told(update: ViewUpdate): void {
    if (update.kind === 'sendPreview') {
      this.#preview = update;
      this.#fault = null;
    } else if (update.kind === 'fault') {
      this.#preview = null;
      this.#fault = update.message;
    }
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const form = draft.value;
    const locked = !session.mayEdit;
    return html`<form aria-label="Send to many" @submit=${this.#submit} @keydown=${this.#keys}>
      ${this.#whom(form, locked)}
      <textarea aria-label="What is said" spellcheck="false" autocomplete="off" placeholder='{"from": {{json(name)}}, "temp": {{random(18, 24)}}}'
        ?disabled=${locked} .value=${live(form.text)} @input=${(event: Event) => this.#set({ text: valueOf(event) })}></textarea>
      <div class="chips" role="group" aria-label="Put in">${CHIPS.map(
        ([text, about]) => html`<button type="button" title=${about} ?disabled=${locked} @click=${() => this.#put(text)}>${text.slice(2, -2)}</button>`,
      )}</div>
      ${this.#when(form, locked)} ${this.#more(form, locked)}
      <div class="preview" role="status" aria-label="What it would say">${this.#said()}</div>
      ${this.#foot(locked)}
    </form>`;
  }

  #whom(form: SendDraft, locked: boolean): TemplateResult {
    const count = selection.value.length;
    return html`<div class="line"><span class="word">To</span>${this.#choice('To', form.whom, locked, [
      ['all', 'All clients', () => this.#set({ whom: 'all' })],
      ['query', 'A query', () => this.#set({ whom: 'query' })],
      ['picked', form.picked.length > 0 ? plural(form.picked.length, 'entity', 'entities') : 'The selection', () => this.#pick()],
    ])}
      ${
        form.whom === 'query'
          ? html`<input class="wide" aria-label="Query" placeholder="tag=device" spellcheck="false" autocomplete="off" ?disabled=${locked}
            .value=${live(form.query)} @input=${(event: Event) => this.#set({ query: valueOf(event), words: '' })} />`
          : nothing
      }
      ${form.whom === 'all' || form.words === '' ? nothing : html`<span class="soft clip">${form.words}</span>`}
      ${
        form.whom === 'picked' && count > 0 && selection.value.join() !== form.picked.join()
          ? html`<button type="button" class="boxed" ?disabled=${locked} @click=${() => this.#pick(true)}>Take the selection (${grouped(count)})</button>`
          : nothing
      }</div>`;
  }

  #when(form: SendDraft, locked: boolean): TemplateResult {
    return html`<div class="line"><span class="word">When</span>${this.#choice('When', form.when, locked, [
      ['now', 'Once, now', () => this.#set({ when: 'now' })],
      ['every', 'Every …', () => this.#set({ when: 'every' })],
      ['at', 'At times', () => this.#set({ when: 'at' })],
    ])}
      ${
        form.when === 'every'
          ? html`<label>${this.#box('every', 'Seconds between two rounds', form.every, locked)} s</label><label>${this.#box(
              'times',
              'Rounds, empty until it is stopped',
              form.times,
              locked,
              '∞',
            )} times</label>`
          : nothing
      }
      ${
        form.when === 'at'
          ? html`<label>after <input class="wide" aria-label="Seconds after it begins" ?disabled=${locked} .value=${live(form.at)}
            @input=${(event: Event) => this.#set({ at: valueOf(event) })} /> s</label>`
          : nothing
      }</div>`;
  }

  #more(form: SendDraft, locked: boolean): TemplateResult {
    return html`<details ?open=${form.rate !== '' || form.within !== '' || form.by !== 'text'}><summary>Rate and answers</summary>
      <div class="line"><label>at most ${this.#box('rate', 'Messages a second at most', form.rate, locked, '1000')} a second</label>
        <label>answers within ${this.#box('within', 'Seconds for an answer', form.within, locked, '5')} s</label></div>
      <div class="line"><span class="word">told apart by</span>${this.#choice('Answers are told apart by', form.by, locked, [
        ['text', 'their text', () => this.#set({ by: 'text' }), 'All of it, but for the name and the id of who says it'],
        ['shape', 'their shape', () => this.#set({ by: 'shape' }), 'Their text without its numbers'],
        ['place', 'a place in JSON', () => this.#set({ by: 'place' })],
      ])}${
        form.by === 'place'
          ? html`<input class="wide" aria-label="Place in JSON" ?disabled=${locked} .value=${live(form.place)}
        @input=${(event: Event) => this.#set({ place: valueOf(event) })} />`
          : nothing
      }</div></details>`;
  }

  #foot(locked: boolean): TemplateResult {
    const spec = specOf(draft.value);
    const cannot = locked || this.busy || this.#fault !== null || 'fault' in spec || draft.value.text === '';
    const when = 'spec' in spec && (spec.spec.every !== undefined || spec.spec.at !== undefined) ? 'Begin' : 'Send';
    return html`<div class="foot"><button class="primary" ?disabled=${cannot || session.past.value !== null} title="${when} (Ctrl-Enter)">${when}</button>
      <button type="button" class="boxed" ?disabled=${cannot} @click=${() => this.#tell('save')}>Save…</button>
      <span class="whom">${this.#count()}</span></div>`;
  }

  #count(): TemplateResult | typeof nothing {
    const preview = this.#preview;
    if (preview === null) return nothing;
    const { count, open, tooMany } = preview;
    if (tooMany !== undefined) return html`<span class="fault">${grouped(count)} clients; a send may be for ${grouped(tooMany)}</span>`;
    if (count === 0) return html`no client is meant`;
    return html`<b class="numbers">${grouped(count)}</b> ${count === 1 ? 'client' : 'clients'}${
      open === count ? ', all open' : html`, <b class="numbers">${grouped(open)}</b> open`
    }`;
  }

  #said(): TemplateResult {
    if (this.#fault !== null) return html`<p class="fault">${this.#fault}</p>`;
    const preview = this.#preview;
    if (preview === null) return html`<p class="faint">…</p>`;
    if (draft.value.text === '') return html`<p class="faint">What the first, the second and the last of them would be told is shown here.</p>`;
    if (preview.said.length === 0) return html`<p class="faint">Nobody would be told anything.</p>`;
    const rows = preview.said.map(said);
    return preview.count > 3 ? html`${rows.slice(0, 2)}<div class="gap" aria-hidden="true">⋮</div>${rows.slice(2)}` : html`${rows}`;
  }

  #choice(
    label: string,
    now: string,
    locked: boolean,
    options: readonly (readonly [name: string, words: string, choose: () => void, about?: string])[],
  ): TemplateResult {
    const turn = (event: KeyboardEvent): void => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      const at = options.findIndex(([name]) => name === now);
      const group = event.currentTarget as HTMLElement;
      options[(at + by + options.length) % options.length]?.[2]();
      void this.updateComplete.then(() => group.querySelector<HTMLElement>('[aria-checked=true]')?.focus());
    };
    return html`<span class="choice" role="radiogroup" aria-label=${label} @keydown=${turn}>${options.map(
      ([name, words, choose, about]) =>
        html`<button type="button" role="radio" aria-checked=${name === now} tabindex=${name === now ? 0 : -1} title=${about ?? nothing} ?disabled=${locked}
          @click=${choose}>${words}</button>`,
    )}</span>`;
  }

  #box(key: 'every' | 'times' | 'rate' | 'within', label: string, value: string, locked: boolean, usual = ''): TemplateResult {
    return html`<input inputmode="decimal" autocomplete="off" aria-label=${label} title=${label} placeholder=${usual} ?disabled=${locked}
      .value=${live(value)} @input=${(event: Event) => this.#set({ [key]: valueOf(event) })} />`;
  }

  #pick(isFresh = false): void {
    const { picked } = draft.value;
    this.#set({ whom: 'picked', ...(isFresh || picked.length === 0 ? { picked: selection.value, words: '' } : {}) });
  }
  /** Puts an expression where the cursor is. */
  #put(text: string): void {
    const { box } = this;
    box.focus();
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end');
    this.#set({ text: box.value });
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#tell('send');
  };
  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#tell('send');
  };
  #tell(what: 'send' | 'save'): void {
    const read = specOf(draft.value);
    if ('fault' in read || this.#fault !== null || draft.value.text === '' || this.busy || !session.mayEdit) return;
    if (what === 'send' && session.past.value !== null) return;
    this.dispatchEvent(new CustomEvent(what, { detail: read.spec }));
  }
}

function said(sample: SendSample): TemplateResult {
  return html`<div class="said"><b class="clip" title=${sample.name}>${sample.name}</b>${
    'text' in sample ? html`<span>${sample.text}</span>` : html`<span class="fault">${sample.fault}</span>`
  }</div>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}
