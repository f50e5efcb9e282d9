import type { Token } from './protograph-lexer.ts';

/** The text is none, or goes on in a way that nobody here knows. */
export class ProtoGraphFault extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Terms that stand in each other: how deep a text may go does not depend on the stack. */
const DEEPEST = 80;
const ENDS: ReadonlySet<string> = new Set([';', '}', ')', ']', ',', '|', '']);

/** A place in the words of a text, and what can be read there: words that are expected, names, types. */
export class Cursor {
  protected at = 0;
  protected depth = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  protected get here(): Token {
    return this.#tokens[Math.min(this.at, this.#tokens.length - 1)] as Token;
  }
  protected ahead(by: number): Token {
    return this.#tokens[Math.min(this.at + by, this.#tokens.length - 1)] as Token;
  }
  protected is(text: string): boolean {
    return this.here.text === text && (this.here.kind === 'sign' || this.here.kind === 'name');
  }
  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }
  protected expect(text: string): void {
    if (!this.take(text)) throw new ProtoGraphFault(`expected “${text}”, found “${this.here.text}”`, this.here.line);
  }
  protected name(): string {
    const { kind, text, line } = this.here;
    if (kind !== 'name') throw new ProtoGraphFault(`expected a name, found “${text}”`, line);
    this.at++;
    return text;
  }

  protected type(): string {
    let type = this.name();
    if (this.is('<')) type += `<${this.types().join(', ')}>`;
    while (this.is('[') && this.ahead(1).text === ']') {
      this.at += 2;
      type += '[]';
    }
    return type;
  }
  protected types(): string[] {
    this.deeper();
    this.expect('<');
    const types = [this.type()];
    while (this.take(',')) types.push(this.type());
    this.expect('>');
    this.depth--;
    return types;
  }
  /** Whether `<` begins types, and is not “less than”. */
  protected beginsTypes(): boolean {
    if (!this.is('<')) return false;
    for (let by = 1, open = 1; by < 12; by++) {
      const { kind, text } = this.ahead(by);
      if (text === '<') open++;
      else if (text === '>') {
        if (--open === 0)
          return this.ahead(by + 1).kind !== 'number' && (ENDS.has(this.ahead(by + 1).text) || ['(', '->', '.', '<-'].includes(this.ahead(by + 1).text));
      } else if (kind !== 'name' && text !== ',') return false;
    }
    return false;
  }

  protected deeper(): void {
    if (++this.depth > DEEPEST) throw new ProtoGraphFault('it goes too deep', this.here.line);
  }
}
