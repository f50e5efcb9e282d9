import { RAISE } from '../links/open-files.ts';
import { ERRORS, WorldwireError } from '../../engine/index.ts';

/** Tells a failure to a person, line by line: its code, what is wrong, every fault in its place, and what to do. */
export function failureLines(error: unknown): string[] {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (code === 'EMFILE' || code === 'ENFILE') return [`WW_LIMIT There are too few open files for this (${code}): ${RAISE}.`];
  if (!(error instanceof WorldwireError)) return [...stackLines('WW_INTERNAL', error), ERRORS.WW_INTERNAL[1]];
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

/** A failure that nobody foresaw, with where it came from. Line breaks are taken as such only where they are the engine's own. */
export function stackLines(code: string, error: unknown): string[] {
  return `${code} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`.split(/\n(?= {4}at )/);
}
