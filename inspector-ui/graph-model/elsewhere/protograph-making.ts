import { isGeneric, real } from '../../../engine/flow/values/generic.ts';
import type { Json } from '../../../server/protocol.ts';
import type { NodeType } from '../catalogue.ts';
import { placeText } from '../graph.ts';
import { literalAs } from '../literals.ts';
import { wireFrom, type Imported } from './imported.ts';
import type { Call } from './protograph-names.ts';
import type { Value } from './protograph-values.ts';

/** What a port of a node is given, by its name or by its place. */
export interface Given {
  readonly name: string | undefined;
  readonly value: Value;
}
const NOTHING: Value = { is: 'nothing' };

/** Makes nodes and wires of what a ProtoGraph text comes to. */
export class Making {
  readonly made: Imported;

  constructor(made: Imported) {
    this.made = made;
  }

  miss(what: string, line: number, why: string): void {
    this.made.miss(what, line === 0 ? 'the head' : `line ${line}`, why);
  }

  /** A node with what its ports are given; a generic one is for what is told, or for what comes in. */
  node({ node, of }: Call, args: readonly Given[], line: number, said: string): Value {
    const values = args.map(({ value }) => value);
    let type = this.made.find(node);
    if (type === undefined) {
      this.miss(said, line, node === said ? 'There is no such node here.' : `There is no ${node} here.`);
      return NOTHING;
    }
    const { catalogue } = this.made;
    const open = args.flatMap(({ name }, at): Value[] => {
      const port = name === undefined ? type?.inputs[at] : type?.inputs.find((each) => each.name === name);
      return port !== undefined && isGeneric(port.type) ? [values[at] as Value] : [];
    });
    const told = of ?? (type.generic === undefined ? undefined : this.typeOf(open));
    // Of values and of objects there are two nodes, of which the language knows one.
    const twin = type.name.startsWith('Value') ? type.name.replace(/^Value/, 'Object') : type.name.replace(/^Object/, 'Value');
    const other = told === undefined || told === '' || catalogue.mayBe(type, told) ? undefined : catalogue.get(twin);
    if (other !== undefined && catalogue.mayBe(other, told ?? '')) type = other;
    const isFor = told !== undefined && told !== '' && catalogue.mayBe(type, told) ? told : undefined;
    if (of !== undefined && isFor === undefined && type.generic !== undefined) this.miss(`${said}<${of}>`, line, `${type.name} is not for ${of} here.`);
    const id = this.made.add(type, isFor);
    if (id === undefined) return NOTHING;
    args.forEach(({ name }, at) => this.argument(id, type as NodeType, isFor ?? '', name, at, values[at] as Value, line));
    return { is: 'node', id };
  }

  private argument(id: string, type: NodeType, of: string, name: string | undefined, at: number, value: Value, line: number): void {
    if (value.is === 'nothing') return;
    const input = name === undefined ? (type.inputs[at] ?? type.inputs.findLast(({ list }) => list === true)) : type.inputs.find((each) => each.name === name);
    if (input !== undefined) return this.give(id, input.name, value, of === '' ? input.type : real(input.type, of), line);
    const exit = type.exits.find((each) => each.name === name);
    if (exit !== undefined) return this.lead({ is: 'node', id }, exit.name, value, line);
    const ref = name === undefined ? type.refs[at - type.inputs.length] : type.refs.find((each) => each.name === name);
    if (ref !== undefined && value.is === 'literal' && (ref.kind === 'string' || ref.kind === 'value')) return this.made.refer(id, ref.name, value.value);
    if (ref !== undefined && (value.is === 'variable' || value.is === 'node') && (ref.kind === 'variable' || ref.kind === 'node'))
      return this.made.refer(id, ref.name, { node: value.id });
    this.miss(
      `${type.name}: ${name ?? `its ${at + 1}. argument`}`,
      line,
      ref === undefined ? 'It has no such port here.' : 'What it refers to has to be chosen here.',
    );
  }

