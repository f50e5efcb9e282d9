import { readProgram, SCRIPT_MEMORY, visible, type Fault, type Registry, type Scene } from '../../engine/index.ts';

/** What is wrong with the syntax of the scripts of a scene. None of them is run. */
export function scriptFindings(scene: Scene, { sandbox }: Registry): readonly Fault[] {
  if (sandbox === undefined) return [];
  return scene.entities.flatMap((entity, at) =>
    Object.entries(entity.components ?? {}).flatMap(([key, fields]) => {
      const source = key.split('#')[0] === 'Script' ? (fields as { readonly Source?: unknown }).Source : undefined;
      if (typeof source !== 'string' || source === '') return [];
      const vm = sandbox.create({ memory: SCRIPT_MEMORY, call: () => undefined, now: () => 0, resolve: (_from, name) => name, module: () => '' });
      const read = readProgram(vm, source, `${entity.id}/${key}.js`);
      if ('program' in read) return [];
      const { fault } = read;
      const [, line, column] = /:(\d+):(\d+)\)?\s*$/m.exec(fault.stack) ?? [];
      const place = line === undefined ? '' : ` (line ${line}, column ${column} of the script)`;
      const path = `entities/${at} (${visible(entity.id, 60)})/components/${key}/Source`;
      const message = `${path}: ${visible(fault.message, 500)}${place}`;
      return [{ path, expected: 'a program in JavaScript', message, code: 'WW_SCENE_ADVICE', level: 'warning' } satisfies Fault];
    }),
  );
}
