import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SavedSendsRow, SendRow, SendSpec, ViewUpdate } from '../../server/protocol.ts';
import { registerActions } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { askText } from '../controls/ask-text.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { pointer } from './saved-list.ts';
import './saved-list.ts';
import type { SendComposer } from './send-composer.ts';
import './send-composer.ts';
import { draft, draftOf } from './send-draft.ts';
import './send-run.ts';

/** Something said to many: the form, what goes on and what came of it, and what is saved in the scene. */
@customElement('ww-send-pane')
export class SendPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; min-height: 0; overflow: auto; background: var(--panel); container-type: inline-size; }
    .head { display: flex; align-items: center; gap: 8px; padding: 7px 12px 7px 14px; border-bottom: 1px solid var(--line); background: var(--bg);
      position: sticky; top: 0; z-index: 1; }
    h3 { font: var(--text); font-weight: 650; margin: 0; }
    h3 span { color: var(--faint); font-weight: 400; }
    .empty { margin: 0; padding: 14px; color: var(--soft); line-height: 1.7; max-width: 60ch; }
    .past { padding: 5px 14px; font: var(--small); color: var(--accent-ink); background: var(--selected); border-bottom: 1px solid var(--line); margin: 0; }
  `,
  ];
  @state() private rows: readonly SendRow[] = [];
  @state() private saved: readonly SavedSendsRow[] = [];
  @state() private more = 0;
  @state() private chosen: number | null = null;
  @state() private busy = false;
  @query('ww-send-composer') private composer!: SendComposer;
  #handle: ViewHandle | undefined;
  /** What was sent from here, whole. */
  readonly #own = new Map<number, SendSpec>();

  constructor() {
    super();
    new Follow(this, session.past, session.me, session.status, session.run);
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.#handle = session.watch({ kind: 'sends' }, (update) => this.#told(update));
    registerActions([
      { id: 'send.text', label: 'Send to many: what is said', group: 'Connection', enabled: () => middle.value === 'send', run: () => this.composer.focus() },
      { id: 'send.stop', label: 'Stop all sends', group: 'Connection', enabled: () => session.mayEdit, run: () => void this.#stop() },
    ]);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#handle?.close();
    this.#handle = undefined;
  }

  #told(update: ViewUpdate): void {
    if (update.kind === 'sends') this.rows = update.rows;
    else if (update.kind === 'savedSends') {
      this.saved = update.saved;
      this.more = update.more;
    }
  }
  #choose(run: number | null): void {
    this.chosen = this.chosen === run ? null : run;
    this.#handle?.change({ kind: 'sends', ...(this.chosen === null ? {} : { run: this.chosen }) });
  }

  override render(): TemplateResult {
    const going = this.rows.filter(({ over }) => over === null).length;
    const hasSaved = this.saved.some(({ sends }) => Object.keys(sends).length > 0);
    const isPaused = session.run.value?.paused === true;
    return html`${session.past.value === null ? nothing : html`<p class="past" role="status">You look at the past: nothing is sent from there.</p>`}
      <ww-send-composer .busy=${this.busy} @send=${this.#send} @save=${this.#save}></ww-send-composer>
      ${isPaused && going > 0 ? html`<p class="past" role="status">The world is paused: nothing is said until it goes on.</p>` : nothing}
      ${
        hasSaved
          ? html`<div class="head"><h3>Saved in the scene</h3></div>
        <ww-saved-sends .saved=${this.saved} .more=${this.more} .locked=${!session.mayEdit}></ww-saved-sends>`
          : nothing
      }
      <div class="head"><h3>Sends <span class="numbers">${going === 0 ? '' : `${grouped(going)} going on`}</span></h3><span class="grow"></span>
        ${
          going > 0
            ? html`<button class="boxed danger" ?disabled=${!session.mayEdit} @click=${() => void this.#stop()}>${glyph('close')}Stop all</button>`
            : nothing
        }</div>
      ${
        this.rows.length === 0
          ? html`<p class="empty">What is sent is listed here, with how far it is, what was answered by how many, and how soon.</p>`
          : nothing
      }
      ${repeat(
        this.rows.toReversed(),
        ({ run }) => run,
        (row) =>
          html`<ww-send-run .row=${row} .chosen=${row.run === this.chosen} .locked=${!session.mayEdit} .time=${session.status.value?.time ?? 0}
            @choose=${() => this.#choose(row.run)} @stop=${() => void this.#stopOne(row)} @again=${() => this.#again(row)}></ww-send-run>`,
      )}`;
  }

  readonly #send = async (event: CustomEvent<SendSpec>): Promise<void> => {
    this.busy = true;
    const answer = await session.send(event.detail);
    this.busy = false;
    if (!toldIfRefused(answer) || !('run' in answer) || answer.run === undefined) return;
    this.#own.set(answer.run, event.detail);
    if (this.chosen !== answer.run) this.#choose(answer.run);
  };
  readonly #save = async (event: CustomEvent<SendSpec>): Promise<void> => {
    const spec = event.detail;
    const [holder] = this.saved;
    const name = await askText('Save this send as', '', {
      hint: holder === undefined ? 'It is kept in the scene, by a new entity Sends.' : `It is kept in the scene, by ${holder.name}.`,
      yes: 'Save',
      check: (text) =>
        text.trim() === '' ? 'a name is wanted' : holder !== undefined && Object.hasOwn(holder.sends, text.trim()) ? `there is one of that name already` : null,
    });
    if (name === null) return;
    const called = name.trim();
    const label = `save send ${called}`.slice(0, 200);
    const answer =
      holder === undefined
        ? await session.edit([{ op: 'addEntity', entity: { name: 'Sends', components: { SavedSends: { Sends: { [called]: spec } as never } } } }], { label })
        : await session.edit(
            [
              {
                op: 'patchField',
                entity: holder.entity,
                component: holder.component,
                field: 'Sends',
                patch: [{ op: 'add', path: `/${pointer(called)}`, value: spec as never, new: true }],
              },
            ],
            { label },
          );
    if (toldIfRefused(answer)) tell(`${called} is saved in the scene`);
  };

  async #stop(): Promise<void> {
    toldIfRefused(await session.stopSends());
  }
  /** One that is saved and on is put off, so that it does not begin again by itself. */
  async #stopOne({ run, name, entity, component, spec }: SendRow): Promise<void> {
    if (spec.on === true && name !== undefined && entity !== undefined && component !== undefined) {
      const patch = [{ op: 'replace', path: `/${pointer(name)}/on`, value: false }] as const;
      toldIfRefused(await session.edit([{ op: 'patchField', entity, component, field: 'Sends', patch }], { label: `put ${name} off`.slice(0, 200) }));
      return;
    }
    toldIfRefused(await session.stopSends(run));
  }
  /** Puts one into the form again. Of one that was sent elsewhere a very long text and very many ids are not known whole. */
  #again(row: SendRow): void {
    const spec = this.#own.get(row.run) ?? (isWhole(row.spec) ? row.spec : undefined);
    if (spec === undefined) {
      tell('It was sent from elsewhere, and is too long to be told whole here.', true);
      return;
    }
    draft.value = draftOf(spec);
    this.composer.focus();
  }
}

/** Whether a send is told whole: texts are cut behind 500 characters, ids behind 100. */
function isWhole({ text, to }: SendSpec): boolean {
  return !(text.length > 500 && text.endsWith('…')) && (typeof to === 'string' || to.length < 100);
}
