/** A terminal as a program sees one, with somebody at it who is a test. */
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { until } from '../../server/running.ts';

/** Keys as a terminal sends them. */
export const KEYS = { enter: '\r', up: '\u001b[A', left: '\u001b[D', interrupt: '\u0003', end: '\u0004' } as const;

export class PretendedTerminal {
  readonly input: PassThrough & { isTTY?: boolean };
  readonly output: PassThrough & { isTTY?: boolean; columns?: number };
  /** All that was printed, as it was sent. */
  raw = '';

  /** @param interactive whether somebody sits there */
  constructor(interactive = true) {
    this.input = new PassThrough();
    this.output = new PassThrough();
    this.output.columns = 200;
    // As the standard output, it does not end with what is piped into it.
    this.output.end = () => this.output;
    if (interactive) this.input.isTTY = this.output.isTTY = true;
    this.output.setEncoding('utf8').on('data', (text: string) => {
      this.raw += text;
    });
  }

  /** What was printed, without colours and moves of the cursor. */
  get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  press(...keys: string[]): void {
    for (const key of keys) this.input.write(key);
  }

  /** Waits until the text holds something, and gives what was found. */
  async reads(what: RegExp | string): Promise<string> {
    try {
      return await until(`the terminal to read ${String(what)}`, () =>
        typeof what === 'string' ? (this.text.includes(what) ? what : undefined) : (what.exec(this.text)?.[0] ?? undefined),
      );
    } catch (error) {
      throw new Error(`${(error as Error).message}\nit reads:\n${this.text}`, { cause: error });
    }
  }

  /** Answers the question that stands: the choice whose name begins so. */
  async answers(host: string, choice: 'Allow once' | 'Always' | 'Deny' | 'Not now'): Promise<void> {
    await this.reads(`Let it connect from this machine to ${host}?`);
    await this.chooses(choice);
  }

  /** Chooses what begins so, of the question that stands. The mark is on the last choice at first. */
  async chooses(choice: 'Allow once' | 'Always' | 'Deny' | 'Not now'): Promise<void> {
    for (const name of ['Deny', 'Always', 'Allow once'].slice(0, { 'Allow once': 3, Always: 2, Deny: 1, 'Not now': 0 }[choice])) {
      const from = this.raw.length;
      this.press(KEYS.up);
      await until(`${name} to be marked`, () => stripVTControlCharacters(this.raw.slice(from)).includes(`❯ ${name}`));
    }
    this.press(KEYS.enter);
  }
}
