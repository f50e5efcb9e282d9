import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { checkConfig, ConfigSchema } from '../../server/cli/config.ts';
import { program } from '../../server/cli/main.ts';
import { defaultStateFolder } from '../../server/cli/state-folder.ts';
import { blocks, page, PAGES, quoted, ROOT, rows, section, table } from './pages.ts';
import { may } from '../../engine/index.ts';

const PAGE = 'docs/running.md';
/** What people may type, each page's own examples and what stands in running text alike. */
const HANDBOOK = PAGES.filter((name) => !['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md'].includes(name));

/** Every command by the words that call it. */
function commands(of: Command = program(), before = ''): Map<string, Command> {
  const found = new Map<string, Command>();
  for (const command of of.commands) {
    if (command.name() === 'help') continue;
    const name = `${before}${command.name()}`;
    found.set(name, command);
    for (const [inner, each] of commands(command, `${name} `)) found.set(inner, each);
  }
  return found;
}
const flagsOf = (command: Command): string[] => command.options.flatMap(({ long, short }) => [long ?? '', ...(short === undefined ? [] : [short])]);
/** The flag that a word is, without the value that it is shown with. */
const flagIn = (text: string): string => text.split(/[ =]/)[0] ?? '';

describe('docs/running.md lists the keys of the configuration', () => {
  const listed = table(section(PAGE, 'Configuration'), 'key').map(([key = '', , usual = '']) => ({ key: quoted(key)[0] ?? '', usual }));

  it('that there are, all of them, and no others', () => {
    expect([...listed.map(({ key }) => key), '$schema'].toSorted()).toEqual(Object.keys(ConfigSchema.properties).toSorted());
  });

  it('with defaults that are theirs', () => {
    const usual = Object.fromEntries(listed.map((each) => [each.key, each.usual]));
    // What the command line says of its own flags, which say the same.
    const help = commands().get('run')?.helpInformation().replaceAll(/\s+/g, ' ') ?? '';
    expect(help).toContain(`(default: ${usual['port']})`);
    expect(help).toContain(`(default: ${usual['host']},`);
    expect(() => checkConfig({ autosaveInterval: Number(usual['autosaveInterval']), maxUsers: Number(usual['maxUsers']) }, 'the page')).not.toThrow();
  });

  it('and shows none that is refused, in a file or by itself', () => {
    const text = page(PAGE);
    const files = blocks(text, 'json').map((block) => JSON.parse(block) as unknown);
    const alone = quoted(text.replaceAll(/^```[\s\S]*?^```/gm, ''))
      .filter((code) => /^"[A-Za-z]+": /.test(code))
      .map((code) => JSON.parse(`{${code}}`) as unknown);
    expect([files.length, alone.length]).toEqual([1, expect.any(Number)]);
    expect(alone.length).toBeGreaterThan(2);
    for (const each of [...files, ...alone]) expect(() => checkConfig(each, JSON.stringify(each))).not.toThrow();
  });
});

