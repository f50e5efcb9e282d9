import type { TSchema } from 'typebox';
import type { Socket } from 'socket.io-client';
import { checkOf, type Check } from '../../engine/index.ts';
import { ANSWERS } from '../../server/schemas/answers.ts';
import { TOLD } from '../../server/schemas/told.ts';

/** How many messages of a kind are looked at for each page: a page of a crowd hears many thousands. */
const LOOKED_AT = 30;

/** A schema under which an object holds no key that is not listed. */
function exactly(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(exactly);
  if (typeof schema !== 'object' || schema === null) return schema;
  const form = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, exactly(value)]));
  return form['type'] === 'object' && 'properties' in form && !('additionalProperties' in form) ? { ...form, additionalProperties: false } : form;
}
function checksOf(schemas: { readonly [name: string]: TSchema }): ReadonlyMap<string, Check> {
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, checkOf(exactly(schema) as TSchema, 'what the wire says')]));
}
const answers = checksOf(ANSWERS);
const told = checksOf(TOLD);

/** What is wrong with an answer to a message of this name, by its schema to the key; undefined where it has its form. */
export function wrongAnswer(event: string, answer: unknown): string | undefined {
  const [fault] = answers.get(event)?.(answer) ?? [];
  return fault === undefined ? undefined : `the answer to ${event} has not its form: ${fault.message} in ${JSON.stringify(answer).slice(0, 1000)}`;
}

/** Looks at what the server tells a page, and calls with what has not its form. */
export function listen(page: Socket, wrong: (what: string) => void): void {
  const heard = new Map<string, number>();
  page.onAny((event: string, message: unknown) => {
    const count = (heard.get(event) ?? 0) + 1;
    heard.set(event, count);
    if (count > LOOKED_AT || event === 'relay') return;
    const check = told.get(event);
    const [fault] = check?.(message) ?? [];
    if (check === undefined) wrong(`the server said ${event}, which is no message of the wire`);
    else if (fault !== undefined) wrong(`${event} has not its form: ${fault.message} in ${JSON.stringify(message).slice(0, 1000)}`);
  });
}
