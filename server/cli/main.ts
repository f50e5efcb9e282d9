import { Command, CommanderError, Option } from 'commander';
import { ACCESS_SCOPES } from '../../engine/access-scopes.ts';
import { ROLES } from '../../engine/rights.ts';
import { VERSION } from '../../engine/version.ts';
import type { AccessFlags } from './access.ts';
import type { CheckFlags } from './check.ts';
import type { JoinFlags } from './join.ts';
import { helpForEach, refuseUnknown, withHelp } from './help-command.ts';
import { collect, listed, moment, oneFile, port, role, tickRate, version } from './option-values.ts';
import { OWN_VOICE, voiceOf, type Streams } from './output.ts';
import type { ReplayFlags } from './replay.ts';
import type { RunExtras, RunFlags } from './run.ts';
import type { TokenFlags } from './token.ts';
import type { ShowFlags, VersionsFlags } from './versions.ts';
import { addPeering } from './peering.ts';
import { addReporting } from './reporting.ts';
import { addWriting } from './writing.ts';

// Whoever asks for help, or for one command, waits for what that needs and no more: a command's code is loaded when it is done.

/** The command line of this process. Resolves when the command has ended, or its server runs. */
export async function main(argv: readonly string[], more: RunExtras = {}): Promise<void> {
  const { code, failed } = await perform(argv, more);
  if (code !== 0) process.exitCode = code;
  // A log or a half-opened server must not keep a failed command alive.
  if (failed) setTimeout(() => process.exit(1), 500).unref();
}

/** How a command ended. */
interface Ended {
  /** What its process is to end with. */
  readonly code: number;
  /** Whether it broke off, and may have left something half open. */
  readonly failed: boolean;
}

/**
 * Does what a command line says. Resolves when the command has ended, or its server runs.
 * @param streams where its text goes. Default: this process's own; `run` and `join` print there in any case
 */
export async function perform(argv: readonly string[], more: RunExtras = {}, streams?: Streams): Promise<Ended> {
  const state = { code: 0 };
  try {
    await program(more, streams, (code) => (state.code = code)).parseAsync([...argv]);
  } catch (error) {
    // What the command line itself has to say is said: help, or what is wrong with it.
    if (error instanceof CommanderError) return { code: error.exitCode, failed: false };
    const { failureLines } = await import('./failure.ts');
    (streams === undefined ? OWN_VOICE : voiceOf(streams)).say(...failureLines(error));
    return { code: 1, failed: true };
  }
  return { code: state.code, failed: false };
}

/**
 * The command line as it is read, before anything of it is done. Each command heeds `--config` wherever it stands.
 * @param end takes the code that a command ends with where it is not 0
 */
