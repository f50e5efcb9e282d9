import type { JoinedUser } from '../../../../engine/index.ts';
import { flat } from '../asking.ts';
import type { FlowRig } from '../rig.ts';
import type { Play, Scene } from './stage.ts';

/* What nodes tell of the hierarchy and change in it, and who is here. */

const MAX = 2_147_483_647,
  MIN = -2_147_483_648;
/** A house with a kitchen that is off and a cellar that is not saved, and a garden. */
const PLACE = flat([
  {
    id: 'house',
    name: 'House',
    tag: 'home',
    children: [
      { id: 'kitchen', name: 'Kitchen', active: false, children: [{ id: 'table', name: 'Table', tag: 'wood' }] },
      {
        id: 'cellar',
        name: 'Cellar',
        persistent: false,
        children: [{ id: 'shelf', name: 'Shelf 😀', tag: 'wood', components: { UserRoot: { User: { userId: 'anna' } } } }],
      },
    ],
  },
  { id: 'garden', name: 'Garden', children: [{ id: 'bench', name: 'TABLE 2', tag: '😀' }] },
]);
const SLOTS = Object.fromEntries(
  ['house', 'kitchen', 'table', 'cellar', 'shelf', 'garden', 'bench'].map((id) => [id, { type: 'SlotSource', refs: { Source: { entity: id } } }]),
);
const read = (type: string, given: object, tells: string, beside: object = {}): Scene => [type, { in: given, beside: { ...SLOTS, ...beside } }, `is(${tells})`];
const of = (from: string, more: object = {}): object => ({ Instance: { from }, ...more });

