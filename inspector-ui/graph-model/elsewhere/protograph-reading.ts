import { placeIn } from '../graph.ts';
import { typeNamed, type Imported } from './imported.ts';
import { ProtoGraphFault } from './protograph-cursor.ts';
import { wordsOf } from './protograph-lexer.ts';
import { Making } from './protograph-making.ts';
import { callFor, operatorNode, STORES, type Call } from './protograph-names.ts';
import { Parser } from './protograph-parser.ts';
import type { Argument, Module, Statement, Term } from './protograph-terms.ts';
import { numberOf, Scope, sizeOf, type Value } from './protograph-values.ts';

/** Names that are looked into from one another. */
const DEEPEST = 300;
/** Values that a list may hold, with those of the lists in it. */
const MOST_LISTED = 1_000;
const NOTHING: Value = { is: 'nothing' };

/** A module that was parsed, made into nodes: what its names stand for, and the wires between them. */
export class Reading {
  readonly #on: Making;
  #depth = 0;

  constructor(made: Imported) {
    this.#on = new Making(made);
  }

  run({ name, ins, outs, uses, body }: Module): void {
    const scope = new Scope();
    for (const path of uses) this.#on.miss(`use ${path}`, 0, 'Other modules are not read. Paste them, and wire them by hand.');
    for (const each of ins) scope.set(each.name, this.#input(each.name, each.type, each.line));
    const result = this.#value(body, scope);
    const inner = result.is === 'record' ? result.scope : scope;
    for (const { name: out, type, line } of outs) {
      const value = out === 'this' ? result : this.#named(inner, out);
      const title = out === 'this' ? name : out;
      const to = value === undefined || !type.endsWith('Impulse') ? undefined : this.#on.impulse(value);
      // What waits is set off by what may.
      const mayWait = to !== undefined && this.#on.made.typeOf(placeIn(to).node)?.entrances.some(({ kind }) => kind === 'Async') === true;
      const call = to === undefined ? undefined : this.#on.made.catalogue.get(mayWait || type === 'AsyncImpulse' ? 'AsyncCallInput' : 'CallInput');
      if (to !== undefined && call !== undefined) this.#on.made.lead(this.#on.made.add(call, undefined, { title }) ?? '', 'Target', to);
      else if (value !== undefined && value.is !== 'variable' && value.is !== 'nothing')
        this.#on.miss(`out ${out}: ${type}`, line, 'Outputs of a module lead nowhere here: drive or write a field by it.');
    }
  }

  #input(name: string, written: string, line: number): Value {
    const { catalogue } = this.#on.made;
    const type = typeNamed(written);
    const isImpulse = written.endsWith('Impulse'),
      isPlain = catalogue.type(type)?.literal === true;
    const sources =
      type === 'Slot' ? ['SlotSource'] : isPlain ? ['ValueInput', 'ValueObjectInput'] : /^[A-Z]/.test(type) ? ['ElementSource', 'ReferenceSource'] : [];
    const node = sources.map((each) => catalogue.get(each)).find((each) => each !== undefined && (each.generic === undefined || catalogue.mayBe(each, type)));
    if (node === undefined || isImpulse) {
      this.#on.miss(`in ${name}: ${written}`, line, isImpulse ? 'What it would lead to lies outside of the module.' : 'There is no input of this type here.');
      return NOTHING;
    }
    const id = this.#on.made.add(node, type, { id: name, title: name });
    return id === undefined ? NOTHING : { is: 'node', id };
  }

  /** What a name stands for; it is looked into once, when it is first needed. */
  #named(scope: Scope, name: string): Value | undefined {
    const entry = scope.find(name);
    if (entry === undefined) return undefined;
    if (entry.value === undefined && entry.term !== undefined) {
      // A value that needs itself has none yet.
      entry.value = NOTHING;
      entry.value = entry.pick((entry.shared.value ??= this.#value(entry.term, entry.scope)));
    }
    return entry.value ?? NOTHING;
  }

  #value(term: Term, scope: Scope): Value {
    if (this.#depth >= DEEPEST) {
      this.#on.miss('a value', term.line, 'It needs too many others, one after another.');
      return NOTHING;
    }
    this.#depth++;
    const value = this.#valueOf(term, scope);
    this.#depth--;
    return value;
  }

