import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { actionOf } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { controls } from '../controls/styles.ts';
import { about, plural } from '../controls/words.ts';
import { questions } from './questions.ts';

/** How many questions wait, in the bar at the top; leads to them. */
@customElement('ww-prompt-count')
export class PromptCount extends LitElement {
  static override styles = [
    controls,
    css`
    :host { flex: none; }
    :host([hidden]) { display: none; }
    button { color: var(--ask-ink); border-color: color-mix(in srgb, var(--ask) 45%, transparent); background: color-mix(in srgb, var(--ask) 12%, transparent);
      gap: 5px; font-weight: 600; }
    i { width: 7px; height: 7px; border-radius: 2px; rotate: 45deg; background: var(--ask); flex: none; }
  `,
  ];

  constructor() {
    super();
    new Follow(this, questions);
  }

  override render(): TemplateResult | typeof nothing {
    const count = questions.value.length;
    this.hidden = count === 0;
    if (count === 0) return nothing;
    const label = plural(count, 'question who may connect', 'questions who may connect');
    return html`<button class="pill numbers" aria-label=${label} title=${label} data-action="access.question"
      @click=${() => void actionOf('access.question')?.run()}><i></i>${about(count)}</button>`;
  }
}
