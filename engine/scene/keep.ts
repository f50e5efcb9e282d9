import type { Json } from '../schema/field.ts';
import { LONGEST_ID } from '../world/form.ts';
import { shown, type Findings } from './findings.ts';
import { hiddenFault } from './syntax.ts';

/** Whether a value can be the id of an entity or a world. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST_ID;
}

/** Notes that a value can be no id. */
export function idFault(findings: Findings, path: string, value: unknown): void {
  findings.fault(path, `an id of 1 to ${LONGEST_ID} characters`, `expected an id of 1 to ${LONGEST_ID} characters, found ${shown(value)}`);
}

/** Keeps an unknown part, if it can be kept. */
export function keep(into: Record<string, Json>, key: string, value: unknown, path: string, findings: Findings): boolean {
  const fault = key === '__proto__' ? { path, expected: 'another name than __proto__' } : hiddenFault(value, path);
  if (fault !== null) {
    findings.fault(fault.path, fault.expected, `expected ${fault.expected}`);
    return false;
  }
  into[key] = value as Json;
  return true;
}
