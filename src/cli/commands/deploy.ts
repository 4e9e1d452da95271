import { dirname, resolve } from 'node:path';
import { isRecord, textOf } from '../../base/guards.ts';
import { carryOut, planRollback, type StepResult } from '../../detections/ship/apply.ts';
import { readPlan, type ShipPlan } from '../../detections/ship/plan.ts';
import { readText } from '../../ruleServer/ruleFiles.ts';
import { planText, readResult, shipped } from '../../ruleServer/shipping.ts';
import { AZURE_FLAGS_HELP } from '../azure.ts';
import { openWorkspace } from '../azureWorkspace.ts';
import { type Command, EXIT, type ExitCode, parse, single, type Terminal } from '../command.ts';
import { plain } from '../../base/plainText.ts';

const FLAGS = {
  azure: { type: 'string' },
  delete: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;
const FLAGS_HELP = `${AZURE_FLAGS_HELP}
  --delete NAME      the name of each rule that is to be deleted, typed again
  --json             print {workspace, plan, steps}`;

export const deploy: Command = {
  name: 'deploy',
  summary: 'carry out a plan of "azimuth plan"',
  help: `Usage: azimuth deploy PLAN [--delete NAME]… [--json]

Sends what the plan says, under the etags that it was made with, and reads each rule back. What was changed in the workspace
since then is refused. The first failure ends it. PLAN.result.json holds what was done; "azimuth rollback" takes it back.

${FLAGS_HELP}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, FLAGS);
    const path = resolve(terminal.cwd, single(positionals, 'PLAN'));
    const text = await readText(path);
    const folder = folderIn(text) ?? dirname(path);
    return send(readPlan(withoutFolder(text)), { ...values, path, folder }, terminal);
  },
};

export const rollback: Command = {
  name: 'rollback',
  summary: 'take back what a deployment did',
  help: `Usage: azimuth rollback RESULT [--delete NAME]… [--json]

RESULT is the PLAN.result.json of a deployment. Changed rules get what they had, deleted ones come back. A rule that was
created is switched off, or deleted where --delete names it.

${FLAGS_HELP}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, FLAGS);
    const path = resolve(terminal.cwd, single(positionals, 'RESULT'));
    const result = readResult(await readText(path));
    const plan = planRollback(result, new Date().toISOString(), values.delete ?? []);
    return send(plan, { ...values, path, folder: result.folder }, terminal);
  },
};

interface Sending {
  readonly path: string;
  readonly folder: string;
  readonly azure?: string | undefined;
  readonly delete?: readonly string[] | undefined;
  readonly json: boolean;
}

async function send(
  plan: ShipPlan,
  { path, folder, azure, delete: typed = [], json }: Sending,
  terminal: Terminal,
): Promise<ExitCode> {
  if (!json) await terminal.out(planText(plan));
  const workspace = await openWorkspace({ azure, workspace: plan.workspace }, terminal);
  const tell = (step: StepResult): void => {
    if (!json) terminal.note(stepText(step));
  };
  const result = await carryOut(plan, workspace, typed, tell, terminal.signal);
  const out = await shipped({ folder, plan: path, result });
  const done = result.steps.filter(({ outcome }) => outcome === 'done').length;
  await terminal.out(
    json
      ? `${JSON.stringify(result)}\n`
      : `${done} of ${result.steps.length} done; what was done is in ${out}\n`,
  );
  if (result.steps.some(({ outcome }) => outcome === 'failed')) return EXIT.failed;
  return result.steps.some(({ differs }) => differs.length > 0) ? EXIT.finding : EXIT.asked;
}

function stepText({ action, title, outcome, problem, differs }: StepResult): string {
  const more = [
    ...(problem === undefined ? [] : [problem]),
    ...(differs.length > 0 ? [`read back otherwise: ${differs.join(', ')}`] : []),
  ];
  return `${outcome}: ${action} ${plain(title)}${more.length > 0 ? `: ${plain(more.join('; '))}` : ''}`;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** The folder that the rules came from stands beside the plan, outside of what its digest covers. */
function folderIn(text: string): string | undefined {
  return textOf(parsed(text)['folder']) || undefined;
}

function withoutFolder(text: string): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(parsed(text)).filter(([name]) => name !== 'folder')),
  );
}
