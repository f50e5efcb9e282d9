import type { EntityDetail, FieldManifest, InputResult, Json, Operation, Refusal } from '../../server/protocol.ts';
import { chances, freshSeed, oneOf } from '../editors/one-of-many.ts';
import { readText } from '../editors/value-text.ts';
import { inOrder } from '../hierarchy/lineage.ts';
import { nameOf } from '../session/names.ts';
import { MOST_DETAILS, detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';

/** What is edited by an expression, in several entities. */
export interface ByExpression {
  readonly entities: readonly string[];
  readonly field: FieldManifest;
  readonly text: string;
  /** What stands there now, in one of them. */
  readonly present: (entity: EntityDetail) => Json | undefined;
  readonly operation: (entity: string, value: Json, detail: EntityDetail | undefined) => Operation;
  /** Whether the operation keeps something of what is there, so that it has to be asked for. Default no. */
  readonly keeps?: boolean;
  readonly label: string;
}

/**
 * Gives each of several entities what an expression says for it, counted in the order of the hierarchy: one batch, and so one step of undo. Who they are
 * is asked only where the expression wants to know.
 */
export async function editByExpression({ entities, field, text, present, operation, keeps = false, label }: ByExpression): Promise<InputResult | Refusal> {
  const read = readText(field, text);
  if ('fault' in read) return refusal('WW_BAD_VALUE', read.fault);
  const isAsking = keeps || read.refers.some(({ fields, given }) => fields.length > 0 || given.size > 0);
  if (isAsking && entities.length > MOST_DETAILS)
    return refusal(
      'WW_LIMIT',
      `what they are can be asked of at most ${MOST_DETAILS} of these ${entities.length}; select fewer, or name none of value, name, id, tag and fields in it`,
    );
  const details = isAsking ? await detailsOf(entities) : undefined;
  const all = inOrder(details === undefined ? entities : entities.filter((id) => details.has(id)));
  const seed = freshSeed();
  const operations: Operation[] = [];
  for (const [index, id] of all.entries()) {
    const entity = details?.get(id);
    const value = entity === undefined ? undefined : present(entity);
    const given = read.of(
      oneOf(index, all.length, chances(seed, index), { ...(entity === undefined ? {} : { entity }), ...(value === undefined ? {} : { value }) }),
    );
    if ('fault' in given) return refusal('WW_BAD_VALUE', `for ${entity?.name ?? nameOf(id) ?? id}: ${given.fault}`);
    operations.push(operation(id, given.value, entity));
  }
  if (operations.length === 0) return refusal('WW_UNKNOWN_ENTITY', 'none of them is there any more');
  return session.edit(operations, { label: label.slice(0, 200) });
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { ok: false, code, message };
}
