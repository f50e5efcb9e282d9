import { readFile } from 'node:fs/promises';
import { scriptDeclarations, type Registry } from '../../engine/index.ts';
import { OWN_PACKAGE } from '../files/own-package.ts';

/** Begins what was written here, by which it is known again. */
export const WRITTEN = '// Written by `worldwire types`, which writes it anew when it is run again.';
/** Where the package has them, in parts, of which one follows from the component types. */
const PARTS = new URL('script/', OWN_PACKAGE);
const OF_COMPONENTS = 'components';

/** All that a script finds, with the component types of a registry, as one file of declarations that needs no other. */
export async function declarationFile({ components }: Registry): Promise<string> {
  const index = await readFile(new URL('index.d.ts', PARTS), 'utf8');
  const parts = Array.from(index.matchAll(/<reference path="\.\/(\w+)\.d\.ts"/g), async ([, name = '']) =>
    name === OF_COMPONENTS ? scriptDeclarations(components.values()) : readFile(new URL(`${name}.d.ts`, PARTS), 'utf8'),
  );
  return [WRITTEN, ...(await Promise.all(parts)), ''].map((part) => part.trim()).join('\n\n');
}

/** What a compiler of types is to know of scripts, whichever it is: all of these are known since TypeScript 5.0. */
export const COMPILER_OPTIONS = {
  target: 'ES2022',
  lib: ['ES2023'],
  types: [],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  // Each script has a sandbox of its own, and so its names are seen in no other.
  moduleDetection: 'force',
  allowImportingTsExtensions: true,
  // Types are taken out of each file by itself, so that what is imported for its type alone has to say so.
  verbatimModuleSyntax: true,
  allowJs: true,
  strict: true,
  noEmit: true,
} as const;
