import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { HighlightStyle, bracketMatching, codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** What a box shows. */
interface CodeOptions {
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  readonly language: 'json' | 'text';
  readonly locked: boolean;
  readonly invalid: boolean;
  readonly placeholder: string;
}
export interface CodeHands {
  enter(): void;
  input(text: string): void;
  leave(): void;
  send(): void;
  cancel(): void;
}
export interface CodeView {
  show(options: CodeOptions): void;
  focus(): void;
  destroy(): void;
}

const LOOK = EditorView.theme({
  '&': { color: 'var(--value-ink, var(--ink))', font: 'var(--mono)', minHeight: '0' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'var(--mono)', lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { padding: '3px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 7px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { background: 'none', border: '0', color: 'var(--faint)' },
  '.cm-foldGutter .cm-gutterElement': { padding: '0 2px 0 4px', cursor: 'pointer' },
  '.cm-foldPlaceholder': { background: 'var(--accent-soft)', border: '0', color: 'var(--soft)', padding: '0 4px' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-matchingBracket': { background: 'none' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--selected)', outline: 'none' },
  // Where there is nothing to fold the text stands below that of other boxes.
  '&.one-line .cm-gutters': { display: 'none' },
  '.cm-tooltip': {
    background: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--denied)' },
});
const INKS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: [tags.string, tags.number, tags.bool], color: 'var(--soft)' },
  { tag: [tags.null, tags.punctuation], color: 'var(--faint)' },
]);

/** An editor inside of a shadow root. The world's text takes the place of what stands there, save where it is the same already. */
export function codeView(parent: Element, root: ShadowRoot, first: CodeOptions, hands: CodeHands): CodeView {
  const changing = new Compartment();
  let shown = first,
    own = false;
  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: first.text,
      extensions: [
        keymap.of([
          { key: 'Mod-Enter', run: () => done(hands.send) },
          { key: 'Escape', run: () => done(hands.cancel), stopPropagation: true },
        ]),
        history(),
        keymap.of([...historyKeymap, ...foldKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.editorAttributes.of((shownIn) => (shownIn.state.doc.lines === 1 ? { class: 'one-line' } : null)),
        LOOK,
        ...(first.language === 'json' ? [json(), bracketMatching(), codeFolding(), foldGutter(), syntaxHighlighting(INKS)] : []),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !own) hands.input(update.state.doc.toString());
          if (update.focusChanged) (update.view.hasFocus ? hands.enter : hands.leave)();
        }),
        changing.of(ofOptions(first)),
      ],
    }),
  });

  const done = (then: () => void): boolean => {
    then();
    if (then === hands.cancel) view.contentDOM.blur();
    return true;
  };
  return {
    show: (options) => {
      const before = view.state.doc.toString();
      own = true;
      view.dispatch({
        ...(options.text === before ? {} : { changes: change(before, options.text) }),
        ...(alike(options, shown) ? {} : { effects: changing.reconfigure(ofOptions(options)) }),
      });
      own = false;
      shown = options;
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function ofOptions({ label, hint, language, locked, invalid, placeholder }: CodeOptions): Extension[] {
  return [
    EditorState.readOnly.of(locked),
    EditorView.contentAttributes.of({
      'aria-label': label,
      // What may be written in has the keyboard by itself; checkers of what scrolls look for it here.
      ...(locked ? {} : { tabindex: '0' }),
      spellcheck: String(language === 'text' && !locked),
      ...(locked ? { 'aria-readonly': 'true' } : {}),
      ...(hint === '' ? {} : { 'aria-description': hint }),
      ...(invalid ? { 'aria-invalid': 'true' } : {}),
    }),
    ...(language === 'json' && !locked ? [linter(jsonParseLinter(), { delay: 400 })] : []),
    ...(placeholder === '' ? [] : [placeholderOf(placeholder)]),
  ];
}

function alike(a: CodeOptions, b: CodeOptions): boolean {
  return a.label === b.label && a.hint === b.hint && a.locked === b.locked && a.invalid === b.invalid && a.placeholder === b.placeholder;
}

/** What lies between the beginnings and ends that two texts have alike, so that the cursor stays where it is. */
function change(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length);
  let start = 0,
    end = 0;
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
