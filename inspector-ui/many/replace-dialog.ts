import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { TextFound, TextPlace, TextSearch } from '../../server/protocol.ts';
import { closeDialog, dialogFrame, dialogFrames, openDialog, shut } from '../controls/dialog.ts';
import { tell } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { searched } from '../hierarchy/query-memory.ts';
import { freshId } from '../session/asks.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { manyStyles } from './many-styles.ts';
import './replace-list.ts';
import { canBe, operationOf, placeKey, requestsOf } from './replace-plan.ts';

/** Milliseconds without a key after which it is looked for. */
const PAUSE = 250;
/** Changes that are listed, and made, at once. */
const MOST = 10_000;
const PLACES: readonly (readonly [place: TextPlace, label: string])[] = [
  ['name', 'names'],
  ['tag', 'tags'],
  ['uri', 'addresses'],
  ['text', 'text fields'],
  ['inside', 'inside structures'],
];
type Scope = 'selection' | 'below' | 'query' | 'world';

/** Looks for a text in all that entities say, and puts another in its place where that is wanted; all that would change is shown first. */
@customElement('ww-replace')
export class Replace extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    manyStyles,
    css`
    wa-dialog { --width: 860px; }
    ww-replace-list { height: min(46vh, 420px); margin-top: 10px; }
    .empty { border: 1px dashed var(--line); border-radius: var(--radius-small); margin-top: 10px; padding: 28px 16px; text-align: center; color: var(--soft); }
    .found { display: flex; gap: 10px; align-items: baseline; margin: 12px 0 0 !important; color: var(--soft); font: var(--small); }
    .found button { margin-left: auto; }
    .checks label { gap: 5px; }
    .checks input { width: auto; min-height: 0; margin: 0; }
    @media (max-width: 520px) { .rows { grid-template-columns: 76px minmax(0, 1fr) 0; } .foot { flex-wrap: wrap; } .foot .said { flex-basis: 100%; } }
  `,
  ];
  @state() private find = '';
  @state() private replace = '';
  @state() private isExpression = false;
  @state() private isExact = false;
  @state() private places: ReadonlySet<TextPlace> = new Set(PLACES.map(([place]) => place));
  @state() private scope: Scope = 'world';
  @state() private queryText = '';
  @state() private found: { readonly total: number; readonly entities: number; readonly following: number; readonly rows: readonly TextFound[] } | null = null;
  @state() private fault = '';
  @state() private said = '';
  @state() private isBad = false;
  @state() private busy = false;
  @state() private off: ReadonlySet<string> = new Set();
  @state() private since: ReadonlySet<string> = new Set();
  @query('wa-dialog') private dialog!: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is asked, so that a late answer is not taken for the newest. */
  #asked = 0;
  readonly #selected = selection.value;

  constructor() {
    super();
    this.queryText = searched.value;
    this.scope = this.#selected.length > 1 ? 'selection' : this.queryText !== '' ? 'query' : 'world';
  }

  override render(): TemplateResult {
    const { found } = this;
    const chosen = this.#chosen().length;
    const check = (label: string, on: boolean, set: (on: boolean) => void): TemplateResult =>
      html`<label><input type="checkbox" .checked=${live(on)} @change=${(event: Event) => {
        set((event.target as HTMLInputElement).checked);
        this.#later(0);
      }} />${label}</label>`;
    return dialogFrame(
      'Search and replace',
      html`<form @submit=${this.#submit}><div class="inside">
        <div class="rows">
          <label for="find">Find</label><input id="find" class="wide" autofocus autocomplete="off" spellcheck="false" maxlength="500"
            aria-invalid=${this.fault !== ''} aria-describedby=${this.fault === '' ? nothing : 'fault'} .value=${live(this.find)}
            @input=${this.#typed('find')} />
          ${this.fault === '' ? nothing : html`<p class="fault" id="fault" role="alert">${this.fault}</p>`}
          <label for="replace">Replace with</label><input id="replace" class="wide" autocomplete="off" spellcheck="false" maxlength="10000"
            placeholder=${this.isExpression ? '$1 is the first group, $0 all that was found' : 'nothing: it is taken out'}
            .value=${live(this.replace)} @input=${this.#typed('replace')} />
          <span></span><div class="few checks wide">${check('expression', this.isExpression, (on) => (this.isExpression = on))}${check(
            'capitals count',
            this.isExact,
            (on) => (this.isExact = on),
          )}</div>
          <span class="label" id="places">In</span><div class="few checks wide" role="group" aria-labelledby="places">${PLACES.map(([place, label]) =>
            check(label, this.places.has(place), (on) => {
              this.places = new Set(PLACES.map(([each]) => each).filter((each) => (each === place ? on : this.places.has(each))));
            }),
          )}</div>
          <label for="scope">Of</label><div class="few wide"><select id="scope" @change=${(event: Event) => {
            this.scope = (event.target as HTMLSelectElement).value as Scope;
            this.#later(0);
          }}>${this.#scopes().map(([scope, label]) => html`<option value=${scope} ?selected=${scope === this.scope}>${label}</option>`)}</select>${
            this.scope !== 'query'
              ? nothing
              : html`<input class="grow" aria-label="Query" autocomplete="off" spellcheck="false" placeholder="c:WebsocketClient tag=north"
                  .value=${live(this.queryText)}
                  @input=${this.#typed('queryText')} />`
          }</div>
        </div>
        ${this.#list()}
      </div>
      <div class="foot"><span class="said ${this.isBad ? 'fault' : ''}" role="status">${this.said === '' ? this.#hint() : this.said}</span><button type="button"
        class="boxed" @click=${closeDialog}>Close</button><button class="primary" ?disabled=${chosen === 0 || this.busy || !session.mayEdit}>Replace ${
          found === null || chosen === 0 ? '' : grouped(chosen)
        }</button></div></form>`,
      () => {
        clearTimeout(this.#timer);
        this.remove();
      },
    );
  }

  #scopes(): readonly (readonly [Scope, string])[] {
    const some = plural(this.#selected.length, 'selected entity', 'selected entities');
    return [
      ...(this.#selected.length === 0
        ? []
        : ([
            ['selection', some],
            ['below', `${some} and all below`],
          ] as const)),
      ['query', 'what a query finds'],
      ['world', 'the whole world'],
    ];
  }

  #hint(): string {
    return session.mayEdit ? 'One step of undo takes all of it back.' : 'You may only look: nothing is replaced.';
  }

  #list(): TemplateResult {
    const { found } = this;
    if (found === null || found.total === 0)
      return html`<p class="empty">${
        found !== null
          ? found.following > 0
            ? `Nothing that is not taken from a template.`
            : 'Nothing is found, or nothing of it would be another.'
          : this.fault !== ''
            ? 'What is to be found cannot be read yet.'
            : 'Names, tags, addresses and texts in which it is found are listed here, each with what it would be.'
      }</p>`;
    const { total, entities, following, rows } = found;
    const left = rows.filter((row) => !canBe(row)).length;
    const words = [
      `${plural(total, 'text', 'texts')} of ${plural(entities, 'entity', 'entities')}`,
      ...(rows.length < total ? [`the first ${grouped(rows.length)} are listed, the rest comes after them`] : []),
      ...(left > 0 ? [`${grouped(left)} cannot be changed`] : []),
      ...(following > 0 ? [`${grouped(following)} more in instances follow their templates`] : []),
    ];
    const isAllOff = this.#chosen().length === 0;
    return html`<p class="found"><span role="status">${words.join('; ')}</span><button type="button" class="boxed" @click=${() => {
      this.off = new Set(isAllOff ? [] : rows.filter(canBe).map(placeKey));
    }}>${isAllOff ? 'Tick all' : 'Tick none'}</button></p>
      <ww-replace-list .rows=${rows} .off=${this.off} .since=${this.since} @tick=${({ detail }: CustomEvent<ReadonlySet<string>>) => {
        this.off = detail;
        this.#say('');
      }}></ww-replace-list>`;
  }

  #typed(what: 'find' | 'replace' | 'queryText'): (event: Event) => void {
    return (event) => {
      this[what] = (event.target as HTMLInputElement).value;
      this.#later(PAUSE);
    };
  }
  #say(text: string, isBad = false): void {
    this.said = text;
    this.isBad = isBad;
  }

  /** Looks anew, once nothing has been typed for a while. What was unticked is about what was shown before. */
  #later(pause: number): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#say('');
    this.#timer = setTimeout(() => {
      this.off = this.since = new Set();
      void this.#look();
    }, pause);
  }

  async #look(): Promise<void> {
    const mine = ++this.#asked;
    const search = this.find === '' || this.places.size === 0 ? null : await this.#search();
    const answer = search === null ? null : await session.texts(search);
    if (mine !== this.#asked) return;
    this.fault = answer === null || answer.ok ? '' : answer.message;
    this.found = answer?.ok === true ? answer : null;
  }

  async #search(): Promise<TextSearch> {
    const { scope } = this;
    const selected = this.#selected.slice(0, MOST);
    const below = scope === 'below' ? await session.kin(selected, 'below') : null;
    const ids = below?.ok === true ? [...new Set([...selected, ...below.rows.map(({ entity }) => entity)])].slice(0, MOST) : selected;
    return {
      find: this.find,
      replace: this.replace,
      limit: MOST,
      ...(this.isExpression ? { expression: true } : {}),
      ...(this.isExact ? { exact: true } : {}),
      ...(this.places.size === PLACES.length ? {} : { in: [...this.places] }),
      ...(scope === 'world' ? {} : scope === 'query' ? { query: this.queryText } : { entities: ids }),
    };
  }

  #chosen(): readonly TextFound[] {
    return (this.found?.rows ?? []).filter((row) => canBe(row) && !this.off.has(placeKey(row)));
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chosen = this.#chosen();
    if (this.busy || chosen.length === 0 || !session.mayEdit) return;
    this.busy = true;
    const before = this.found?.total ?? 0;
    const done = await this.#carryOut(chosen);
    this.busy = false;
    if (done < chosen.length) return;
    const words = `Replaced in ${plural(done, 'text', 'texts')}. Ctrl-Z takes all of it back.`;
    const isMore = before > (this.found?.rows.length ?? 0);
    if (!isMore) {
      shut(this.dialog);
      tell(words);
      return;
    }
    await this.#look();
    this.#say(`${words} What was not listed before is listed now.`);
  };

  /** Changes texts in as few requests as take them, all in one step of undo. Says how many are done. */
  async #carryOut(chosen: readonly TextFound[]): Promise<number> {
    const group = `replace ${freshId()}`;
    const label = `replace “${this.find}” by “${this.replace}”`.slice(0, 200);
    let done = 0;
    for (const operations of requestsOf(chosen.map(operationOf))) {
      const answer = await session.edit(operations, { label, group });
      if (answer.ok) {
        done += operations.length;
        continue;
      }
      const already = done === 0 ? 'Nothing was replaced' : `${grouped(done)} were replaced, the others not`;
      const rest = await this.#compare(chosen.slice(done));
      const others = rest === 1 ? 'one text has' : `${grouped(rest)} texts have`;
      this.#say(
        rest === 0
          ? `${already}: ${answer.message}`
          : `${already}: ${others} become another since it was shown. What they are now is unticked; press again for the others.`,
        true,
      );
      return done;
    }
    return done;
  }

  /** Looks again at what was to be changed, unticks what is another by now or gone, and says how many that is. */
  async #compare(chosen: readonly TextFound[]): Promise<number> {
    const before = new Map(chosen.map((row) => [placeKey(row), row.was]));
    const off = new Set(this.off);
    await this.#look();
    const now = new Map((this.found?.rows ?? []).map((row) => [placeKey(row), row]));
    const since = new Set<string>();
    for (const [key, was] of before) if (now.get(key)?.was !== was) since.add(key);
    for (const key of now.keys()) {
      if (since.has(key)) off.add(key);
      // What nobody has seen yet is not changed by a second press.
      else if (!before.has(key) && !off.has(key)) off.add(key);
    }
    this.off = off;
    this.since = since;
    return since.size;
  }
}

/** Opens the search over the texts of the world. */
export function searchAndReplace(): void {
  openDialog<Replace>('ww-replace', {});
}