describe('the documentation names commands and flags', () => {
  it('all that there are, each flag at each of its commands, in docs/running.md', () => {
    const listed = table(section(PAGE, 'Flags'), 'flag').flatMap(([flags = '', of = '']) =>
      quoted(flags).flatMap((flag) => (of === 'every command' ? ['worldwire'] : quoted(of)).map((command) => `${command} ${flagIn(flag)}`)),
    );
    const there = [...commands()].flatMap(([name, command]) => flagsOf(command).map((flag) => `${name} ${flag}`));
    expect(listed.toSorted()).toEqual([...there, 'worldwire --config'].toSorted());

    const named = rows(section(PAGE, 'Running worlds').split('\n## ')[0]?.split('### ')[0] ?? '').flatMap(([cell = '']) => quoted(cell).join(' '));
    for (const [name, command] of commands())
      expect(named.join('\n').replaceAll('`', ''), name).toContain(command.parent?.name() === 'worldwire' ? `worldwire ${name}` : command.name());
  });

  it.each(HANDBOOK)('and %s none that there is not', (name) => {
    const text = page(name);
    const lines = [...blocks(text, 'sh').flatMap((block) => block.split('\n')), ...quoted(text.replaceAll(/^```[\s\S]*?^```/gm, ''))].filter((line) =>
      /^(?:npx )?worldwire /.test(line),
    );
    for (const line of lines) {
      const words = line.replace(/^(?:npx )?worldwire /, '').split(/[ ,|]+/);
      if (words[0]?.startsWith('-') === true || words[0] === 'COMMAND') continue;
      const called = commands().get(`${words[0]} ${words[1]}`) ?? commands().get(String(words[0]));
      expect(called, line).toBeDefined();
      const known = [
        ...(called === undefined ? [] : flagsOf(called)),
        ...(called?.parent === undefined || called.parent === null ? [] : flagsOf(called.parent)),
        '--help',
        '--config',
      ];
      for (const word of words.filter((each) => each.startsWith('--'))) expect(known, line).toContain(flagIn(word));
    }
    const all = new Set([...commands().values()].flatMap(flagsOf));
    const foreign = ['--help', '--config', '--version', '--minutes', '--ulimit', '--check'];
    expect(
      quoted(text)
        .map(flagIn)
        .filter((word) => word.startsWith('--') && !all.has(word) && !foreign.includes(word)),
    ).toEqual([]);
  });

  it('and examples in the help that it would take', () => {
    const help = [program(), ...commands().values()].map((command) => {
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) });
      command.outputHelp();
      return text;
    });
    const examples = help.flatMap((text) => [...text.matchAll(/^ {2}\$ worldwire (.+)$/gm)].map((match) => String(match[1])));
    expect(examples.length).toBeGreaterThan(15);
    for (const line of examples) {
      const words = line.split(' ');
      const called = commands().get(`${words[0]} ${words[1]}`) ?? commands().get(String(words[0]));
      expect(called, line).toBeDefined();
      for (const word of words.filter((each) => each.startsWith('--'))) expect([...flagsOf(called as Command), '--config'], line).toContain(flagIn(word));
    }
  });
});

describe('docs/running.md tells of the environment', () => {
  const listed = table(section(PAGE, 'Environment'), 'variable').flatMap(([cell = '']) => quoted(cell));

  it('every variable that is read, and no others', () => {
    const read = new Set<string>();
    for (const folder of ['engine', 'agent', 'sandbox', 'server', 'bin', 'worlds'])
      for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:ts|js)$/.test(name)))
        for (const match of readFileSync(join(ROOT, folder, file), 'utf8').matchAll(
          /(?:\b(?:env|environment)(?:\.|\[')|(?:variable|valueOf)\(environment, ')([A-Z][A-Z_]+)/g,
        ))
          read.add(String(match[1]));
    expect(listed.toSorted()).toEqual([...read].toSorted());
  });

  it('and what an empty one means: nothing', () => {
    expect(defaultStateFolder({ XDG_STATE_HOME: '', LOCALAPPDATA: '/local' })).toBe(join('/local', 'worldwire'));
    expect(defaultStateFolder({ XDG_STATE_HOME: '/state', LOCALAPPDATA: '/local' })).toBe(join('/state', 'worldwire'));
  });
});

describe('docs/running.md lists roles', () => {
  it('that there are, from the one that may most, with what each may', () => {
    const listed = table(section(PAGE, 'Users and their machines'), 'role');
    expect(listed.map(([role]) => role)).toEqual(['Admin', 'Moderator', 'Builder', 'Guest', 'Spectator']);
    const rights = { edit: 'edit', remove: 'remove users', trigger: 'trigger impulses', administer: 'everything' } as const;
    for (const [role, words = ''] of listed)
      for (const [right, word] of Object.entries(rights)) {
        // Who may edit may trigger as well; the table says the most of each.
        if (right === 'trigger' && role !== 'Guest') continue;
        expect([role, right, words === 'everything' || words.startsWith('everything:') || words.includes(word)]).toEqual([
          role,
          right,
          may(role as 'Guest', right as 'edit'),
        ]);
      }
  });
});
