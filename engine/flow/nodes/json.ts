import type { Json } from '../../schema/field.ts';
import { callExit, keep, kept, put } from '../node/call.ts';
import type { DataType, Value } from '../values/data-type.ts';
import { jsonAt, jsonWith, jsonWithout } from '../values/json-path.ts';
import { isJsonList, isJsonObject, jsonList, jsonObject, jsonText, keysOfJson, parseFuel, parseJson } from '../values/json-value.ts';
import { defineNode, input, itself, output } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { partsOf } from '../values/text-search.ts';
import { byEach } from '../values/weigh.ts';
import { loopPorts } from './core.ts';
import { LONGEST_TEXT, textOf } from './strings.ts';

const category = 'JSON';
const JSON_IN = input('JSON', 'json');
const PATH = input('Path', 'string', { initially: '' });
const PLACE = 'Path is as /users/0/name, or one key; empty it is the whole.';

/** What `GetFromJSON` may be asked for, and whether that is what stands there. Numbers must be of the type, and none is rounded to a whole one. */
const GIVES: ReadonlyMap<DataType, (found: Json) => Value | undefined> = new Map<DataType, (found: Json) => Value | undefined>([
  ['bool', (found) => (typeof found === 'boolean' ? found : undefined)],
  ['int', (found) => (typeof found === 'number' && (found | 0) === found ? found : undefined)],
  ['float', (found) => (typeof found === 'number' ? Math.fround(found) : undefined)],
  ['double', (found) => (typeof found === 'number' ? found : undefined)],
  ['string', (found) => (typeof found === 'string' ? found : undefined)],
  ['json', (found) => found],
]);
const NOTHING: ReadonlyMap<DataType, Value> = new Map<DataType, Value>([
  ['bool', false],
  ['int', 0],
  ['float', 0],
  ['double', 0],
]);

