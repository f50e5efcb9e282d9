/** What the command line of the bench asks for. */
export interface Asked {
  /** The cases to be measured; none: all of them. */
  readonly names: readonly string[];
  readonly minutes: number;
  readonly million: boolean;
  /** File for the results. */
  readonly file: string | undefined;
}

/** Reads the command line: what is asked for, or what to print instead, and the code to end with then. */
export function readWishes(argv: readonly string[], cases: readonly string[]): Asked | { readonly text: string; readonly code: number } {
  const names: string[] = [];
  let file: string | undefined;
  let minutes = 1,
    million = false;
  const wrong = (what: string) => ({ text: `bench: ${what}; npm run bench -- --help tells what there is`, code: 2 });
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--help' || argument === '-h') return { text: usage(cases), code: 0 };
    if (argument === '--json') {
      file = rest.shift();
      if (file === undefined) return wrong('--json takes the name of a file');
    } else if (argument === '--minutes') {
      minutes = Number(rest.shift());
      if (!(minutes > 0)) return wrong('--minutes takes a number above 0');
    } else if (argument === '--million') million = true;
    else if (argument === '--') continue;
    else if (argument.startsWith('-')) return wrong(`there is no option ${argument}`);
    else if (cases.includes(argument)) names.push(argument);
    else return wrong(`nothing is called ${argument}`);
  }
  return { names, minutes, million, file };
}

function usage(cases: readonly string[]): string {
  return [
    'npm run bench [-- [options] [NAME…]]',
    'Measures figures beside their baselines, in the same run, and ends with 1 where one broke off. A machine that does something else meanwhile spoils them.',
    '',
    `  NAME         what is measured, of ${cases.join(', ')} (default: all)`,
    '  --json FILE  also writes the results to a file',
    '  --minutes N  how long the memory of the page is watched (default: 1)',
    '  --million    measures scenes of a million entities as well',
    '  --help       prints this',
  ].join('\n');
}
