import { givenOf } from './literals.ts';
import { OBJECTS, VALUES } from './samples.ts';
import { note, type Play, type Scene } from './stage.ts';

/* Where impulses go: by conditions, round loops, through gates, across ticks, and by the tags of other flows. */

const both = (name: string, setting: Scene[1], tells: string): readonly Scene[] => [
  [name, setting, tells],
  [`Async${name}`, setting, tells],
];
const MAX = 2_147_483_647,
  MIN = -2_147_483_648;
const counter = { n: { type: 'StoredValue<int>' } };
const up = (then?: string): object => ({
  type: 'ValueIncrement<int>',
  refs: { Variable: { node: 'n' } },
  ...(then === undefined ? {} : { then: { OnWritten: then } }),
});

const FLOW: readonly Scene[] = [
  ['If', { in: { Condition: true } }, 'OnTrue'],
  ['If', { in: { Condition: false } }, 'OnFalse'],
  ['If', {}, 'OnFalse'],
  ...both('For', { in: { Count: 3 } }, 'LoopStart(0) LoopIteration(0) LoopIteration(1) LoopIteration(2) LoopEnd(2)'),
  ...both('For', { in: { Count: 3, Reverse: true } }, 'LoopStart(0) LoopIteration(2) LoopIteration(1) LoopIteration(0) LoopEnd(0)'),
  ...both('For', { in: { Count: 0 } }, 'LoopStart(0) LoopEnd(0)'),
  ...both('For', { in: { Count: MIN } }, 'LoopStart(0) LoopEnd(0)'),
  ...both('For', {}, 'LoopStart(0) LoopEnd(0)'),
  ...both('While', { in: { Condition: false } }, 'LoopStart LoopEnd'),
  ...both(
    'While',
    {
      in: { Condition: { from: 'less' } },
      beside: { ...counter, less: { type: 'ValueLessThan<int>', in: { A: { from: 'n' }, B: 2 } }, up: up() },
      then: { LoopIteration: 'up' },
      tells: ['n'],
    },
    'LoopStart(0) LoopEnd(2)',
  ),
  ...both('RangeLoopInt', { in: { Start: 2, End: 4 } }, 'LoopStart(0) LoopIteration(2) LoopIteration(3) LoopEnd(3)'),
  ...both('RangeLoopInt', { in: { Start: 4, End: 0, StepSize: -2 } }, 'LoopStart(0) LoopIteration(4) LoopIteration(2) LoopEnd(2)'),
  ...both('RangeLoopInt', { in: { Start: 0, End: 4, StepSize: -1 } }, 'LoopStart(0) LoopEnd(0)'),
  ...both('RangeLoopInt', { in: { Start: 0, End: 4, StepSize: 0 } }, 'LoopStart(0) LoopEnd(0)'),
  ...both('RangeLoopInt', { in: { Start: 5, End: 5 } }, 'LoopStart(0) LoopEnd(0)'),
  // What is beyond the greatest is past the end, and no step wraps.
  ...both('RangeLoopInt', { in: { Start: MAX - 1, End: MAX, StepSize: MAX } }, `LoopStart(0) LoopIteration(${MAX - 1}) LoopEnd(${MAX - 1})`),
  ...both('RangeLoopInt', { in: { Start: MIN + 1, End: MIN, StepSize: MIN } }, `LoopStart(0) LoopIteration(${MIN + 1}) LoopEnd(${MIN + 1})`),
  ['CallRelay', {}, 'OnTriggered'],
  ['AsyncCallRelay', {}, 'OnTriggered'],
  ['ContinuationRelay', {}, 'Next'],
  ...both('Sequence', {}, 'Calls.0 Calls.1 Calls.2'),
  ...both('Sequence', { then: { Calls: [] } }, ''),
  ['ImpulseMultiplexer', { in: { Index: 1 } }, 'Impulses.1'],
  ['ImpulseMultiplexer', {}, 'Impulses.0'],
  ['ImpulseMultiplexer', { in: { Index: 3 } }, ''],
  ['ImpulseMultiplexer', { in: { Index: -1 } }, ''],
  ['ImpulseMultiplexer', { in: { Index: MAX } }, ''],
  ['ImpulseDemultiplexer', { by: ['Operations.0', 'Operations.7', 'Operations.0'] }, 'OnTriggered(0) OnTriggered(7) OnTriggered(0)'],
  ['StartAsyncTask', {}, 'TaskStart OnStarted'],
  [
    'StartAsyncTask',
    { then: { TaskStart: 'wait' }, beside: { wait: { type: 'DelayUpdates', in: { Updates: 1 }, then: { Next: 'late' } }, ...note('late') } },
    'OnStarted late',
  ],
  ['ImpulseDisplay', { by: ['*', 'on'], beside: note('on') }, 'on'],
  ['ExternalImpulseDisplay', { by: ['*', 'on'], beside: note('on') }, 'on'],
  // A node that is for those who look does nothing, and stops nothing.
  ...(
    [
      ['Link', { refs: { A: { node: 'on' }, B: { node: 'it' } } }],
      ['Comment', {}],
      ['Frame', {}],
    ] as const
  ).map(([type, more]): Scene => [type, { ...more, by: ['on'], beside: note('on') }, 'on']),
  ...[...VALUES, ...OBJECTS].flatMap((type) =>
    ['Display', 'EvaluationPoint'].flatMap((word): readonly Scene[] => {
      const name = `${VALUES.includes(type) ? 'Value' : 'Object'}${word}`;
      return givenOf(type).map(([given]) => [`${name}<${type}>`, { in: { Input: given }, by: ['on'], beside: note('on') }, 'on']);
    }),
  ),
  ...[...VALUES, ...OBJECTS].flatMap((type): readonly Scene[] =>
    givenOf(type).map(([given]) => [`GenericValueDisplay<${type}>`, { in: { Input: given }, by: ['on'], beside: note('on') }, 'on']),
  ),
  ...both('ForEachInJSON', { in: { JSON: [1, 'a', null] } }, 'LoopStart(∅,0,∅) LoopIteration(1,0,∅) LoopIteration(a,1,∅) LoopIteration(∅,2,∅) LoopEnd(∅,2,∅)'),
  ...both('ForEachInJSON', { in: { JSON: { '😀': [], '': 0 } } }, 'LoopStart(∅,0,∅) LoopIteration([],0,😀) LoopIteration(0,1,) LoopEnd(0,1,)'),
  ...[[], {}, null, 'text', 5].flatMap((JSON) => both('ForEachInJSON', { in: { JSON } }, 'LoopStart(∅,0,∅) LoopEnd(∅,0,∅)')),
];

