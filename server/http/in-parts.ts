import { performance } from 'node:perf_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WorldwireError, type Answer, type LongQuestion } from '../../engine/index.ts';
import type { Errand } from '../limits/errand.ts';
import type { HttpContext } from './context.ts';
import { askerOf } from './gate.ts';
import { ofWorld } from './world-param.ts';

/** Characters of one answer, at most. */
const LONGEST = 32 * 1024 * 1024;
/** Entries of a list that are written between two looks at the clock. */
const AT_ONCE = 20;

/** Answers a question that may take long: worked out, and written, in the time that worlds leave over. `shown` makes the body of what was answered. */
export async function answerInParts<Q extends LongQuestion>(
  context: HttpContext,
  request: FastifyRequest<{ Params: { world: string } }>,
  reply: FastifyReply,
  question: Q,
  shown: (answer: Answer<Q>) => object = (answer) => answer,
): Promise<string> {
  return writtenInParts(context, request, reply, shown(await ofWorld(context, request).answer(askerOf(request.raw), question)));
}

/** Writes an answer in the time that worlds leave over. */
export async function writtenInParts(context: HttpContext, request: FastifyRequest, reply: FastifyReply, body: object): Promise<string> {
  const text = await context.spare.do(askerOf(request.raw), jsonErrand(body));
  // It may have taken long: what is told is for who may look by now.
  if (request.identity !== null) request.identity = context.sessions.renew(request.identity);
  void reply.header('content-type', 'application/json; charset=utf-8');
  return text;
}

/** Writes an object as JSON, the lists in it in parts. Ends with WW_TOO_LARGE where it is longer than an answer may be. */
export function jsonErrand(value: object): Errand<string> {
  const parts: string[] = [];
  let length = 0;
  const add = (text: string): void => {
    parts.push(text);
    length += text.length;
    if (length > LONGEST) throw new WorldwireError('WW_TOO_LARGE', `This answer is longer than ${LONGEST} characters; ask for less at once, by \`limit\`.`);
  };
  const writing = write(value, add);
  return {
    part(milliseconds) {
      const until = performance.now() + milliseconds;
      do if (writing.next().done === true) return { done: parts.join('') };
      while (performance.now() < until);
      return undefined;
    },
  };
}

function* write(value: object, add: (text: string) => void): Generator<undefined, void> {
  let lead = '{';
  for (const [key, entry] of Object.entries(value) as [string, unknown][]) {
    if (entry === undefined) continue;
    add(`${lead}${JSON.stringify(key)}:`);
    lead = ',';
    if (Array.isArray(entry) && entry.length > 1) yield* writeList(entry, add);
    else add(JSON.stringify(entry));
  }
  add(lead === '{' ? '{}' : '}');
}

function* writeList(list: readonly unknown[], add: (text: string) => void): Generator<undefined, void> {
  for (let at = 0; at < list.length; at += AT_ONCE) {
    // A list without its brackets, which is quicker than one by one.
    add(`${at === 0 ? '[' : ','}${JSON.stringify(list.slice(at, at + AT_ONCE)).slice(1, -1)}`);
    yield;
  }
  add(']');
}
