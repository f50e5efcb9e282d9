import { jsonList, jsonObject } from '../values/json-value.ts';
import { defineNode, input, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { patternOf, regexFuel } from '../values/regex.ts';
import { textOf } from './strings.ts';

/** Where a look begins: inside of the text, or behind it. */
function startOf(from: unknown): number {
  return Math.max(0, from as number);
}

export const REGEX_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'RegexMatch',
    doc:
      'The first place in a text from StartIndex on that a pattern fits: where it is and what stands there. Groups is a list, the whole first, and Named ' +
      'an object of those that have names; one that took no part is null. IsValid says whether the pattern is one. Patterns are those of RE2, which takes ' +
      'time as long as the text and knows no look-around and no back references; of at most 1,000 characters. A letter of any size: (?i) in front.',
    category: 'Strings',
    inputs: [input('Str', 'string'), input('Pattern', 'string'), input('StartIndex', 'int')],
    outputs: [
      output('IsMatch', 'bool'),
      output('Match', 'string'),
      output('Index', 'int'),
      output('Groups', 'json'),
      output('Named', 'json'),
      output('IsValid', 'bool'),
    ],
    weigh: ([text, pattern, from]) => regexFuel(Math.max(0, textOf(text).length - startOf(from)), textOf(pattern)),
    eval: (_type, [text, pattern, from]) => {
      const compiled = typeof pattern === 'string' ? patternOf(pattern) : null;
      const start = startOf(from);
      const matcher = compiled === null || typeof text !== 'string' || start > text.length ? undefined : compiled.matcher(text);
      if (matcher?.find(start) !== true) return [false, null, -1, null, null, compiled !== null];
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at));
      const named = Object.entries(matcher.namedGroups).map(([name, at]) => [name, groups[at] ?? null] as const);
      return [true, matcher.group(), matcher.start(), jsonList(groups) ?? null, jsonObject(named) ?? null, true];
    },
  }),
];