/** Gates by what they remember; a second of the world has 60 ticks. */
const GATES: readonly Scene[] = [
  ['OnePerFrame', { by: ['*', '*', '*'] }, 'Next'],
  ['PulseRandom', { by: ['*'], then: { Impulses: [] } }, ''],
  ['PulseRandom', { then: { Impulses: ['Impulses_1'] } }, 'Impulses.1'],
  ['LocalImpulseTimeoutSeconds', { in: { Timeout: 10 }, by: ['Trigger', 'Trigger', 'Reset', 'Trigger'] }, 'Next Next'],
  ...[0, -1, { from: 'minusZero' }, { from: 'nan' }, { from: 'minusInf' }].map((Timeout): Scene => [
    'LocalImpulseTimeoutSeconds',
    { in: { Timeout }, by: ['Trigger', 'Trigger'] },
    'Next Next',
  ]),
  ...[3.4028234663852886e38, { from: 'inf' }].map((Timeout): Scene => ['LocalImpulseTimeoutSeconds', { in: { Timeout }, by: ['Trigger', 'Trigger'] }, 'Next']),
  ['LocalLeakyImpulseBucket', { in: { Interval: 0, MaximumCapacity: 2 }, by: ['Trigger', 'Trigger', 'Trigger'] }, 'Overflow(2) Pulse(1) Pulse(0)'],
  ['LocalLeakyImpulseBucket', { in: { Interval: 10, MaximumCapacity: 2 }, by: ['Trigger', 'Trigger'] }, 'Pulse(1)'],
  ...[{ from: 'inf' }, 3.4028234663852886e38].map((Interval): Scene => [
    'LocalLeakyImpulseBucket',
    { in: { Interval, MaximumCapacity: 2 }, by: ['Trigger', 'Trigger'] },
    'Pulse(1)',
  ]),
  ...[{ from: 'nan' }, { from: 'minusInf' }, { from: 'minusZero' }].map((Interval): Scene => [
    'LocalLeakyImpulseBucket',
    { in: { Interval, MaximumCapacity: MAX }, by: ['Trigger', 'Trigger'] },
    'Pulse(1) Pulse(0)',
  ]),
  ['LocalLeakyImpulseBucket', { in: { MaximumCapacity: MIN }, by: ['Trigger'] }, 'Overflow(0)'],
  ['LocalLeakyImpulseBucket', { in: { MaximumCapacity: 5 }, by: ['Trigger', 'Trigger', 'Reset'] }, ''],
  ['Stopwatch', { by: ['Start', 'Stop', 'Reset'] }, 'OnStart(0,True) OnStop(0,False) OnReset(0,False)'],
  ['ElapsedTimeFloat', { by: ['Reset'] }, 'OnReset(0)'],
];

