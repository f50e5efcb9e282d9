import type { CommandManifest, FieldManifest, Json } from '../../server/protocol.ts';

const KINDS: { readonly [kind: string]: string } = {
  bool: 'Bool',
  int: 'Int',
  float: 'Float',
  string: 'String',
  uri: 'Uri',
  userRef: 'UserRef',
  entityRef: 'EntityRef',
  componentRef: 'ComponentRef',
  fieldRef: 'FieldRef',
  enumeration: 'Enum',
  json: 'JSON',
};

/** The type of a field, as people name it. */
export function typeOf(field: FieldManifest): string {
  return KINDS[field.kind] ?? `${field.kind.charAt(0).toUpperCase()}${field.kind.slice(1)}`;
}

/** What a field may hold, in few words: hard limits, then what is usual, then how it steps. */
export function limitsOf(field: FieldManifest): readonly string[] {
  const { min, max, softMin, softMax, step } = field;
  const notes: string[] = [];
  if (min !== undefined && max !== undefined) notes.push(`${number(min)} to ${number(max)}`);
  else if (min !== undefined) notes.push(`at least ${number(min)}`);
  else if (max !== undefined) notes.push(`at most ${number(max)}`);
  if (softMin !== undefined && softMax !== undefined) notes.push(`usually ${number(softMin)} to ${number(softMax)}`);
  else if (softMax !== undefined) notes.push(`usually up to ${number(softMax)}`);
  else if (softMin !== undefined) notes.push(`usually from ${number(softMin)}`);
  if (step !== undefined) notes.push(`in steps of ${number(step)}`);
  if (field.target !== undefined) notes.push(`must be or hold a ${field.target}`);
  if (field.multiline === true) notes.push('several lines');
  if (field.readOnly === true) notes.push('read-only');
  if (field.notSaved === true) notes.push('not saved');
  return notes;
}

/** A value as it would stand in a scene file. */
export function valueText(value: Json): string {
  return JSON.stringify(value);
}

/** What a command takes. */
export function argumentsOf(command: CommandManifest): readonly { readonly name: string; readonly optional: boolean; readonly doc: string }[] {
  const args = command.args as { properties?: { [name: string]: { description?: string } }; required?: readonly string[] } | undefined;
  return Object.entries(args?.properties ?? {}).map(([name, { description }]) => ({
    name,
    optional: args?.required?.includes(name) !== true,
    doc: description ?? '',
  }));
}

function number(value: number): string {
  return Math.abs(value) >= 10_000 ? value.toString().replace(/\B(?=(\d{3})+$)/g, '\u202f') : String(value);
}
