import { lower } from '../values/case.ts';
import type { Value } from '../values/data-type.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { Call, FlowNode, Input } from '../node/node-types.ts';
import { childrenOf, climb, costOf, ROOT_NAME, rowOf, slotAt, TOP } from '../node/slots.ts';

const category = 'Slots/Searching';
const INSTANCE = input('Instance', 'Slot'),
  DEPTH = input('SearchDepth', 'int');
const BY_NAME = [
  INSTANCE,
  input('Name', 'string'),
  input('MatchSubstring', 'bool', { initially: true }),
  input('IgnoreCase', 'bool', { initially: true }),
  DEPTH,
];
const BY_TAG = [INSTANCE, input('Tag', 'string'), DEPTH];

/** Characters of a name and of a tag: a longer text is none's. */
const LONGEST = 1_000;
/** How many times as much as another look it costs to look at a name without its case. */
const FOLDED = 4;

type Given = Value | readonly Value[] | undefined;
/** Whether an entity is one that is looked for, and how many times as much as the usual that costs. */
interface Wanted {
  readonly isFound: (row: number) => boolean;
  readonly times: number;
}

function byName({ world }: Call, name: Given, partly: Given, ignoresCase: Given): Wanted | undefined {
  if (typeof name !== 'string' || name.length > LONGEST) return undefined;
  const fold = ignoresCase === true ? lower : (text: string) => text;
  const wanted = fold(name);
  const nameOf = (row: number): string => fold(row === TOP ? ROOT_NAME : world.entities.name.get(row));
  return { isFound: partly === true ? (row) => nameOf(row).includes(wanted) : (row) => nameOf(row) === wanted, times: ignoresCase === true ? FOLDED : 1 };
}
function byTag({ world }: Call, tag: Given): Wanted | undefined {
  if (typeof tag !== 'string' || tag === '') return undefined;
  return { isFound: (row) => row !== TOP && world.entities.tag.get(row) === tag, times: 1 };
}

/** Level by level, so that the nearest is found. Costs fuel for each entity that is looked at. */
function below(call: Call, row: number, { isFound, times }: Wanted, depth: number): number | undefined {
  let level: number[] = [row];
  for (let deep = 0; level.length > 0 && (depth < 0 || deep <= depth); deep++) {
    const next: number[] = [];
    for (const parent of level) {
      const children = childrenOf(call.world, parent);
      if (children.length === 0) continue;
      call.spend(costOf(children.length * times));
      for (const child of children) {
        if (isFound(child)) return child;
        next.push(child);
      }
    }
    // What has no children is passed over quickly, and still looked at.
    call.spend(costOf(level.length));
    level = next;
  }
  return undefined;
}

function above(call: Call, row: number, { isFound, times }: Wanted, depth: number): number | undefined {
  if (row === TOP) return undefined;
  const each = (at: number): boolean => {
    if (times > 1) call.spend(1);
    return isFound(at);
  };
  return climb(call, call.world.entities.parent[row] as number, each, depth < 0 ? -1 : depth + 1);
}

function finding(
  name: string,
  doc: string,
  inputs: readonly Input[],
  wanted: (call: Call, ...given: readonly Given[]) => Wanted | undefined,
  search: typeof below,
): FlowNode {
  return defineNode({
    name,
    doc: `${doc} SearchDepth 0 looks at the nearest level alone, 1 at the next one too, and so on; below 0 at all. It costs fuel for each that is looked at.`,
    category,
    inputs,
    outputs: itself('Slot'),
    read: (call, _me, [instance, ...given]) => {
      const row = rowOf(call.world, instance);
      const looked = row === undefined ? undefined : wanted(call, ...given);
      const found = row === undefined || looked === undefined ? undefined : search(call, row, looked, given.at(-1) as number);
      return found === undefined ? null : slotAt(call.world, found);
    },
  });
}

const NAMED = 'that is called Name; with MatchSubstring whose name holds it. With IgnoreCase small and capital letters are the same.';
export const SLOT_FIND_NODES: readonly FlowNode[] = [
  finding('FindChildByName', `The first below Instance ${NAMED} The nearest levels come first.`, BY_NAME, byName, below),
  finding('FindChildByTag', 'The first below Instance whose tag is Tag. The nearest levels come first.', BY_TAG, byTag, below),
  finding('FindParentByName', `The nearest above Instance ${NAMED}`, BY_NAME, byName, above),
  finding('FindParentByTag', 'The nearest above Instance whose tag is Tag.', BY_TAG, byTag, above),
];
