import { resolve } from 'node:path';
import { ATTACK_VERSIONS } from '../../attack/data/attackData.ts';
import { findFiles, isRuleFile, isTestFile, looksLikeRule, readText } from '../../ruleServer/ruleFiles.ts';
import { type LintedFile, RuleLinter } from '../../ruleServer/lintFiles.ts';
import type { RuleSchema } from '../../ruleServer/api.ts';
import { AZURE_FLAGS, AZURE_FLAGS_HELP, connectionNamed, openAzure } from '../azure.ts';
import { type Command, EXIT, parse, type Terminal, usageError } from '../command.ts';
import { withCase } from '../openings.ts';
import { plain } from '../../base/plainText.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'find what is wrong with detection rules',
  help: `Usage: azimuth lint PATH… [--case DIR | --connection NAME [--azure FILE]] [--attack VERSION] [--strict] [--json]

Looks at rule files (YAML) and their tests: their fields and limits, their query against the schema, entity mappings against its output,
ATT&CK ids, timing and costly patterns. PATH is a file, a folder or a glob; YAML in folders that is no rule is passed over. docs/lint has a page for each finding.
"# azimuth-ignore CODE: reason" silences one. Exit code 1 where there is an error.

  --case DIR        tables, functions and watchlists of this case, instead of the published tables
  --connection NAME those of this workspace or cluster
  --attack VERSION  Enterprise ATT&CK version that techniques must be valid in: ${ATTACK_VERSIONS.at(0) ?? ''} to ${ATTACK_VERSIONS.at(-1) ?? ''}
  --strict          warnings count as errors do
  --json            print {files: [{path, name, findings: [{code, severity, message, data, line, column, …}]}], others: [path], errors, warnings}
${AZURE_FLAGS_HELP}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...AZURE_FLAGS,
      case: { type: 'string' },
      connection: { type: 'string' },
      attack: { type: 'string' },
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length === 0) throw usageError('PATH is missing');
    const attackVersion = attackVersionOf(values.attack);
    const paths = await findFiles(positionals, terminal.cwd, (path) => isRuleFile(path) || isTestFile(path));
    const schema = await schemaOf(values, terminal);
    const linter = new RuleLinter({ attackVersion, schema });
    const ids = new Map<string, string>();
    const files: LintedFile[] = [];
    const named = new Set(positionals.map((path) => resolve(terminal.cwd, path)));
    const others: string[] = [];
    for (const path of paths) {
      terminal.signal.throwIfAborted();
      const text = await readText(path);
      if (named.has(path) || isTestFile(path) || looksLikeRule(text))
        files.push(await linter.lint(resolve(path), text, ids));
      else others.push(path);
    }
    const count = (severity: string): number =>
      files.reduce(
        (sum, { findings }) => sum + findings.filter((each) => each.severity === severity).length,
        0,
      );
    const [errors, warnings] = [count('error'), count('warning')];
    if (values.json) await terminal.out(`${JSON.stringify({ files, others, errors, warnings })}\n`);
    else await inWords(files, others, errors, warnings, terminal);
    return errors > 0 || (values.strict && warnings > 0) ? EXIT.finding : EXIT.asked;
  },
};

async function schemaOf(
  flags: { readonly case?: string; readonly connection?: string; readonly azure?: string },
  terminal: Terminal,
): Promise<RuleSchema | undefined> {
  const { case: folder, connection, azure } = flags;
  if (folder !== undefined && connection !== undefined)
    throw usageError('--case and --connection exclude each other');
  if (folder !== undefined)
    return { label: 'the case', schema: await withCase(folder, terminal, (session) => session.schema()) };
  if (connection === undefined) return undefined;
  const opened = connectionNamed(await openAzure(azure, terminal), connection);
  return { label: connection, schema: await opened.schema({}, terminal.signal) };
}

/** Undefined where none was named. */
export function attackVersionOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const version = ATTACK_VERSIONS.findLast((each) => each === text || each.startsWith(`${text}.`));
  if (version === undefined)
    throw usageError(`there is no ATT&CK version ${text}; there are ${ATTACK_VERSIONS.join(', ')}`);
  return version;
}

async function inWords(
  files: readonly LintedFile[],
  others: readonly string[],
  errors: number,
  warnings: number,
  terminal: Terminal,
): Promise<void> {
  for (const { path, findings } of files)
    for (const { line, column, severity, code, message } of findings)
      await terminal.out(`${plain(path)}:${line}:${column}: ${severity}: ${plain(message)} [${code}]\n`);
  const rules = files.filter(({ path }) => !isTestFile(path)).length;
  const passed = others.length > 0 ? `; passed over ${others.length} other YAML files` : '';
  await terminal.out(`${rules} rules: ${errors} errors, ${warnings} warnings${passed}\n`);
}