/** What is told of an entity; of one that is gone, of null and of the root. */
const TOLD: readonly Scene[] = (
  [
    [
      'GetParentSlot',
      [
        ['table', 'kitchen'],
        ['house', ''],
      ],
      '∅',
      '∅',
    ],
    [
      'ChildrenCount',
      [
        ['house', '2'],
        ['table', '0'],
      ],
      '0',
      undefined,
    ],
    [
      'IndexOfChild',
      [
        ['kitchen', '0'],
        ['cellar', '1'],
      ],
      '-1',
      '-1',
    ],
    ['GetSlotName', [['shelf', 'Shelf 😀']], '∅', 'Root'],
    [
      'GetTag',
      [
        ['house', 'home'],
        ['kitchen', ''],
        ['bench', '😀'],
      ],
      '∅',
      '',
    ],
    [
      'GetSlotActive',
      [
        ['house', 'True'],
        ['kitchen', 'False'],
        ['table', 'False'],
      ],
      'False',
      'True',
    ],
    [
      'GetSlotActiveSelf',
      [
        ['kitchen', 'False'],
        ['table', 'True'],
      ],
      'False',
      'True',
    ],
    [
      'GetSlotPersistent',
      [
        ['house', 'True'],
        ['cellar', 'False'],
        ['shelf', 'False'],
      ],
      'False',
      'True',
    ],
    [
      'GetSlotPersistentSelf',
      [
        ['cellar', 'False'],
        ['shelf', 'True'],
      ],
      'False',
      'True',
    ],
    ['GetActiveUser', [['table', '∅']], '∅', '∅'],
    ['GetActiveUserRoot', [['table', '∅']], '∅', '∅'],
  ] as const
).flatMap(([type, found, none, root]): readonly Scene[] => [
  ...found.map(([from, text]) => read(type, of(from), text)),
  read(type, of('gone'), none),
  read(type, { Instance: null }, none),
  ...(root === undefined ? [] : [read(type, of('root'), root)]),
]);
const READS: readonly Scene[] = [
  ...TOLD,
  // The root has no id.
  read('RootSlot', {}, ''),
  ...(
    [
      [0, 'kitchen'],
      [1, 'cellar'],
      [2, '∅'],
      [-1, '∅'],
      [MAX, '∅'],
      [MIN, '∅'],
    ] as const
  ).map(([ChildIndex, text]) => read('GetChild', of('house', { ChildIndex }), text)),
  read('GetChild', of('root', { ChildIndex: 0 }), 'house'),
  read('GetChild', of('gone'), '∅'),
  read('HasTag', of('house', { Tag: 'home' }), 'True'),
  read('HasTag', of('bench', { Tag: '😀' }), 'True'),
  read('HasTag', of('house', { Tag: 'Home' }), 'False'),
  read('HasTag', of('kitchen', { Tag: '' }), 'True'),
  read('HasTag', of('kitchen', { Tag: null }), 'True'),
  read('HasTag', of('gone', { Tag: '' }), 'False'),
  read('IsChildOf', of('table', { Other: { from: 'house' } }), 'True'),
  read('IsChildOf', of('house', { Other: { from: 'table' } }), 'False'),
  read('IsChildOf', of('house', { Other: { from: 'house' } }), 'False'),
  read('IsChildOf', of('house', { Other: { from: 'house' }, IncludeSelf: true }), 'True'),
  read('IsChildOf', of('house', { Other: { from: 'root' } }), 'True'),
  read('IsChildOf', of('house', { Other: { from: 'gone' } }), 'False'),
  read('IsChildOf', of('gone', { Other: { from: 'house' } }), 'False'),
  read('GetSlot', { Component: { from: 'client' } }, '@'),
  read('GetSlot', { Component: { from: 'lost' } }, '∅', {
    lost: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'nowhere', component: 'WebsocketClient' } } },
  }),
  read('GetUserFromComponent', { Instance: { from: 'worn' } }, '∅', {
    worn: { type: 'ElementSource<UserRoot>', refs: { Source: { entity: 'shelf', component: 'UserRoot' } } },
  }),
  read('GetUserFromComponent', { Instance: { from: 'client' } }, '∅'),
  ['GetActiveUserSelf', {}, 'is(∅)'],
  ...(
    [
      // The garden stands behind the house, and its bench lies higher than the table.
      ['root', { Name: 'table', SearchDepth: 1 }, 'bench'],
      ['house', { Name: 'table', SearchDepth: -1 }, 'table'],
      ['house', { Name: 'table', SearchDepth: 0 }, '∅'],
      ['house', { Name: 'table', SearchDepth: MAX }, 'table'],
      ['house', { Name: 'table', SearchDepth: MIN }, 'table'],
      ['house', { Name: 'table', IgnoreCase: false, SearchDepth: -1 }, '∅'],
      ['house', { Name: 'Tab', MatchSubstring: false, SearchDepth: -1 }, '∅'],
      ['house', { Name: '😀', SearchDepth: -1 }, 'shelf'],
      // Each name holds nothing.
      ['house', { Name: '', SearchDepth: -1 }, 'kitchen'],
      ['house', { Name: null, SearchDepth: -1 }, '∅'],
      ['gone', { Name: 'table', SearchDepth: -1 }, '∅'],
    ] as const
  ).map(([from, more, text]) => read('FindChildByName', of(from, more), text)),
  ...(
    [
      ['root', { Tag: 'wood', SearchDepth: -1 }, 'table'],
      ['root', { Tag: 'wood', SearchDepth: 1 }, '∅'],
      ['garden', { Tag: '😀', SearchDepth: MAX }, 'bench'],
      ['root', { Tag: '', SearchDepth: MIN }, '∅'],
      ['root', { Tag: null, SearchDepth: -1 }, '∅'],
      ['gone', { Tag: 'wood', SearchDepth: -1 }, '∅'],
    ] as const
  ).map(([from, more, text]) => read('FindChildByTag', of(from, more), text)),
  ...(
    [
      ['table', { Name: 'hou', SearchDepth: -1 }, 'house'],
      ['table', { Name: 'hou', SearchDepth: 0 }, '∅'],
      ['table', { Name: 'kitchen', SearchDepth: 0 }, 'kitchen'],
      ['table', { Name: 'hou', SearchDepth: MAX }, 'house'],
      ['table', { Name: 'hou', SearchDepth: MIN }, 'house'],
      ['table', { Name: 'HOUSE', IgnoreCase: false, SearchDepth: -1 }, '∅'],
      ['table', { Name: 'hou', MatchSubstring: false, SearchDepth: -1 }, '∅'],
      ['table', { Name: '😀', SearchDepth: -1 }, '∅'],
      ['table', { Name: '', SearchDepth: -1 }, 'kitchen'],
      ['table', { Name: null, SearchDepth: -1 }, '∅'],
      ['gone', { Name: 'hou', SearchDepth: -1 }, '∅'],
    ] as const
  ).map(([from, more, text]) => read('FindParentByName', of(from, more), text)),
  ...(
    [
      ['shelf', { Tag: 'home', SearchDepth: 1 }, 'house'],
      ['shelf', { Tag: 'home', SearchDepth: 0 }, '∅'],
      ['shelf', { Tag: 'wood', SearchDepth: MAX }, '∅'],
      ['shelf', { Tag: '😀', SearchDepth: MIN }, '∅'],
      ['shelf', { Tag: '', SearchDepth: -1 }, '∅'],
      ['shelf', { Tag: null, SearchDepth: -1 }, '∅'],
      ['gone', { Tag: 'home', SearchDepth: -1 }, '∅'],
    ] as const
  ).map(([from, more, text]) => read('FindParentByTag', of(from, more), text)),
];