function kindOf(value: Json | undefined): string | null {
  if (value === undefined) return null;
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** Through a list or an object, in a chain that waits and in one that does not. */
function forEach(name: 'ForEachInJSON' | 'AsyncForEachInJSON'): FlowNode {
  const isAsync = name === 'AsyncForEachInJSON';
  return defineNode({
    name,
    doc:
      'Does LoopIteration for each member of a list or an object, as it was when the loop began: Value is the member, Index its place from 0, and Key ' +
      `its key, which a list does not have.${isAsync ? ' Its body may wait.' : ''}`,
    category,
    ...loopPorts(isAsync),
    inputs: [JSON_IN],
    outputs: [output('Value', 'json'), output('Index', 'int'), output('Key', 'string')],
    keeps: 2,
    acts: {
      '*': (call, me, json = null) => {
        keep(call, me, 0, json);
        keep(call, me, 1, 0);
        return callExit(call, me, 0, 0);
      },
    },
    resume: (call, me) => {
      const json = kept(call, me, 0),
        at = kept(call, me, 1) as number;
      const keys = isJsonObject(json) ? keysOfJson(json) : undefined;
      if (at >= (keys?.length ?? (isJsonList(json) ? json.length : 0))) return me.to[2] as number;
      const key = keys?.[at];
      put(call, me, 0, (key === undefined ? (json as readonly Json[])[at] : (json as { readonly [key: string]: Json })[key]) ?? null);
      put(call, me, 1, at);
      put(call, me, 2, key ?? null);
      keep(call, me, 1, at + 1);
      return callExit(call, me, 1, 1);
    },
  });
}

/** Fuel that a place takes, and the value in which it is looked for none. */
function ofPath([, path]: readonly (Value | readonly Value[])[]): number {
  return Math.floor(textOf(path).length / 64);
}

export const JSON_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'ParseJSON',
    doc:
      'A text as JSON: of at most 1,000,000 characters, each list and object counted as eight more, and at most 64 of those deep in each other. ' +
      'What is none gives null, and IsParsed says so.',
    category,
    inputs: [input('Str', 'string')],
    outputs: [output('Value', 'json'), output('IsParsed', 'bool')],
    weigh: ([text]) => parseFuel(textOf(text)),
    eval: (_type, [text]) => {
      const value = typeof text === 'string' ? parseJson(text) : undefined;
      return [value ?? null, value !== undefined];
    },
  }),
  defineNode({
    name: 'ToString_JSON',
    doc: 'JSON as text, the same for the same value on every machine; null where that would be longer than 1,000,000 characters. Indented it has lines.',
    category,
    inputs: [JSON_IN, input('Indented', 'bool')],
    outputs: itself('string'),
    weigh: byEach(32),
    eval: (_type, [json, indented]) => jsonText(json as Json, indented === true ? 2 : 0) ?? null,
  }),
  defineNode({
    name: 'GetFromJSON<T>',
    doc: `What stands at a place. FoundValue says whether there is something, and whether it is of this type. ${PLACE}`,
    category,
    generic: [...GIVES.keys()],
    inputs: [JSON_IN, PATH],
    outputs: [output('Value', 'T'), output('FoundValue', 'bool')],
    weigh: ofPath,
    eval: (type, [json, path]) => {
      const found = jsonAt(json as Json, textOf(path));
      const value = found === undefined ? undefined : GIVES.get(type)?.(found);
      return [value ?? NOTHING.get(type) ?? null, value !== undefined];
    },
  }),
  defineNode({
    name: 'KindInJSON',
    doc: `What stands at a place: bool, number, string, list, object, or the word null; null where there is nothing. ${PLACE}`,
    category,
    inputs: [JSON_IN, PATH],
    outputs: itself('string'),
    weigh: ofPath,
    eval: (_type, [json, path]) => kindOf(jsonAt(json as Json, textOf(path))),
  }),
  defineNode({
    name: 'CountInJSON',
    doc: `How many members the list or object at a place has; 0 of anything else. ${PLACE}`,
    category,
    inputs: [JSON_IN, PATH],
    outputs: itself('int'),
    weigh: byEach(32),
    eval: (_type, [json, path]) => {
      const found = jsonAt(json as Json, textOf(path));
      return isJsonList(found) ? found.length : isJsonObject(found) ? keysOfJson(found).length : 0;
    },
  }),
  defineNode({
    name: 'KeysInJSON',
    doc: `The keys of the object at a place, as a list of texts in their order; null where there is none. ${PLACE}`,
    category,
    inputs: [JSON_IN, PATH],
    outputs: itself('json'),
    weigh: byEach(32),
    eval: (_type, [json, path]) => {
      const found = jsonAt(json as Json, textOf(path));
      return isJsonObject(found) ? (jsonList(keysOfJson(found)) ?? null) : null;
    },
  }),
  defineNode({
    name: 'SetInJSON',
    doc:
      'The JSON with Value at a place. What is missing on the way is made; - stands behind the last of a list. Where the way leads through a text or a ' +
      `number, past the end of a list, or where it would grow beyond the bounds, it stays as it is, and IsSet says so. ${PLACE}`,
    category,
    inputs: [JSON_IN, PATH, input('Value', 'json')],
    outputs: [output('Result', 'json'), output('IsSet', 'bool')],
    weigh: byEach(12),
    eval: (_type, [json, path, value]) => {
      const result = jsonWith(json as Json, textOf(path), value as Json);
      return [result ?? (json as Json), result !== undefined];
    },
  }),
  defineNode({
    name: 'RemoveFromJSON',
    doc: `The JSON without what stands at a place. IsRemoved says whether there was something. ${PLACE}`,
    category,
    inputs: [JSON_IN, PATH],
    outputs: [output('Result', 'json'), output('IsRemoved', 'bool')],
    weigh: byEach(12),
    eval: (_type, [json, path]) => {
      const result = jsonWithout(json as Json, textOf(path));
      return [result ?? (json as Json), result !== undefined];
    },
  }),
  defineNode({
    name: 'BuildJSON',
    doc: 'An object of Keys and Values in their order; a value that is not given is null, and of a key that comes twice the later counts.',
    category,
    inputs: [input('Keys', 'string', { list: true }), input('Values', 'json', { list: true })],
    outputs: itself('json'),
    weigh: byEach(12),
    eval: (_type, [keys, values]) => jsonObject((keys as readonly Value[]).map((key, at) => [textOf(key), (values as readonly Json[])[at] ?? null])) ?? null,
  }),
  defineNode({
    name: 'BuildJSONList',
    doc: 'A list of Values in their order.',
    category,
    inputs: [input('Values', 'json', { list: true })],
    outputs: itself('json'),
    weigh: byEach(12),
    eval: (_type, [values]) => jsonList(values as readonly Json[]) ?? null,
  }),
  forEach('ForEachInJSON'),
  forEach('AsyncForEachInJSON'),
  defineNode({
    name: 'SplitString',
    doc:
      'The parts of a text between Separator, as a list of texts; without a separator its code points. ' +
      'Null where there is no text, or the list would be too long.',
    category: 'Strings',
    inputs: [input('Str', 'string'), input('Separator', 'string')],
    outputs: itself('json'),
    weigh: byEach(16),
    eval: (_type, [text, separator]) => {
      if (typeof text !== 'string') return null;
      const between = textOf(separator);
      return jsonList(between === '' ? Array.from(text) : partsOf(text, between)) ?? null;
    },
  }),
  defineNode({
    name: 'JoinStrings',
    doc:
      'The members of a list with Separator between them: texts as they are, null as an empty one, all else as JSON. ' +
      'Null where there is no list, or the text would be too long.',
    category: 'Strings',
    inputs: [input('List', 'json'), input('Separator', 'string')],
    outputs: itself('string'),
    weigh: byEach(8),
    eval: (_type, [list, separator]) => joined(list as Json, textOf(separator)),
  }),
];

function joined(list: Json, between: string): string | null {
  if (!isJsonList(list)) return null;
  let text = '';
  for (const [at, each] of list.entries()) {
    const part = typeof each === 'string' ? each : each === null ? '' : jsonText(each);
    if (part === undefined) return null;
    text += (at === 0 ? '' : between) + part;
    if (text.length > LONGEST_TEXT) return null;
  }
  return text;
}
