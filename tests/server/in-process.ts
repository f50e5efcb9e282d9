import { perform } from '../../server/cli/main.ts';

/** What a command printed, and how it ended. */
export interface Performed {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/**
 * Does what a command line says within this process, which costs a tenth of starting one; one at a time. It is for commands that end by themselves,
 * and each of them is started as a process of its own in some test as well.
 * @param environment variables that hold until it has ended
 * @param folder that it is done in
 */
export async function performed(argv: readonly string[], environment: { readonly [name: string]: string } = {}, folder?: string): Promise<Performed> {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  const cwd = process.cwd();
  let [out, err] = ['', ''];
  try {
    Object.assign(process.env, environment);
    if (folder !== undefined) process.chdir(folder);
    const { code } = await perform(['node', 'worldwire', ...argv], {}, { out: (text) => (out += text), err: (text) => (err += text) });
    return { out, err, code };
  } finally {
    process.chdir(cwd);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
