import type { Command } from 'commander';
import { port } from './option-values.ts';
import type { Voice } from './output.ts';
import type { PeerFlags } from './peer.ts';

/** The command that is to a world what the other side was in recorded traffic. */
export function addPeering(top: Command, voice: Voice, end: (code: number) => void): void {
  top
    .command('peer')
    .description(
      'listens as the other side of recorded traffic: says to who connects what was received then, so that a fault can be met again without the server',
    )
    .argument('<traffic>', 'file that the Traffic tab exported (JSON lines or HAR), or a HAR file of a browser with its WebSocket messages')
    .option('--port <port>', 'port to listen at, 0 for any', port, 4610)
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('--fast', 'say all at once, instead of at the pace of then')
    .addHelpText(
      'after',
      `
It says its messages in order, each after as long as it took then, and waits wherever the recorded world spoke until who connected has spoken.
Who connects with a path that was recorded gets the conversation of that path, whoever else the next one in order; then it closes with 1000.

Examples:
  $ worldwire peer garden.traffic.har
  $ worldwire peer garden.traffic.jsonl --port 4700 --fast`,
    )
    .action(async (traffic: string, _flags: unknown, command: Command) => {
      const { peer } = await import('./peer.ts');
      end(await peer(traffic, command.optsWithGlobals<PeerFlags>(), voice));
    });
}
