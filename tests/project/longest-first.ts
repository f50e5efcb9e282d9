import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, longest first. */
const LONGEST = [
  'tests/peers/complaints/flood-3365-19.test.ts',
  'tests/server/dangers-floods.test.ts',
  'tests/project/docs-plugins.test.ts',
  'tests/server/ending.test.ts',
  'tests/server/cli.test.ts',
  'tests/project/dev.test.ts',
  'tests/peers/complaints/leaving-1375.test.ts',
  'tests/server/join-cli.test.ts',
  'tests/server/plugins.test.ts',
  'tests/peers/complaints/tls-1755-2618.test.ts',
  'tests/server/proxy.test.ts',
  'tests/peers/complaints/idle.test.ts',
  'tests/fuzz/scene.test.ts',
  'tests/fuzz/server-sockets.test.ts',
  'tests/peers/complaints/plain-tab.test.ts',
  'tests/server/past.test.ts',
];

/** Runs first what takes longest, so that files beside each other end together; of others, what took longest before, or is largest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const rank = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
      return rank < 0 ? LONGEST.length : rank;
    };
    return sorted.toSorted((a, b) => projects.indexOf(a.project.name) - projects.indexOf(b.project.name) || rankOf(a) - rankOf(b));
  }
}