/** How long each waits, by whatever counts it. */
const DELAYED: readonly Scene[] = [
  ...[0, 1, -5, MIN].map((Updates): Scene => ['DelayUpdates', { in: { Updates } }, 'OnTriggered Next']),
  ['DelayUpdates', { in: { Updates: 3 } }, 'OnTriggered Next'],
  ['DelayUpdates', { in: { Updates: 4 } }, 'OnTriggered'],
  ['DelayUpdates', { in: { Updates: MAX } }, 'OnTriggered'],
  ...[0, -1, { from: 'nan' }, { from: 'minusInf' }, { from: 'minusZero' }, 0.05].map((Duration): Scene => [
    'DelaySecondsFloat',
    { in: { Duration } },
    'OnTriggered Next',
  ]),
  ...[0.06, 3.4028234663852886e38, { from: 'inf' }].map((Duration): Scene => ['DelaySecondsFloat', { in: { Duration } }, 'OnTriggered']),
  ...[0, -1, MIN].map((Duration): Scene => ['DelaySecondsInt', { in: { Duration } }, 'OnTriggered Next']),
  ...[1, MAX].map((Duration): Scene => ['DelaySecondsInt', { in: { Duration } }, 'OnTriggered']),
  ...['Float', 'Int'].flatMap((word): readonly Scene[] => [
    [`DelayUpdatesOrSeconds${word}`, { in: { Updates: 2, Duration: 10 } }, 'OnTriggered Next'],
    [`DelayUpdatesOrSeconds${word}`, { in: { Updates: 10, Duration: 0 } }, 'OnTriggered Next'],
    [`DelayUpdatesOrSeconds${word}`, { in: { Updates: MAX, Duration: 10 } }, 'OnTriggered'],
    [`DelayUpdatesOrSeconds${word}`, { in: { Updates: MIN, Duration: 10 } }, 'OnTriggered Next'],
  ]),
  ['DelayUpdatesOrSecondsFloat', { in: { Updates: 10, Duration: { from: 'nan' } } }, 'OnTriggered Next'],
  ['DelayUpdatesOrSecondsFloat', { in: { Updates: 10, Duration: { from: 'inf' } } }, 'OnTriggered'],
  ['DelayUpdatesOrSecondsInt', { in: { Updates: 10, Duration: MAX } }, 'OnTriggered'],
  ...[...VALUES, ...OBJECTS].flatMap((type) => {
    const word = VALUES.includes(type) ? 'Value' : 'Object';
    return (
      [
        ['DelayUpdatesWith*', { Updates: 2 }],
        ['DelayWith*SecondsFloat', { Duration: 0.02 }],
        ['DelayWith*SecondsInt', { Duration: 0 }],
        ['DelayUpdatesOrTimeWith*SecondsFloat', { Updates: 2, Duration: 10 }],
        ['DelayUpdatesOrTimeWith*SecondsInt', { Updates: 100, Duration: -1 }],
      ] as const
    ).flatMap(([name, given]): readonly Scene[] =>
      // One of them with all values, since they wait alike.
      (name === 'DelayUpdatesWith*' ? givenOf(type) : givenOf(type).slice(0, 1)).map(([Value, text]): Scene => [
        `${name.replace('*', word)}<${type}>`,
        { in: { ...given, Value }, then: { OnTriggered: 'begun' }, beside: note('begun') },
        `begun Next(${text})`,
      ]),
    );
  }),
];

