import type { Command } from 'commander';
import { collect } from './option-values.ts';
import type { TypesFlags } from './types.ts';

/** The commands that write files for people to go on with. */
export function addWriting(top: Command, print: (...lines: readonly string[]) => void): void {
  top
    .command('types')
    .description('writes what scripts find as TypeScript declarations, and a configuration where there is none, for editors')
    .argument('[folder]', 'where the scenes are', '.')
    .option('--plugin <file>', 'JavaScript module that exports `plugin`, whose components scripts find as well; may be given several times', collect)
    .addHelpText(
      'after',
      `
What it has written itself it writes anew when it is run again, as with another version or another plugin; nothing else is overwritten.

Examples:
  $ worldwire types scenes/
      writes scenes/worldwire-script.d.ts, and scenes/jsconfig.json where the folder has neither that nor tsconfig.json`,
    )
    .action(async (folder: string, _flags: unknown, command: Command) => {
      const { writeTypes } = await import('./types.ts');
      print(...(await writeTypes(folder, command.optsWithGlobals<TypesFlags>())));
    });

  top
    .command('new')
    .description('writes something to begin from')
    .command('plugin')
    .description('writes a plugin that works, with types, a test and a scene, into a new folder')
    .argument('<name>', 'what it is called: small letters, digits and dashes; its component type is called by it')
    .addHelpText(
      'after',
      `
Nothing that is there is overwritten. docs/plugins.md goes through what is written.

Examples:
  $ worldwire new plugin door-bell
      writes door-bell/, whose component is DoorBell`,
    )
    .action(async (name: string, _flags: unknown, self: Command) => {
      const [{ configOf }, { newPlugin }] = await Promise.all([import('./config-of.ts'), import('./new/new-plugin.ts')]);
      // Nothing of it is needed; one that is wrong is told here as everywhere.
      await configOf(self.optsWithGlobals<{ readonly config?: string }>());
      print(...(await newPlugin(name)));
    });
}
