import { bareName } from '../../../../engine/flow/node/node.ts';
import type { FlowNode } from '../../../../engine/flow/node/node-types.ts';
import { FLOW_NODES, type Plugin } from '../../../../engine/index.ts';
import { running } from '../graphs.ts';
import { flowRig, type FlowRig } from '../rig.ts';

/** What stands in a graph around the node that a case is of; `@` in any text is the id of the entity that the graph belongs to. */
export interface Setting {
  readonly in?: object;
  readonly refs?: object;
  /** Other nodes of the graph. */
  readonly beside?: object;
  /** The impulse inputs to which an impulse comes, one after another; the node itself if not said. */
  readonly by?: readonly string[];
  /** Ports of other nodes that are told beside its own outputs. */
  readonly tells?: readonly string[];
  /** Entities above that of the graph, and others. */
  readonly above?: readonly object[];
  readonly around?: readonly object[];
  /** What it gives itself is not told: what nobody can know beforehand. */
  readonly quiet?: boolean;
  /** The entity itself, and its Flow, where something is to be said of them. */
  readonly entity?: object;
  readonly flow?: object;
  /** Where its exits lead, but for those that are told. */
  readonly then?: object;
  /** What its Flow says is wrong is not told: the words of what lies outside of the node. */
  readonly isHushed?: boolean;
  /** What is looked at in the end, besides what was told. */
  readonly sees?: (rig: FlowRig, id: string) => unknown;
}
/** A case of a node in a world: its type, what stands around it, and what it tells: each exit by its name, in order, with what its outputs give then. */
export type Scene = readonly [type: string, setting: Setting, tells: string];

/** Scenes that share a world, and what is done to it once it is there. */
export interface Play {
  readonly scenes: readonly Scene[];
  readonly entities?: readonly object[];
  /** Components besides those that are built in, and what runs scripts. */
  readonly more?: Plugin;
  readonly drive?: (rig: FlowRig) => void;
  /** How many ticks go by, if nothing else is done. */
  readonly ticks?: number;
}

const field = (component: string, entity = '@') => ({ entity, component, field: 'Value' });
/** Nodes that graphs take when they name them. */
const KNOWN: Readonly<Record<string, object>> = {
  me: { type: 'SlotSource', refs: { Source: { entity: '@' } } },
  root: { type: 'RootSlot' },
  gone: { type: 'SlotSource', refs: { Source: { entity: 'nowhere' } } },
  client: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: '@', component: 'WebsocketClient' } } },
  host: { type: 'HostUser' },
  // What no scene can hold.
  nan: { type: 'ValueDiv<float>', in: { A: 0, B: 0 } },
  inf: { type: 'ValueDiv<float>', in: { A: 1, B: 0 } },
  minusInf: { type: 'ValueNegate<float>', in: { N: { from: 'inf' } } },
  minusZero: { type: 'ValueNegate<float>', in: { N: 0 } },
  odd2: { type: 'Pack_Float2', in: { X: { from: 'nan' }, Y: { from: 'minusZero' } } },
  odd3: { type: 'Pack_Float3', in: { X: { from: 'inf' }, Y: { from: 'nan' }, Z: { from: 'minusZero' } } },
  odd4: { type: 'Pack_Float4', in: { X: { from: 'inf' }, Y: { from: 'nan' }, Z: { from: 'minusZero' }, W: { from: 'minusInf' } } },
  oddColor: { type: 'Pack_Color', in: { R: { from: 'inf' }, G: { from: 'nan' }, B: { from: 'minusZero' }, A: { from: 'minusInf' } } },
  oddTurn: { type: 'Pack_FloatQ', in: { X: { from: 'inf' }, Y: { from: 'nan' }, Z: { from: 'minusZero' }, W: { from: 'minusInf' } } },
};

/** Nodes that write down that an impulse came, with what ports give then. */
export function note(name: string, ...ports: readonly string[]): object {
  const id = name.replaceAll('.', '_'),
    values = ports.map((_, at) => `{${at + 1}}`).join(',');
  const shown = ports.map((from, at) => [`${id}_${at}`, { type: 'NullCoalesce<object>', in: { A: { from }, B: '∅' } }]);
  return {
    [id]: { type: 'ObjectWrite<string>', refs: { Variable: field('StringValue', '@log') }, in: { Value: { from: `${id}_text` } } },
    [`${id}_text`]: {
      type: 'FormatString',
      in: { Format: `{0}${name}${values === '' ? '' : `(${values})`} `, Parameters: [{ from: 'log' }, ...shown.map(([from]) => ({ from }))] },
    },
    log: { type: 'ObjectValueSource<string>', refs: { Source: field('StringValue', '@log') } },
    ...Object.fromEntries(shown),
  };
}

