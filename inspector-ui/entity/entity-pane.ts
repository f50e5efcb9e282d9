import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { EntityDetail } from '../../server/protocol.ts';
import { INSTANCE } from '../../engine/instance-marks.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { EntityWatch } from '../session/entity-watch.ts';
import { learnName } from '../session/names.ts';
import { keepOpen, kept, select, spawner } from '../session/place.ts';
import { session } from '../session/session.ts';
import { WearerWatch } from '../session/wearer.ts';
import { personName } from '../session/people-names.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { attachTo } from './attach.ts';
import { pasteComponent } from './component-actions.ts';
import './component-section.ts';
import './entity-basics.ts';
import './instance-bar.ts';
import { inOrder, pinnedTypes } from './folds.ts';
import { HeadLanding } from './head-landing.ts';
import { paneMenu } from './pane-menu.ts';
import { paneStyles } from './pane-styles.ts';

/** One entity, all of it: where it is, what it is, its components. */
@customElement('ww-entity-pane')
export class EntityPane extends LitElement {
  static override styles = [controls, badges, paneStyles];
  /** Whose it is; null for nobody's. */
  @property({ attribute: false }) entity: string | null = null;
  /** It is kept open, and can be closed; else it follows the selection. */
  @property({ type: Boolean, reflect: true, attribute: 'compact' }) isKept = false;
  @state() private late = false;
  readonly #watch = new EntityWatch(this);
  readonly #wearer = new WearerWatch(this);
  readonly #landing = new HeadLanding(this);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ids: readonly string[] = [];

  constructor() {
    super();
    new Follow(this, session.me, session.adrift, session.manifest, session.world, session.worlds, session.past, pinnedTypes, kept);
    new Listen(this, session.entered, () => this.#watch.show(null));
    this.addEventListener('paste', (event) => this.#paste(event));
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('entity')) {
      this.#ids = this.entity === null ? [] : [this.entity];
      clearTimeout(this.#timer);
      this.late = false;
      this.#timer = setTimeout(() => {
        this.late = true;
      }, 300);
    }
    this.#watch.show(session.world.value === null ? null : this.entity);
    const shown = this.#watch.entity;
    for (const step of shown?.path ?? []) learnName(step.id, step.name);
    if (shown !== null) learnName(shown.id, shown.name);
    // Those who may be chosen as users are of the entity that is looked at now.
    if (this.isKept) return;
    this.#wearer.show(this.#asksForUser() ? (shown?.path ?? []).map(({ id }) => id).filter((id) => id !== this.entity) : []);
    spawner.value = shown?.spawnedBy ?? null;
  }

