import { RAISE } from '../links/open-files.ts';
import { ERRORS, WorldwireError } from '../../engine/index.ts';

/** Tells a failure to a person, line by line: its code, what is wrong, every fault in its place, and what to do. */
export function failureLines(error: unknown): string[] {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (code === 'EMFILE' || code === 'ENFILE') return [`WW_LIMIT There are too few open files for this (${code}): ${RAISE}.`];
  if (!(error instanceof WorldwireError)) return [...stackLines('WW_INTERNAL', error), ERRORS.WW_INTERNAL[1]];
  const { cause } = error;
  // Several that have nothing to do with each other: each says by its own code what to do.
  if (cause instanceof AggregateError) return severalLines(cause.errors);
  const faults = error.faults.map(
    // What has a line says where it stands.
    ({ message, path, level, line }) =>
      `  ${level === 'warning' ? 'warning: ' : ''}${line !== undefined || message.includes(path) ? '' : `${path}: `}${message}`,
  );
  const advice = ERRORS[error.code][1];
  return [
    `${error.code} ${error.message}`,
    ...(faults.length === 1 && error.message.includes(error.faults[0]?.message ?? '') ? [] : faults),
    ...(error.message.includes(advice) ? [] : [advice]),
  ];
}

/** Tells several failures. What to do of one kind is said once, behind the last of those that stand together. */
function severalLines(errors: readonly unknown[]): string[] {
  const all = errors.map((error) => failureLines(error));
  return all.flatMap((lines, at) => {
    const next = all[at + 1];
    return lines.length > 1 && next !== undefined && next.at(-1) === lines.at(-1) ? lines.slice(0, -1) : lines;
  });
}

/** A failure that nobody foresaw, with where it came from. Line breaks are taken as such only where they are the engine's own. */
export function stackLines(code: string, error: unknown): string[] {
  return `${code} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`.split(/\n(?= {4}at )/);
}
