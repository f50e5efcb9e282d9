import { ERRORS, WorldwireError } from '../../engine/index.ts';

/** Tells a failure to a person: its code, what is wrong, every fault in its place, and what to do. */
export function failureText(error: unknown): string {
  if (!(error instanceof WorldwireError))
    return `WW_INTERNAL ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${ERRORS.WW_INTERNAL[1]}`;
  const faults = error.faults.map((fault) => `  ${fault.message.includes(fault.path) ? '' : `${fault.path}: `}${fault.message}`);
  const told = new Set(error.message.split('\n'));
  const advice = ERRORS[error.code][1];
  return [`${error.code} ${error.message}`, ...faults.filter((line) => !told.has(line)), ...(error.message.includes(advice) ? [] : [advice])].join('\n');
}
