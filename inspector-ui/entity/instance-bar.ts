import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EntityDetail } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { giveToSource, overridesMenu, placeInstance, selectInstances, takeBack, unlink } from '../hierarchy/instances.ts';
import { select } from '../session/place.ts';

/** Says of an entity what it follows, what it overrides, and who follows it. */
@customElement('ww-instance-bar')
export class InstanceBar extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; border-bottom: 1px solid var(--line); background: color-mix(in srgb, var(--accent-soft) 60%, var(--panel)); }
    p { display: flex; flex-wrap: wrap; gap: 2px 6px; align-items: center; margin: 0; padding: 5px 14px; font: var(--small); min-height: 24px; }
    p + p { border-top: 1px solid var(--line); }
    svg.glyph { width: 14px; height: 14px; color: var(--accent-ink); flex: none; }
    button { font: inherit; min-height: 22px; padding: 0 6px; }
    button.link { padding: 0 2px; text-decoration: underline; text-underline-offset: 2px; color: var(--accent-ink); max-width: 16em; }
    .grow { flex: 1; }
  `,
  ];
  @property({ attribute: false }) entity!: EntityDetail;
  @property({ type: Boolean }) locked = false;

  override render(): TemplateResult {
    return html`${this.#follows()}${this.#followed()}`;
  }

  #follows(): TemplateResult | typeof nothing {
    const { instance, id } = this.entity;
    if (instance === undefined) return nothing;
    const { root, rootName, source, sourceName, of, all = [], marks } = instance;
    const to = (entity: string, name: string): TemplateResult =>
      html`<button class="link clip" title="Go to ${name}" @click=${() => select(entity, { show: true })}>${name === '' ? 'no name' : name}</button>`;
    if (of === null)
      return html`<p>${glyph('plus')}Added to ${to(root, rootName)}<span aria-hidden="true">·</span>not in its template ${to(source, sourceName)}</p>`;
    if (root !== id) {
      const mine = marks.map((what) => `${of}/${what}`);
      return html`<p>${glyph('part')}Part of ${to(root, rootName)}<span aria-hidden="true">·</span>instance of ${to(source, sourceName)}
        <span class="grow"></span><button class="boxed" @click=${() => select(of, { show: true })}>Go to it in the template</button>
        ${
          mine.length === 0
            ? nothing
            : html`<button class="boxed" ?disabled=${this.locked} @click=${() => void takeBack(instance, mine)}>Take back</button>
          <button class="boxed" ?disabled=${this.locked} @click=${() => void giveToSource(instance, mine)}>Give to ${sourceName}</button>`
        }</p>`;
    }
    return html`<p>${glyph('instance')}Instance of ${to(source, sourceName)}
      <span class="grow"></span>
      <button class="boxed" aria-haspopup="menu" @click=${(event: Event) => openMenu(event, overridesMenu(instance, this.locked))}>${
        all.length === 0 ? 'Nothing overridden' : `${plural(all.length, 'override', 'overrides')}`
      }</button>
      <button class="boxed" @click=${() => void selectInstances(id)}>Select all instances</button>
      <button class="boxed" ?disabled=${this.locked} @click=${() => void unlink([id])}>Unlink</button></p>`;
  }

  #followed(): TemplateResult | typeof nothing {
    const { reach, isSource, id, name } = this.entity;
    if (reach === undefined) return nothing;
    const words = reach === 1 ? 'one instance' : `${grouped(reach)} instances`;
    return html`<p>${glyph('template')}<span role="status">${isSource === true ? 'Template: edits' : 'Part of a template: edits'} here reach ${words}</span>
      <span class="grow"></span>${
        isSource === true
          ? html`<button class="boxed" ?disabled=${this.locked} aria-label="Place an instance of ${name}"
            @click=${() => void placeInstance(id)}>Place an instance</button>
          <button class="boxed" @click=${() => void selectInstances(id)}>Select all instances</button>`
          : nothing
      }</p>`;
  }
}
