import type { Command } from 'commander';
import { nearestName } from '../../engine/nearest.ts';

/**
 * Gives a command that has commands of its own a `help` of ours: commander's answers a name that it does not know with all of its help, as if
 * nothing had been asked.
 */
export function withHelp(command: Command): void {
  command.helpCommand(false);
  command
    .command('help')
    .description('tells how a command is used')
    .argument('[command...]', 'its name; without one, all of them')
    .action((names: string[]) => {
      let at = command;
      for (const name of names) at = at.commands.find((each) => each.name() === name) ?? refuseUnknown(at, name);
      at.help();
    });
}

/** Tells that a command has none of this name, which one was meant, perhaps, and which there are; ends what is done. */
export function refuseUnknown(command: Command, name: string): never {
  const names = command.commands.map((each) => each.name());
  const line = pathOf(command);
  if (names.length === 0) return command.error(`error: ${JSON.stringify(line)} has no commands of its own, so none called ${JSON.stringify(name)}`);
  const near = nearestName(name, names);
  const meant = near === undefined ? '' : `\n(Did you mean ${near}?)`;
  return command.error(`error: there is no command ${JSON.stringify(`${line} ${name}`)}; there are ${names.join(', ')}${meant}`);
}

/** Lets each command say behind what is wrong where to read about that command, not about all of them. */
export function helpForEach(command: Command): void {
  command.showHelpAfterError(`(${pathOf(command)} --help shows how)`);
  for (const each of command.commands) helpForEach(each);
}

/** How a command is called, from the program's name on. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
