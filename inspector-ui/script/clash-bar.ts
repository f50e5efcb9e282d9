import { html, type TemplateResult } from 'lit';
import type { CodeView } from './code-view.ts';

/** Says that others have changed what was changed here as well, and has that decided by keyboard: at the cursor's place, or else the first. */
export function clashBar(undecided: number, locked: boolean, view: CodeView | undefined): TemplateResult {
  return html`<div class="clashes" role="alert"><span>${
    undecided === 1 ? 'One place was changed' : `${undecided} places were changed`
  } by somebody else as well. Decide what holds, then save.</span>
      <span class="choices"><button class="boxed" @click=${() => view?.nextClash()}>Go to the next</button>
      <button class="boxed" ?disabled=${locked} @click=${() => view?.decide('theirs')}>Take theirs</button>
      <button class="boxed" ?disabled=${locked} @click=${() => view?.decide('mine')}>Keep mine</button></span></div>`;
}
