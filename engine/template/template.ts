import type { Json } from '../schema/field.ts';
import { GIVEN, type Given, type TemplateContext } from './context.ts';
import { ExpressionParser, type Node } from './parse-expression.ts';
import { Reckoner } from './reckon-expression.ts';
import { faultAt, TemplateRefusal, type TemplateFault } from './template-fault.ts';
import { tidy } from './texts.ts';
import { tokenize } from './tokens.ts';

/** What a template wants to know of those that it is said for. */
export interface Refers {
  readonly fields: readonly { readonly component: string; readonly field: string }[];
  readonly given: ReadonlySet<Given>;
  /** Whether it says something else each time. */
  readonly chance: boolean;
}
/** What a template says for one, and what that has cost. */
export type Said<T> = { readonly value: T; readonly steps: number } | { readonly fault: TemplateFault; readonly steps: number };
/** A text with expressions in it, or an expression, as it was read. */
export interface Template<T> {
  readonly refers: Refers;
  /** Whether it says the same for all. */
  readonly isPlain: boolean;
  say(context: TemplateContext): Said<T>;
}
export type Parsed<T> = { readonly template: Template<T> } | { readonly fault: TemplateFault };

/** Characters of a template, and expressions in it. */
export const LONGEST_TEMPLATE = 65_536;
const MOST_EXPRESSIONS = 1_000;
const ALL_GIVEN: ReadonlySet<Given> = new Set(Object.keys(GIVEN) as Given[]);

/** Reads a text in which expressions stand in double braces: `Device {{pad(n, 3)}}`. `given`: the names that mean something where it is said. */
export function parseTemplate(text: string, given: ReadonlySet<Given> = ALL_GIVEN): Parsed<string> {
  return reading(() => {
    if (text.length > LONGEST_TEMPLATE) throw new TemplateRefusal(faultAt(LONGEST_TEMPLATE, `a template of at most ${LONGEST_TEMPLATE} characters`));
    const parts: (string | Node)[] = [];
    let at = 0;
    for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
      if (open > at) parts.push(text.slice(at, open));
      if (parts.length > 2 * MOST_EXPRESSIONS) throw new TemplateRefusal(faultAt(open, `at most ${MOST_EXPRESSIONS} expressions`));
      const { tokens, end } = tokenize(text, open + 2, true);
      parts.push(new ExpressionParser(tokens, end, given).whole());
      at = end + 2;
    }
    if (at < text.length) parts.push(text.slice(at));
    const nodes = parts.filter((part) => typeof part !== 'string');
    return made(nodes, (reckoner) => {
      let said = '';
      for (const part of parts) {
        if (typeof part === 'string') {
          reckoner.spend(part.length, 0);
          said += part;
        } else said += reckoner.text(part);
      }
      return said;
    });
  });
}

/** Reads an expression alone, as a field of numbers takes it: `lerp(0, 10)`. */
export function parseExpression(text: string, given: ReadonlySet<Given> = ALL_GIVEN): Parsed<Json> {
  return reading(() => {
    const { tokens, end } = tokenize(text, 0, false);
    const node = new ExpressionParser(tokens, end, given).whole();
    return made([node], (reckoner) => {
      const value = reckoner.value(node);
      return typeof value === 'number' ? tidy(value) : value;
    });
  });
}

function made<T>(nodes: readonly Node[], say: (reckoner: Reckoner) => T): Template<T> {
  const refers = referred(nodes);
  return {
    refers,
    isPlain: nodes.every((node) => node.is === 'value'),
    say: (context) => {
      const reckoner = new Reckoner(context);
      const said = refusable(() => ({ value: say(reckoner) }));
      return { ...said, steps: reckoner.steps };
    },
  };
}

function reading<T>(read: () => Template<T>): Parsed<T> {
  return refusable(() => ({ template: read() }));
}

function refusable<T>(run: () => T): T | { readonly fault: TemplateFault } {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateRefusal) return { fault: error.fault };
    throw error;
  }
}

function referred(nodes: readonly Node[]): Refers {
  const fields = new Map<string, { readonly component: string; readonly field: string }>();
  const given = new Set<Given>();
  let chance = false;
  const look = (node: Node): void => {
    if (node.is === 'field') fields.set(`${node.component}.${node.field}`, { component: node.component, field: node.field });
    else if (node.is === 'given') given.add(node.name);
    else if (node.is === 'call') {
      chance ||= node.name === 'random' || node.name === 'choice';
      node.args.forEach(look);
    } else if (node.is === 'not' || node.is === 'minus') look(node.of);
    else if (node.is === 'both') [node.left, node.right].forEach(look);
    else if (node.is === 'choose') [node.when, node.yes, node.no].forEach(look);
  };
  nodes.forEach(look);
  return { fields: [...fields.values()], given, chance };
}
