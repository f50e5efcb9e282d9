import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { session } from '../session/session.ts';
import { copyText } from '../controls/clipboard.ts';
import { closeDialog, dialogFrame, dialogFrames, openDialog } from '../controls/dialog.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';

/** The command with which whoever is at the page joins from another machine. */
@customElement('ww-join-command')
export class JoinCommand extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    wa-dialog { --width: 520px; }
    p { color: var(--soft); }
    .command { display: block; font: var(--mono); color: var(--ink); background: var(--sunk); border: 1px solid var(--line); border-radius: var(--radius);
      padding: 10px 12px; margin: 0 0 12px; overflow-wrap: anywhere; user-select: all; max-height: 40vh; overflow: auto; }
    .secret { display: grid; grid-template-columns: auto 1fr; gap: 8px; margin: 0; padding: 8px 12px; border-left: 3px solid var(--ask);
      background: var(--sunk); border-radius: var(--radius-small); }
    .secret b { color: var(--ask-ink); }
  `,
  ];
  @state() private command: string | null = null;
  @state() private fault = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void session.joinCommand().then((answer) => {
      if (answer.ok) this.command = answer.command;
      else this.fault = answer.message;
    });
  }

  override render(): TemplateResult {
    return dialogFrame(
      'Connect from another machine',
      html`<div class="inside">
        ${this.fault === '' ? this.#offer() : html`<p class="fault" role="alert">${this.fault}</p>`}
      </div>
      <div class="foot"><button class="boxed" @click=${closeDialog}>Close</button>${
        this.command === null
          ? ''
          : html`<button class="primary" autofocus @click=${() => void copyText(this.command ?? '', 'the command')}>${glyph('copy')}Copy</button>`
      }</div>`,
      () => this.remove(),
    );
  }

  #offer(): TemplateResult {
    return html`<p>Run this where Worldwire is installed. That machine is then yours, too: it asks you there, and opens the sockets of connections that name
      you.</p>
      <code class="command" aria-label="Command">${this.command ?? '…'}</code>
      <p class="secret"><b
        aria-hidden="true">!</b><span><b
        >This is a secret.</b> Whoever runs it is you in this server's worlds. The token in it works for you alone, with no more than your role, until it is
          taken back by <code class="mono">worldwire token revoke</code>.</span></p>`;
  }
}

export function showJoinCommand(): void {
  openDialog<JoinCommand>('ww-join-command');
}
