import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { Follow } from '../cells/cell.ts';
import { root, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { toldIfRefused } from '../controls/notices.ts';
import { badges, controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { choose, options } from './options.ts';
import { pictureLegend, pictureLabel, selectionWords } from './picture-legend.ts';
import { pictureMenu } from './picture-menu.ts';
import type { Picture } from './picture.ts';
import type { Places } from './places.ts';
import { QueryMatches } from './query-matches.ts';
import { showPicture, viewportKey } from './viewport-actions.ts';
import { art } from './viewport-art.ts';
import { viewportStyles } from './viewport-styles.ts';
import { webglKind } from './webgl.ts';

/** Updates a second where a processor draws. */
const SLOW_RATE = 8;
/** How long a first picture may take before the pane says that it is on its way. */
const PATIENCE = 300;

/** The world in three dimensions: everything with a Transform, to look at, to pick, to move. */
@customElement('ww-viewport-pane')
export class ViewportPane extends LitElement {
  static override styles = [controls, badges, viewportStyles];
  @state() private phase: 'loading' | 'shown' | 'lost' | 'failed' = 'loading';
  @state() private slow = false;
  /** Counts lists and states that have come, so that what is said of them is drawn anew. */
  @state() private listed = 0;
  @state() private matched: { readonly count: number; readonly fault: string | null; readonly asked: boolean } = { count: 0, fault: null, asked: false };
  /** A canvas that has lost its context gets no other. */
  @state() private attempt = 0;
  @query('.surface') private surface!: HTMLElement | null;
  #picture: Picture | undefined;
  #handle: ViewHandle | undefined;
  #watched = '';
  #seen = false;
  readonly #ends: (() => void)[] = [];
  readonly #matches = new QueryMatches((ids, fault, asked) => {
    this.matched = { count: ids.size, fault, asked };
    if (this.#picture === undefined) return;
    this.#picture.matches = ids;
    this.#picture.refresh();
  });
  readonly #sizes = new ResizeObserver(() => this.#resize());
  readonly #sight = new IntersectionObserver((entries) => this.#inSight(entries.at(-1)?.isIntersecting === true));

  constructor() {
    super();
    new Follow(this, options, selection, selected, root, session.phase, session.world, session.past, session.me, session.adrift, session.manifest);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#sight.observe(this);
    this.#ends.push(
      session.entered.subscribe(() => {
        this.#picture?.left();
        this.listed = 0;
      }),
    );
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#sight.disconnect();
    for (const end of this.#ends.splice(0)) end();
    this.#matches.ask(null);
    this.#end();
  }

  override render(): TemplateResult {
    const kind = webglKind();
    if (kind === 'none')
      return this.#said(
        'No 3D in this browser',
        'The picture of the world needs WebGL, which this browser does not offer or has turned off. Everything else works without it.',
      );
    if (kind === 'software' && !options.value.anyway)
      return this.#said(
        'The picture is off',
        'Here graphics are drawn by the processor instead of a graphics card, which is slow and takes its time from the world.',
        html`<button class="primary" @click=${() => choose({ anyway: true })}>Draw anyway</button>`,
      );
    if (this.phase === 'failed')
      return this.#said(
        'The picture could not be drawn',
        'The browser gave no room to draw in. It may have too much open.',
        html`<button class="boxed" @click=${this.#again}>Try again</button>`,
      );
    const empty = this.phase === 'shown' && this.listed > 0 && this.#picture?.places.count === 0;
    return html`${keyed(
      this.attempt,
      html`<div class="surface" role="application" tabindex="0" aria-roledescription="3D picture" aria-label=${pictureLabel(this.#places)}
        aria-describedby="said" @keydown=${this.#key}>
        <canvas aria-hidden="true"></canvas>
        <div class="labels" aria-hidden="true"></div>
        <div class="band" hidden></div>
      </div>`,
    )}
      <span id="said" class="unseen" role="status">${selectionWords(this.#places)}</span>
      ${this.phase === 'loading' && this.slow ? html`<div class="state"><p>Loading the picture…</p></div>` : nothing}
      ${this.phase === 'lost' ? this.#lost() : nothing}
      ${empty ? this.#nothingPlaced() : nothing}
      ${this.phase === 'shown' ? html`${this.#tools()}${empty ? nothing : html`${pictureLegend(this.#places)}${this.#hint()}`}` : nothing}`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.surface === null && this.#picture !== undefined) this.#end();
    if (this.surface !== null && this.#picture === undefined && this.phase === 'loading') void this.#begin();
    this.#watch();
    this.#matches.ask(this.#seen && this.#picture !== undefined && options.value.colour === 'query' ? options.value.query : null);
  }

  async #begin(): Promise<void> {
    const { surface } = this;
    if (surface === null || surface.dataset['begun'] !== undefined) return;
    surface.dataset['begun'] = '';
    const late = setTimeout(() => {
      this.slow = true;
    }, PATIENCE);
    const part = <T extends HTMLElement>(name: string): T => surface.querySelector(name) as T;
    try {
      const { Picture } = await import('./picture.ts');
      if (!surface.isConnected) return;
      this.#picture = new Picture({
        surface,
        canvas: part('canvas'),
        labels: part('.labels'),
        band: part('.band'),
        software: webglKind() === 'software',
        listed: () => {
          this.listed += 1;
        },
        lost: (lost) => {
          this.phase = lost ? 'lost' : 'shown';
        },
      });
      this.phase = 'shown';
      this.#resize();
      this.#inSight(this.#seen);
    } catch {
      this.phase = 'failed';
    } finally {
      clearTimeout(late);
      this.slow = false;
    }
  }

  /** What is watched of the world: nothing while nobody sees it. */
  #watch(): void {
    const wanted = this.#picture !== undefined && this.#seen ? `${session.entered.value} ${root.value ?? ''}` : '';
    if (wanted === this.#watched) return;
    this.#watched = wanted;
    const what = { kind: 'poses', root: root.value, ...(webglKind() === 'software' ? { rate: SLOW_RATE } : {}) } as const;
    if (wanted === '') {
      this.#handle?.close();
      this.#handle = undefined;
    } else if (this.#handle === undefined) this.#handle = session.watch(what, (update) => this.#picture?.take(update));
    else this.#handle.change(what);
  }

  #inSight(seen: boolean): void {
    this.#seen = seen;
    if (this.#picture !== undefined) {
      this.#picture.stage.visible = seen;
      showPicture(seen ? this.#picture : null);
    }
    this.requestUpdate();
  }
  #resize(): void {
    this.#picture?.stage.resize(this.clientWidth, this.clientHeight);
  }
  #end(): void {
    this.#handle?.close();
    this.#handle = undefined;
    this.#watched = '';
    showPicture(null);
    this.#picture?.dispose();
    this.#picture = undefined;
    this.phase = 'loading';
    delete this.surface?.dataset['begun'];
  }
  readonly #again = (): void => {
    this.#end();
    this.attempt += 1;
  };
  readonly #key = (event: KeyboardEvent): void => {
    if (this.#picture === undefined || !viewportKey(event, this.#picture)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** What has a place in the picture; undefined before that is known. */
  get #places(): Places | undefined {
    return this.listed === 0 ? undefined : this.#picture?.places;
  }

  #tools(): TemplateResult {
    const { tool, colour, query: text } = options.value;
    const { fault, count, asked } = this.matched;
    return html`<div class="tools" role="toolbar" aria-label="Picture">
      ${
        colour !== 'query'
          ? nothing
          : html`<div class="query"><input type="search" aria-label="Colour what fits this query" placeholder="colour what fits: c:WebsocketClient"
            spellcheck="false" .value=${text}
          aria-invalid=${fault !== null} @input=${(event: Event) => choose({ query: (event.target as HTMLInputElement).value })} />
          ${
            fault !== null
              ? html`<p class="fault">${fault}</p>`
              : text.trim() === '' || !asked
                ? nothing
                : html`<p
              class="numbers">${plural(count, 'entity fits', 'entities fit')}</p>`
          }</div>`
      }
      ${
        session.mayEdit
          ? html`<span class="group" role="group" aria-label="Handles">
        <button aria-pressed=${tool === 'move'} title="Handles that move (W)" @click=${() => choose({ tool: 'move' })}>Move</button>
        <button aria-pressed=${tool === 'rotate'} title="Handles that turn (E)" @click=${() => choose({ tool: 'rotate' })}>Turn</button></span>`
          : nothing
      }
      <span class="group"><button title=${selection.value.length > 0 ? 'Bring the selection into view (F)' : 'Bring everything into view (Home)'}
        @click=${() => this.#picture?.frame()}>Frame</button></span>
      <span class="group"><button aria-label="View options" aria-haspopup="menu" title="View options"
        @click=${(event: Event) => openMenu(event, pictureMenu(this.#picture))}>${glyph('more')}</button></span>
    </div>`;
  }

  /** What is selected and has no place. */
  #hint(): TemplateResult | typeof nothing {
    const places = this.#places;
    if (selected.value === null || selection.value.length !== 1 || places === undefined || places.indexOf(selected.value) !== undefined) return nothing;
    return html`<div class="note"><span>What is selected has no place here.</span>${
      session.mayEdit ? html`<button class="boxed" @click=${this.#attach}>Attach Transform</button>` : nothing
    }</div>`;
  }

  #nothingPlaced(): TemplateResult {
    const may = session.mayEdit && selection.value.length > 0;
    return html`<div class="state">${art(true)}
      <h3>Nothing has a place yet</h3>
      <p>An entity is drawn where its <code
        class="mono">Transform</code> puts it. ${session.mayEdit && !may ? 'Select an entity in the hierarchy to attach one to it.' : nothing}</p>
      ${
        may
          ? html`<div class="row"><button class="primary"
          @click=${this.#attach}>Attach Transform to ${
            selection.value.length === 1 ? 'the selected entity' : `${selection.value.length} selected`
          }</button></div>`
          : nothing
      }</div>`;
  }
  readonly #attach = async (): Promise<void> => {
    const places = this.#picture?.places;
    const ids = selection.value.filter((id) => places?.indexOf(id) === undefined);
    if (ids.length === 0) return;
    toldIfRefused(
      await session.edit(
        ids.map((entity) => ({ op: 'addComponent', entity, component: 'Transform' })),
        { label: 'attach Transform' },
      ),
    );
  };

  #lost(): TemplateResult {
    return this.#said(
      'The picture was lost',
      'The browser took its graphics back. It is drawn again as soon as they return.',
      html`<button class="boxed" @click=${this.#again}>Draw again</button>`,
    );
  }
  #said(title: string, text: string, action: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<div class="state">${art(false)}<h3>${title}</h3><p>${text}</p><div class="row">${action}</div></div>`;
  }
}