const LISTED = 3;
/** The name of an exit, or of one of a list of them, and what it tells. */
function exitsOf(node: FlowNode, setting: Setting): { readonly then: object; readonly nodes: object } {
  const ports = [
    ...node.outputs.flatMap(({ name, list }) => (list === true || setting.quiet === true ? [] : [name === '*' ? 'it' : `it.${name}`])),
    ...(setting.tells ?? []),
  ];
  const then: Record<string, unknown> = {};
  let nodes: object = {};
  for (const { name, list } of node.exits) {
    const names = list === true ? Array.from({ length: LISTED }, (_, at) => `${name}.${at}`) : [name];
    then[name] = list === true ? names.map((each) => each.replaceAll('.', '_')) : name;
    for (const each of names) nodes = { ...nodes, ...note(each, ...ports) };
  }
  if (node.exits.length === 0 && ports.length > 0) nodes = note('is', ...ports);
  return { then: { ...then, ...setting.then }, nodes };
}

/** What sets the node off. */
function beginningsOf(node: FlowNode, { by }: Setting): object {
  const heard = (OnReceived: string) => ({
    rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: { entity: '@', component: 'WebsocketClient' } }, then: { OnReceived } },
  });
  const isOwn = (each: string): boolean => node.entrances.some(({ name }) => name === each.replace(/\..*/s, ''));
  const places =
    by?.map((each) => (each === '*' ? 'it' : isOwn(each) ? `it.${each}` : each)) ??
    (node.entrances.length > 0 ? ['it'] : node.exits.length > 0 || node.outputs.length === 0 ? [] : ['is']);
  if (places.length === 0) return {};
  const isAsync = node.entrances.some(({ kind }) => kind === 'Async');
  const first = places.length > 1 ? 'all' : (places[0] as string);
  return {
    ...heard(isAsync ? 'task' : first),
    ...(isAsync ? { task: { type: 'StartAsyncTask', then: { TaskStart: first } } } : {}),
    ...(places.length > 1 ? { all: { type: isAsync ? 'AsyncSequence' : 'Sequence', then: { Calls: places } } } : {}),
  };
}

/** Every node that nodes name and that is known, with those that they name. */
function withKnown(nodes: object): object {
  const text = JSON.stringify(nodes);
  const missing = Object.keys(KNOWN).filter((id) => !Object.hasOwn(nodes, id) && text.includes(`"from":"${id}"`));
  return missing.length === 0 ? nodes : withKnown({ ...nodes, ...Object.fromEntries(missing.map((id) => [id, KNOWN[id]])) });
}
/** The same for an entity. */
function named<T>(value: T, id: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll('"@', `"${id}`)) as T;
}

export const nodeOf = (type: string): FlowNode => {
  const node = FLOW_NODES.find((each) => bareName(each) === type.replace(/<.*/s, ''));
  if (node === undefined) throw new Error(`there is no node ${type}`);
  return node;
};

function entitiesOf([type, setting]: Scene, id: string): readonly object[] {
  const node = nodeOf(type),
    { then, nodes } = exitsOf(node, setting);
  const it = { type, ...(setting.in === undefined ? {} : { in: setting.in }), ...(setting.refs === undefined ? {} : { refs: setting.refs }) };
  const graph = withKnown({ ...beginningsOf(node, setting), it: Object.keys(then).length === 0 ? it : { ...it, then }, ...nodes, ...setting.beside });
  const components = { WebsocketClient: {}, IntValue: {}, FloatValue: {}, StringValue: {}, BoolValue: {}, Flow: { Graph: { nodes: graph }, ...setting.flow } };
  return named(
    [
      ...(setting.above ?? []),
      { id: '@', name: '@', ...setting.entity, components },
      { id: '@log', name: '@log', components: { StringValue: {} } },
      ...(setting.around ?? []),
    ],
    id,
  );
}

/** Has a play go by, and gives what each of its scenes has told. */
export function played({ scenes, entities = [], more, drive, ticks = 3 }: Play, as: 'compiled' | 'interpreted'): readonly string[] {
  running.as = as;
  try {
    const ids = scenes.map((_, at) => `e${at}`);
    const rig = flowRig([...entities, ...scenes.flatMap((scene, at) => entitiesOf(scene, ids[at] as string))], more?.components, more);
    if (drive === undefined) {
      rig.hear('go');
      rig.tick(ticks);
    } else drive(rig);
    return scenes.map(([, { sees, isHushed }], at) => {
      const id = ids[at] as string;
      const isThere = rig.world.entities.rowOf(id) !== undefined;
      const error = isThere && isHushed !== true ? String(rig.value(id, 'Flow', 'LastError')) : '';
      const told = String(rig.value(`${id}log`, 'StringValue', 'Value')).trim();
      const seen = sees === undefined ? '' : JSON.stringify(sees(rig, id));
      return [told, seen, error === '' ? '' : `! ${error}`].filter((each) => each !== '').join(' | ');
    });
  } finally {
    running.as = 'compiled';
  }
}
