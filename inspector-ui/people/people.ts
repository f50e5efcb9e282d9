import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { grouped } from './people-groups.ts';
import { controls } from '../controls/styles.ts';
import { initials } from '../controls/words.ts';

/** Who is in the world; a click tells where they look. */
@customElement('ww-people')
export class People extends LitElement {
  static override styles = [
    controls,
    css`
    button { padding: 0 0 0 6px; border-radius: 99px; }
    .who { width: 24px; height: 24px; border-radius: 50%; display: inline-grid; place-items: center; margin-left: -6px; font-size: 10px; font-weight: 650;
      line-height: 1;
      color: var(--ink); background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong), 0 0 0 2px var(--panel); }
    [data-text]::after { content: attr(data-text); }
    .who.me { background: var(--accent); color: var(--on-accent); box-shadow: 0 0 0 2px var(--panel); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.people, session.me);
  }

  override render(): TemplateResult | typeof nothing {
    const me = session.me.value;
    if (me === null) return nothing;
    const others = grouped(session.people.value, me.userId).filter(({ user }) => user.userId !== me.userId);
    return html`<button aria-haspopup="dialog" aria-label="People: ${[me.name, ...others.map(({ user }) => user.name)].join(', ')}" title="People in this world"
      data-action="people.panel" @click=${this.#open}>
      <span class="who me" data-text=${initials(me.name)}></span>${others.slice(0, 2).map(
        ({ user }) => html`<span class="who"
        data-text=${initials(user.name)}></span>`,
      )}
      ${others.length > 2 ? html`<span class="who" data-text="+${others.length - 2}"></span>` : nothing}</button>`;
  }

  async #open(event: Event): Promise<void> {
    const button = event.currentTarget as Element;
    (await import('./people-panel.ts')).showPeople(button);
  }
}
