import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { MapEditor } from './map-editor.ts';
import type { TextChange } from './text-box.ts';

/** Texts by name, edited line by line. */
@customElement('ww-string-map-editor')
export class StringMapEditor extends MapEditor<string> {
  protected override readonly boxes = 'pair';

  protected override fresh(): string {
    return '';
  }
  protected override rest(name: string, text: string): TemplateResult {
    return html`<ww-text-box .label="${this.label} ${name}" .value=${text} .locked=${this.locked}
      @text-change=${(event: CustomEvent<TextChange>) => this.put(name, event.detail.text)}></ww-text-box>`;
  }
}