/** Impulses by their tag: what hears them below an entity, and how many those were. */
const heard = (type: string, ...ports: readonly string[]): object => ({
  r: { type, refs: { Tag: 'hi' }, then: { OnTriggered: 'heard' } },
  ...note('heard', ...ports),
});
const sent = (type: string, more: object = {}): object => ({
  send: { type, in: { Tag: 'hi', TargetHierarchy: { from: 'me' }, ...more }, then: { Next: 'sent' } },
  ...note('sent', 'send.TriggeredCount'),
});
const scene = (...given: Scene): Scene => given;
const BY_TAG: readonly Scene[] = ['', 'Async'].flatMap((prefix): readonly Scene[] => {
  const trigger = `${prefix}DynamicImpulseTrigger`,
    receiver = `${prefix}DynamicImpulseReceiver`;
  const to = { Tag: 'hi', TargetHierarchy: { from: 'me' } };
  return [
    [trigger, { in: to, beside: heard(receiver) }, 'heard Next(1)'],
    [trigger, { in: { ...to, ExcludeDisabled: true }, beside: heard(receiver) }, 'heard Next(1)'],
    [trigger, { in: { ...to, Tag: '😀' }, beside: heard(receiver) }, 'Next(0)'],
    [trigger, { in: { ...to, Tag: '' }, beside: heard(receiver) }, 'Next(0)'],
    [trigger, { in: { ...to, Tag: null }, beside: heard(receiver) }, 'Next(0)'],
    [trigger, { in: { Tag: 'hi' }, beside: heard(receiver) }, 'Next(0)'],
    [trigger, { in: { Tag: 'hi', TargetHierarchy: { from: 'gone' } }, beside: heard(receiver) }, 'Next(0)'],
    [
      receiver,
      {
        refs: { Tag: 'hi' },
        by: prefix === '' ? ['send'] : ['begin'],
        beside: { ...sent(trigger), begin: { type: 'StartAsyncTask', then: { TaskStart: 'send' } } },
      },
      'OnTriggered sent(1)',
    ],
    [
      receiver,
      {
        refs: { Tag: '' },
        by: prefix === '' ? ['send'] : ['begin'],
        beside: { ...sent(trigger, { Tag: '' }), begin: { type: 'StartAsyncTask', then: { TaskStart: 'send' } } },
      },
      'sent(0)',
    ],
    ...[...VALUES, ...OBJECTS].flatMap((type) => {
      const kind = `With${VALUES.includes(type) ? 'Value' : 'Object'}<${type}>`;
      return (prefix === '' ? givenOf(type) : givenOf(type).slice(0, 1)).flatMap(([Value, text], at): readonly Scene[] => [
        [`${trigger}${kind}`, { in: { ...to, Value }, beside: heard(`${receiver}${kind}`, 'r.Value') }, `heard(${text}) Next(1)`],
        ...(at > 0
          ? []
          : [
              scene(
                `${receiver}${kind}`,
                {
                  refs: { Tag: 'hi' },
                  by: prefix === '' ? ['send'] : ['begin'],
                  beside: { ...sent(`${trigger}${kind}`, { Value }), begin: { type: 'StartAsyncTask', then: { TaskStart: 'send' } } },
                },
                `OnTriggered(${text}) sent(1)`,
              ),
            ]),
      ]);
    }),
    [`${trigger}WithValue<int>`, { in: { ...to, Value: 5 }, beside: heard(`${receiver}WithValue<float>`, 'r.Value') }, 'Next(0)'],
  ];
});

const call = (Node: string, entity: string) => ({ type: 'command', command: { command: 'Call', entity, component: 'Flow', args: { Node } } }) as const;

export const CHAIN_PLAYS: Readonly<Record<string, Play>> = {
  'where impulses go': { scenes: FLOW },
  'what lets them through': { scenes: GATES },
  'what holds them back': { scenes: DELAYED },
  'by their tags': { scenes: BY_TAG },
  'what is pressed': {
    scenes: [
      ['CallInput', {}, 'Target'],
      ['AsyncCallInput', {}, 'Target'],
    ],
    drive: (rig) => {
      for (const id of ['e0', 'e1']) rig.give(call('it', id));
      rig.tick(2);
    },
  },
  'what time it is': {
    scenes: [
      [
        'Stopwatch',
        {
          by: ['which'],
          beside: {
            which: { type: 'ImpulseMultiplexer', in: { Index: { from: 'number.Value' } }, then: { Impulses: ['it.Start', 'it.Stop', 'it.Reset'] } },
            number: { type: 'Parse_Int', in: { Str: { from: 'rx.Data' } } },
          },
        },
        'OnStart(0,True) OnStop(0.5,False) OnStop(0.5,False) OnStart(0.5,True) OnReset(0,True) OnStop(0.5,False)',
      ],
      ['ElapsedTimeFloat', { by: ['Reset'] }, 'OnReset(0) OnReset(0) OnReset(0) OnReset(0) OnReset(0) OnReset(0)'],
      ['ElapsedTimeFloat', { by: ['is'], beside: note('is', 'it') }, 'is(0) is(0.5) is(0.5) is(0.5) is(1) is(1.5)'],
      ...(
        [
          ['WorldTimeFloat', '0 0.5 0.5 0.5 1 1.5'],
          ['WorldTime2Float', '0 1 1 1 2 3'],
          ['WorldTime10Float', '0 5 5 5 10 15'],
          ['WorldTimeHalfFloat', '0 0.25 0.25 0.25 0.5 0.75'],
          ['WorldTimeTenthFloat', '0 0.05 0.05 0.05 0.1 0.15'],
          ...['', 'Raw', 'Smooth'].flatMap((word) => [
            [`${word}DeltaTime`, Array(6).fill('0.016666668').join(' ')] as const,
            [`Inverted${word}DeltaTime`, Array(6).fill('60').join(' ')] as const,
          ]),
        ] as const
      ).map(([type, times]): Scene => [
        type,
        {},
        times
          .split(' ')
          .map((time) => `is(${time})`)
          .join(' '),
      ]),
    ],
    drive: (rig) => {
      for (const [text, ticks] of [
        ['0', 30],
        ['1', 0],
        ['1', 0],
        ['0', 30],
        ['2', 30],
        ['1', 0],
      ] as const) {
        rig.hear(text);
        rig.tick(ticks);
      }
    },
  },
};
