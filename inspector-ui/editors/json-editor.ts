import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Json } from '../../server/protocol.ts';
import { editorStyles, TypedEditor, type EditorChange } from './editor.ts';
import { diff } from './json-diff.ts';

/** Any value as JSON text; what this page has no better editor for comes here. What was changed is sent, and nothing else. */
@customElement('ww-json-editor')
export class JsonEditor extends TypedEditor<Json> {
  static override styles = [
    ...editorStyles,
    css`
    textarea { display: block; resize: vertical; field-sizing: content; max-height: 40vh; min-height: 44px; white-space: pre; tab-size: 2; }
    textarea[readonly] { min-height: 0; resize: none; }
  `,
  ];

  override render(): TemplateResult {
    return html`<textarea rows="1" aria-label=${this.label} aria-description=${this.field.doc || nothing} aria-invalid=${this.invalid ? 'true' : nothing} ?readonly=${this.locked} spellcheck="false"
      ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.locked ? nothing : this.onEnter} @input=${this.onInput} @blur=${this.onLeave} @keydown=${this.onKey}></textarea>`;
  }

  protected override format(value: Json): string {
    return JSON.stringify(value, null, 2);
  }
  protected override parse(text: string): { value: Json } | { fault: string } {
    try {
      return { value: JSON.parse(text) as Json };
    } catch (error) {
      return { fault: `expected JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  protected override sendsOn(event: KeyboardEvent): boolean {
    return event.ctrlKey || event.metaKey;
  }
  protected override change(value: Json, more: Omit<EditorChange, 'value'> = {}): void {
    const patch = this.field.kind === 'json' ? diff(this.value, value) : null;
    super.change(value, patch === null || patch.length === 0 ? more : { ...more, patch });
  }
}
