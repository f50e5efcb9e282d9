import Type from 'typebox';
import { SendForm, type SavedSendsRow, type SendRow, type SendSample, type SendSpec } from '../../engine/index.ts';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Text = Type.String();

/** A send as somebody asks for it. */
export const Send = Type.Unsafe<SendSpec>(SendForm);
/** The same as it is told: a saved one may be on. */
const Told = Type.Object({ ...SendForm.properties, on: Type.Optional(Type.Boolean()) });

const Group = Type.Object({ said: Text, count: Count, entities: Type.Array(Text) });

/** A send of a world, and what was answered to it. */
export const Sent = Type.Unsafe<SendRow>(
  Type.Object({
    run: Count,
    name: Type.Optional(Text),
    entity: Type.Optional(Text),
    component: Type.Optional(Text),
    acting: Text,
    spec: Told,
    began: Count,
    round: Count,
    said: Count,
    of: Count,
    next: Type.Union([Type.Number(), Type.Null()], { description: 'Seconds of the world’s time when the next round begins.' }),
    sent: Count,
    bytes: Count,
    closed: Count,
    failed: Count,
    late: Count,
    fault: Type.Union([Type.Object({ entity: Text, message: Text }), Type.Null()]),
    over: Type.Union([Text, Type.Null()], { description: 'Why it has ended; null while it goes on.' }),
    answers: Type.Optional(
      Type.Object({
        asked: Count,
        answered: Count,
        silent: Count,
        waiting: Count,
        groups: Type.Array(Group),
        shapes: Type.Optional(Type.Array(Group)),
        others: Count,
        silentNow: Count,
        silentEntities: Type.Array(Text),
        trips: Type.Array(Count),
        times: Type.Union([Type.Object({ least: Type.Number(), middle: Type.Number(), most95: Type.Number(), most: Type.Number() }), Type.Null()]),
      }),
    ),
  }),
);

/** A component with its saved sends. */
export const SavedSent = Type.Unsafe<SavedSendsRow>(
  Type.Object({ entity: Text, name: Text, component: Text, sends: Type.Object({}, { additionalProperties: Told }) }),
);

/** What would be said to one. */
export const Sample = Type.Unsafe<SendSample>(
  Type.Union([Type.Object({ entity: Text, name: Text, text: Text }), Type.Object({ entity: Text, name: Text, fault: Text })]),
);