/** Three entities in a box, of which the graph changes one; and the box as it looks then. */
const BOX = [{ id: '@box', name: 'Box', tag: 'a' }, ...['one', 'two', 'three'].map((name) => ({ id: `@${name}`, name, parent: '@box' }))];
const beside = Object.fromEntries(['box', 'one', 'two', 'three'].map((id) => [id, { type: 'SlotSource', refs: { Source: { entity: `@${id}` } } }]));
const inBox = ({ world: { entities } }: FlowRig, id: string): unknown => {
  const row = entities.rowOf(`${id}box`);
  return row === undefined ? null : [entities.name.get(row), ...(entities.children.get(row) ?? []).map((each) => entities.name.get(each))];
};
const box = ({ world: { entities } }: FlowRig, id: string): unknown => {
  const row = entities.rowOf(`${id}box`) as number;
  return [entities.name.get(row), entities.tag.get(row), entities.active[row], entities.persistent[row]];
};
const change = (type: string, given: object, told: string, seen: unknown, sees = inBox): Scene => [
  type,
  { in: given, around: BOX, beside, sees },
  [told, JSON.stringify(seen)].filter((each) => each !== '').join(' | '),
];
const ALL = ['Box', 'one', 'two', 'three'];
const CHANGES: readonly Scene[] = [
  change('SetSlotName', of('box', { Name: 'Chest' }), 'Next', ['Chest', 'a', 1, 1], box),
  change('SetSlotName', of('box', { Name: 'Box' }), 'Next', ['Box', 'a', 1, 1], box),
  change('SetSlotName', of('box', { Name: '😀' }), 'Next', ['😀', 'a', 1, 1], box),
  change('SetSlotName', of('box', { Name: '' }), 'Next', ['', 'a', 1, 1], box),
  change('SetSlotName', of('box', { Name: null }), 'Next', ['', 'a', 1, 1], box),
  change('SetTag', of('box', { Tag: '😀' }), 'Next', ['Box', '😀', 1, 1], box),
  change('SetTag', of('box', { Tag: '' }), 'Next', ['Box', '', 1, 1], box),
  change('SetTag', of('box', { Tag: null }), 'Next', ['Box', '', 1, 1], box),
  change('SetSlotActiveSelf', of('box', { Active: false }), 'Next', ['Box', 'a', 0, 1], box),
  change('SetSlotActiveSelf', of('box', { Active: true }), 'Next', ['Box', 'a', 1, 1], box),
  change('SetSlotPersistentSelf', of('box', { Persistent: false }), 'Next', ['Box', 'a', 1, 0], box),
  change('SetSlotPersistentSelf', of('box', { Persistent: true }), 'Next', ['Box', 'a', 1, 1], box),
  ...(
    [
      [0, ['two', 'one', 'three']],
      [1, ['one', 'two', 'three']],
      [2, ['one', 'three', 'two']],
      [MAX, ['one', 'three', 'two']],
    ] as const
  ).map(([Index, order]) => change('SetChildIndex', of('two', { Index }), 'Next', ['Box', ...order])),
  ...[-1, MIN].map((Index) => change('SetChildIndex', of('two', { Index }), '', ALL)),
  change('SetParent', of('two', { NewParent: { from: 'one' } }), 'Next', ['Box', 'one', 'three']),
  change('SetParent', of('two', { NewParent: { from: 'box' }, PreserveGlobalPosition: false }), 'Next', ALL),
  change('SetParent', of('two', { NewParent: { from: 'root' } }), 'Next', ['Box', 'one', 'three']),
  // Without a parent, and with one that is gone, it hangs below the root.
  change('SetParent', of('two', { NewParent: null }), 'Next', ['Box', 'one', 'three']),
  change('SetParent', of('two', { NewParent: { from: 'gone' } }), 'Next', ['Box', 'one', 'three']),
  change('DuplicateSlot', { Template: { from: 'gone' } }, '', ALL),
  change('DuplicateSlot', { Template: { from: 'root' } }, '', ALL),
  [
    'DuplicateSlot',
    {
      in: { Template: { from: 'one' }, OverrideParent: { from: 'box' } },
      around: BOX,
      beside: { ...beside, name: { type: 'GetSlotName', in: of('it.Duplicate') } },
      quiet: true,
      tells: ['name'],
      sees: inBox,
    },
    `Next(one 2) | ${JSON.stringify(['Box', 'one', 'one 2', 'two', 'three'])}`,
  ],
  change('DestroySlot', of('one'), 'Next', ['Box', 'two', 'three']),
  change('DestroySlot', of('one', { PreserveAssets: false, SendDestroyingEvent: false }), 'Next', ['Box', 'two', 'three']),
  change('DestroySlot', of('box'), 'Next', null),
  change('DestroySlotChildren', of('box'), 'Next', ['Box']),
  change('DestroySlotChildren', of('one', { PreserveAssets: false, SendDestroyingEvent: false }), 'Next', ALL),
  ...['SetSlotName', 'SetTag', 'SetSlotActiveSelf', 'SetSlotPersistentSelf', 'SetChildIndex', 'SetParent', 'DestroySlot'].flatMap((type) => [
    change(type, of('gone'), '', ALL),
    change(type, { Instance: null }, '', ALL),
    change(type, of('root'), '', ALL),
  ]),
  ...[of('gone'), { Instance: null }].map((given) => change('DestroySlotChildren', given, '', ALL)),
];

