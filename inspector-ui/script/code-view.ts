import { autocompletion, closeBrackets, closeCompletion, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, javascriptLanguage, scopeCompletionSource } from '@codemirror/lang-javascript';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintKeymap, nextDiagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, StateEffect, StateField, Transaction, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, hoverTooltip, keymap, lineNumbers, showTooltip, tooltips, type Tooltip } from '@codemirror/view';
import { clashes, clashLook, addClashes, clearClashes, decide, undecide, type Decision } from './clash-marks.ts';
import { INKS, LOOK } from './code-look.ts';
import type { CodeHands, Known } from './code-hands.ts';
import { completionsOf } from './completion.ts';
import type { Coming } from './draft.ts';
import type { OpenDraft } from './drafts.ts';
import { faultsShown, setRunFault, showFaults } from './faults-shown.ts';
import { toldAt, type Told } from './hover.ts';
import { diffLines, lineIn } from './line-diff.ts';
import { lineChanges } from './merge.ts';

export interface CodeOptions {
  readonly label: string;
  readonly hint: string;
  readonly locked: boolean;
}
export interface CodeView {
  /** How many places both have changed of which nobody has said yet what holds. */
  readonly undecided: number;
  show(options: CodeOptions): void;
  /** Takes in what has come from the world. @param by who has brought it */
  take(coming: Coming, by: string): void;
  /** Where the program that runs has failed last, by lines of its text, from 1. */
  failed(at: { readonly line: number; readonly column: number; readonly message: string; readonly text: string } | null): void;
  /** Another text for the same program, as one's own edit. */
  replace(text: string): void;
  /** Gives up what was written and what is undecided; that can be taken back like any edit. */
  revert(text: string): void;
  /** Brings a place into view and puts the cursor there; lines from 1. */
  goTo(line: number, column: number): void;
  goToFault(): void;
  find(): void;
  decide(how: Decision): void;
  nextClash(): void;
  focus(): void;
  /** Leaves what was typed, and where, in the draft. */
  destroy(): void;
}

/** What is JavaScript's own, and as the page has it: the little that differs is in docs/scripts.md. */
const LANGUAGE = (
  'Array ArrayBuffer BigInt Boolean DataView Date Error Float32Array Float64Array Infinity Int16Array Int32Array Int8Array JSON Map Math NaN Number Object ' +
  'Promise Proxy RangeError Reflect RegExp Set String Symbol SyntaxError TypeError Uint16Array Uint32Array Uint8Array WeakMap WeakRef WeakSet ' +
  'decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt undefined'
).split(' ');
const STANDARD = Object.fromEntries(LANGUAGE.map((name) => [name, (globalThis as { readonly [name: string]: unknown })[name]]));

const askTold = StateEffect.define<Told | null>();
/** What is said of the name at the cursor, once somebody has asked by key. */
const toldHere = StateField.define<Told | null>({
  create: () => null,
  update: (told, { effects, docChanged, selection }) => {
    for (const effect of effects) if (effect.is(askTold)) return effect.value;
    return docChanged || selection !== undefined ? null : told;
  },
  provide: (field) => showTooltip.from(field, (told) => (told === null ? null : tooltipOf(told))),
});

