import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { prettyJson } from '../../base/prettyJson.ts';
import type { JsonValue } from '../../base/json.ts';
import { planShipping, type ShipPlan } from '../../detections/ship/plan.ts';
import { findFiles, isRuleFile } from '../../ruleServer/ruleFiles.ts';
import { folderRules, readState, stateFile } from '../../ruleServer/shipFiles.ts';
import { openWorkspace, WORKSPACE_FLAGS, WORKSPACE_FLAGS_HELP } from '../azureWorkspace.ts';
import { type Command, EXIT, parse, single } from '../command.ts';
import { plain } from '../../base/plainText.ts';

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
    const rules = await folderRules(await findFiles([folder], terminal.cwd, isRuleFile));
    const plan = planShipping(
      rules,
      await workspace.list(terminal.signal),
      await readState(stateFile(folder, workspace.id)),
      {
        workspace: workspace.id,
        now: new Date().toISOString(),
        disabled: values.disabled,
        remove: values.delete ?? [],
        overwriteDrift: values.overwrite,
      },
    );
    const out = resolve(terminal.cwd, values.out);
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, prettyJson({ ...plan, folder } as unknown as JsonValue));
    await terminal.out(
      values.json
        ? `${JSON.stringify(plan)}\n`
        : `${planText(plan)}The plan is in ${out}. Nothing was sent.\n`,
    );
    return EXIT.asked;
  },
};

export function planText({ workspace, steps, untouched }: ShipPlan): string {
  const lines = steps.flatMap(({ action, title, id, why, changes }) => [
    `${action.toUpperCase().padEnd(6)} ${plain(title)} (${plain(id)}): ${why}`,
    ...(action === 'update'
      ? changes.map(
          ({ field, before, after }) => `         ${plain(field)}: ${shown(before)} → ${shown(after)}`,
        )
      : []),
  ]);
  const left = untouched
    .filter(({ state }) => state !== 'same')
    .map(({ title, state, reason }) => `-      ${plain(title)}: ${state}, ${plain(reason)}`);
  const same = untouched.length - left.length;
  return [
    plain(workspace),
    ...lines,
    ...left,
    `${steps.length} to be sent, ${left.length} left alone, ${same} the same`,
    '',
  ].join('\n');
}

function shown(value: JsonValue): string {
  const text = plain(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
