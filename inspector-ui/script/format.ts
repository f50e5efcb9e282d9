import { format } from 'prettier/standalone';
import * as acorn from 'prettier/plugins/acorn';
import * as estree from 'prettier/plugins/estree';

/** A program as Prettier lays it out. Throws where it has a fault of syntax. It comes when somebody formats for the first time. */
export function formatted(text: string): Promise<string> {
  return format(text, { parser: 'acorn', plugins: [acorn, estree], printWidth: 100, singleQuote: true });
}