  override render(): TemplateResult {
    const { entity, gone } = this.#watch;
    if (this.entity === null) return html`<p class="empty">${glyph('entity')}Nothing selected.<br />Choose an entity in the hierarchy, or a connection.</p>`;
    if (entity === null)
      return gone
        ? html`<p class="empty">${glyph('entity')}This entity is no longer here.<br />If you removed it, Ctrl-Z brings it back.${
            this.isKept ? html`<br /><button class="boxed" @click=${() => this.#close()}>Close</button>` : nothing
          }</p>`
        : html`<p class="empty">${this.late ? 'Loading…' : ''}</p>`;
    const locked = !session.mayEdit || gone,
      { authors } = this.#watch;
    return html`${this.#header(entity)}
      <div class="scroll">
        ${gone ? html`<p class="gone" role="status">This entity has been removed; what you see is the last of it.</p>` : nothing}
        ${entity.instance === undefined && entity.reach === undefined ? nothing : html`<ww-instance-bar .entity=${entity} .locked=${locked}></ww-instance-bar>`}
        ${keyed(
          entity.id,
          html`<ww-entity-basics .entities=${this.#ids} .basics=${entity} .transform=${entity.components['Transform'] ?? null}
          .driven=${entity.driven} .authors=${authors} .locked=${locked} .instance=${entity.instance ?? null}></ww-entity-basics>`,
        )}
        ${repeat(
          // What it follows is said above.
          inOrder(Object.entries(entity.components)).filter(([key]) => key !== INSTANCE || entity.instance === undefined),
          ([key]) => `${entity.id} ${key}`,
          ([key, values]) => html`
          <ww-component-section data-key=${key} .entities=${this.#ids} .key=${key} .values=${values} .driven=${entity.driven} .authors=${authors}
            .keys=${Object.keys(entity.components)} .locked=${locked} .instance=${entity.instance ?? null}></ww-component-section>`,
        )}
        <div class="attach"><button class="boxed" aria-haspopup="dialog" ?disabled=${locked}
          @click=${() => void attachTo([entity.id])}>${glyph('plus')} Attach Component</button></div>
      </div>`;
  }

  /** Whether a component of the entity names a user. */
  #asksForUser(): boolean {
    return Object.keys(this.#watch.entity?.components ?? {}).some((key) =>
      session.manifest.value.get(key.split('#')[0] ?? key)?.fields.some((field) => field.kind === 'userRef'),
    );
  }

  #header(entity: EntityDetail): TemplateResult {
    const state = entity.components['WebsocketClient']?.['State'];
    const open = kept.value.includes(entity.id),
      name = entity.name === '' ? 'no name' : entity.name;
    return html`<header @dragover=${this.#landing.over} @dragleave=${this.#landing.leave} @drop=${this.#landing.drop}
      class=${this.#landing.active ? 'landing' : ''}>
      ${this.isKept ? nothing : this.#path(entity)}
      <div class="title"><h2 class="clip" title=${entity.name}>${name}</h2>
        ${typeof state === 'string' ? html`<span class="badge ${state}">${stateDot(state)}${wordOf(state)}</span>` : nothing}
        <span class="id clip" title=${entity.id}>${entity.id}${entity.spawnedBy === null ? nothing : html` · spawned by ${personName(entity.spawnedBy)}`}</span>
        ${
          this.isKept
            ? html`<button class="icon" aria-label="Show ${name} in the hierarchy" title="Show in the hierarchy"
              @click=${() => select(entity.id, { show: true })}>${glyph('jump')}</button>`
            : html`<button class="icon" aria-pressed=${open} aria-label="Keep ${name} open"
              title=${open ? 'Has a pane of its own' : 'Keep open, in a pane of its own'} @click=${() => keepOpen(entity.id, !open)}>${glyph('keep')}</button>`
        }
        <button class="icon" aria-haspopup="menu" aria-label="More of ${entity.name}"
          @click=${(event: Event) => openMenu(event, paneMenu(entity))}>${glyph('more')}</button>
        ${
          this.isKept
            ? html`<button class="icon" aria-label="Close the pane of ${name}" title="Close"
            @click=${() => this.#close()}>${glyph('close')}</button>`
            : nothing
        }</div>
    </header>`;
  }

  #path(entity: EntityDetail): TemplateResult {
    const above = entity.path.filter((step) => step.id !== entity.id);
    const near = above.slice(-3),
      hidden = above.slice(0, -3);
    const title = session.worlds.value.find((world) => world.name === session.world.value)?.title ?? '';
    return html`<nav aria-label="Where it is"><span class="clip">${title}</span>${
      hidden.length === 0
        ? nothing
        : html`<span aria-hidden="true">›</span><button aria-haspopup="menu" aria-label="${hidden.length} more above" @click=${(event: Event) =>
            openMenu(
              event,
              hidden.map((step) => ({ label: step.name, run: () => select(step.id, { show: true }) })),
            )}>…</button>`
    }${near.map(
      (step) => html`<span aria-hidden="true">›</span><button class="clip" title=${step.name} @click=${() => select(step.id, { show: true })}><span
      class="clip">${step.name === '' ? 'no name' : step.name}</span></button>`,
    )}</nav>`;
  }

  #close(): void {
    if (this.entity !== null) keepOpen(this.entity, false);
  }

  /** A component that is pasted where no text is being written comes to this entity. */
  #paste(event: ClipboardEvent): void {
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
    const text = event.clipboardData?.getData('text') ?? '';
    if (typing || this.entity === null || !session.mayEdit || !text.includes('worldwire/component')) return;
    event.preventDefault();
    event.stopPropagation();
    void pasteComponent([this.entity], text);
  }
}
