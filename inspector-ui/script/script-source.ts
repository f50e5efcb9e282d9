import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import './script-code.ts';
import type { ScriptCode } from './script-code.ts';
import { openLarge } from './script-desk.ts';

/** The program of a script as its section shows it: in its place, or, while it is open over the whole window, there. */
@customElement('ww-script-source')
export class ScriptSource extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; min-width: 0; }
    .elsewhere { color: var(--soft); margin: 2px 0; min-height: 300px; }
  `,
  ];
  @property() entity = '';
  @property() component = '';
  @property() value = '';
  /** Of all values these are looked at; the others change with each turn. */
  @property({
    attribute: false,
    hasChanged: (a: FieldValues, b: FieldValues | undefined) => ['State', 'LastError', 'File'].some((name) => a[name] !== b?.[name]),
  })
  values: FieldValues = {};
  @property({ attribute: false }) keys: readonly string[] = [];
  @property({ type: Boolean }) locked = false;
  @property() by = '';
  @state() private isLarge = false;

  override render(): TemplateResult {
    if (this.isLarge) return html`<p class="elsewhere">It is open over the whole window.</p>`;
    return html`<ww-script-code .entity=${this.entity} .component=${this.component} .value=${this.value} .values=${this.values} .keys=${this.keys}
      .locked=${this.locked} .by=${this.by} @open-large=${this.#enlarge}></ww-script-code>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<ScriptCode>('ww-script-code')?.focus();
  }

  readonly #enlarge = (event: Event): void => {
    event.stopPropagation();
    const { entity, component } = this;
    this.isLarge = true;
    void this.updateComplete.then(() =>
      openLarge(entity, component, () => {
        this.isLarge = false;
        void this.updateComplete.then(() => this.focus());
      }),
    );
  };
}
