import { didYouMean, nearestName } from '../nearest.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const LONGEST = 100;

/**
 * Refuses what a component type cannot be declared with: names that scenes, paths of edits and the log could not carry, fields that would take the
 * place of those that every component has, fields that are none, and aliases of none.
 * @param base names of the fields that every component has
 * @throws TypeError with the component, the name and what was expected
 */
export function refuseNames(
  component: string,
  declaration: { readonly fields: object; readonly commands?: object; readonly events?: object; readonly aliases?: Readonly<Record<string, string>> },
  base: readonly string[],
): void {
  const given: unknown = declaration.fields;
  if (typeof given !== 'object' || given === null) {
    const meant = nearestName('fields', Object.keys(declaration));
    throw new TypeError(`${component} has no fields; expected an object of them${meant === undefined ? '' : `, as its ${inAscii(meant)} may be meant`}`);
  }
  const { fields, commands = {}, events = {}, aliases = {} } = declaration;
  for (const [what, named] of Object.entries({ 'a field': fields, 'a command': commands, 'an event': events })) {
    for (const name of Object.keys(named)) {
      if (!NAME.test(name) || name.length > LONGEST)
        throw new TypeError(`${component} has ${what} named ${inAscii(name)}; expected a letter, and then letters, digits or _, ${LONGEST} at most`);
    }
  }
  for (const [name, field] of Object.entries(fields) as [string, unknown][]) {
    if (base.includes(name)) throw new TypeError(`${component} has a field named ${name}, which every component has already; expected another name`);
    if (typeof field !== 'object' || field === null || !('schema' in field) || !('storage' in field))
      throw new TypeError(`${component}.${name} is no field; expected what float, string and the like give`);
  }
  for (const [older, name] of Object.entries(aliases))
    if (!Object.hasOwn(fields, name))
      throw new TypeError(
        `${component} reads ${inAscii(older)} as ${inAscii(String(name))}, which is no field of it` + didYouMean(String(name), Object.keys(fields)),
      );
}

/** A name of any characters as an error can quote it. */
function inAscii(name: string): string {
  return JSON.stringify(name.slice(0, LONGEST)).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
