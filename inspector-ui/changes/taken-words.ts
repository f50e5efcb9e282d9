import type { InputResult, Refusal } from '../../server/protocol.ts';

type KeptChange = NonNullable<Extract<InputResult, { ok: true }>['kept']>[number];
type Answer = InputResult | Refusal | { readonly ok: true };
/** What was left alone is told of so many by name. */
const MOST_TOLD = 3;

/** What an undo or redo has done, to which entity, and what it left alone. */
export function takenWords(verb: string, answer: Answer, personName: (userId: string) => string): string {
  const step = answer.ok && 'step' in answer ? answer.step : undefined;
  return `${verb}${step === undefined ? '' : `: ${stepWords(step)}`}${keptWords(answer, personName)}`;
}

/** A step by its label, and the entity that it is about, where the label does not say so. */
export function stepWords({ label, name }: { readonly label: string; readonly name: string | null }): string {
  return name === null || label.includes(name) ? label : `${label}, of ${name}`;
}

/** What was left alone, as a sentence behind another; empty where that is nothing. */
export function keptWords(answer: Answer, personName: (userId: string) => string): string {
  const list = answer.ok && 'kept' in answer ? (answer.kept ?? []) : [];
  const byOthers = named(
    list.filter(({ by }) => by !== 'WW_INTERNAL'),
    ({ by }) => ` (by ${by === 'another edit' ? by : personName(by)})`,
  );
  const byFault = named(
    list.filter(({ by }) => by === 'WW_INTERNAL'),
    () => '',
  );
  return `${byOthers === '' ? '' : `. Left as it is, since it was changed by others: ${byOthers}`}${
    byFault === '' ? '' : `. Left as it is because of a fault in Worldwire, which the log tells of: ${byFault}`
  }`;
}

function named(list: readonly KeptChange[], aside: (change: KeptChange) => string): string {
  const told = list.slice(0, MOST_TOLD).map((change) => {
    const { what, name } = change;
    return `${what === '' ? '' : `${what} of `}${name ?? 'an entity that is gone'}${aside(change)}`;
  });
  return `${told.join(', ')}${list.length > MOST_TOLD ? ` and ${list.length - MOST_TOLD} more` : ''}`;
}
