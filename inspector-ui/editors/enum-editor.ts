import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { TypedEditor } from './editor.ts';

/** Past so many one rather types than looks through them. */
const MANY = 12;

/** One of several words: chosen, or where they are many found by typing. */
@customElement('ww-enum-editor')
export class EnumEditor extends TypedEditor<string> {
  override render(): TemplateResult {
    const labels = this.field.labels ?? [this.value];
    if (this.locked)
      return html`<input readonly aria-label=${this.label} placeholder=${this.mixed ? 'mixed' : nothing} .value=${this.mixed ? '' : this.value} />`;
    if (labels.length > MANY)
      return html`<input list="labels" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing}
        placeholder=${this.mixed ? 'mixed' : this.value} spellcheck="false" autocomplete="off"
        ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.onEnter} @input=${this.onInput} @change=${this.onLeave} @blur=${this.onLeave}
        @keydown=${this.onKey} />
        <datalist id="labels">${labels.map((label) => html`<option value=${label}></option>`)}</datalist>`;
    return html`<select aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing}
      .value=${live(this.mixed ? '' : this.value)} @change=${(event: Event) => this.change((event.target as HTMLSelectElement).value)}>
      ${this.mixed ? html`<option value="" disabled selected>mixed</option>` : nothing}${labels.map(
        (label) => html`<option value=${label}
          ?selected=${!this.mixed && label === this.value}>${label}</option>`,
      )}</select>`;
  }

  /** Who comes in finds the box empty: the browser lists only what fits what stands in it. */
  protected override get text(): string {
    return this.draft.text ?? (this.draft.entered ? '' : super.text);
  }
  protected override send(): void {
    if (this.draft.text?.trim() === '') this.giveUp();
    else super.send();
  }

  protected override format(value: string): string {
    return value;
  }
  /** The one word that begins so will do. */
  protected override parse(text: string): { value: string } | { fault: string } {
    const labels = this.field.labels ?? [],
      wanted = text.trim().toLowerCase();
    const exact = labels.find((label) => label.toLowerCase() === wanted),
      near = labels.filter((label) => label.toLowerCase().startsWith(wanted));
    const value = exact ?? (near.length === 1 ? near[0] : undefined);
    if (value !== undefined) return { value };
    const some = labels.filter((label) => label.toLowerCase().includes(wanted)).slice(0, 4);
    return { fault: some.length === 0 ? `expected one of ${labels.length} words` : `expected one of them: ${some.join(', ')}` };
  }
}
