import type { Static, TSchema } from 'typebox';
import { checkOf, type Check } from './component.ts';

/** What the code of a job is told beside its arguments. */
export interface JobContext {
  /** Ends where nobody waits for the answer any more: the world has ended or has let go of it, or it took too long. */
  readonly signal: AbortSignal;
  /** User id of who is acted for. */
  readonly user: string;
  /** Name of the world at its server. */
  readonly world: string;
}

/** What `defineJob` is given. */
export interface JobDeclaration<A extends TSchema, V extends TSchema> {
  readonly doc: string;
  /** What it is asked with, as JSON. */
  readonly args: A;
  /** What it answers with, as JSON. What does not fit counts as failed. */
  readonly answer: V;
  /** Seconds after which it is given up. Default 60. */
  readonly timeout?: number;
  /** Does it, outside of the world: it may read clocks, files and networks. What it throws is told to who asked. */
  readonly run: (args: Static<A>, context: JobContext) => Static<V> | Promise<Static<V>>;
}

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

/** Something that is done outside of a world, on the machine of its server, and whose answer comes back as an input. */
export interface Job<A = unknown, V = unknown> {
  readonly name: string;
  readonly doc: string;
  readonly timeout: number;
  readonly checkArgs: Check;
  readonly checkAnswer: Check;
  /** The keys of its declaration, for whoever registers it to look at. */
  readonly declared?: readonly string[];
  run(args: A, context: JobContext): V | Promise<V>;
}

/**
 * Describes a job.
 * @param name with its plugin in front, since it is told from those of all others by it: `pulse.memory`
 * @throws TypeError where `args` or `answer` is no schema, or is of a type that JSON Schema does not have: nothing would ever fit it
 */
export function defineJob<A extends TSchema, V extends TSchema>(name: string, declaration: JobDeclaration<A, V>): Job<Static<A>, Static<V>> {
  const { doc, args, answer, timeout = 60, run } = declaration;
  for (const [key, schema] of Object.entries({ args, answer }) as [string, unknown][]) {
    const type = typeof schema !== 'object' || schema === null ? null : 'type' in schema ? schema.type : undefined;
    if (type !== undefined && !(Array.isArray(type) ? type : [type]).every((each) => TYPES.has(each)))
      throw new TypeError(`job ${JSON.stringify(name)} has ${key} that no schema describes; expected one of JSON Schema, as Type.Object({…}) gives`);
  }
  const declared = Object.keys(declaration);
  return { name, doc, timeout, checkArgs: checkOf(args, `what ${name} is asked with`), checkAnswer: checkOf(answer, `an answer of ${name}`), declared, run };
}
