import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Convert } from 'typebox/value';
import { checkOf, WorldwireError } from '../../engine/index.ts';

const EXPECTED: { readonly [part: string]: string } = {
  body: 'the body that /api/docs describes',
  querystring: 'the query that /api/docs describes',
  params: 'the address that /api/docs describes',
};

/** Checks requests by TypeBox. What stands in an address is text: numbers there are read first. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = checkOf(schema, EXPECTED[httpPart ?? ''] ?? 'what /api/docs describes');
  const textual = httpPart === 'querystring' || httpPart === 'params';
  return (data: unknown) => {
    const value = textual ? Convert(schema, data) : data;
    const faults = check(value);
    if (faults.length === 0) return { value };
    return {
      error: new WorldwireError(
        'WW_BAD_REQUEST',
        faults
          .map((fault) => fault.message)
          .slice(0, 3)
          .join('; '),
        faults,
      ),
    };
  };
};
