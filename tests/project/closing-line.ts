import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a test run with `N passed, N failed` alone on its line, for programs that read it. A file that cannot be loaded and
 * an error outside of any test count as failed. `CLOSING_LINE` names a file that gets the same line.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed' || state === 'pending') failed += 1;
      }
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      failed += module.errors().length;
    }
    const line = `${passed} passed, ${failed} failed`;
    console.log(line);
    const file = process.env['CLOSING_LINE'];
    if (file !== undefined && file !== '') writeFileSync(file, `${line}\n`);
  }
}
