import Type from 'typebox';
import { expect, test } from 'vitest';
import { partsOf, tied } from '../../../server/schemas/tied.ts';

interface Messages {
  readonly look: { readonly at: string; readonly rate?: number };
  readonly go: { readonly to: readonly (string | null)[] };
}
const look = Type.Object({ at: Type.String(), rate: Type.Optional(Type.Number()) }),
  go = Type.Object({ to: Type.Array(Type.Union([Type.String(), Type.Null()])) });

/** What is expected not to compile here fails the check of types as soon as it does. */
test('a schema and its type that say the same compile, and those that differ in anything do not', () => {
  const tie = tied<Messages>();
  expect(tie({ look, go })).toEqual({ look, go });
  // @ts-expect-error a message without a schema
  tie({ look });
  // @ts-expect-error a schema without a message
  tie({ look, go, stay: go });
  // @ts-expect-error a key that the schema lacks, though it is optional
  tie({ look: Type.Object({ at: Type.String() }), go });
  // @ts-expect-error a key that the type lacks, though it is optional
  tie({ look: Type.Object({ at: Type.String(), rate: Type.Optional(Type.Number()), more: Type.Optional(Type.String()) }), go });
  // @ts-expect-error a key that is optional in the type alone
  tie({ look: Type.Object({ at: Type.String(), rate: Type.Number() }), go });
  // @ts-expect-error a value of another type, deep inside
  tie({ look, go: Type.Object({ to: Type.Array(Type.String()) }) });
});

test('a schema of a part asks for less than its type promises, and for nothing else', () => {
  const part = partsOf<Messages>();
  const less = Type.Object({ at: Type.String() });
  expect(part({ look: less, go })).toEqual({ look: less, go });
  // @ts-expect-error a key that nobody promises
  part({ look: Type.Object({ at: Type.String(), more: Type.String() }), go });
  // @ts-expect-error a key that may be left out
  part({ look: Type.Object({ rate: Type.Number() }), go });
  // @ts-expect-error values of which some are not let pass
  part({ look, go: Type.Object({ to: Type.Array(Type.String()) }) });
});
