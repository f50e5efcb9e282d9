import { HOST, type FieldPlace, type FieldTurn, type Input, type LogEntry, type Operation, type Step } from '../../engine/index.ts';
import type { CauseKind, ChangeCause } from './field-change.ts';

/** What of a step says who did something in it. */
export interface Evidence {
  readonly step: Pick<Step, 'inputs'>;
  readonly log: readonly LogEntry[];
  readonly nameOf: (userId: string) => string | undefined;
}

const INPUT_KINDS: { readonly [T in Input['type']]: CauseKind } = {
  operations: 'edit',
  undo: 'undo',
  redo: 'redo',
  revert: 'revert',
  spawn: 'spawn',
  command: 'command',
  impulse: 'impulse',
  rename: 'edit',
  send: 'command',
  stopSends: 'command',
  join: 'people',
  leave: 'people',
  link: 'outside',
  access: 'outside',
  accessChanged: 'outside',
  ran: 'outside',
  takenUp: 'host',
  saving: 'host',
  saved: 'host',
  note: 'host',
};

const EDITS: ReadonlySet<CauseKind> = new Set(['edit', 'undo', 'redo', 'revert', 'spawn']);

/** Who made a field another, by the nearest that is known of it. */
export function causeOf(turn: FieldTurn, place: FieldPlace, { step, log, nameOf }: Evidence): ChangeCause {
  const envelope = turn.input === undefined ? undefined : step.inputs[turn.input];
  const user = (userId: string): Pick<ChangeCause, 'user' | 'name'> => {
    const name = nameOf(userId);
    return userId === HOST.userId ? {} : { user: userId, ...(name === undefined ? {} : { name }) };
  };
  const { component, driver, system } = turn;
  if (envelope === undefined) {
    const did = component ?? driver;
    const kind = driver !== undefined ? 'driven' : component !== undefined ? 'component' : system !== undefined ? 'system' : 'host';
    return { kind, ...(did !== undefined ? { component: did } : system !== undefined ? { system } : {}), ...user(turn.acting) };
  }
  const { author, input } = envelope;
  const kind = INPUT_KINDS[input.type];
  // What an edit has set off is told beside it; what it names itself is its own, also where a system has a hand in it as it hears of that.
  const isItsOwn = component === undefined && input.type === 'operations' && names(input.operations, place);
  const did = isItsOwn ? {} : component !== undefined ? { component } : system !== undefined ? { system } : {};
  const who = kind === 'people' ? personIn(input) : user(author.userId);
  const label = EDITS.has(kind) ? labelOf(input, author.userId, log) : undefined;
  return { kind, ...who, ...did, ...(label === undefined ? {} : { label }) };
}

/** Whether changes of two causes are the work of one. */
export function isSameCause(a: ChangeCause, b: ChangeCause): boolean {
  return (
    a.kind === b.kind &&
    a.kind !== 'unknown' &&
    a.user === b.user &&
    a.system === b.system &&
    a.component?.entity === b.component?.entity &&
    a.component?.component === b.component?.component
  );
}

function personIn(input: Input): Pick<ChangeCause, 'user' | 'name'> {
  if (input.type === 'join') return { user: input.user.userId, name: input.user.name };
  return input.type === 'leave' ? { user: input.userId } : {};
}

/** The words of an edit, as its author or the log has them. */
function labelOf(input: Input, userId: string, log: readonly LogEntry[]): string | undefined {
  const told = log.findLast(({ level, source }) => level === 'edit' && source === userId)?.message;
  return told ?? (input.type === 'operations' ? input.label : undefined);
}

function names(operations: readonly Operation[], { entity, component, field }: FieldPlace): boolean {
  return operations.some(
    (each) => (each.op === 'setField' || each.op === 'patchField') && each.entity === entity && each.component === component && each.field === field,
  );
}
