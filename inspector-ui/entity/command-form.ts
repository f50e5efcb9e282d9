import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CommandManifest } from '../../server/protocol.ts';
import { controls } from '../controls/styles.ts';
import { readArguments, type Argument } from './command-arguments.ts';
import { runCommand } from './component-actions.ts';

/** A command that takes arguments: a box for each, and a button. Sending keeps what was typed, so that it can be sent again. */
@customElement('ww-command-form')
export class CommandForm extends LitElement {
  static override styles = [
    controls,
    css`
    form { display: flex; gap: 6px; padding: 3px 14px 4px; align-items: start; }
    .text { flex: 1; }
    label { display: inline-flex; gap: 5px; align-items: center; min-height: 26px; color: var(--soft); font: var(--small); }
    input[type='checkbox'] { width: 14px; height: 14px; min-height: 0; accent-color: var(--accent); }
    input.text { min-height: 26px; }
    .fault { margin: 0; padding: 0 14px 4px; }
  `,
  ];
  @property({ attribute: false }) command!: CommandManifest;
  /** Of whose component it is asked. */
  @property({ attribute: false }) entities: readonly string[] = [];
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  /** As typed; numbers are read when it is sent. */
  @state() private values: { readonly [name: string]: string | boolean } = {};
  @state() private fault: string | null = null;
  @state() private busy = false;

  override render(): TemplateResult {
    const { command } = this;
    return html`<form aria-label=${command.label} @submit=${this.#send}>
      ${argumentsOf(command).map((argument) =>
        argument.type === 'boolean'
          ? html`<label title=${argument.doc}><input type="checkbox" .checked=${live(this.values[argument.name] === true)} ?disabled=${this.locked}
            @change=${(event: Event) => this.#set(argument.name, (event.target as HTMLInputElement).checked)} />${argument.name}</label>`
          : html`<input class="text" aria-label="${command.name} ${argument.name}" placeholder=${command.name === 'Send' ? 'send text or JSON' : argument.name}
            title=${argument.doc} spellcheck="false" autocomplete="off" ?disabled=${this.locked} .value=${live(String(this.values[argument.name] ?? ''))}
            @input=${(event: Event) => this.#set(argument.name, (event.target as HTMLInputElement).value)} />`,
      )}
      <button class="boxed" title=${command.doc} ?disabled=${this.locked || this.busy}>${command.label}</button></form>
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  #set(name: string, value: string | boolean): void {
    this.values = { ...this.values, [name]: value };
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    const read = readArguments(argumentsOf(this.command), this.values);
    if ('fault' in read) {
      this.fault = read.fault;
      return;
    }
    this.busy = true;
    this.fault = await runCommand(this.command.name, { entities: this.entities, key: this.component }, read.args);
    this.busy = false;
    if (this.fault === null) this.renderRoot.querySelector<HTMLInputElement>('input.text')?.select();
  }
}

function argumentsOf({ args }: CommandManifest): Argument[] {
  const schema = args as { properties?: { [name: string]: { type?: string; description?: string } }; required?: string[] } | undefined;
  return Object.entries(schema?.properties ?? {}).map(([name, { type = 'string', description = '' }]) => ({
    name,
    type,
    doc: description,
    required: schema?.required?.includes(name) ?? false,
  }));
}
