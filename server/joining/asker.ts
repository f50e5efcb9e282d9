import type { AccessDesk, PromptDecision } from '../../agent/access-desk.ts';
import { hostPortText, visible } from '../../engine/index.ts';
import type { Prompt } from '../../agent/messages.ts';
import type { Terminal } from './terminal.ts';
import { visibleUrl } from './visible.ts';

export interface AskerOptions {
  readonly desk: AccessDesk;
  readonly terminal: Terminal;
  /** The user who answers. */
  readonly by: () => { readonly userId: string; readonly name: string } | undefined;
  /** Title of a world. */
  readonly titleOf: (world: string) => string;
  /** The user ends the command at a question (Ctrl-C). */
  readonly interrupted: () => void;
}

/** Others that want the same, as they are listed. */
const MOST_OTHERS = 5;
/** Entities from the top, of which the outermost and the innermost are shown. */
const MOST_STEPS = 8;

/** Asks whoever sits at a terminal, one question at a time. */
export class Asker {
  readonly #options: AskerOptions;
  readonly #unlisten: () => void;
  #asked: { readonly key: string; readonly withdrawn: AbortController } | undefined;
  #ended = false;

  constructor(options: AskerOptions) {
    this.#options = options;
    this.#unlisten = options.desk.onPrompts(() => this.#look());
    this.#look();
  }

  end(): void {
    this.#ended = true;
    this.#unlisten();
    this.#asked?.withdrawn.abort();
  }

  #look(): void {
    if (this.#ended) return;
    const prompts = this.#options.desk.prompts();
    if (this.#asked !== undefined) {
      const { key, withdrawn } = this.#asked;
      if (!prompts.some((prompt) => keyOf(prompt) === key)) withdrawn.abort();
      return;
    }
    const first = prompts[0];
    if (first === undefined) return;
    this.#asked = { key: keyOf(first), withdrawn: new AbortController() };
    void this.#ask(first, this.#asked.withdrawn.signal).finally(() => {
      this.#asked = undefined;
      this.#look();
    });
  }

  async #ask(prompt: Prompt, signal: AbortSignal): Promise<void> {
    const { desk, terminal, by, interrupted } = this.#options;
    const target = visible(hostPortText(prompt), 300);
    // The library is not cheap to load, and most machines never ask.
    const { default: select } = await import('@inquirer/select');
    if (signal.aborted) return;
    const waiting = desk.prompts().length - 1;
    for (const line of this.#lines(prompt)) terminal.say(line);
    const { input } = terminal.streams;
    const turnedAway = new AbortController();
    const turnAway = (_text: unknown, key: unknown): void => {
      if (isEndOfInput(key)) turnedAway.abort();
    };
    const decision = await terminal.alone(async () => {
      // The library waits for ever where its input is ended from the keyboard.
      input.on('keypress', turnAway);
      try {
        return await select<PromptDecision>(
          {
            message: `Let it connect from this machine to ${target}?${waiting > 0 ? ` (${waiting} more ${waiting === 1 ? 'waits' : 'wait'})` : ''}`,
            choices: [
              { value: 'once', name: 'Allow once', description: 'until the URL or its user changes, the world closes, or this command ends' },
              { value: 'always', name: `Always allow ${target}`, description: 'remembered, for whoever asks; worldwire access forget takes it back' },
              { value: 'deny', name: `Deny ${target}`, description: 'remembered; worldwire access forget takes it back' },
              { value: 'dismissed', name: 'Not now', description: 'decides nothing' },
            ],
            // A key pressed by chance decides nothing.
            default: 'dismissed',
            loop: false,
            // Without these, letters search among the choices, and keys that are none mark the first of them.
            theme: { keybindings: ['vim'] },
          },
          { ...terminal.streams, signal: AbortSignal.any([signal, turnedAway.signal]), clearPromptOnDone: true },
        );
      } catch (error) {
        if (isInterrupt(error)) return 'interrupted' as const;
        return turnedAway.signal.aborted && !signal.aborted ? ('dismissed' as const) : undefined;
      } finally {
        input.off('keypress', turnAway);
      }
    });
    if (decision === 'interrupted') {
      // Nothing is asked any more while the command ends.
      this.#ended = true;
      interrupted();
    } else if (decision === undefined || !desk.decide(prompt.world, prompt.ask, decision, by()?.userId ?? '', by()?.name, prompt.newest))
      terminal.say(`no longer asked: ${target}`);
    else
      terminal.say(`${SAID[decision]} ${target}${decision === 'deny' || decision === 'always' ? `; to take it back: worldwire access forget ${target}` : ''}`);
  }

  /** What is asked, line by line. Whatever a scene says stands behind the name of what it is. */
  #lines(prompt: Prompt): string[] {
    const { path, url, reason, warning, also, world, scope } = prompt;
    const what = scope === 'HTTP' ? 'fetch from' : 'connect to';
    return [
      `The world "${visible(this.#options.titleOf(world), 100)}" wants to ${what}`,
      `  address  ${visibleUrl(url)}`,
      `  for      ${pathText(path)}`,
      reason.trim() === '' ? '  WARNING  It gives no reason why.' : `  reason   "${visible(reason, 500)}"`,
      ...(warning === undefined ? [] : [`  WARNING  ${visible(warning, 300)}`]),
      ...(also.length === 0 ? [] : [`  and      ${othersText(also)}`]),
    ];
  }
}

const SAID: { readonly [D in PromptDecision]: string } = {
  once: 'allowed once:',
  always: 'allowed for good:',
  deny: 'denied for good:',
  dismissed: 'not decided now:',
};

/** What was shown without a warning that has come since is no longer what is asked. */
function keyOf({ world, ask, warning = '' }: Prompt): string {
  return JSON.stringify([ask, world, warning]);
}

function pathText(path: readonly string[]): string {
  const half = MOST_STEPS / 2;
  const steps = path.length <= MOST_STEPS ? path : [...path.slice(0, half), '…', ...path.slice(-half)];
  return steps.map((name) => visible(name, 60)).join(' / ');
}

function othersText(also: Prompt['also']): string {
  const some = also.slice(0, MOST_OTHERS).map(({ path }) => pathText(path));
  const more = also.length - some.length;
  return `${also.length} more for the same host and port: ${some.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/** Ctrl-D. */
function isEndOfInput(key: unknown): boolean {
  return typeof key === 'object' && key !== null && 'ctrl' in key && key.ctrl === true && 'name' in key && key.name === 'd';
}

function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}
