import { AzimuthError } from '../../base/errors.ts';
import { findFiles, isTestFile } from '../../ruleServer/ruleFiles.ts';
import { RuleTests, type TestedFile } from '../../ruleServer/ruleTests.ts';
import { type Command, EXIT, parse, usageError } from '../command.ts';
import { REPORTERS, type ReporterName, reporters } from '../reporters/reporter.ts';
import { totals } from '../reporters/totals.ts';

export const test: Command = {
  name: 'test',
  summary: 'run the tests of detection rules',
  help: `Usage: azimuth test PATH… [--mutate] [--reporter ${REPORTERS.join('|')}]

Runs the tests of NAME.test.yaml files on the embedded engine: no Azure account is needed. PATH is a file, a folder or a
glob. Exit code 1 where a test fails or, with --mutate, a mutant is not noticed; 2 where there are no tests.

  --mutate         also change each predicate, threshold and join of the query, and tell which changes no test notices
                   (docs/mutation.md)
  --reporter NAME  spec for people, junit (XML), tap, github (workflow annotations), json`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      mutate: { type: 'boolean', default: false },
      reporter: { type: 'string', default: 'spec' },
    });
    if (positionals.length === 0) throw usageError('PATH is missing');
    const { mutate, reporter } = values;
    if (!isReporter(reporter))
      throw usageError(`--reporter takes ${REPORTERS.join(', ')}, not "${reporter}"`);
    const paths = await findFiles(positionals, terminal.cwd, isTestFile);
    // A pipeline that tests nothing looks like one in which all is well.
    if (paths.length === 0)
      throw new AzimuthError('usage.no-tests', `There are no tests in ${positionals.join(', ')}`, {
        next: ['Name a folder with NAME.test.yaml files.'],
      });
    const tests = new RuleTests();
    const files: TestedFile[] = [];
    try {
      for (const path of paths) files.push(await tests.run(path, { mutate }, undefined, terminal.signal));
    } finally {
      await tests.close();
    }
    // Annotations are named from the top of the repository that is checked out.
    const top = reporter === 'github' ? process.env['GITHUB_WORKSPACE'] : undefined;
    await terminal.out(reporters[reporter](files, top ?? terminal.cwd));
    const { failed, alive } = totals(files);
    return failed > 0 || alive > 0 ? EXIT.finding : EXIT.asked;
  },
};

function isReporter(name: string): name is ReporterName {
  return (REPORTERS as readonly string[]).includes(name);
}