  give(id: string, port: string, value: Value, wanted: string, line: number): void {
    if (value.is === 'list') for (const each of value.items) this.give(id, port, each, wanted, line);
    else {
      const data = this.data(value);
      const given = value.is === 'literal' && data !== undefined && wanted !== 'object' ? literalAs(this.made.catalogue, wanted, data) : data;
      if (given !== undefined) this.made.give(id, port, given);
      else if (value.is !== 'nothing') this.miss(port, line, `What it is given here is no ${isGeneric(wanted) ? 'value' : wanted}.`);
    }
  }

  lead(from: Value, exit: string, value: Value, line: number): void {
    const node = from.is === 'record' ? from.self : from;
    if (node.is !== 'node' || value.is === 'nothing') return;
    const to = this.impulse(value);
    const known = this.made.typeOf(node.id)?.exits.some(({ name }) => name === exit) === true;
    if (to !== undefined && known) this.made.lead(node.id, exit, to);
    else if (!known || value.is !== 'record') this.miss(exit, line, known ? 'What it leads to takes no impulse.' : 'There is no such impulse output here.');
  }

  field(value: Value, name: string, line: number): Value {
    // What hangs at an exit of a node has its outputs.
    const id = value.is === 'node' || value.is === 'exit' ? value.id : undefined;
    const type = id === undefined ? undefined : this.made.typeOf(id);
    if (id === undefined || type === undefined) return NOTHING;
    if (type.exits.some((each) => each.name === name)) return { is: 'exit', id, exit: name };
    if (type.entrances.some((each) => each.name === name)) return { is: 'impulse', to: placeText({ node: id, port: name }) };
    const output = type.outputs.find((each) => each.name === name) ?? (type.outputs.length === 1 ? type.outputs[0] : undefined);
    if (output !== undefined) return { is: 'wire', node: id, port: output.name };
    this.miss(`${type.name}.${name}`, line, 'It has no such port here.');
    return NOTHING;
  }

  data(value: Value): Json | undefined {
    switch (value.is) {
      case 'literal':
        return value.value;
      case 'wire':
        return wireFrom(value.node, value.port);
      case 'variable':
        return wireFrom(value.id, '*');
      case 'record':
        return this.data(value.self);
      case 'node': {
        const type = this.made.typeOf(value.id);
        // A node that impulses come to is meant by them, but for those that have a value of their own.
        const output = type?.outputs.find(({ name }) => name === '*') ?? (type?.entrances.length === 0 ? type.outputs[0] : undefined);
        return output === undefined ? undefined : wireFrom(value.id, output.name);
      }
      default:
        return undefined;
    }
  }
  impulse(value: Value): string | undefined {
    if (value.is === 'impulse') return value.to;
    if (value.is === 'record') return this.impulse(value.self);
    const entrance = value.is === 'node' ? this.made.typeOf(value.id)?.entrances[0] : undefined;
    return value.is === 'node' && entrance !== undefined ? placeText({ node: value.id, port: entrance.name }) : undefined;
  }

  /** The type that values have in common: of a wire before that of a literal. */
  typeOf(values: readonly Value[]): string {
    let literal = '';
    for (const each of values) {
      const value = each.is === 'record' ? each.self : each;
      if (value.is === 'literal') literal ||= value.type;
      else if (value.is === 'list') literal ||= this.typeOf(value.items);
      else if (value.is === 'variable') return value.type;
      else if (value.is === 'wire') return this.made.outputType(value.node, value.port);
      else if (value.is === 'node') {
        const type = this.made.outputType(value.id, this.made.typeOf(value.id)?.outputs[0]?.name ?? '');
        if (type !== '') return type;
      }
    }
    return literal;
  }
  output(value: Value, at: number): Value {
    const of = value.is === 'record' ? value.self : value;
    if (of.is === 'list') return of.items[at] ?? NOTHING;
    const port = of.is === 'node' ? this.made.typeOf(of.id)?.outputs[at] : undefined;
    return port === undefined || of.is !== 'node' ? NOTHING : { is: 'wire', node: of.id, port: port.name };
  }
}
