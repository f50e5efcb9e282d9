import { Type } from 'typebox';
import type { PassedEntry, TrafficFilter } from '../../engine/index.ts';

const exact = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 200 });
const Bytes = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Texts = Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 10 });

/** The form of a filter of the timeline. A thousand entities are as many as a page selects by hand. */
export const TrafficFilterForm = Type.Unsafe<TrafficFilter>(
  Type.Object(
    {
      of: Type.Optional(
        Type.Array(
          Type.Object({ entity: Name, component: Type.Optional(Name), client: Type.Optional(Bytes), below: Type.Optional(Type.Literal(true)) }, exact),
          { maxItems: 1_000 },
        ),
      ),
      what: Type.Optional(Type.Array(Type.Enum(['in', 'out', 'state', 'handshake', 'fault']), { maxItems: 5 })),
      binary: Type.Optional(Type.Boolean()),
      least: Type.Optional(Bytes),
      most: Type.Optional(Bytes),
      text: Type.Optional(Texts),
      not: Type.Optional(Texts),
      match: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
      json: Type.Optional(
        Type.Array(
          Type.Object(
            {
              path: Type.Array(Type.Union([Type.String({ maxLength: 200 }), Bytes]), { maxItems: 20 }),
              is: Type.Enum(['=', '!=', '<', '<=', '>', '>=', '~', 'has']),
              value: Type.Optional(Type.Union([Type.String({ maxLength: 300 }), Type.Number(), Type.Boolean(), Type.Null()])),
            },
            exact,
          ),
          { maxItems: 10 },
        ),
      ),
      reach: Type.Optional(Type.Number({ minimum: 0 })),
      seqs: Type.Optional(Type.Array(Bytes, { maxItems: 100 })),
    },
    exact,
  ),
);

const Count = Type.Integer({ minimum: 0 });
/** The form of an entry of the timeline. */
export const Passed = Type.Unsafe<PassedEntry>(
  Type.Object({
    seq: Count,
    tick: Count,
    real: Type.Number(),
    wall: Type.Optional(Type.Number()),
    entity: Type.String(),
    name: Type.String(),
    component: Type.String(),
    client: Type.Optional(Count),
    what: Type.Enum(['in', 'out', 'state', 'handshake', 'fault']),
    size: Count,
    binary: Type.Boolean(),
    data: Type.String(),
    cut: Type.Boolean(),
  }),
);
