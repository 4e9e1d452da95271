import { resolve } from 'node:path';
import { planFolder, planText, writePlan } from '../../ruleServer/shipping.ts';
import { openWorkspace, WORKSPACE_FLAGS, WORKSPACE_FLAGS_HELP } from '../azureWorkspace.ts';
import { type Command, EXIT, parse, single } from '../command.ts';

export const planCommand: Command = {
  name: 'plan',
  summary: 'compare detection rules with a workspace and plan their deployment',
  help: `Usage: azimuth plan PATH --workspace ID [--out FILE] [--disabled] [--delete NAME]… [--overwrite] [--json]

Tells what is new, changed, drifted (changed in the workspace since it was deployed) and only there, and writes the plan of
what would be sent. Nothing is sent. "azimuth deploy FILE" carries it out.

${WORKSPACE_FLAGS_HELP}
  --out FILE         where the plan is written; plan.json unless given
  --disabled         new rules arrive switched off
  --delete NAME      also delete this rule of the workspace, by its title or id; its name is asked for again by deploy
  --overwrite        also write over what was changed in the workspace
  --json             print the plan`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...WORKSPACE_FLAGS,
      out: { type: 'string', default: 'plan.json' },
      disabled: { type: 'boolean', default: false },
      delete: { type: 'string', multiple: true },
      overwrite: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const folder = resolve(terminal.cwd, single(positionals, 'PATH'));
    const workspace = await openWorkspace(values, terminal);
    const plan = await planFolder({
      folder,
      deployed: await workspace.list(terminal.signal),
      workspace: workspace.id,
      now: new Date().toISOString(),
      disabled: values.disabled,
      remove: values.delete ?? [],
      overwriteDrift: values.overwrite,
    });
    const out = resolve(terminal.cwd, values.out);
    await writePlan(plan, folder, out);
    await terminal.out(
      values.json
        ? `${JSON.stringify(plan)}\n`
        : `${planText(plan)}The plan is in ${out}. Nothing was sent.\n`,
    );
    return EXIT.asked;
  },
};
