import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell } from '../controls/notices.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { controls } from '../controls/styles.ts';
import type { EditorChange, EditorFault } from '../editors/editor.ts';
import { editorFor } from '../editors/registry.ts';
import type { GraphData } from '../graph-model/graph.ts';
import { isFault } from '../graph-model/ports.ts';
import { sentenceOf } from '../graph-model/sentences.ts';
import { namesKnown } from '../session/names.ts';
import { session } from '../session/session.ts';
import type { Debugging } from './debugging.ts';
import type { Drawing } from './drawing.ts';
import { refName } from './ref-name.ts';

/** The graph as text: each node as a sentence, and all of it as it is written in a scene, to type in. */
@customElement('ww-graph-text')
export class GraphText extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--panel);
      border-left: 1px solid var(--line); }
    .head { display: flex; align-items: center; gap: 6px; padding: 4px 4px 4px 12px; border-bottom: 1px solid var(--line); min-height: 34px; }
    .head [aria-pressed='true'] { background: var(--selected); }
    ol { margin: 0; padding: 6px 0 10px; overflow: auto; list-style: none; overscroll-behavior: contain; }
    li button { width: 100%; white-space: normal; text-align: left; justify-content: flex-start; border-radius: 0; padding: 4px 12px; font: var(--small);
      display: block; }
    li button[aria-current='true'] { background: var(--selected); }
    li b { font-weight: 600; }
    .bad { color: var(--denied-ink); }
    .json { overflow: auto; padding: 8px 10px; }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  @property({ attribute: false }) debugging: Debugging | undefined;
  @property({ type: Number }) seen = 0;
  @state() private as: 'sentences' | 'json' = 'sentences';
  @state() private fault = '';

  constructor() {
    super();
    new Follow(this, namesKnown, session.manifest);
  }

  override render(): TemplateResult {
    return html`<div class="head"><b>As text</b><span class="grow"></span>
      <button class="boxed" aria-pressed=${this.as === 'sentences'} @click=${() => (this.as = 'sentences')}>Sentences</button>
      <button class="boxed" aria-pressed=${this.as === 'json'} @click=${() => (this.as = 'json')}>JSON</button>
      <button class="icon" aria-label="Close"
        @click=${() => this.dispatchEvent(new CustomEvent('panel-closed', { bubbles: true, composed: true }))}>${glyph('close')}</button></div>
      ${this.as === 'sentences' ? this.#sentences() : this.#json()}`;
  }

  #sentences(): TemplateResult {
    const { drawing } = this;
    const { selection, store } = drawing;
    const { known } = drawing;
    return html`<ol aria-label="Nodes in text order">${[...store.nodes.keys()].map(
      (id) => html`<li><button class=${store.facts.get(id)?.faults?.some(isFault) === true ? 'bad' : ''} aria-current=${selection.value.has(id)}
        @click=${() => this.#go(id)}>${plainSigns(sentenceOf(known, id, { refName, breakpoint: this.debugging?.wordsAt(id) ?? '' }))}</button></li>`,
    )}</ol>`;
  }

  #json(): TemplateResult {
    const field = session.manifest.value.get('Flow')?.fields.find(({ name }) => name === 'Graph');
    if (field === undefined) return html`<p>The field is not known.</p>`;
    return html`<div class="json" @editor-change=${this.#changed} @editor-fault=${(event: CustomEvent<EditorFault>) => {
      this.fault = event.detail ?? '';
    }}>${editorFor({ field, value: this.drawing.store.data as never, locked: this.drawing.locked.value, invalid: this.fault !== '' })}${
      this.fault === '' ? '' : html`<p class="fault" role="alert">${this.fault}</p>`
    }</div>`;
  }

  readonly #changed = (event: CustomEvent<EditorChange>): void => {
    event.stopPropagation();
    this.fault = '';
    const { value, patch } = event.detail;
    const steps = patch ?? [{ op: 'replace' as const, path: '/nodes', value: (value as unknown as GraphData).nodes as never }];
    void this.drawing.store.edit({ label: 'Edit the graph as text', patch: steps }).then((fault) => {
      if (fault === null) return;
      this.fault = fault;
      tell(fault, true);
    });
  };
  #go(id: string): void {
    this.drawing.select([id]);
    this.drawing.lens?.reveal(id);
  }
}