const ANNA: JoinedUser = { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' };
const BEN: JoinedUser = { userId: 'ben', machineId: 'm2', name: 'Ben 😀', role: 'Guest' };
/** What is told of who is here, of who was, and of nobody. */
const user = (User: unknown): object => ({ User });
const USERS: readonly Scene[] = [
  ...(
    [
      ['IsLocalUser', 'False', 'False', 'True', 'False'],
      ['IsUserHost', 'False', 'False', 'True', 'False'],
      ['IsUserPresent', 'True', 'False', 'True', 'False'],
      ['IsUserPresentInWorld', 'True', 'False', 'True', 'False'],
      ['UserUsername', 'Anna', 'Ben 😀', undefined, '∅'],
      ['UserUserID', 'anna', 'ben', 'host', '∅'],
      ['UserMachineID', 'm1', '∅', undefined, '∅'],
      ['UserRootSlot', 'user:anna', '∅', '∅', '∅'],
      ['UserUserRoot', 'user:anna/UserRoot', '∅', '∅', '∅'],
    ] as const
  ).flatMap(([type, here, gone, host, nobody]): readonly Scene[] => [
    [type, { in: user('anna') }, `is(${here})`],
    [type, { in: user('ben') }, `is(${gone})`],
    ...(host === undefined ? [] : [[type, { in: user({ from: 'host' }) }, `is(${host})`] as const]),
    [type, { in: user(null) }, `is(${nobody})`],
  ]),
  ['LocalUser', {}, 'is(host)'],
  ['HostUser', {}, 'is(host)'],
  ['LocalUserSlot', {}, 'is(∅)'],
  ['LocalUserRoot', {}, 'is(∅)'],
  ['LocalUserSpace', {}, 'is(∅)'],
  ...(
    [
      [{ UserId: 'anna' }, 'anna'],
      [{ UserId: 'anna', MachineId: 'm1' }, 'anna'],
      [{ UserId: 'anna', MachineId: 'm2' }, '∅'],
      [{ UserId: 'ben' }, '∅'],
      [{ MachineId: 'm1' }, 'anna'],
      [{ UserId: '', MachineId: '' }, '∅'],
      [{ UserId: null, MachineId: null }, '∅'],
      [{ UserId: '😀', MachineId: '😀' }, '∅'],
    ] as const
  ).map(([given, text]): Scene => ['UserFromID', { in: given }, `is(${text})`]),
  ...(
    [
      [{ Username: 'Anna' }, 'anna'],
      [{ Username: 'anna' }, '∅'],
      [{ Username: 'ANNA', IgnoreCase: true }, 'anna'],
      [{ Username: 'nn', AllowPartialMatch: true }, 'anna'],
      [{ Username: 'nn', IgnoreCase: true, AllowPartialMatch: false }, '∅'],
      [{ Username: 'Ben 😀' }, '∅'],
      [{ Username: '', AllowPartialMatch: true }, '∅'],
      [{ Username: null, AllowPartialMatch: true }, '∅'],
    ] as const
  ).map(([given, text]): Scene => ['UserFromUsername', { in: given }, `is(${text})`]),
  ['WorldName', {}, 'is(Test)'],
  ['WorldSessionID', {}, 'is(Test)'],
  ['WorldUserCount', {}, 'is(2)'],
  ['WorldActiveUserCount', {}, 'is(1)'],
  // What a field names that is here, and of the type that is asked for.
  ['ReferenceSource<User>', { refs: { Source: { entity: 'shelf', component: 'UserRoot', field: 'User' } } }, 'is(anna)'],
  ['ReferenceSource<Slot>', { refs: { Source: { entity: 'shelf', component: 'UserRoot', field: 'User' } } }, 'is(∅)'],
  ['ReferenceSource<WebsocketClient>', { refs: { Source: { entity: 'shelf', component: 'UserRoot', field: 'User' } } }, 'is(∅)'],
  ['ReferenceSource<User>', { refs: { Source: { entity: 'nowhere', component: 'UserRoot', field: 'User' } } }, 'is(∅)'],
  ['UserRefSource', { refs: { Source: { entity: 'shelf', component: 'UserRoot', field: 'User' } } }, 'is(shelf/UserRoot/User)'],
  ['UserRefSource', { refs: { Source: { entity: '@', component: 'IntValue', field: 'Value' } } }, 'is(∅)'],
  ['SlotRefSource', { refs: { Source: { entity: 'shelf', component: 'UserRoot', field: 'User' } } }, 'is(∅)'],
  [
    'GetUserFromComponent',
    { in: { Instance: { from: 'worn' } }, beside: { worn: { type: 'ElementSource<UserRoot>', refs: { Source: { entity: 'shelf', component: 'UserRoot' } } } } },
    'is(anna)',
  ],
  ['GetActiveUser', { in: of('shelf'), beside: SLOTS }, 'is(anna)'],
  ['GetActiveUserRoot', { in: of('shelf'), beside: SLOTS }, 'is(shelf/UserRoot)'],
  ['GetActiveUserSelf', { entity: { parent: 'shelf' } }, 'is(anna)'],
];
const ACTING: readonly Scene[] = [
  ['LocalUser', {}, 'is(anna)'],
  ['LocalUserSlot', {}, 'is(user:anna)'],
  ['LocalUserRoot', {}, 'is(user:anna/UserRoot)'],
  ['LocalUserSpace', {}, 'is()'],
  ['IsLocalUser', { in: user('anna') }, 'is(True)'],
  ['IsUserHost', { in: user('anna') }, 'is(False)'],
];

const EVENTS: readonly Scene[] = [
  ['OnStart', {}, 'Trigger'],
  ['OnLoaded', {}, 'Trigger'],
  ['OnDuplicate', {}, ''],
  ['OnPaste', {}, ''],
  ['OnActivated', {}, ''],
  ['OnDeactivated', {}, ''],
  ['OnDestroying', {}, ''],
  ['OnDestroy', {}, ''],
  ['OnSaving', {}, ''],
  ['WorldSaved', {}, ''],
  ['UserJoined', {}, ''],
  ['UserLeft', {}, ''],
  ['UserSpawn', {}, ''],
  ['SlotChildrenEvents', { refs: { Instance: { entity: '@' } } }, ''],
];
const HAPPENING: readonly Scene[] = [
  // Once as the scene began, once as a copy.
  ['OnStart', { in: { OnlyHost: true } }, 'Trigger'],
  ['OnActivated', {}, 'Trigger'],
  ['OnDeactivated', {}, 'Trigger'],
  ['OnSaving', {}, 'Trigger'],
  ['WorldSaved', {}, 'OnSaved'],
  ['UserJoined', { in: { OnlyHost: true } }, 'OnJoined(anna) OnJoined(ben)'],
  ['UserLeft', {}, 'OnLeft(ben)'],
  ['UserSpawn', {}, 'OnSpawn(anna) OnSpawn(ben)'],
  ['SlotChildrenEvents', { refs: { Instance: { entity: 'garden' } } }, 'OnChildAdded(fork) OnChildRemoved(fork)'],
  ['SlotChildrenEvents', { refs: { Instance: { entity: 'nowhere' } } }, ''],
  ['OnDestroying', {}, 'Trigger'],
  ['OnDestroy', {}, 'Trigger'],
  ['OnDuplicate', {}, 'Trigger'],
  ['OnPaste', {}, 'Trigger'],
];
const ids = (scenes: readonly Scene[], ...types: readonly string[]): string[] => scenes.flatMap(([type], at) => (types.includes(type) ? [`e${at}`] : []));
function happens(rig: FlowRig): void {
  rig.tick(2);
  const enabled = (entity: string, active: boolean) => rig.edited([{ op: 'updateEntity', entity, active }]);
  for (const entity of ids(HAPPENING, 'OnActivated', 'OnDeactivated')) {
    enabled(entity, false);
    enabled(entity, true);
  }
  rig.give({ type: 'saving' });
  rig.give({ type: 'saved' });
  for (const each of [ANNA, BEN]) rig.give({ type: 'join', user: each });
  rig.give({ type: 'leave', userId: 'ben', machineId: 'm2', reason: 'done' });
  rig.edited([{ op: 'addEntity', parent: 'garden', entity: { id: 'fork', name: 'Fork' } as never }]);
  rig.edited([{ op: 'removeEntity', entity: 'fork' }]);
  for (const entity of ids(HAPPENING, 'OnDestroying', 'OnDestroy')) rig.edited([{ op: 'removeEntity', entity }]);
  for (const entity of ids(HAPPENING, 'OnDuplicate')) rig.edited([{ op: 'duplicateEntity', entity }]);
  const scene = JSON.parse(rig.text()) as { readonly entities: readonly { readonly id: string }[] };
  for (const entity of ids(HAPPENING, 'OnPaste')) {
    const own = scene.entities.filter(({ id }) => id === entity);
    rig.give({ type: 'spawn', item: { format: 'worldwire/scene', version: 1, entities: own } as never, parent: null });
  }
  rig.tick(3);
}

export const SLOT_PLAYS: Readonly<Record<string, Play>> = {
  'what is told of the hierarchy': { scenes: READS, entities: PLACE },
  'what is changed in it': { scenes: CHANGES },
  'who is here': {
    scenes: USERS,
    entities: PLACE,
    drive: (rig) => {
      for (const each of [ANNA, BEN]) rig.give({ type: 'join', user: each });
      rig.give({ type: 'leave', userId: 'ben', machineId: 'm2', reason: 'done' });
      rig.hear('go');
    },
  },
  'who acts': {
    scenes: ACTING,
    drive: (rig) => {
      rig.give({ type: 'join', user: ANNA });
      rig.give({ type: 'impulse', tag: 'bell', value: 'go' }, { userId: 'anna', role: 'Builder' });
    },
  },
  'what begins with a scene': { scenes: EVENTS },
  'what happens': { scenes: HAPPENING, entities: PLACE, drive: happens },
};
