import { AlertRules } from '../azure/alertRules.ts';
import { AZURE_FLAGS, AZURE_FLAGS_HELP, openAzure } from './azure.ts';
import { type Terminal, usageError } from './command.ts';

export const WORKSPACE_FLAGS = { ...AZURE_FLAGS, workspace: { type: 'string' } } as const;

export const WORKSPACE_FLAGS_HELP = `  --workspace ID         ARM id of the Log Analytics workspace
${AZURE_FLAGS_HELP}`;

const WORKSPACE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/?#]+$/i;

/** The analytics rules of a workspace, signed in as the file says; nothing is asked of Azure yet. */
export async function openWorkspace(
  { azure, workspace }: { readonly azure?: string | undefined; readonly workspace?: string | undefined },
  terminal: Terminal,
): Promise<AlertRules> {
  if (workspace === undefined || !WORKSPACE.test(workspace))
    throw usageError('--workspace takes the ARM id of a Log Analytics workspace');
  const { client, settings } = await openAzure(azure, terminal);
  return new AlertRules(client, workspace, settings.tenant);
}
