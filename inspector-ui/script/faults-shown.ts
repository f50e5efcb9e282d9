import { syntaxTree } from '@codemirror/language';
import { forceLinting, linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { syntaxFault } from './faults.ts';
import { DEBUGGER } from './library.ts';

/** What went wrong as the program ran, at its place in the text. */
export interface RunFault {
  readonly pos: number;
  readonly message: string;
}

export const setRunFault = StateEffect.define<RunFault | null>();
const runFault = StateField.define<RunFault | null>({
  create: () => null,
  update(fault, { changes, effects }) {
    for (const effect of effects) if (effect.is(setRunFault)) return effect.value;
    return fault === null || changes.empty ? fault : { ...fault, pos: changes.mapPos(fault.pos, 1) };
  },
});

/** Milliseconds after the last key before the text is read. */
const PAUSE = 350;
/** Statements that are passed over, of which it is said. */
const MOST_NOTES = 50;

/** Marks what is wrong with a program, as one types, and what went wrong as it ran. */
export const faultsShown: Extension = [
  runFault,
  linter(found, { delay: PAUSE, needsRefresh: ({ startState, state }) => startState.field(runFault) !== state.field(runFault) }),
  lintGutter(),
];

/** Marks them now. */
export function showFaults(view: EditorView): void {
  forceLinting(view);
}

function found({ state }: EditorView): Diagnostic[] {
  const all: Diagnostic[] = [];
  const fault = syntaxFault(state.doc.toString());
  if (fault !== null) all.push({ ...fault, severity: 'error' });
  const ran = state.field(runFault);
  if (ran !== null) {
    const pos = Math.min(ran.pos, state.doc.length),
      line = state.doc.lineAt(pos),
      word = /^[\p{L}\p{N}_$]+/u.exec(state.sliceDoc(pos, line.to))?.[0] ?? '';
    all.push({ from: pos, to: Math.min(line.to, pos + Math.max(1, word.length)), severity: 'error', message: ran.message, source: 'as it ran' });
  }
  syntaxTree(state).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'DebuggerStatement' && all.length < MOST_NOTES) all.push({ from, to, severity: 'info', message: DEBUGGER });
    },
  });
  return all;
}
