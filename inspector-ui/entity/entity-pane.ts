import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { EntityDetail } from '../../server/protocol.ts';
import { duplicate, move, pickAndSpawn, remove, saveAsItem, addChild } from '../hierarchy/actions.ts';
import { chooseParent } from '../hierarchy/parent-dialog.ts';
import { Follow, Listen } from '../session/cell.ts';
import { EntityWatch } from '../session/entity-watch.ts';
import { learnName } from '../session/names.ts';
import { WearerWatch } from '../session/wearer.ts';
import { select, selected, spawner } from '../session/place.ts';
import { session } from '../session/session.ts';
import { personName } from '../shell/actions.ts';
import { glyph } from '../shell/glyphs.ts';
import { openMenu } from '../shell/menu.ts';
import { tell } from '../shell/notices.ts';
import { stateDot, wordOf } from '../shell/states.ts';
import { badges, controls } from '../shell/styles.ts';
import './attach-dialog.ts';
import type { AttachDialog } from './attach-dialog.ts';
import './component-section.ts';
import './entity-basics.ts';

/** The right pane: one entity, all of it. */
@customElement('ww-entity-pane')
export class EntityPane extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; container-type: inline-size; }
    header { padding: 8px 8px 10px 14px; border-bottom: 1px solid var(--line); min-width: 0; }
    nav { display: flex; gap: 4px; align-items: center; font: var(--small); color: var(--soft); min-height: 20px; overflow: hidden; white-space: nowrap; }
    nav button { padding: 0 1px; min-height: 20px; font: inherit; min-width: 16px; }
    nav > .clip { max-width: 14em; flex: 0 1 auto; min-width: 16px; }
    .title { display: flex; align-items: center; gap: 8px; min-height: 28px; }
    h2 { font-size: 17px; font-weight: 650; line-height: 1.3; margin: 0; min-width: 0; }
    .id { font: var(--small); color: var(--faint); flex: 1 1 60px; }
    .scroll { overflow: auto; min-height: 0; overscroll-behavior: contain; }
    .attach { padding: 12px 14px 24px; }
    .empty { place-self: center; text-align: center; color: var(--soft); padding: 24px; grid-row: 1 / -1; line-height: 1.7; }
    .empty svg.glyph { width: 34px; height: 34px; stroke-width: .8; color: var(--line-strong); display: block; margin: 0 auto 10px; }
    .gone { margin: 0; padding: 8px 14px; background: color-mix(in srgb, var(--retry) 14%, var(--panel)); border-bottom: 1px solid var(--line); }
  `,
  ];
  @state() private late = false;
  @query('ww-attach-dialog') private attach!: AttachDialog;
  readonly #watch = new EntityWatch(this);
  readonly #wearer = new WearerWatch(this);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, selected, session.me, session.manifest, session.world, session.status);
    new Listen(this, session.entered, () => this.#watch.show(null));
    new Listen(this, selected, () => {
      clearTimeout(this.#timer);
      this.late = false;
      this.#timer = setTimeout(() => {
        this.late = true;
      }, 300);
    });
  }

  override willUpdate(): void {
    this.#watch.show(session.world.value === null ? null : selected.value);
    for (const step of this.#watch.entity?.path ?? []) learnName(step.id, step.name);
    this.#wearer.show(this.#asksForUser() ? (this.#watch.entity?.path ?? []).map(({ id }) => id).filter((id) => id !== selected.value) : []);
    spawner.value = this.#watch.entity?.spawnedBy ?? null;
    if (this.#watch.entity !== null) learnName(this.#watch.entity.id, this.#watch.entity.name);
  }

  override render(): TemplateResult {
    const { entity, gone } = this.#watch;
    if (selected.value === null) return html`<p class="empty">${glyph('entity')}Nothing selected.<br />Choose an entity in the hierarchy, or a connection.</p>`;
    if (entity === null)
      return gone
        ? html`<p class="empty">${glyph('entity')}This entity is no longer here.<br />If you removed it, Ctrl-Z brings it back.</p>`
        : html`<p class="empty">${this.late ? 'Loading…' : ''}</p>`;
    return html`${this.#header(entity)}
      <div class="scroll">
        ${gone ? html`<p class="gone" role="status">This entity has been removed; what you see is the last of it.</p>` : nothing}
        ${keyed(entity.id, html`<ww-entity-basics .entity=${entity} ?locked=${!session.mayEdit || gone}></ww-entity-basics>`)}
        ${repeat(
          Object.entries(entity.components),
          ([key]) => `${entity.id} ${key}`,
          ([key, values]) => html`
          <ww-component-section data-key=${key} .entity=${entity.id} .key=${key} .values=${values} .locked=${!session.mayEdit || gone}></ww-component-section>`,
        )}
        <div class="attach"><button class="boxed" aria-haspopup="dialog" ?disabled=${!session.mayEdit || gone} @click=${() => this.attach.open(entity)}>${glyph('plus')} Attach Component</button></div>
      </div>
      <ww-attach-dialog @attached=${this.#showComponent}></ww-attach-dialog>`;
  }

  /** Whether a component of the entity names a user. */
  #asksForUser(): boolean {
    return Object.keys(this.#watch.entity?.components ?? {}).some((key) =>
      session.manifest.value.get(key.split('#')[0] ?? key)?.fields.some((field) => field.kind === 'userRef'),
    );
  }

  /** Brings a component into view that has just been attached. */
  #showComponent(event: CustomEvent<string>): void {
    const show = (): boolean => {
      const section = this.renderRoot.querySelector(`ww-component-section[data-key="${CSS.escape(event.detail)}"]`);
      section?.scrollIntoView({ block: 'nearest' });
      return section !== null;
    };
    // It is told by the view, a moment after the answer.
    const until = performance.now() + 2_000;
    const look = (): void => {
      if (!show() && performance.now() < until) requestAnimationFrame(look);
    };
    look();
  }

  #header(entity: EntityDetail): TemplateResult {
    const state = entity.components['WebsocketClient']?.['State'];
    const above = entity.path.filter((step) => step.id !== entity.id);
    const near = above.slice(-3),
      hidden = above.slice(0, -3);
    const title = session.worlds.value.find((world) => world.name === session.world.value)?.title ?? '';
    return html`<header>
      <nav aria-label="Where it is"><span class="clip">${title}</span>${
        hidden.length === 0
          ? nothing
          : html`<span aria-hidden="true">›</span><button aria-haspopup="menu" aria-label="${hidden.length} more above" @click=${(event: Event) =>
              openMenu(
                event,
                hidden.map((step) => ({ label: step.name, run: () => select(step.id, { show: true }) })),
              )}>…</button>`
      }${near.map((step) => html`<span aria-hidden="true">›</span><button class="clip" title=${step.name} @click=${() => select(step.id, { show: true })}><span class="clip">${step.name === '' ? 'no name' : step.name}</span></button>`)}</nav>
      <div class="title"><h2 class="clip" title=${entity.name}>${entity.name === '' ? 'no name' : entity.name}</h2>
        ${typeof state === 'string' ? html`<span class="badge ${state}">${stateDot(state)}${wordOf(state)}</span>` : nothing}
        <span class="id clip" title=${entity.id}>${entity.id}${entity.spawnedBy === null ? nothing : html` · spawned by ${personName(entity.spawnedBy)}`}</span>
        <button class="icon" aria-haspopup="menu" aria-label="More of ${entity.name}" @click=${(event: Event) => this.#menu(event, entity)}>${glyph('more')}</button></div>
    </header>`;
  }

  #menu(event: Event, entity: EntityDetail): void {
    const locked = !session.mayEdit,
      row = { id: entity.id, name: entity.name, children: entity.children.length };
    openMenu(event, [
      { label: 'Show in the hierarchy', run: () => select(entity.id, { show: true }) },
      { label: 'Copy id', run: () => void navigator.clipboard?.writeText(entity.id).then(() => tell('Id copied.')) },
      null,
      { label: 'Add child', disabled: locked, run: () => void addChild(entity.id) },
      { label: 'Duplicate', disabled: locked, run: () => void duplicate(entity.id) },
      {
        label: 'Move to…',
        disabled: locked,
        run: () =>
          void chooseParent(entity).then((parent) => {
            if (parent !== undefined) void move(entity.id, parent);
          }),
      },
      { label: 'Save as item', run: () => void saveAsItem(row) },
      { label: 'Spawn item…', disabled: locked, run: () => pickAndSpawn(entity.id) },
      null,
      { label: 'Remove', danger: true, disabled: locked, run: () => void remove(row) },
    ]);
  }
}
