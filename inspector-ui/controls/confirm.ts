import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { closeDialog, dialogFrame, dialogFrames, shut } from './dialog.ts';
import { controls } from './styles.ts';

/** Asks before something is lost. */
@customElement('ww-confirm')
export class Confirm extends LitElement {
  static override styles = [
    controls,
    dialogFrames,
    css`
    ul { margin: 0 0 4px; padding-left: 18px; color: var(--soft); line-height: 1.7; }
    .foot { padding-top: 4px; }
  `,
  ];
  @property() heading = '';
  @property() yes = 'OK';
  @property({ attribute: false }) lines: readonly string[] = [];
  @query('wa-dialog') private dialog!: HTMLElement;
  done: ((yes: boolean) => void) | undefined;
  #answer = false;

  override render(): TemplateResult {
    return dialogFrame(
      this.heading,
      html`<div class="inside"><ul>${this.lines.map((line) => html`<li>${line}</li>`)}</ul></div>
      <div class="foot"><button class="boxed" autofocus @click=${closeDialog}>Cancel</button><button class="boxed danger" @click=${() => {
        this.#answer = true;
        shut(this.dialog);
      }}>${this.yes}</button></div>`,
      () => {
        this.remove();
        this.done?.(this.#answer);
      },
    );
  }
}

/** Asks whether to go on, having said what comes of it; the safe answer has the keyboard. */
export function confirmed(heading: string, lines: readonly string[], yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    document.body.append(Object.assign(document.createElement('ww-confirm'), { heading, lines, yes, done: resolve }));
  });
}
