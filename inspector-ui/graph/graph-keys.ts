import type { Drawing } from './drawing.ts';
import type { Editing } from './editing.ts';
import type { Point } from './geometry.ts';

/** What the keys need besides the graph itself. */
export interface KeysOf {
  readonly drawing: Drawing;
  readonly editing: Editing;
  /** Opens the search for a node, at a place. */
  search(at: Point): void;
  fit(selected: boolean): void;
  zoom(factor: number): void;
  pan(dx: number, dy: number): void;
  tidy(): void;
  /** Opens the search in graphs, with words that are looked for. */
  find(words?: string): void;
  text(): void;
  stop(id: string): void;
  /** Gives up what is in hand; false where nothing is. */
  cancel(): boolean;
  comment(at: Point): void;
  title(id: string): void;
  menu(): void;
  /** Whether a tick that a breakpoint stopped is shown. */
  readonly isStopped: boolean;
  /** Moves through the tick that a breakpoint stopped. */
  step(what: 'goOn' | 'over' | 'into' | 'out' | 'back'): void;
}

interface Key {
  readonly keys: readonly string[];
  /** It changes the graph: not while that is locked. */
  readonly edits?: boolean;
  /** It moves through a tick that was stopped: while none is, the key means what it means elsewhere on the page. */
  readonly stopped?: boolean;
  readonly run: (of: KeysOf) => unknown;
}

const NUDGE = 11,
  PAN = 80;

function place({ drawing }: KeysOf): Point {
  const seen = drawing.lens?.seen ?? { x: 0, y: 0, w: 0, h: 0 };
  const { pointer } = drawing;
  const isInside = pointer !== undefined && pointer.x >= seen.x && pointer.x <= seen.x + seen.w && pointer.y >= seen.y && pointer.y <= seen.y + seen.h;
  return isInside ? pointer : { x: seen.x + seen.w / 2 - 80, y: seen.y + seen.h / 2 - 40 };
}
function only({ drawing }: KeysOf): string | undefined {
  const [id, ...more] = drawing.selection.value;
  return more.length === 0 ? id : undefined;
}

/** What the keys do while the graph has the keyboard. `actions/keys-inside.ts` tells people of them. */
const KEYS: readonly Key[] = [
  { keys: [' '], edits: true, run: (of) => of.search(place(of)) },
  { keys: ['Delete', 'Backspace'], edits: true, run: ({ editing }) => editing.remove() },
  { keys: ['Ctrl-D'], edits: true, run: ({ editing }) => editing.duplicate(false) },
  { keys: ['Ctrl-Shift-D'], edits: true, run: ({ editing }) => editing.duplicate(true) },
  { keys: ['Ctrl-C'], run: ({ editing }) => editing.copy() },
  { keys: ['Ctrl-X'], edits: true, run: ({ editing }) => editing.cut() },
  { keys: ['Ctrl-V'], edits: true, run: (of) => of.editing.paste(place(of)) },
  { keys: ['Ctrl-A'], run: ({ drawing }) => drawing.select(drawing.store.nodes.keys()) },
  { keys: ['Ctrl-G'], edits: true, run: ({ editing }) => editing.frame() },
  { keys: ['Ctrl-Shift-G'], edits: true, run: ({ editing }) => editing.frame(true) },
  { keys: ['Ctrl-F'], run: (of) => of.find() },
  { keys: ['X'], edits: true, run: ({ editing }) => editing.detach() },
  { keys: ['C'], edits: true, run: (of) => of.comment(place(of)) },
  { keys: ['F2'], edits: true, run: (of) => forOne(of, (id) => of.title(id)) },
  { keys: ['B'], run: (of) => forOne(of, (id) => of.stop(id)) },
  { keys: ['F8'], stopped: true, run: (of) => of.step('goOn') },
  { keys: ['F10'], stopped: true, run: (of) => of.step('over') },
  { keys: ['F9'], stopped: true, run: (of) => of.step('into') },
  { keys: ['Shift-F9'], stopped: true, run: (of) => of.step('out') },
  { keys: ['Shift-F8'], stopped: true, run: (of) => of.step('back') },
  { keys: ['F'], run: (of) => of.fit(true) },
  { keys: ['Home'], run: (of) => of.fit(false) },
  { keys: ['L'], edits: true, run: (of) => of.tidy() },
  { keys: ['T'], run: (of) => of.text() },
  { keys: ['+', '='], run: (of) => of.zoom(1.2) },
  { keys: ['-'], run: (of) => of.zoom(1 / 1.2) },
  { keys: ['Alt-ArrowLeft'], edits: true, run: ({ editing }) => editing.nudge(-NUDGE, 0) },
  { keys: ['Alt-ArrowRight'], edits: true, run: ({ editing }) => editing.nudge(NUDGE, 0) },
  { keys: ['Alt-ArrowUp'], edits: true, run: ({ editing }) => editing.nudge(0, -NUDGE) },
  { keys: ['Alt-ArrowDown'], edits: true, run: ({ editing }) => editing.nudge(0, NUDGE) },
  { keys: ['Shift-ArrowLeft'], run: (of) => of.pan(PAN, 0) },
  { keys: ['Shift-ArrowRight'], run: (of) => of.pan(-PAN, 0) },
  { keys: ['Shift-ArrowUp'], run: (of) => of.pan(0, PAN) },
  { keys: ['Shift-ArrowDown'], run: (of) => of.pan(0, -PAN) },
  { keys: ['Shift-F10', 'ContextMenu'], run: (of) => of.menu() },
];
const BY_KEY = new Map(KEYS.flatMap((key) => key.keys.map((name) => [name, key] as const)));

function forOne(of: KeysOf, then: (id: string) => void): void {
  const id = only(of);
  if (id !== undefined) then(id);
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const held = `${event.ctrlKey || event.metaKey ? 'Ctrl-' : ''}${event.altKey ? 'Alt-' : ''}`;
  const isSign = event.key.length === 1 && !/[\p{L}\p{N}]/u.test(event.key);
  return `${held}${event.shiftKey && !isSign ? 'Shift-' : ''}${key}`;
}

/** Does what a key means in a graph; false where it means nothing there. */
export function graphKey(event: KeyboardEvent, of: KeysOf): boolean {
  if (event.key === 'Escape') {
    if (of.cancel()) return true;
    if (of.drawing.selection.value.size === 0 && of.drawing.wire.value === null) return false;
    of.drawing.select([]);
    return true;
  }
  const key = BY_KEY.get(nameOf(event));
  if (key === undefined || (key.stopped === true && !of.isStopped)) return false;
  if (key.edits === true && of.drawing.refuses()) return true;
  void key.run(of);
  return true;
}
