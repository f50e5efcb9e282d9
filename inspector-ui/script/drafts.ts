import type { Compartment, EditorState } from '@codemirror/state';
import type { Json } from '../../server/protocol.ts';
import { recallHere, rememberHere } from '../cells/memory.ts';
import type { CodeHands } from './code-hands.ts';
import { SourceDraft, type KeptDraft } from './draft.ts';

/** What is open, or was left with something unsaved in it. */
export interface OpenDraft {
  readonly draft: SourceDraft;
  /** The editor as it was left: its history, its cursor, the places that are not decided; and whom it tells. */
  editor?: { readonly state: EditorState; readonly hands: { now: CodeHands }; readonly changing: Compartment };
}

/** Whose program it is. */
export interface Program {
  readonly world: string | null;
  readonly entity: string;
  readonly component: string;
}

const KEY = 'scripts';
/** Drafts that are kept over a reload, and the characters of all of them: a browser keeps some millions. */
const MOST = 20;
const LONGEST = 1_500_000;
/** Milliseconds between typing and keeping. */
const PAUSE = 500;

const open = new Map<string, OpenDraft>();
const left = new Map<string, KeptDraft>(Object.entries(stored()));
let keeping: ReturnType<typeof setTimeout> | undefined;

/** The draft of a program, as it was left or as the world has it. */
export function openDraft(at: Program, value: string): OpenDraft {
  const key = keyOf(at);
  let found = open.get(key);
  if (found === undefined) {
    open.set(key, (found = { draft: new SourceDraft(value, left.get(key)) }));
    left.delete(key);
  }
  return found;
}

/** Nobody looks at it. What is not saved in it stays. */
export function leaveDraft(at: Program): void {
  const key = keyOf(at);
  if (open.get(key)?.draft.isDirty === false) open.delete(key);
  keep();
}

/** Something was typed, or saved: what is not saved is kept over a reload of the page. */
export function keepSoon(): void {
  keeping ??= setTimeout(keep, PAUSE);
}

function keep(): void {
  clearTimeout(keeping);
  keeping = undefined;
  const kept: { [key: string]: Json } = {};
  let characters = 0;
  const dirty = [...left, ...[...open].filter(([, { draft }]) => draft.isDirty).map(([key, { draft }]) => [key, draft.kept] as const)];
  for (const [key, { base, text }] of dirty.slice(-MOST).reverse()) {
    characters += base.length + text.length;
    if (characters <= LONGEST) kept[key] = { base, text };
  }
  rememberHere(KEY, kept);
}

function keyOf({ world, entity, component }: Program): string {
  return JSON.stringify([world, entity, component]);
}

function stored(): { readonly [key: string]: KeptDraft } {
  const known = recallHere(KEY);
  if (typeof known !== 'object' || known === null || Array.isArray(known)) return {};
  const kept = Object.entries(known).flatMap(([key, value]) => {
    const { base, text } = (value ?? {}) as { readonly base?: unknown; readonly text?: unknown };
    return typeof base === 'string' && typeof text === 'string' ? [[key, { base, text }] as const] : [];
  });
  return Object.fromEntries(kept);
}

// What is not saved would go with the tab.
window.addEventListener('beforeunload', (event) => {
  keep();
  if ([...open.values()].some(({ draft }) => draft.isDirty)) event.preventDefault();
});
