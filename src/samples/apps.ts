/** Applications of the service itself, by the ids that are the same in every tenant. */
export interface FirstPartyApp {
  readonly name: string;
  readonly id: string;
}

const app = (name: string, id: string): FirstPartyApp => ({ name, id });

export const APPS = {
  azurePortal: app('Azure Portal', 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c'),
  azureCli: app('Microsoft Azure CLI', '04b07795-8ddb-461a-bbee-02f9e1bf7b46'),
  azurePowerShell: app('Microsoft Azure PowerShell', '1950a258-227b-4e31-a9cf-717495945fc2'),
  graphPowerShell: app('Microsoft Graph Command Line Tools', '14d82eec-204b-4c2f-b7e8-296a70dab67e'),
  officeHome: app('OfficeHome', '4765445b-32c6-49b0-83e6-1d93765276ca'),
  teams: app('Microsoft Teams', '1fec8e78-bce4-4aaf-ab1b-5451cc387264'),
  office: app('Microsoft Office', 'd3590ed6-52b3-4102-aeff-aad2292ab01c'),
  outlookWeb: app('One Outlook Web', '9199bf20-a13f-4107-85dc-02114787ef48'),
  outlookMobile: app('Outlook Mobile', '27922004-5251-4030-b22d-91ecd9a37ea4'),
  oneDriveSync: app('OneDrive SyncEngine', 'ab9b8c07-8f02-4f72-87fa-80105867a763'),
  sharePoint: app('Office 365 SharePoint Online', '00000003-0000-0ff1-ce00-000000000000'),
  exchange: app('Office 365 Exchange Online', '00000002-0000-0ff1-ce00-000000000000'),
  broker: app('Microsoft Authentication Broker', '29d9ed98-a469-4536-ade2-f981bc1d605e'),
  windows: app('Windows Sign In', '38aa3b87-a06d-4817-b275-7a316988d93b'),
  myApps: app('My Apps', '2793995e-0a7d-40d7-bd35-6968ba142197'),
} as const;

/** What tokens are issued for. */
export const AUDIENCES = {
  graph: app('Microsoft Graph', '00000003-0000-0000-c000-000000000000'),
  management: app('Windows Azure Service Management API', '797f4846-ba00-4fd7-ba43-dac1f8f63013'),
  exchange: APPS.exchange,
  sharePoint: APPS.sharePoint,
  directory: app('Windows Azure Active Directory', '00000002-0000-0000-c000-000000000000'),
  keyVault: app('Azure Key Vault', 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'),
  storage: app('Azure Storage', 'e406a681-f3d4-42a8-90b6-c2b029497af1'),
  deviceRegistration: app('Device Registration Service', '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9'),
  sql: app('Azure SQL Database', '022907d3-0f1b-48f7-badc-1ba6abab6d66'),
} as const;

/** Built-in roles that grants of the sample name: Entra template ids and Azure role definition ids. */
export const ROLES = {
  globalAdministrator: app('Global Administrator', '62e90394-69f5-4237-9190-012177145e10'),
  applicationAdministrator: app('Application Administrator', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'),
  userAdministrator: app('User Administrator', 'fe930be7-5e62-47db-91af-98c3a49a38b1'),
  helpdesk: app('Helpdesk Administrator', '729827e3-9c14-49f7-bb1b-9608f156bbb8'),
  owner: app('Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
  contributor: app('Contributor', 'b24988ac-6180-42a0-ab88-20f7382dd24c'),
  reader: app('Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'),
  userAccessAdministrator: app('User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'),
} as const;
