import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { controls } from '../controls/styles.ts';

/** Without what only a program can do. */
function atPage(message: string): string {
  return message.replace(/, or send `[^`]*`/u, '');
}

/** The server is there and will not have this page: what to do about it. */
@customElement('ww-refused')
export class Refused extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; place-items: center; height: 100dvh; padding: 24px; grid-row: 1 / -1; }
    .card { max-width: 460px; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); padding: 28px 32px; }
    h1 { font-size: 19px; margin: 0 0 10px; }
    p { margin: 0 0 12px; color: var(--soft); }
    code { font: var(--mono); color: var(--ink); background: var(--sunk); border-radius: 4px; padding: 1px 5px; overflow-wrap: anywhere; }
    blockquote { margin: 0 0 14px; padding: 6px 12px; border-left: 3px solid var(--denied); color: var(--ink); }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.refusal, session.outdated, session.barred, session.dismissed);
  }

  override render(): TemplateResult {
    if (session.outdated.value)
      return html`<main class="card">
        <h1>Load this page anew</h1>
        <p>The server runs another version than the one that this page came from.</p>
        <button class="primary" @click=${() => location.reload()}>Load anew</button>
      </main>`;
    if (session.dismissed.value)
      return html`<main class="card">
        <h1>You have been removed</h1>
        <blockquote>${session.refusal.value}</blockquote>
        <p>What you had changed in the world stays. This page comes back when you ask it to, once somebody has let you in again.</p>
        <button class="primary" @click=${() => session.retry()}>Try again</button>
      </main>`;
    if (session.barred.value)
      return html`<main class="card">
        <h1>No way in for now</h1>
        <blockquote>${session.refusal.value}</blockquote>
        <button class="primary" @click=${() => session.retry()}>Try again</button>
      </main>`;
    return html`<main class="card">
      <h1>Open the printed URL</h1>
      <p>This server lets in whoever has its token. Where it was started it printed a URL like <code
        >${location.origin}/?token=…</code>: open that one here, once, and this browser is known.</p>
      ${session.refusal.value === '' ? nothing : html`<blockquote>${atPage(session.refusal.value)}</blockquote>`}
      <p>A server that was restarted without a token of its own has made a new one and printed a new URL.</p>
      <button class="primary" @click=${() => session.retry()}>Try again</button>
    </main>`;
  }
}