  #valueOf(term: Term, scope: Scope): Value {
    switch (term.is) {
      case 'number':
        return { is: 'literal', ...numberOf(term.text) };
      case 'text':
        return { is: 'literal', value: term.text, type: 'string' };
      case 'bool':
        return { is: 'literal', value: term.text === 'true', type: 'bool' };
      case 'null':
        return { is: 'literal', value: null, type: typeNamed(term.type) };
      case 'undefined':
        return NOTHING;
      case 'pattern':
        return this.#pattern(term.text, scope, term.line);
      case 'list':
        return this.#list(term, scope);
      case 'call':
        return this.#call(term, scope);
      case 'field': {
        const word = term.of.is === 'call' && !term.of.called ? this.#on.made.catalogue.type(term.of.name) : undefined;
        if (word?.words?.includes(term.name) === true) return { is: 'literal', value: term.name, type: word.name };
        return this.#field(this.#value(term.of, scope), term.name, term.line);
      }
      case 'index': {
        const list = this.#value(term.of, scope);
        return list.is === 'list' ? (list.items[term.index] ?? NOTHING) : NOTHING;
      }
      case 'operator':
        return this.#node(
          operatorNode(term.sign),
          term.args.map((value) => ({ name: undefined, value })),
          scope,
          term.line,
          term.sign,
        );
      case 'write':
        return this.#write(this.#value(term.variable, scope), term.value, scope, term.line);
      case 'if':
        return this.#if(term, scope);
      case 'loop': {
        const made = this.#node({ node: term.node }, term.inputs, scope, term.line, term.node);
        const inner = new Scope(scope);
        if (made.is === 'node') inner.set(term.name, { is: 'wire', node: made.id, port: 'Current' });
        this.#on.lead(made, 'LoopIteration', this.#value(term.body, inner), term.line);
        return made;
      }
      case 'switch': {
        const of = this.#value(term.of, scope);
        for (const { exit, name, body } of term.cases) {
          const inner = new Scope(scope);
          if (name !== undefined) inner.set(name, of);
          this.#on.lead(of, exit, this.#value(body, inner), body.line);
        }
        return of;
      }
      case 'block':
        return this.#block(term.statements, term.inOrder, new Scope(scope));
    }
  }

  /** Values in a row. Lists that hold the same list twice, over and over, would hold more than can be gone through. */
  #list({ items, line }: Extract<Term, { is: 'list' }>, scope: Scope): Value {
    const values = items.map((each) => this.#value(each, scope));
    const size = values.reduce((sum, each) => sum + sizeOf(each), 1);
    if (size <= MOST_LISTED) return { is: 'list', items: values, size };
    this.#on.miss('a list', line, `It holds more than ${MOST_LISTED} values.`);
    return NOTHING;
  }

  #block(statements: readonly Statement[], inOrder: boolean, scope: Scope): Value {
    for (const statement of statements) this.#declare(statement, scope);
    if (inOrder) {
      const to = this.#inOrder(statements, 0, scope);
      return { is: 'record', scope, self: to === undefined ? NOTHING : { is: 'impulse', to } };
    }
    let self: Value = NOTHING;
    for (const statement of statements) {
      if (statement.is === 'term') self = this.#value(statement.value, scope);
      else if (statement.is === 'name') for (const name of statement.names) this.#named(scope, name);
    }
    return { is: 'record', scope, self };
  }

  #declare(statement: Statement, scope: Scope): void {
    if (statement.is === 'variable') scope.set(statement.name, this.#variable(statement.kind, statement.name, typeNamed(statement.type), statement.line));
    else if (statement.is === 'name') {
      // Several names of one value are its outputs in their order.
      const shared = { value: undefined };
      if (statement.names[0] === '_') return;
      statement.names.forEach((name, at) =>
        scope.later(name, statement.value, shared, (value) => (statement.names.length === 1 ? value : this.#on.output(value, at))),
      );
    }
  }

  /** Statements one after another: several in a row are the calls of a Sequence, and what follows a `bind` hangs at the exit that it names. */
  #inOrder(statements: readonly Statement[], from: number, scope: Scope, depth = 0): string | undefined {
    if (depth > DEEPEST) {
      this.#on.miss('the statements from here on', statements[from]?.line ?? 0, 'They hang at too many exits, one after another.');
      return undefined;
    }
    const calls: string[] = [];
    for (let at = from; at < statements.length; at++) {
      const statement = statements[at] as Statement;
      if (statement.is === 'variable' || (statement.is === 'name' && !statement.bound)) continue;
      const [name = '_'] = statement.is === 'name' ? statement.names : [];
      const value = (name === '_' ? undefined : this.#named(scope, name)) ?? this.#value(statement.value, scope);
      const node = value.is === 'exit' ? value : undefined;
      const to = this.#on.impulse(node === undefined ? value : { is: 'node', id: node.id });
      if (to !== undefined) calls.push(to);
      else if (value.is !== 'nothing') this.#on.miss('a statement', statement.line, 'It takes no impulse.');
      if (node === undefined) continue;
      const rest = this.#inOrder(statements, at + 1, scope, depth + 1);
      if (rest !== undefined) this.#on.made.lead(node.id, node.exit, rest);
      break;
    }
    if (calls.length < 2) return calls[0];
    const waits = calls.some((to) => this.#on.made.typeOf(placeIn(to).node)?.entrances.some(({ kind }) => kind === 'Async') === true);
    const sequence = this.#on.made.catalogue.get(waits ? 'AsyncSequence' : 'Sequence');
    const id = sequence === undefined ? undefined : this.#on.made.add(sequence);
    if (id !== undefined) for (const to of calls) this.#on.made.lead(id, 'Calls', to);
    return id;
  }

  #variable(kind: 'sync' | 'store' | 'local', name: string, type: string, line: number): Value {
    const { catalogue } = this.#on.made;
    const node = STORES[kind].map((each) => catalogue.get(each)).find((each) => each !== undefined && catalogue.mayBe(each, type));
    const id = node === undefined ? undefined : this.#on.made.add(node, type, { id: name, title: name });
    if (id === undefined) {
      this.#on.miss(`${kind} ${name}: ${type}`, line, 'Nothing here keeps a value of this type.');
      return NOTHING;
    }
    return { is: 'variable', id, type };
  }

  #write(variable: Value, value: Term, scope: Scope, line: number): Value {
    if (variable.is !== 'variable') {
      this.#on.miss('<-', line, 'What is written is no variable of this module.');
      return NOTHING;
    }
    const written = this.#node({ node: 'ValueWrite', of: variable.type }, [{ name: 'Value', value }], scope, line, '<-');
    if (written.is === 'node') this.#on.made.refer(written.id, 'Variable', { node: variable.id });
    return written;
  }

  #if({ condition, yes, no, line }: Extract<Term, { is: 'if' }>, scope: Scope): Value {
    const [first, second] = [this.#value(yes, scope), no === undefined ? undefined : this.#value(no, scope)];
    const args = [{ name: 'Condition', value: condition }];
    if (this.#on.data(first) !== undefined) {
      const type = this.#on.typeOf([first, ...(second === undefined ? [] : [second])]);
      const chosen = this.#node({ node: 'ValueConditional', of: type }, args, scope, line, 'if');
      if (chosen.is === 'node')
        for (const [port, value] of [
          ['OnTrue', first],
          ['OnFalse', second],
        ] as const)
          if (value !== undefined) this.#on.give(chosen.id, port, value, type, line);
      return chosen;
    }
    const branch = this.#node({ node: 'If' }, args, scope, line, 'if');
    this.#on.lead(branch, 'OnTrue', first, line);
    if (second !== undefined) this.#on.lead(branch, 'OnFalse', second, line);
    return branch;
  }

  #pattern(text: string, scope: Scope, line: number): Value {
    const values: Value[] = [];
    const format = text.replaceAll(/\{([^{}]*)\}/g, (_, inside: string) => {
      try {
        values.push(this.#value(new Parser(wordsOf(inside, () => undefined)).alone(), scope));
      } catch (error) {
        if (!(error instanceof ProtoGraphFault)) throw error;
        values.push({ is: 'literal', value: inside, type: 'string' });
      }
      return `{${values.length - 1}}`;
    });
    const made = this.#node({ node: 'FormatString' }, [], scope, line, 'text');
    if (made.is !== 'node') return made;
    this.#on.made.give(made.id, 'Format', format);
    for (const value of values) this.#on.give(made.id, 'Parameters', value, 'object', line);
    return made;
  }

  #call({ name, types, args, called, line }: Extract<Term, { is: 'call' }>, scope: Scope): Value {
    const known = this.#named(scope, name);
    if (known !== undefined && !called) return known;
    const of = types[0] === undefined || types[0] === '_' ? undefined : typeNamed(types[0]);
    if (name === 'as' || name === 'asDrivenGlobal') return args[0] === undefined ? NOTHING : this.#value(args[0].value, scope);
    if (name === 'uri') return args[0] === undefined ? NOTHING : this.#uri(this.#value(args[0].value, scope), args, scope, line);
    if (known !== undefined) return known;
    const values = new Map<Term, Value>(args.map(({ value }) => [value, this.#value(value, scope)]));
    const call = callFor(this.#on.made.catalogue, name, of, args, (value) => this.#on.typeOf([values.get(value) ?? NOTHING]));
    return this.#node(call, call.args ?? args, scope, line, name, values);
  }
  #uri(value: Value, args: readonly Argument[], scope: Scope, line: number): Value {
    if (value.is === 'literal') return { ...value, type: 'Uri' };
    return this.#node({ node: 'StringToAbsoluteURI' }, args, scope, line, 'uri');
  }

  #node(call: Call, args: readonly Argument[], scope: Scope, line: number, said: string, known?: ReadonlyMap<Term, Value>): Value {
    const given = args.map(({ name, value }) => ({ name, value: known?.get(value) ?? this.#value(value, scope) }));
    return this.#on.node(call, given, line, said);
  }
  #field(value: Value, name: string, line: number): Value {
    if (value.is !== 'record') return this.#on.field(value, name, line);
    return this.#named(value.scope, name) ?? this.#field(value.self, name, line);
  }
}
