import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SavedSendsRow, SendSpec } from '../../server/protocol.ts';
import { confirmed } from '../controls/confirm.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { switches } from '../controls/switch-styles.ts';
import { plural } from '../controls/words.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { draft, draftOf, whenWords } from './send-draft.ts';

/** The sends that are saved in the scene: put on and off, sent, put into the form, removed. */
@customElement('ww-saved-sends')
export class SavedList extends LitElement {
  static override styles = [
    controls,
    switches,
    css`
    :host { display: block; }
    .row { display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; gap: 4px 8px; align-items: center; padding: 3px 8px 3px 14px;
      border-bottom: 1px solid var(--line); }
    .row button.open { padding: 0; justify-content: flex-start; min-width: 0; }
    .row button.open:hover { background: none; text-decoration: underline; }
    .name { font-weight: 600; }
    .text { font: var(--mono); color: var(--soft); }
    p { margin: 0; padding: 3px 14px; }
  `,
  ];
  @property({ attribute: false }) saved: readonly SavedSendsRow[] = [];
  @property({ type: Number }) more = 0;
  @property({ type: Boolean }) locked = false;

  override render(): TemplateResult {
    return html`${this.saved.flatMap((holder) => Object.entries(holder.sends).map(([name, spec]) => this.#row(holder, name, spec)))}
      ${this.more > 0 ? html`<p class="faint">${plural(this.more, 'component')} more with saved sends, shown by their entities</p>` : ''}`;
  }

  #row(holder: SavedSendsRow, name: string, spec: SendSpec): TemplateResult {
    const isTimed = spec.every !== undefined || spec.at !== undefined;
    return html`<div class="row"><input type="checkbox" role="switch" class="switch" aria-label="${name} is on" ?disabled=${this.locked || !isTimed}
        title=${isTimed ? 'Whether it runs by itself' : 'It is said once, when it is asked for'} .checked=${spec.on === true} @change=${(event: Event) =>
          void this.#put(holder, name, { ...spec, on: (event.target as HTMLInputElement).checked })} />
      <button class="open" title="Put it into the form" @click=${() => this.#fill(name, spec)}><span class="clip"><span class="name">${name}</span>
        <span class="soft">${whenWords(spec)}</span> <span class="text">${spec.text}</span></span></button>
      <button class="boxed" ?disabled=${this.locked} aria-label="Send ${name} now" @click=${() => void this.#send(holder, name)}>Send</button>
      <button class="icon" aria-haspopup="menu" aria-label="More of ${name}" @click=${(event: Event) => this.#menu(event, holder, name, spec)}>${glyph(
        'more',
      )}</button></div>`;
  }

  #fill(name: string, spec: SendSpec): void {
    draft.value = draftOf(spec);
    tell(`${name} is in the form`);
  }
  async #send({ entity, component }: SavedSendsRow, name: string): Promise<void> {
    toldIfRefused(await session.command({ command: 'Send', entity, component, args: { Name: name } }));
  }
  async #put({ entity, component }: SavedSendsRow, name: string, spec: SendSpec): Promise<void> {
    const patch = [{ op: 'replace', path: `/${pointer(name)}`, value: spec as never }] as const;
    const label = spec.on === true ? `put ${name} on` : `put ${name} off`;
    toldIfRefused(await session.edit([{ op: 'patchField', entity, component, field: 'Sends', patch }], { label: label.slice(0, 200) }));
  }
  #menu(event: Event, holder: SavedSendsRow, name: string, spec: SendSpec): void {
    const { entity, component } = holder;
    openMenu(event, [
      { label: 'Put it into the form', run: () => this.#fill(name, spec) },
      { label: `Show ${holder.name}`, about: 'The entity that it is saved in', run: () => select(entity, { show: true, open: true }) },
      {
        label: 'Remove',
        danger: true,
        disabled: this.locked,
        run: () => {
          void confirmed(`Remove ${name}?`, ['It is no longer saved in the scene, and ends where it goes on. Undo brings it back.'], 'Remove').then(
            async (yes) => {
              if (!yes) return;
              const patch = [{ op: 'remove', path: `/${pointer(name)}` }] as const;
              toldIfRefused(await session.edit([{ op: 'patchField', entity, component, field: 'Sends', patch }], { label: `remove ${name}`.slice(0, 200) }));
            },
          );
        },
      },
    ]);
  }
}

/** A name as a part of a JSON Pointer. */
export function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
