import type { InputResult, Refusal } from '../../server/protocol.ts';

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
  if (list.length === 0) return '';
  const told = list
    .slice(0, MOST_TOLD)
    .map(({ what, name, by }) => `${what === '' ? '' : `${what} of `}${name ?? 'an entity that is gone'} (by ${by === 'another edit' ? by : personName(by)})`);
  const more = list.length > MOST_TOLD ? ` and ${list.length - MOST_TOLD} more` : '';
  return `. Left as it is, since it was changed by others: ${told.join(', ')}${more}`;
}
