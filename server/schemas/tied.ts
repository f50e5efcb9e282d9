import type { Static, TSchema } from 'typebox';
import type { Json } from '../../engine/index.ts';

/** A type without `readonly`, its intersections written out, so that two that say the same are the same. */
type Plain<T> = [Json] extends [T] ? T : T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;
/** Whether two types are one: also where each fits the other, as an optional key that one of them lacks does. */
type IsSame<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;

/** The names under which schema and type say different things; `never` where all are tied. */
type Untied<Schemas extends { readonly [K in keyof Types]: TSchema }, Types> = {
  [K in keyof Types]: IsSame<Static<Schemas[K]>, Types[K]> extends true ? never : K;
}[keyof Types];

/** The names under which a schema asks for what its type does not promise; `never` where there is none. */
type Unpromised<Schemas extends { readonly [K in keyof Types]: TSchema }, Types> = {
  [K in keyof Types]: Plain<Types[K]> extends Plain<Static<Schemas[K]>> ? never : K;
}[keyof Types];

/**
 * Schemas of the parts by which somebody goes who hears what the types say: one that asks for a key or a value that its type does not promise
 * does not compile, and the compiler names it.
 */
export function partsOf<Types>() {
  return <const Schemas extends { readonly [K in keyof Types]: TSchema }>(
    schemas: Schemas & { readonly [K in Unpromised<Schemas, Types>]: 'the type does not promise this' },
  ): Schemas => schemas;
}

/**
 * Schemas that are tied to the types of what they let pass: one that lacks a key, has another one, or takes another value than its type
 * does, does not compile, and the compiler names it.
 */
export function tied<Types>() {
  return <const Schemas extends { readonly [K in keyof Types]: TSchema }>(
    schemas: Schemas & { readonly [K in Untied<Schemas, Types>]: 'schema and type differ' } & {
      readonly [K in Exclude<keyof Schemas, keyof Types>]: 'there is no type of this name';
    },
  ): Schemas => schemas;
}
