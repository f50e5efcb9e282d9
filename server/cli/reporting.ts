import type { Command } from 'commander';
import { collect, duration } from './option-values.ts';
import type { Voice } from './output.ts';
import type { ReportFlags } from './report.ts';

/** The command that puts together what happened, for who is to look into it. */
export function addReporting(top: Command, voice: Voice, end: (code: number) => void): void {
  top
    .command('report')
    .description('packs what happened in a world into one file, without what is secret: for who is to look into it; its world may run meanwhile')
    .argument('<scene>', 'scene file')
    .option('--last <time>', 'how far back it reaches: 90s, 10min, 2h, 1d (default: 10min)', duration)
    .option('--out <file>', 'name of the report, which is not there yet (default: the name of the scene, with date and time)')
    .option('--without-messages', 'leave out what messages say that the world received and sent')
    .option('--log <file>', "file that the server's log goes to, to take along")
    .option('--plugin <file>', 'JavaScript module that exports `plugin`; may be given several times', collect)
    .option('--yes', 'write it without asking')
    .option('--dry-run', 'only say what would be in it')
    .addHelpText(
      'after',
      `
It is a ZIP file with the last minutes of the journal, the world's log, the scene and its versions, and the configuration where --config names it.
Values of Headers and of secret fields, tokens, passwords and keys are left out of all of it. What is in it is told before it is written.

Examples:
  $ worldwire report garden.json
  $ worldwire report garden.json --last 1h --without-messages --dry-run
  $ worldwire report garden.json --config server.json --log server.log --out garden-of-monday.zip --yes
  $ worldwire replay garden-of-monday.zip`,
    )
    .action(async (scene: string, _flags: unknown, command: Command) => {
      const { reportScene } = await import('./report.ts');
      const { withoutMessages = false, ...flags } = command.optsWithGlobals<ReportFlags & { readonly withoutMessages?: boolean }>();
      end(await reportScene(scene, { ...flags, messages: !withoutMessages }, voice));
    });
}
