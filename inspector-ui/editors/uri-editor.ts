import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { editorStyles, TypedEditor } from './editor.ts';

/** An address, or none where it is empty. What it names is said as one types; whether it can be used is the server's to say. */
@customElement('ww-uri-editor')
export class UriEditor extends TypedEditor<string | null> {
  protected override readonly takesTemplates = true;
  static override styles = [
    ...editorStyles,
    css`
    .check { margin: 0; padding: 2px 0; color: var(--faint); font: var(--small); overflow-wrap: anywhere; }
    b { font-weight: 600; color: var(--soft); }
  `,
  ];

  override render(): TemplateResult {
    return html`<input class="value" type="text" inputmode="url" aria-label=${this.label} aria-description=${this.field.doc || nothing}
      aria-invalid=${this.invalid ? 'true' : nothing} placeholder=${this.mixed ? 'mixed' : this.locked ? nothing : 'none'} spellcheck="false" autocomplete="off"
      ?readonly=${this.locked}
      ?data-clean=${this.draft.clean} .value=${live(this.text)} @focus=${this.locked ? nothing : this.onEnter} @input=${this.onInput} @blur=${this.onLeave}
      @keydown=${this.onKey} />
      ${this.draft.clean || this.invalid ? nothing : html`<p class="check" role="status">${said(this.text.trim())}</p>`}`;
  }

  protected override format(value: string | null): string {
    return value ?? '';
  }
  protected override parse(text: string): { value: string | null } | { fault: string } {
    const trimmed = text.trim();
    if (/\s/.test(trimmed)) return { fault: 'expected an address without spaces' };
    return { value: trimmed === '' ? null : trimmed };
  }
}

/** What an address names, or what it lacks. */
function said(text: string): TemplateResult | string {
  if (text === '') return 'none';
  if (/\s/.test(text)) return 'an address has no spaces';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'begins with no scheme, as ws:// or wss:// would be';
  if (!URL.canParse(text)) return 'cannot be read as an address';
  const { protocol, hostname, port, pathname, search } = new URL(text);
  const usual = protocol === 'wss:' || protocol === 'https:' ? '443' : '80';
  const secure = protocol === 'wss:' || protocol === 'https:' ? 'encrypted' : 'not encrypted';
  return html`host <b>${hostname}</b>, port <b>${port === '' ? usual : port}</b>, ${secure}${
    pathname === '/' && search === '' ? '' : html`, path <b>${pathname}${search}</b>`
  }`;
}
