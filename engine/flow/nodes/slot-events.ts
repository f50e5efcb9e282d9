import { put } from '../node/call.ts';
import { calls, defineNode, input, output } from '../node/node.ts';
import type { FlowNode, Happening, Input, Trigger } from '../node/node-types.ts';

const category = 'Events';
/** The host alone runs a world, so that it makes no difference. */
const ONLY_HOST: readonly Input[] = [input('OnlyHost', 'bool')];

/** A node that something sets off which happens to its Flow, or to its world. */
const event = (name: string, doc: string, on: Happening, inputs: readonly Input[] = [], exit = 'Trigger'): FlowNode =>
  defineNode({ name, doc, category, inputs, exits: calls(exit), triggers: [{ on, exit }] });

/** Takes what is told into the node's output. */
const taking =
  (what: string): NonNullable<Trigger['take']> =>
  (call, me, told) => {
    put(call, me, 0, told[what] as string);
    return true;
  };

const users = (name: string, doc: string, on: Happening, exit: string, port: string): FlowNode =>
  defineNode({
    name,
    doc,
    category: 'World',
    inputs: ONLY_HOST,
    outputs: [output(port, 'User')],
    exits: calls(exit),
    triggers: [{ on, exit, take: taking('user') }],
  });

const NEXT_TICK = 'It takes its turn in the next tick, for whoever has added it, and once it is enabled and active.';
const CAUSED = 'It takes its turn in the next tick';
export const SLOT_EVENT_NODES: readonly FlowNode[] = [
  event('OnStart', `Its Flow has come to be: with its scene, by an edit, as a copy, with an item, or back by an undo. ${NEXT_TICK}`, 'started', ONLY_HOST),
  event('OnLoaded', `Its Flow has come with the scene, or with an item. ${CAUSED}, before OnStart.`, 'loaded'),
  event('OnDuplicate', `Its Flow has come to be as part of a copy; of the original nothing is told. ${CAUSED}, before OnStart.`, 'duplicated'),
  event('OnPaste', `Its Flow has come with an item that was put into the running world. ${CAUSED}, before OnStart.`, 'pasted'),
  event('OnActivated', 'Its entity was turned on, or one above it, so that it is active again.', 'activated', ONLY_HOST),
  event('OnDeactivated', 'Its entity was turned off, or one above it. It is the last that runs, and what waits stands still.', 'deactivated', ONLY_HOST),
  event(
    'OnDestroying',
    'Its Flow is being removed: where a node removes it with SendDestroyingEvent all is there still; where an edit does, it is gone already.',
    'destroying',
  ),
  event('OnDestroy', 'Its Flow has been removed; its own entity is null by then. What waits ends with it.', 'destroyed', ONLY_HOST),
  event('OnSaving', 'The scene is about to be saved. What the chain writes before it waits is saved with it.', 'saving'),
  event('WorldSaved', 'The scene was saved.', 'saved', [], 'OnSaved'),
  users('UserJoined', 'A user has come in on the first of their machines; the chain runs for them.', 'userJoined', 'OnJoined', 'JoinedUser'),
  users('UserLeft', 'A user has gone from the last of their machines; the chain runs for them.', 'userLeft', 'OnLeft', 'LeftUser'),
  users('UserSpawn', 'The entity that stands for a user has come to be, as they joined.', 'userSpawned', 'OnSpawn', 'SpawnedUser'),
  defineNode({
    name: 'SlotChildrenEvents',
    doc:
      'Instance has gained or lost a child, which is Child; one that was removed is gone by then. The chain runs for whoever did that, and once, so that ' +
      'OnUser makes no difference.',
    category,
    refs: [{ name: 'Instance', kind: 'entity' }],
    inputs: [input('OnUser', 'User')],
    outputs: [output('Child', 'Slot')],
    exits: calls('OnChildAdded', 'OnChildRemoved'),
    triggers: [
      { on: 'childAdded', exit: 'OnChildAdded', take: taking('child') },
      { on: 'childRemoved', exit: 'OnChildRemoved', take: taking('child') },
    ],
  }),
];