export function program(more: RunExtras = {}, streams?: Streams, end: (code: number) => void = () => undefined): Command {
  const voice = streams === undefined ? OWN_VOICE : voiceOf(streams);
  const { print, say } = voice;
  const top = new Command('worldwire')
    .exitOverride()
    .description('Runs worlds whose entities hold live WebSocket connections, and lets people inspect and edit them while they run.')
    .version(VERSION)
    // It stands here alone, and is found before and after every subcommand: two that are called alike would take it from each other.
    .option('--config <file>', 'configuration file (JSON): worlds, hosts, stateFolder, plugins, extraCAs; the command line goes before it', oneFile)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => print(...linesOf(text)),
      writeErr: (text) => say(...linesOf(text)),
      outputError: (text) => say(...saidWrongly(text)),
    })
    .addHelpText(
      'after',
      `
Examples:
  $ worldwire run worlds/motion.scene.json
      runs a world, prints its address, and opens it in the browser
  $ worldwire run garden.json --allow-host 127.0.0.1:4601 --record recordings/
      lets it connect there without asking, and records all that it is given
  $ worldwire check worlds/*.json
      tells every fault of every scene, with its place
  $ worldwire replay recordings/garden-2026-11-28-20-15-02.recording --save again.scene.json
      lives a recording through again, with every peer switched off
  $ worldwire join "http://127.0.0.1:4600/?token=…" --user Anna
      lets a world that runs elsewhere connect from this machine, to what you allow`,
    );

  top
    .command('run')
    .description('runs worlds and serves the inspector')
    .argument('[scene...]', 'scene files; further ones may stand in the configuration')
    .option('-p, --port <port>', 'port of page and API; 0 takes a free one (default: 4600)', port)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1, which only this machine reaches)')
    .option('--token <token>', 'token of the Admin, at least 22 characters (default: a fresh one, printed)')
    .option('--allow-host <host:port>', 'host that the worlds may connect to without asking; may be given several times', collect)
    .option('--allow-listen <port>', 'port on which the worlds may listen, or ADDRESS:PORT; may be given several times', collect)
    .option('--tick-rate <n>', 'ticks a second, instead of what the scenes say', tickRate)
    .option('--record <file>', 'record all that the world is given: to a new file, a folder, or a pattern with {world}, {date}, {time}')
    .option('--from <file>', 'go on from where a recording or a snapshot ends; a scene beside it is the file that the world is saved to')
    .addOption(
      new Option('--journal <what>', 'what of the worlds is written as it happens, to go on from after a crash (default: all)').choices([
        'all',
        'edits',
        'off',
      ]),
    )
    .option('--fresh', 'begin from the scene files, whatever the journals hold')
    .option('--resume', 'go on where the journals end, also where a scene file has changed since')
    .option('--trace <file>', 'write what the worlds do when to a new file, which perfetto.dev opens')
    .option('--plugin <file>', 'JavaScript module that exports `plugin`, with components and systems; may be given several times', collect)
    .option('--threads', 'each world in a thread of its own')
    .option('--no-open', 'do not open the browser')
    .addHelpText(
      'after',
      `
Ctrl-C closes every connection in good order, and saves where the configuration has "saveOnExit": true; what is lost is told.

Examples:
  $ worldwire run garden.json
  $ worldwire run garden.json fleet.json --allow-host 127.0.0.1:4601 --allow-host wss://echo.example
  $ worldwire run --config server.json --no-open`,
    )
    .action(async (scenes: string[], _flags: unknown, command: Command) => {
      nameSources();
      const { run } = await import('./run.ts');
      await run(scenes, command.optsWithGlobals<RunFlags>(), more);
    });

  top
    .command('check')
    .description('tells everything that is wrong or odd in scene files, each with its place; ends with 1 where there is a fault')
    .argument('<scene...>', 'scene files')
    .option('--strict', 'warnings count as faults')
    .option('--json', 'tell it as JSON: a list of {file, good, entities, findings}')
    .option('--plugin <file>', 'JavaScript module that exports `plugin`; may be given several times', collect)
    .action(async (files: string[], _flags: unknown, command: Command) => {
      const { checkFiles } = await import('./check.ts');
      if (!(await checkFiles(files, command.optsWithGlobals<CheckFlags>(), voice))) end(1);
    });

  top
    .command('replay')
    .description('lives a recording, or the journal of a scene, through again and tells the hash that it ends with; ends with 1 where that is another')
    .argument('<recording>', 'file that `run --record` wrote; or a scene file, for its journal, whose world may run meanwhile; or a report')
    .option('--plugin <file>', 'JavaScript module that exports `plugin`; may be given several times', collect)
    .option('--snapshot <file>', 'also write the state that it ends with, for `run --from`, to a file that is not there yet')
    .option('--save <scene>', 'also save the scene that it ends with, as far as the recording is whole, to a file that is not there yet')
    .option('--export <file>', 'write a stretch of a journal as a recording instead, to a file that is not there yet')
    .option('--since <moment>', 'where that stretch begins (default: where the newest life of the world began)', moment)
    .option('--at <moment>', 'live it through no further than to a tick, or to a time as 2026-12-01T20:15:00', moment)
    .option('--open', 'open a page on the world as it is then: it stands still, nothing goes out of it, and nothing of it is kept')
    .option('-p, --port <port>', 'port of that page (default: a free one)', port)
    .action(async (file: string, _flags: unknown, command: Command) => {
      nameSources();
      const { replayFile } = await import('./replay.ts');
      end(await replayFile(file, command.optsWithGlobals<ReplayFlags>(), voice));
    });

  const versions = top
    .command('versions')
    .description('tells what was kept of a scene: what each save wrote, and in between its state from time to time')
    .argument('<scene>', 'scene file')
    .addHelpText(
      'after',
      `
A server that runs a scene file keeps a version with each save, and of what is edited in between: each of the last hour's, one an hour for a day, one a
day for a month, one a week beyond, within versionsKeep of the configuration. Name that with --config where it has a stateFolder of its own.

Examples:
  $ worldwire versions garden.json
  $ worldwire versions show garden.json 12
  $ worldwire versions show garden.json 12 --with 14
  $ worldwire versions show garden.json 12 --scene garden-of-monday.json
  $ worldwire versions restore garden.json 12`,
    )
    .action(async (scene: string, _flags: unknown, command: Command) => {
      const { listVersions } = await import('./versions.ts');
      end(await listVersions(scene, command.optsWithGlobals<VersionsFlags>(), voice));
    });
  versions
    .command('show')
    .description('tells how a version differs from what the file holds, or from another version')
    .argument('<scene>', 'scene file')
    .argument('<number>', 'of the version, as the list tells it', version)
    .addOption(new Option('--with <number>', 'the version to compare with').argParser(version))
    .option('--scene <file>', 'write its scene to a file that is not there yet, instead')
    .option('--plugin <file>', 'JavaScript module that exports `plugin`; may be given several times', collect)
    .action(async (scene: string, number: number, _flags: unknown, command: Command) => {
      const { showVersion } = await import('./versions.ts');
      end(await showVersion(scene, number, command.optsWithGlobals<ShowFlags>(), voice));
    });
  versions
    .command('restore')
    .description('puts a scene back to a version: as an edit of the world that runs, else in the file, whose content is kept as a version before')
    .argument('<scene>', 'scene file')
    .argument('<number>', 'of the version, as the list tells it', version)
    .action(async (scene: string, number: number, _flags: unknown, command: Command) => {
      const { restoreVersion } = await import('./versions.ts');
      end(await restoreVersion(scene, number, command.optsWithGlobals<VersionsFlags>(), voice));
    });

  top
    .command('join')
    .description('lets a world that runs elsewhere connect from this machine, to what you allow')
    .argument('<url>', 'address of its page, as the server printed it')
    .requiredOption('--user <name>', 'name by which the others see you')
    .option('--token <token>', 'token that lets you in, unless it stands in the address; it decides your role')
    .option('--me <secret>', 'be the same user as on another machine: the secret that the server gave there; remembered')
    .option('--world <name>', 'world to join, where several run')
    .option('--allow-host <host:port>', 'host that the world may connect to from here without asking; may be given several times', collect)
    .addHelpText(
      'after',
      `
Whenever the world wants to connect to a host that you have not allowed, you are asked here. What you decide for good is remembered on this
machine; worldwire access list, allow, deny and forget show and change it, also while this command runs. Without a terminal nobody is asked: a
line names what would allow it. When the server is away it is tried again until it is back. Ctrl-C closes every connection in good order.

Examples:
  $ worldwire join "http://127.0.0.1:4600/?token=…" --user Anna
  $ worldwire join https://garden.example --token … --user Anna --world garden
  $ worldwire join http://127.0.0.1:4600 --token … --user Sensors --allow-host 192.168.1.20:8080 --allow-host wss://echo.example`,
    )
    .action(async (url: string, _flags: unknown, command: Command) => {
      nameSources();
      const { joinWorld } = await import('./join.ts');
      await joinWorld(url, command.optsWithGlobals<JoinFlags>());
    });

  const access = top
    .command('access')
    .description("what this machine's user has decided of hosts and ports, and what they decide now")
    .addHelpText(
      'after',
      `
What is decided holds for all that runs as this user on this machine: every server (as its host), and every joined machine. Those that run heed
it within a second: who waits is answered, and taking an allowance back closes what stands on it. A refusal comes before everything else.

Examples:
  $ worldwire access list
  $ worldwire access allow wss://echo.example
  $ worldwire access allow intranet.example:8080 --near
  $ worldwire access deny 192.168.1.1:80
  $ worldwire access forget echo.example:443 --scope HTTP`,
    );
  const scope = (): Option => new Option('--scope <scope>', 'what for').choices([...ACCESS_SCOPES]);
  access
    .command('list')
    .description('tells every remembered decision: who decided, when, where it lies, and the reason that was given last')
    .addOption(scope())
    .action(async (_flags: unknown, command: Command) => {
      const { listAccess } = await import('./access.ts');
      print(...(await listAccess(command.optsWithGlobals<AccessFlags>())));
    });
  for (const [action, description] of [
    ['allow', 'allows it for good'],
    ['deny', 'denies it for good'],
    ['forget', 'takes a decision back, so that one is asked anew'],
  ] as const) {
    const command = access
      .command(action)
      .description(description)
      .argument('<host:port>', 'for example echo.example:443, or a URL')
      .addOption(scope().default('Websocket'))
      .action(async (entry: string, _flags: unknown, self: Command) => {
        const { changeAccess } = await import('./access.ts');
        print(await changeAccess(action, entry, self.optsWithGlobals<AccessFlags>()));
      });
    if (action === 'allow') command.option('--near', 'also where the name leads to this machine or a network nearby');
  }

  const token = top
    .command('token')
    .description("makes a token, with which somebody joins the servers of this machine's user; it is shown once, and what is kept opens nothing")
    .addOption(new Option('--role <role>', 'what one may do who has it').choices([...ROLES]).argParser(role))
    .option('--name <text>', 'what it is for, for the list')
    .option('--program', 'it is for a program: what that edits is no step of undo, unless it says so')
    .addHelpText(
      'after',
      `
Admin: everything. Moderator: edit, and remove users. Builder: edit. Guest: trigger impulses, and open sockets for themselves. Spectator: look.

Examples:
  $ worldwire token --role Guest --name "the lab's laptop"
  $ worldwire token --role Builder --program --name "the weather feed"
  $ worldwire token list
  $ worldwire token revoke 1a2b3c4d`,
    )
    .action(async (_flags: unknown, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) refuseUnknown(command, unknown);
      const flags = command.optsWithGlobals<TokenFlags>();
      if (flags.role === undefined) command.error(`error: a token needs a role, as in \`worldwire token --role Guest\`; the roles are ${listed(ROLES)}.`);
      const { makeTokenFor } = await import('./token.ts');
      const { token: made, about } = await makeTokenFor({ ...flags, role: flags.role });
      print(made);
      // Beside the token, so that a program can take it alone.
      say(...about);
    });
  token
    .command('list')
    .description('tells which tokens were made: id, role, and what for')
    .action(async (_flags: unknown, command: Command) => {
      const { listTokens } = await import('./token.ts');
      print(...(await listTokens(command.optsWithGlobals<TokenFlags>())));
    });
  token
    .command('revoke')
    .description('takes a token back, and puts out who came with it')
    .argument('<id>', 'as the list tells it')
    .action(async (id: string, _flags: unknown, command: Command) => {
      const { revokeToken } = await import('./token.ts');
      print(await revokeToken(id, command.optsWithGlobals<TokenFlags>()));
    });

  // What stands behind it is told as a command that is not there, not as one argument too many. Its own commands would inherit that.
  token.allowExcessArguments();

  addReporting(top, voice, end);
  addPeering(top, voice, end);
  addWriting(top, print);
  for (const command of top.commands) if (command.commands.length > 0 && command !== token) withHelp(command);
  withHelp(top);
  helpForEach(top);
  return top;
}

/**
 * From here on the stacks of errors name the sources, not the few files that they are bundled into: whoever writes a plugin looks for the
 * place. It holds for what is loaded later, and costs every start some 10 ms, so that only what runs worlds does it.
 */
function nameSources(): void {
  process.setSourceMapsEnabled(true);
}

/** What commander says of arguments that it does not take. They stand in it as they came, so that what breaks a line is mostly theirs. */
function saidWrongly(text: string): string[] {
  return text.replace(/\n$/, '').split(/\n(?=\(Did you mean)/);
}

/** The lines of what commander has put together. */
function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
