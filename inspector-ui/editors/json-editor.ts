import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Json } from '../../server/protocol.ts';
import './code-box.ts';
import { TypedEditor, type EditorChange } from './editor.ts';
import { diff } from './json-diff.ts';
import { jsonText } from './json-text.ts';

/** Any value as JSON text; what this page has no better editor for comes here. What was changed is sent, and nothing else. */
@customElement('ww-json-editor')
export class JsonEditor extends TypedEditor<Json> {
  override render(): TemplateResult {
    return html`<ww-code-box language="json" .text=${this.text} .label=${this.label} .hint=${this.field.doc} .invalid=${this.invalid} .locked=${this.locked}
      .clean=${this.draft.clean} .placeholder=${this.mixed ? 'mixed' : ''}
      @code-enter=${this.enter} @code-input=${this.onCode} @code-send=${this.onLeave} @code-leave=${this.onLeave} @code-cancel=${this.giveUp}></ww-code-box>`;
  }

  private readonly enter = (): void => {
    if (!this.locked) this.onEnter();
  };
  protected override format(value: Json): string {
    return jsonText(value);
  }
  protected override parse(text: string): { value: Json } | { fault: string } {
    try {
      return { value: JSON.parse(text) as Json };
    } catch (error) {
      return { fault: wordsOf(error) };
    }
  }
  protected override change(value: Json, more: Omit<EditorChange, 'value'> = {}): void {
    const patch = this.field.kind === 'json' && !this.mixed ? diff(this.base, value) : null;
    super.change(value, patch === null || patch.length === 0 ? more : { ...more, patch });
  }
}

/** What a browser says of text that is no JSON, without the text itself: that stands in the box. */
function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error),
    place = /\(line (\d+) column (\d+)\)/.exec(said);
  const what = said
    .replace(/ in JSON at position .*$| of JSON input$/s, '')
    .replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    .replace(/^expected /, '');
  return `expected JSON: ${what}${place === null ? '' : `, line ${place[1]}, column ${place[2]}`}`;
}
