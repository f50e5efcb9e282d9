import { readFile } from 'node:fs/promises';
import { readScene, WorldwireError, type Fault, type Registry } from '../../engine/index.ts';

/** What checking a scene file came to. */
export interface Checked {
  readonly file: string;
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly entities: number;
}

/** Checks a scene file as loading it would; tells every fault. */
export async function checkFile(file: string, registry: Registry): Promise<Checked> {
  try {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      throw new WorldwireError('WW_SCENE_NOT_FOUND', (error as Error).message);
    });
    const { scene, warnings } = readScene(text, { registry, file });
    return { file, faults: [], warnings, entities: scene.entities.length };
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const faults = error.faults.length > 0 ? error.faults : [{ path: '', expected: '', message: error.message, code: error.code }];
    return { file, faults, warnings: [], entities: 0 };
  }
}

/** The lines that `worldwire check` prints for a file. */
export function checkedText({ file, faults, warnings, entities }: Checked): string {
  const line = (kind: string, fault: Fault): string =>
    `${file}: ${kind}: ${fault.message.startsWith(`${file}: `) ? fault.message.slice(file.length + 2) : fault.message}`;
  const last =
    faults.length > 0
      ? `${file}: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}`
      : `${file}: good, ${entities} entities${warnings.length > 0 ? `, ${warnings.length} warnings` : ''}`;
  return [...faults.map((fault) => line('fault', fault)), ...warnings.map((fault) => line('warning', fault)), last].join('\n');
}
