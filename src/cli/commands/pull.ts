import { resolve } from 'node:path';
import { plain } from '../../base/plainText.ts';
import { pulled } from '../../ruleServer/shipping.ts';
import { openWorkspace, WORKSPACE_FLAGS, WORKSPACE_FLAGS_HELP } from '../azureWorkspace.ts';
import { type Command, EXIT, parse, usageError } from '../command.ts';

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
    const deployed = await workspace.list(terminal.signal);
    const files = await pulled({ folder, workspace: workspace.id, deployed });
    await terminal.out(
      values.json
        ? `${JSON.stringify({ files })}\n`
        : `${files.map(({ path, title }) => `${plain(path)}: ${plain(title)}\n`).join('')}${files.length} rules pulled\n`,
    );
    return EXIT.asked;
  },
};
