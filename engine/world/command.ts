import type { Input } from '../door.ts';
import type { ArgsOf, CommandName, Component } from '../schema/component.ts';
import type { ComponentRef, Json } from '../schema/field.ts';

/** What is given along with a command: nothing where it takes nothing. */
type Given<A> = Record<string, never> extends A ? [args?: A] : [args: A];

/**
 * A command as an input for a world's door. One that the component type does not declare, or with other arguments, does not compile.
 * @param to the entity that holds the component, or both where it is not the first of its type there
 */
export function commandTo<C extends Component, K extends CommandName<C>>(
  to: string | ComponentRef,
  component: C,
  command: K,
  ...[args]: Given<ArgsOf<C, K>>
): Extract<Input, { readonly type: 'command' }> {
  const { entity, component: key } = typeof to === 'string' ? { entity: to, component: component.name } : to;
  return { type: 'command', command: { entity, component: key, command, ...(args === undefined ? {} : { args: args as { readonly [name: string]: Json } }) } };
}
