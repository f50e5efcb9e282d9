/** A sample of the Prometheus text format: its name, its labels and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
/** What is told under one `# TYPE`. */
export interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?(?:e[+-]?\d+)?|Inf)|NaN)$/i;
/** What a type's samples may be called, besides the family's own name. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = { histogram: ['_bucket', '_sum', '_count'], summary: ['', '_sum', '_count'] };

/** A sample's name and labels, in whichever order those stand. */
function keyOf({ name, labels }: Omit<Sample, 'value'>): string {
  const names = Object.keys(labels).toSorted((a, b) => (a < b ? -1 : 1));
  return JSON.stringify([name, names.map((label) => [label, labels[label]])]);
}

/**
 * Reads the text format of Prometheus (0.0.4) as its specification has it, and refuses whatever is not of it: a scraper drops the whole answer
 * then. Written here, so that the library that writes the text does not judge it.
 */
export function readExposition(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { type: string; help: string; samples: Sample[] }>();
  const helps = new Map<string, string>();
  let open = '';
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.slice(0, -1).split('\n')) {
    const wrong = (what: string): never => {
      throw new Error(`${what}: ${line}`);
    };
    if (line === '') continue;
    const told = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (told !== null) {
      const [, what, name = '', rest = ''] = told;
      if (what === 'HELP') helps.set(name, rest);
      else {
        if (!/^(counter|gauge|histogram|summary|untyped)$/.test(rest)) wrong('no type');
        if (families.has(name)) wrong('a family stands twice');
        families.set(name, { type: rest, help: helps.get(name) ?? wrong('no help before the type'), samples: [] });
        open = name;
      }
      continue;
    }
    const name = NAME.exec(line)?.[0] ?? wrong('no name');
    let rest = line.slice(name.length);
    const labels: Record<string, string> = {};
    if (rest.startsWith('{')) {
      const end = rest.lastIndexOf('}');
      let inner = rest.slice(1, end);
      rest = rest.slice(end + 1);
      while (inner !== '') {
        const [all, label = '', value = ''] = LABEL.exec(inner) ?? wrong('no label');
        if (Object.hasOwn(labels, label)) wrong('a label stands twice');
        labels[label] = value.replace(/\\([\\"n])/g, (_all, sign: string) => (sign === 'n' ? '\n' : sign));
        inner = inner.slice(all.length);
      }
    }
    if (!rest.startsWith(' ') || !NUMBER.test(rest.slice(1))) wrong('no number');
    const family = families.get(open) ?? wrong('a sample before any type');
    if (!(SUFFIXES[family.type] ?? ['']).some((suffix) => name === open + suffix)) wrong(`not of ${open}`);
    const value = Number(rest.slice(1).replace(/inf/i, 'Infinity'));
    const same = keyOf({ name, labels });
    if (family.samples.some((each) => keyOf(each) === same)) wrong('a sample stands twice');
    family.samples.push({ name, labels, value });
  }
  return families;
}
