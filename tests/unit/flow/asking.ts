import { flowing, flowRig, rx, write, type FlowRig } from './rig.ts';

/** What is asked: the type of the answer, and the node that gives it. */
export type Question = readonly [type: 'string' | 'int' | 'bool', from: string];

export interface Tree {
  readonly id: string;
  readonly children?: readonly Tree[];
  readonly [key: string]: unknown;
}
/** Entities with what hangs below them, as scenes list them. */
export function flat(trees: readonly Tree[], parent?: string): object[] {
  return trees.flatMap(({ children = [], ...entity }) => [{ ...entity, ...(parent === undefined ? {} : { parent }) }, ...flat(children, entity.id)]);
}

/**
 * A world in which nodes are asked what they give, beside other entities: a Flow for each answer writes it down once it hears something, null as an
 * empty text.
 */
export function asking(entities: readonly Tree[], nodes: object, questions: Readonly<Record<string, Question>>): FlowRig & { answers(): object } {
  const names = Object.keys(questions);
  const chains = names.map((name, at) => {
    const [type, from] = questions[name] as Question;
    const text = { type: 'NullCoalesce<string>', in: { A: { from }, B: '' } };
    const written = write(type, { from: type === 'string' ? 'text' : from }, undefined, `asker${at}`);
    return flowing({ ...nodes, ...(type === 'string' ? { text } : {}), rx: rx('write', `asker${at}`), write: written }, `asker${at}`) as Tree;
  });
  const rig = flowRig(flat([...entities, { id: 'askers', name: 'askers', children: chains }]));
  const component = { string: 'StringValue', int: 'IntValue', bool: 'BoolValue' };
  return {
    ...rig,
    answers: () => {
      rig.hear('go');
      return Object.fromEntries(names.map((name, at) => [name, rig.value(`asker${at}`, component[(questions[name] as Question)[0]], 'Value')]));
    },
  };
}

/** A node of a Slot that a reference names, and one that asks something of it. */
export const slot = (entity: string): object => ({ type: 'SlotSource', refs: { Source: { entity } } });
