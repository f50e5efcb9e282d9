import { Cursor, ProtoGraphFault } from './protograph-cursor.ts';
import type { Argument, Case, Module, Port, Statement, Term } from './protograph-terms.ts';

/** Signs between two terms, the loosest first; those of one row go from left to right. */
const LEVELS: readonly (readonly string[])[] = [
  ['??'],
  ['or', 'nor', 'xor', 'xnor'],
  ['and', 'nand'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', 'mod'],
];
/** What the words of a module say, as terms. */
export class Parser extends Cursor {
  module(): Module {
    while (this.here.kind !== 'end' && !(this.here.text === 'module' && this.here.first)) this.at++;
    this.expect('module');
    const name = this.name();
    const ins: Port[] = [],
      outs: Port[] = [],
      uses: string[] = [];
    while (!this.is('where')) {
      const { text, line, kind } = this.here;
      if (kind === 'end') throw new ProtoGraphFault('the module has no “where”', line);
      this.at++;
      if (text === 'in' || text === 'out') {
        const port = this.name();
        const type = this.take(':') ? this.type() : '';
        (text === 'in' ? ins : outs).push({ name: port, type, line });
      } else if (text === 'use') uses.push(this.here.text);
      while (!this.here.first) this.at++;
    }
    this.expect('where');
    return { name, ins, outs, uses, body: this.#term() };
  }

  /** A term that stands by itself, as in a text with values in it. */
  alone(): Term {
    return this.#term();
  }

  #term(): Term {
    this.deeper();
    const term = this.#written(this.#operators(0));
    this.depth--;
    return term;
  }
  #written(term: Term): Term {
    const { line } = this.here;
    if (this.take('<-')) return { is: 'write', variable: term, value: this.#term(), line };
    if (!this.take('?')) return term;
    const yes = this.#term();
    this.expect(':');
    return { is: 'if', condition: term, yes, no: this.#term(), line };
  }

  #operators(level: number): Term {
    const signs = LEVELS[level];
    if (signs === undefined) return this.#prefixed();
    let term = this.#operators(level + 1);
    while (signs.includes(this.here.text) && (this.here.kind === 'sign' || this.here.kind === 'name')) {
      const { text: sign, line } = this.here;
      this.at++;
      term = { is: 'operator', sign, args: [term, this.#operators(level + 1)], line };
    }
    return term;
  }
  #prefixed(): Term {
    const { text, kind, line } = this.here;
    if ((text === '-' && kind === 'sign') || (text === 'not' && kind === 'name')) {
      this.deeper();
      this.at++;
      const of = this.#prefixed();
      this.depth--;
      return of.is === 'number' && text === '-' ? { ...of, text: `-${of.text}` } : { is: 'operator', sign: `prefix ${text}`, args: [of], line };
    }
    return this.#piped();
  }
  #piped(): Term {
    let term = this.#fields(this.#plain());
    while (this.is('->')) {
      const { line } = this.here;
      this.at++;
      const call = this.#call(this.name());
      if (call.is !== 'call') throw new ProtoGraphFault('a value is piped into a node', line);
      term = this.#fields({ ...call, called: true, args: [{ name: undefined, value: term }, ...call.args] });
    }
    return term;
  }
  #fields(term: Term): Term {
    let made = term;
    for (;;) {
      const { line } = this.here;
      if (this.take('.')) made = { is: 'field', of: made, name: this.name(), line };
      else if (this.is('[') && this.ahead(1).kind === 'number' && this.ahead(2).text === ']') {
        made = { is: 'index', of: made, index: Number.parseInt(this.ahead(1).text, 10), line };
        this.at += 3;
      } else return made;
    }
  }

  #plain(): Term {
    const { kind, text, line } = this.here;
    this.at++;
    if (kind === 'number' || kind === 'text' || kind === 'pattern') return { is: kind, text, line };
    if (kind === 'name') return this.#worded(text, line);
    if (text === '(') {
      const term = this.#term();
      this.expect(')');
      return term;
    }
    if (text === '{') return this.#block(false, line);
    if (text === '[') return { is: 'list', items: this.#until(']').map(({ value }) => value), line };
    throw new ProtoGraphFault(`nothing here begins with “${text}”`, line);
  }
  #worded(text: string, line: number): Term {
    switch (text) {
      case 'true':
      case 'false':
        return { is: 'bool', text, line };
      case 'undefined':
        return { is: 'undefined', type: '', line };
      case 'null':
        return { is: 'null', type: this.is('<') ? this.types().join(', ') : '', line };
      case 'impulse':
        this.expect('{');
        return this.#block(true, line);
      case 'if': {
        const condition = this.#term();
        this.expect('then');
        const yes = this.#term();
        return { is: 'if', condition, yes, no: this.take('else') ? this.#term() : undefined, line };
      }
      case 'while':
      case 'whileAsync': {
        const condition = this.#term();
        this.expect('do');
        const inputs = [{ name: 'Condition', value: condition }];
        return { is: 'loop', node: text === 'while' ? 'While' : 'AsyncWhile', name: '', inputs, body: this.#term(), line };
      }
      case 'for':
      case 'forAsync':
        return this.#range(text === 'for' ? 'RangeLoopInt' : 'AsyncRangeLoopInt', line);
      case 'switch': {
        const of = this.#term();
        const cases: Case[] = [];
        while (this.take('|')) {
          const exit = this.name();
          const name = this.is('|>') ? undefined : this.name();
          this.expect('|>');
          cases.push({ exit, name, body: this.#term() });
        }
        return { is: 'switch', of, cases, line };
      }
    }
    return this.#call(text);
  }
  #range(node: 'RangeLoopInt' | 'AsyncRangeLoopInt', line: number): Term {
    const name = this.name();
    this.expect('=');
    const inputs: Argument[] = [{ name: 'Start', value: this.#term() }];
    this.expect('to');
    inputs.push({ name: 'End', value: this.#term() });
    if (this.take('by')) inputs.push({ name: 'StepSize', value: this.#term() });
    this.expect('do');
    return { is: 'loop', node, name, inputs, body: this.#term(), line };
  }

  #call(name: string): Term {
    const { line } = this.ahead(-1);
    const types = this.beginsTypes() ? this.types() : [];
    const called = this.is('(');
    return { is: 'call', name, types, args: this.take('(') ? this.#until(')') : [], called, line };
  }
  /** What stands between commas up to a sign; `Name=value` has a name, and `List.Count=3` says what is not needed here. */
  #until(end: string): Argument[] {
    const args: Argument[] = [];
    while (!this.take(end)) {
      if (this.here.kind === 'name' && this.ahead(1).text === '.' && this.ahead(2).text === 'Count' && this.ahead(3).text === '=') {
        this.at += 4;
        this.#term();
      } else if (this.here.kind === 'name' && this.ahead(1).text === '=') {
        const name = this.name();
        this.at++;
        args.push({ name, value: this.#term() });
      } else args.push({ name: undefined, value: this.#term() });
      if (!this.take(',') && !this.is(end)) throw new ProtoGraphFault(`expected “${end}”, found “${this.here.text}”`, this.here.line);
    }
    return args;
  }

  #block(inOrder: boolean, line: number): Term {
    this.deeper();
    const statements: Statement[] = [];
    while (!this.take('}')) {
      if (!this.take(';')) statements.push(this.#statement());
      if (!this.is(';') && !this.is('}') && this.ahead(-1).text !== ';' && this.ahead(-1).text !== '}')
        throw new ProtoGraphFault(`expected “;”, found “${this.here.text}”`, this.here.line);
    }
    this.depth--;
    return { is: 'block', inOrder, statements, line };
  }
  #statement(): Statement {
    const { text, line } = this.here;
    if ((text === 'sync' || text === 'store' || text === 'local') && this.ahead(1).kind === 'name') {
      this.at++;
      const name = this.name();
      this.expect(':');
      return { is: 'variable', kind: text, name, type: this.type(), line };
    }
    const bound = text === 'bind' && this.ahead(1).kind === 'name';
    if (bound || (text === 'let' && this.ahead(1).kind === 'name')) this.at++;
    const start = this.at;
    const names: string[] = [];
    while (this.here.kind === 'name') {
      names.push(this.name());
      if (this.take(':')) this.type();
      if (!this.take(',')) break;
    }
    if (names.length > 0 && this.take('=')) return { is: 'name', names, value: this.#term(), bound, line };
    this.at = start;
    return { is: 'term', value: this.#term(), line };
  }
}
