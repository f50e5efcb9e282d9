import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { actionOf } from '../actions/registry.ts';
import type { LostEdits } from '../session/own-edits.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { isStuck } from '../session/stuck.ts';
import { showFileChanged } from './deeds.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';

/** Says what has become of the world's file, of edits that never reached it, or of the world itself, for as long as that matters. */
@customElement('ww-file-banner')
export class FileBanner extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .bar { display: flex; align-items: center; gap: 4px 14px; flex-wrap: wrap; padding: 5px 14px;
      background: color-mix(in srgb, var(--denied) 12%, var(--panel)); border-bottom: 1px solid color-mix(in srgb, var(--denied) 45%, var(--line)); }
    p { margin: 0; flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
    b { font-weight: 650; }
    @media (max-width: 600px) { .bar { padding: 5px 10px; } }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.run, session.world, session.worlds, session.lost, session.me, session.phase, session.past);
  }

  override render(): TemplateResult {
    const file = session.run.value?.file;
    const lost = session.lost.value;
    return html`${isStuck() ? this.#stuck() : nothing}${lost === null ? nothing : this.#lost(lost)}${
      file === undefined || file.state === 'same' ? nothing : this.#changed(file.name ?? '', file.state)
    }${file === undefined || file.trouble === null || file.state !== 'same' ? nothing : this.#trouble(file.trouble)}`;
  }

  #stuck(): TemplateResult {
    const revert = actionOf('world.revert');
    return html`<div class="bar" role="alert">
      <p><b>This world does not answer.</b> What you see is the last that it told. A plugin in its thread is at something that has no end; to put the world
        back to its file ends that, and what was not saved is lost.</p>
      ${
        revert?.enabled?.() === false || session.phase.value !== 'online'
          ? nothing
          : html`<button class="boxed" aria-haspopup="dialog" @click=${() => void revert?.run()}>Revert to the file…</button>`
      }</div>`;
  }

  #lost({ world, own, all, how, sure }: LostEdits): TemplateResult {
    const title = session.worlds.value.find(({ name }) => name === world)?.title ?? world;
    const yours = own === 0 ? `the last ${plural(all, 'edit')} by others` : `your last ${plural(own, 'edit')}`;
    const rest = own > 0 && all > own ? `, and ${all - own} by others` : '';
    return html`<div class="bar"
      role="alert"><p><b>${how === 'restarted' ? 'The server was started again.' : 'This world was put back to its file.'}</b> In ${title}, ${yours}${rest} ${
        sure
          ? html`had not been saved, and ${own + all === 1 || (own === 1 && all === 1) ? 'is' : 'are'} gone.`
          : html`had not been saved when this page last heard of them; the file has been written to since, so look whether they are in it.`
      }</p>
      <button class="boxed" @click=${() => {
        session.lost.value = null;
      }}>Understood</button></div>`;
  }

  #changed(name: string, state: 'changed' | 'removed'): TemplateResult {
    const isBeside = state === 'changed' && session.run.value?.takenUp?.beside === true;
    return html`<div class="bar" role="alert">
      ${
        isBeside
          ? html`<p><b>${name} was changed while this world did not run.</b> This world has edits that no file holds, so it goes on beside it
            until somebody
            chooses.</p>`
          : html`<p><b>${name} ${
              state === 'removed' ? 'was removed by another program' : 'is another than this world read or saved'
            }.</b> This world goes on as it is; nothing is saved over that unless you say so.</p>`
      }
      ${
        session.maySave && session.phase.value === 'online'
          ? html`<button class="boxed" aria-haspopup="dialog"
          @click=${() => void showFileChanged()}>${isBeside ? 'Choose…' : 'See the difference…'}</button>`
          : nothing
      }</div>`;
  }

  #trouble(reason: string): TemplateResult {
    return html`<div class="bar" role="alert"><p><b>The world cannot be saved by itself.</b> ${reason}</p></div>`;
  }
}
