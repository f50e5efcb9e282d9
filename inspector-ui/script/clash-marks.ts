import { invertedEffects } from '@codemirror/commands';
import { StateEffect, StateField, type ChangeDesc, type EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, WidgetType, type DecorationSet } from '@codemirror/view';
import { plainSigns } from '../controls/plain-signs.ts';
import { takingBoth, takingTheirs, type Clash } from './merge.ts';

/** A place that two have changed, with who the other was. */
export interface MarkedClash extends Clash {
  readonly by: string;
}
/** What is made of such a place. */
export type Decision = 'theirs' | 'mine' | 'both';

/** More such places: their places are those in the text as it is after the changes that come with them. */
export const addClashes = StateEffect.define<readonly MarkedClash[]>({
  map: (marks, changes) => marks.map((mark) => moved(mark, changes)),
});
const decided = StateEffect.define<number>();
export const clearClashes = StateEffect.define<null>();

/** Places that two have changed and of which nobody has said yet what holds, in their order. They move with the text. */
export const clashes: StateField<readonly MarkedClash[]> = StateField.define<readonly MarkedClash[]>({
  create: () => [],
  update(marks, { changes, effects }) {
    let next = marks;
    if (!changes.empty && next.length > 0) next = next.map((mark) => moved(mark, changes));
    for (const effect of effects) {
      if (effect.is(decided)) next = next.filter((_, at) => at !== effect.value);
      else if (effect.is(clearClashes)) next = [];
      else if (effect.is(addClashes)) {
        // What has come last holds: what the other had there before is no longer theirs.
        const old = next.filter((mark) => !effect.value.some((each) => each.from <= mark.to && each.to >= mark.from));
        next = [...old, ...effect.value].sort((a, b) => a.from - b.from);
      }
    }
    return next;
  },
  provide: (field) => EditorView.decorations.compute([field], (state) => marksOf(state, state.field(field))),
});

function moved(mark: MarkedClash, changes: ChangeDesc): MarkedClash {
  return { ...mark, from: changes.mapPos(mark.from, -1), to: changes.mapPos(mark.to, 1) };
}

/** Whoever takes a decision back has the place to decide again. */
export const undecide: Extension = invertedEffects.of(({ effects, startState }) =>
  effects.flatMap((effect) => {
    const mark = effect.is(decided) ? startState.field(clashes)[effect.value] : undefined;
    return mark === undefined ? [] : [addClashes.of([mark])];
  }),
);

function marksOf(state: EditorState, marks: readonly MarkedClash[]): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  marks.forEach((mark, at) => {
    if (!mark.isEmpty)
      for (let pos = state.doc.lineAt(mark.from).from; pos <= mark.to; pos = state.doc.lineAt(pos).to + 1) {
        ranges.push(Decoration.line({ class: 'cm-clash-mine' }).range(pos));
        if (state.doc.lineAt(pos).to === state.doc.length) break;
      }
    const end = mark.isEmpty ? state.doc.lineAt(mark.from).from : state.doc.lineAt(mark.to).to;
    ranges.push(Decoration.widget({ widget: new Theirs(mark, at), block: true, side: mark.isEmpty ? -1 : 1 }).range(end));
  });
  return Decoration.set(ranges, true);
}

/** Decides a place. */
export function decide(view: EditorView, at: number, how: Decision): void {
  const clash = view.state.field(clashes)[at];
  if (clash === undefined || view.state.readOnly) return;
  const text = view.state.doc.toString();
  view.dispatch({
    effects: decided.of(at),
    ...(how === 'mine' ? {} : { changes: (how === 'theirs' ? takingTheirs : takingBoth)(text, clash) }),
    userEvent: 'input.merge',
  });
}

/** The other's lines, below one's own. */
class Theirs extends WidgetType {
  readonly #clash: MarkedClash;
  readonly #at: number;
  constructor(clash: MarkedClash, at: number) {
    super();
    this.#clash = clash;
    this.#at = at;
  }
  override eq(other: Theirs): boolean {
    return (
      other.#at === this.#at && other.#clash.theirs === this.#clash.theirs && other.#clash.by === this.#clash.by && other.#clash.isEmpty === this.#clash.isEmpty
    );
  }
  override toDOM(view: EditorView): HTMLElement {
    const { by, theirs, isEmpty } = this.#clash;
    const box = made('div', 'cm-clash-theirs');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `What ${by} has here`);
    const head = made('div', 'cm-clash-head');
    head.append(
      made('span', '', theirs === null ? `${by} has taken these lines out` : isEmpty ? `${by} has changed what you have taken out:` : `${by} has here:`),
    );
    const choices: readonly (readonly [Decision, string])[] =
      theirs === null
        ? [
            ['theirs', 'Take them out'],
            ['mine', 'Keep mine'],
          ]
        : [['theirs', 'Take theirs'], ['mine', isEmpty ? 'Leave them out' : 'Keep mine'], ...(isEmpty ? [] : [['both', 'Keep both'] as const])];
    for (const [how, words] of choices) {
      const button = made('button', '', words);
      button.addEventListener('click', () => {
        decide(view, this.#at, how);
        view.focus();
      });
      head.append(button);
    }
    box.append(head);
    if (theirs !== null) box.append(made('pre', '', theirs === '' ? ' ' : plainSigns(theirs)));
    return box;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

function made(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.textContent = text;
  return element;
}

export const clashLook: Extension = EditorView.baseTheme({
  '.cm-clash-mine': { background: 'color-mix(in srgb, var(--retry) 12%, transparent)', boxShadow: 'inset 3px 0 var(--retry)' },
  '.cm-clash-theirs': { background: 'color-mix(in srgb, var(--accent) 9%, var(--panel))', boxShadow: 'inset 3px 0 var(--accent)', padding: '3px 8px 5px 10px' },
  '.cm-clash-theirs pre': { margin: '3px 0 0', font: 'var(--mono)', lineHeight: '1.5', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-clash-head': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 6px', font: 'var(--small)', color: 'var(--soft)' },
  '.cm-clash-head button': {
    font: 'inherit',
    color: 'var(--ink)',
    background: 'var(--panel)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--radius)',
    padding: '1px 7px',
    minHeight: '24px',
    cursor: 'pointer',
  },
  '.cm-clash-head button:hover': { background: 'var(--hover)', borderColor: 'var(--line-strong)' },
});
