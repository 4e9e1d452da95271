import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findFiles, isRuleFile } from '../../ruleServer/ruleFiles.ts';
import { fileNameOf, folderRules, notePulled, pulledYaml, stateFile } from '../../ruleServer/shipFiles.ts';
import { openWorkspace, WORKSPACE_FLAGS, WORKSPACE_FLAGS_HELP } from '../azureWorkspace.ts';
import { type Command, EXIT, parse, usageError } from '../command.ts';
import { plain } from '../../base/plainText.ts';

const WRITABLE = ['Scheduled', 'NRT'];

export const pull: Command = {
  name: 'pull',
  summary: 'write the rules of a workspace as files',
  help: `Usage: azimuth pull --workspace ID --out DIR [--json]

Writes each scheduled and NRT rule of the workspace as a YAML file: over the file in DIR that has its id, else into a new one.

${WORKSPACE_FLAGS_HELP}
  --out DIR          the folder of the rules
  --json             print {files: [{path, id, title}]}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...WORKSPACE_FLAGS,
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length > 0) throw usageError(`"${positionals.join(' ')}" is more than was asked for`);
    if (values.out === undefined) throw usageError('--out DIR is missing');
    const folder = resolve(terminal.cwd, values.out);
    const workspace = await openWorkspace(values, terminal);
    const rules = (await workspace.list(terminal.signal)).filter(({ kind }) => WRITABLE.includes(kind));
    await mkdir(folder, { recursive: true });
    const own = await folderRules(await findFiles([folder], terminal.cwd, isRuleFile));
    const taken = new Set(own.map(({ path }) => path));
    const files: { path: string; id: string; title: string }[] = [];
    for (const rule of rules) {
      const known = own.find(({ name }) => name.toLowerCase() === rule.id.toLowerCase());
      const fresh = join(folder, fileNameOf(rule));
      const path =
        known?.path ?? (taken.has(fresh) ? fresh.replace(/\.yaml$/, `-${rule.id.slice(0, 8)}.yaml`) : fresh);
      taken.add(path);
      await writeFile(path, pulledYaml(rule));
      const title = rule.properties['displayName'];
      files.push({ path, id: rule.id, title: typeof title === 'string' ? title : '' });
    }
    await notePulled(stateFile(folder, workspace.id), workspace.id, rules);
    await terminal.out(
      values.json
        ? `${JSON.stringify({ files })}\n`
        : `${files.map(({ path, title }) => `${plain(path)}: ${plain(title)}\n`).join('')}${files.length} rules pulled\n`,
    );
    return EXIT.asked;
  },
};