/** An editor of programs inside of a shadow root, with the text of a draft, as it was left. */
export function codeView(parent: Element, root: ShadowRoot, open: OpenDraft, first: CodeOptions, hands: CodeHands): CodeView {
  const { draft, editor = { state: null, hands: { now: hands }, changing: new Compartment() } } = open;
  const { changing, hands: told } = editor;
  told.now = hands;
  const state =
    editor.state?.update({ effects: changing.reconfigure(ofOptions(first)) }).state ??
    EditorState.create({ doc: draft.text, extensions: [changing.of(ofOptions(first)), extensions(told)] });
  const view = new EditorView({ parent, root, state });
  const textNow = (): string => view.state.doc.toString();

  return {
    get undecided() {
      return view.state.field(clashes).length;
    },
    show: (options) => view.dispatch({ effects: changing.reconfigure(ofOptions(options)) }),
    take: (coming, by) => {
      if (coming.kind === 'nothing') return;
      const notMine = Transaction.addToHistory.of(false);
      if (coming.kind === 'follow') {
        view.dispatch({ changes: change(textNow(), coming.text), effects: clearClashes.of(null), annotations: notMine });
        return;
      }
      const changes = view.state.changes([...coming.changes]);
      const marks = coming.clashes.map((clash) => ({
        ...clash,
        by,
        from: changes.mapPos(clash.from, 1),
        to: changes.mapPos(clash.to, clash.isEmpty ? 1 : -1),
      }));
      view.dispatch({ changes, effects: addClashes.of(marks), annotations: notMine });
    },
    failed: (at) => {
      if (at === null) return view.dispatch({ effects: setRunFault.of(null) });
      const { doc } = view.state;
      const line = doc.line(Math.min(doc.lines, Math.max(1, lineIn(diffLines(at.text.split('\n'), textNow().split('\n')), at.line - 1) + 1)));
      view.dispatch({ effects: setRunFault.of({ pos: Math.min(line.to, line.from + Math.max(0, at.column - 1)), message: at.message }) });
    },
    replace: (text) => {
      view.dispatch({ changes: lineChanges(textNow(), text), userEvent: 'input' });
    },
    revert: (text) => {
      view.dispatch({ changes: lineChanges(textNow(), text), effects: clearClashes.of(null), userEvent: 'input' });
    },
    goTo: (line, column) => {
      const at = view.state.doc.line(Math.min(view.state.doc.lines, Math.max(1, line)));
      const pos = Math.min(at.to, at.from + Math.max(0, column - 1));
      view.dispatch({ selection: { anchor: pos }, effects: EditorView.scrollIntoView(pos, { y: 'center' }) });
      view.focus();
    },
    goToFault: () => {
      showFaults(view);
      nextDiagnostic(view);
      view.focus();
    },
    find: () => openSearchPanel(view),
    decide: (how) => decide(view, clashHere(view), how),
    nextClash: () => {
      const marks = view.state.field(clashes),
        next = marks.find(({ from }) => from > view.state.selection.main.head) ?? marks[0];
      if (next === undefined) return;
      view.dispatch({ selection: { anchor: next.from }, effects: EditorView.scrollIntoView(next.from, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => {
      open.editor = { state: view.state, hands: told, changing };
      view.destroy();
    },
  };
}

/** The place that the cursor is at, or the first. */
function clashHere({ state }: EditorView): number {
  const { head } = state.selection.main;
  return Math.max(
    0,
    state.field(clashes).findIndex(({ from, to }) => head >= state.doc.lineAt(from).from && head <= state.doc.lineAt(to).to),
  );
}

function ofOptions({ label, hint, locked }: CodeOptions): Extension[] {
  return [
    EditorState.readOnly.of(locked),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-description': hint,
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
      ...(locked ? { 'aria-readonly': 'true' } : {}),
    }),
  ];
}

function extensions(hands: { readonly now: CodeHands }): Extension[] {
  const done = (then: keyof CodeHands) => (): boolean => {
    hands.now[then as 'save']();
    return true;
  };
  const known = (): Known => hands.now.known();
  return [
    keymap.of([
      { key: 'Mod-s', run: done('save') },
      { key: 'Mod-Enter', run: done('save') },
      { key: 'Mod-Shift-Enter', run: done('large') },
      { key: 'Shift-Alt-f', run: done('format') },
      { key: 'F1', run: sayHere(known) },
      { key: 'Escape', run: hideTold },
    ]),
    history(),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...lintKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap, indentWithTab]),
    EditorView.lineWrapping,
    // What turns the direction of writing, or is not seen though it stands there, is shown: a program may be a stranger's.
    highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2060-\u2065\u2068\u206a-\u206f]/g }),
    lineNumbers(),
    codeFolding(),
    foldGutter(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    search({ top: true }),
    javascript(),
    javascriptLanguage.data.of({ autocomplete: completionsOf(known) }),
    javascriptLanguage.data.of({ autocomplete: scopeCompletionSource(STANDARD) }),
    autocompletion({ icons: false }),
    syntaxHighlighting(INKS),
    toldHere,
    hoverTooltip((view, pos, side) => {
      const said = toldAt(view.state, pos, side, known());
      return said === null ? null : tooltipOf(said);
    }),
    tooltips({ tooltipSpace: roomOf }),
    faultsShown,
    clashes,
    undecide,
    clashLook,
    LOOK,
    EditorView.updateListener.of(({ docChanged, startState, state }) => {
      const undecided = state.field(clashes);
      if (docChanged || startState.field(clashes) !== undecided) hands.now.typed(state.doc.toString(), undecided.length);
    }),
  ];
}

/* ---------- what is said of names ---------- */

function tooltipOf({ from, to, sign, doc }: Told): Tooltip {
  return {
    pos: from,
    end: to,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-said';
      dom.setAttribute('role', 'status');
      dom.append(Object.assign(document.createElement('code'), { textContent: sign }));
      if (doc !== '') dom.append(Object.assign(document.createElement('p'), { textContent: doc }));
      return { dom };
    },
  };
}
function sayHere(known: () => Known): (view: EditorView) => boolean {
  return (view) => {
    const { head } = view.state.selection.main;
    closeCompletion(view);
    const told = toldAt(view.state, head, -1, known()) ?? toldAt(view.state, head, 1, known());
    view.dispatch({ effects: askTold.of(told) });
    return true;
  };
}
function hideTold(view: EditorView): boolean {
  if (view.state.field(toldHere) === null) return false;
  view.dispatch({ effects: askTold.of(null) });
  return true;
}

/** Where what is said may stand: in what is to be seen of the pane that the editor is in, which cuts off what goes beyond. */
function roomOf(view: EditorView): { left: number; top: number; right: number; bottom: number } {
  let room = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  for (let element = above(view.dom); element !== null; element = above(element)) {
    if (element instanceof HTMLDialogElement) break;
    if (getComputedStyle(element).overflowY === 'visible') continue;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    room = { left: Math.max(room.left, left), top: Math.max(room.top, top), right: Math.min(room.right, right), bottom: Math.min(room.bottom, bottom) };
  }
  return room;
}
function above(element: Element): Element | null {
  const { parentNode } = element.assignedSlot ?? element;
  return parentNode instanceof ShadowRoot ? parentNode.host : parentNode instanceof Element ? parentNode : null;
}

/* ---------- other texts ---------- */

/** What lies between the beginnings and ends that two texts have alike, so that the cursor stays where it is. */
function change(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length);
  let start = 0,
    end = 0;
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
