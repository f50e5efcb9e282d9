import type { LogLevel } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { LEVELS } from './log-filter.ts';

/** How the log is shown, as the person chose it; remembered. */
export interface LogChoices {
  readonly hidden: readonly LogLevel[];
  /** Long lines go on in the next row. */
  readonly wrap: boolean;
}

const kept = recall('log') as Partial<LogChoices> | undefined;
const hidden = Array.isArray(kept?.hidden) ? LEVELS.filter((level) => kept.hidden?.includes(level) === true) : [];
export const choices = new Cell<LogChoices>({ hidden, wrap: kept?.wrap === true });
choices.subscribe(() => remember('log', { hidden: [...choices.value.hidden], wrap: choices.value.wrap }));

export function toggleLevel(level: LogLevel): void {
  const others = choices.value.hidden.filter((each) => each !== level);
  choices.value = { ...choices.value, hidden: others.length === choices.value.hidden.length ? [...others, level] : others };
}
/** Shows these and no others. */
export function onlyLevels(levels: ReadonlySet<LogLevel>): void {
  choices.value = { ...choices.value, hidden: LEVELS.filter((level) => !levels.has(level)) };
}
