/** Names of operations and of kinds of events, by table; where a table is not here, ANY is used. */
const lines = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/);

const AUDIT = lines(`
  Add user
  Delete user
  Update user
  Hard Delete user
  Disable account
  Enable account
  Invite external user
  Redeem external user invite
  Reset user password
  Change user password
  Reset password (self-service)
  Change password (self-service)
  Unlock user account (self-service)
  Add member to role
  Add member to role completed (PIM activation)
  Add eligible member to role
  Add eligible member to role in PIM completed (permanent)
  Add eligible member to role in PIM completed (timebound)
  Remove member from role
  Update role setting in PIM
  Disable PIM alert
  Add member to group
  Remove member from group
  Add group
  Delete group
  Update group
  Add owner to group
  Add application
  Update application
  Delete application
  Hard Delete application
  Restore application
  Update application \u2013 Certificates and secrets management
  Add service principal
  Remove service principal
  Update service principal
  Add service principal credentials
  Remove service principal credentials
  Add owner to application
  Add owner to service principal
  Add app role assignment to service principal
  Add app role assignment grant to user
  Add delegated permission grant
  Consent to application
  Add OAuth2PermissionGrant
  Add conditional access policy
  Update conditional access policy
  Delete conditional access policy
  Add named location
  Update named location
  Update policy
  Add policy
  Set domain authentication
  Set federation settings on domain
  Add unverified domain
  Add verified domain
  Verify domain
  Set Company Information
  Update company settings
  Set directory feature on tenant
  Update authorization policy
  Authentication Methods Policy Update
  Disable Strong Authentication
  User registered security info
  User registered all required security info
  User deleted security info
  User changed default security info
  Admin registered security info
  Admin deleted security info
  User started security info registration
  Register device
  Add device
  Delete device
  Update device
  Add registered owner to device
  Add registered users to device
  Device no longer compliant
  Device no longer managed
  Set device registration policies
  Read BitLocker key
  Recover device local administrator password
  Add a partner to cross-tenant access setting
  Update a partner cross-tenant access setting
  Delete partner specific cross-tenant access setting
  User has elevated their access to User Access Administrator for their Azure Resources
  Download users - started (bulk)
  Download users - finished (bulk)
  Create users - finished (bulk)
  Fraud reported - user is blocked for MFA
  Suspicious activity reported
  Add access package assignment policy
  User requests access package assignment
  Approval stage completed for access package request
  Import
  Export
  Issue an id_token to the user
`);

const ARM = lines(`
  MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE
  MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/DELETE
  MICROSOFT.AUTHORIZATION/ROLEDEFINITIONS/WRITE
  MICROSOFT.AUTHORIZATION/ELEVATEACCESS/ACTION
  MICROSOFT.AUTHORIZATION/LOCKS/WRITE
  MICROSOFT.AUTHORIZATION/LOCKS/DELETE
  MICROSOFT.AUTHORIZATION/POLICYASSIGNMENTS/WRITE
  MICROSOFT.AUTHORIZATION/POLICYASSIGNMENTS/DELETE
  MICROSOFT.AUTHORIZATION/POLICIES/AUDIT/ACTION
  MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/DELETE
  MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/WRITE
  MICROSOFT.INSIGHTS/SCHEDULEDQUERYRULES/DELETE
  MICROSOFT.OPERATIONALINSIGHTS/WORKSPACES/DELETE
  MICROSOFT.OPERATIONALINSIGHTS/WORKSPACES/SHAREDKEYS/ACTION
  MICROSOFT.SECURITYINSIGHTS/ALERTRULES/DELETE
  MICROSOFT.SECURITYINSIGHTS/ALERTRULES/WRITE
  MICROSOFT.SECURITYINSIGHTS/AUTOMATIONRULES/WRITE
  MICROSOFT.SECURITYINSIGHTS/DATACONNECTORS/DELETE
  MICROSOFT.SECURITY/PRICINGS/WRITE
  MICROSOFT.SECURITY/ALERTSSUPPRESSIONRULES/WRITE
  MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WRITE
  MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/SECURITYRULES/WRITE
  MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/DELETE
  MICROSOFT.NETWORK/AZUREFIREWALLS/DELETE
  MICROSOFT.NETWORK/FIREWALLPOLICIES/DELETE
  MICROSOFT.NETWORK/PUBLICIPADDRESSES/WRITE
  MICROSOFT.NETWORK/VIRTUALNETWORKS/VIRTUALNETWORKPEERINGS/WRITE
  MICROSOFT.NETWORK/NETWORKWATCHERS/PACKETCAPTURES/WRITE
  MICROSOFT.COMPUTE/VIRTUALMACHINES/WRITE
  MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE
  MICROSOFT.COMPUTE/VIRTUALMACHINES/START/ACTION
  MICROSOFT.COMPUTE/VIRTUALMACHINES/RUNCOMMAND/ACTION
  MICROSOFT.COMPUTE/VIRTUALMACHINES/EXTENSIONS/WRITE
  MICROSOFT.COMPUTE/VIRTUALMACHINES/DEALLOCATE/ACTION
  MICROSOFT.COMPUTE/SNAPSHOTS/WRITE
  MICROSOFT.COMPUTE/SNAPSHOTS/DELETE
  MICROSOFT.COMPUTE/DISKS/BEGINGETACCESS/ACTION
  MICROSOFT.COMPUTE/DISKS/DELETE
  MICROSOFT.STORAGE/STORAGEACCOUNTS/WRITE
  MICROSOFT.STORAGE/STORAGEACCOUNTS/DELETE
  MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION
  MICROSOFT.STORAGE/STORAGEACCOUNTS/REGENERATEKEY/ACTION
  MICROSOFT.KEYVAULT/VAULTS/WRITE
  MICROSOFT.KEYVAULT/VAULTS/DELETE
  MICROSOFT.KEYVAULT/VAULTS/ACCESSPOLICIES/WRITE
  MICROSOFT.RECOVERYSERVICES/VAULTS/DELETE
  MICROSOFT.RESOURCES/DEPLOYMENTS/WRITE
  MICROSOFT.RESOURCES/SUBSCRIPTIONS/RESOURCEGROUPS/DELETE
  MICROSOFT.RESOURCES/TAGS/WRITE
  MICROSOFT.AUTOMATION/AUTOMATIONACCOUNTS/RUNBOOKS/WRITE
  MICROSOFT.AUTOMATION/AUTOMATIONACCOUNTS/WEBHOOKS/WRITE
  MICROSOFT.LOGIC/WORKFLOWS/WRITE
  MICROSOFT.WEB/SITES/CONFIG/LIST/ACTION
  MICROSOFT.SQL/SERVERS/FIREWALLRULES/WRITE
  MICROSOFT.MANAGEDSERVICES/REGISTRATIONASSIGNMENTS/WRITE
  MICROSOFT.ADHYBRIDHEALTHSERVICE/SERVICES/DELETE
  MICROSOFT.ADHYBRIDHEALTHSERVICE/SERVICES/SERVICEMEMBERS/ACTION
`);

const OFFICE = lines(`
  FileAccessed
  FileModified
  FileDownloaded
  FileUploaded
  FileDeleted
  FileRecycled
  FileSyncDownloadedFull
  FileSyncUploadedFull
  FileMalwareDetected
  FileCopied
  SharingSet
  SharingInvitationCreated
  AnonymousLinkCreated
  SecureLinkCreated
  AddedToSecureLink
  AddedToGroup
  SiteCollectionAdminAdded
  MailItemsAccessed
  MoveToDeletedItems
  SoftDelete
  HardDelete
  Send
  SendAs
  SendOnBehalf
  New-InboxRule
  Set-InboxRule
  UpdateInboxRules
  Remove-InboxRule
  Set-Mailbox
  Add-MailboxPermission
  Add-MailboxFolderPermission
  New-TransportRule
  Set-TransportRule
  New-ApplicationAccessPolicy
  Set-AdminAuditLogConfig
  Set-MailboxAuditBypassAssociation
  MailboxLogin
  MemberAdded
  MemberRemoved
  MemberRoleChanged
  TeamCreated
  TeamDeleted
  ChannelAdded
  AppInstalled
  BotAddedToTeam
  MessageSent
  ChatCreated
  ReactedToMessage
  MeetingParticipantDetail
  TeamsSessionStarted
  UserLoggedIn
  UserLoginFailed
`);

const DEVICE_ACTIONS: Readonly<Record<string, string>> = {
  DeviceNetworkEvents: `ConnectionSuccess ConnectionFailed ConnectionFound InboundConnectionAccepted ListeningConnectionCreated
    NetworkSignatureInspected ConnectionRequest DnsConnectionInspected SslConnectionInspected HttpConnectionInspected SshConnectionInspected`,
  DeviceProcessEvents: 'ProcessCreated OpenProcess',
  DeviceFileEvents: 'FileCreated FileModified FileDeleted FileRenamed',
  DeviceRegistryEvents:
    'RegistryValueSet RegistryKeyCreated RegistryKeyDeleted RegistryValueDeleted RegistryKeyRenamed',
  DeviceImageLoadEvents: 'ImageLoaded',
  DeviceLogonEvents: 'LogonSuccess LogonFailed LogonAttempted',
  DeviceFileCertificateInfo: '',
  DeviceInfo: '',
  DeviceEvents: `AntivirusDetection AntivirusReport AntivirusScanCompleted AntivirusScanCancelled AsrOfficeChildProcessBlocked AsrLsassCredentialTheftAudited
    AsrLsassCredentialTheftBlocked AsrExecutableOfficeContentBlocked AsrScriptExecutableDownloadBlocked AsrPsexecWmiChildProcessBlocked AsrVulnerableSignedDriverBlocked
    AsrUntrustedUsbProcessBlocked AsrOfficeMacroWin32ApiCallsAudited AmsiScriptDetection AppControlCodeIntegrityPolicyBlocked BluetoothPolicyTriggered
    BrowserLaunchedToOpenUrl CreateRemoteThreadApiCall CredentialsBackup DnsQueryResponse DriverLoad ExploitGuardNetworkProtectionBlocked FirewallInboundConnectionBlocked
    GetClipboardData LdapSearch LogonRightsSettingEnabled MemoryRemoteProtect NamedPipeEvent NtAllocateVirtualMemoryApiCall OpenProcessApiCall
    PasswordChangeAttempt PnpDeviceConnected PowerShellCommand ProcessPrimaryTokenModified QueueUserApcRemoteApiCall ReadProcessMemoryApiCall RemovableStorageFileEvent
    ScheduledTaskCreated ScheduledTaskUpdated ScheduledTaskDeleted ScreenshotTaken SecurityLogCleared ServiceInstalled SetThreadContextRemoteApiCall ShellLinkCreateFileEvent
    SmartScreenAppWarning SmartScreenUrlWarning SmartScreenUserOverride TamperingAttempt UntrustedWifiConnection UsbDriveMounted UsbDriveUnmounted UsbDriveDriveLetterChanged
    UserAccountAddedToLocalGroup UserAccountRemovedFromLocalGroup UserAccountCreated UserAccountDeleted UserAccountModified WmiBindEventFilterToConsumer WriteToLsassProcessMemory`,
  IdentityLogonEvents: 'LogonSuccess LogonFailed',
  IdentityQueryEvents: '',
  EmailPostDeliveryEvents: '',
  UrlClickEvents: 'ClickAllowed ClickBlocked UrlScanInProgress UrlErrorPage ClickBlockedByTenantPolicy',
};

const LISTS: Readonly<Record<string, readonly string[]>> = {
  'AuditLogs.OperationName': AUDIT,
  'AuditLogs.ActivityDisplayName': AUDIT,
  'AzureActivity.OperationNameValue': ARM,
  'AzureActivity.OperationName': lines(`
    Create role assignment
    Delete role assignment
    List Storage Account Keys
    Create or Update Virtual Machine
    Delete Virtual Machine
    Run Command on Virtual Machine
    Create or Update Security Rule
    Create Deployment
    Delete management locks
    Delete diagnostic setting
    Update Key Vault`),
  'OfficeActivity.Operation': OFFICE,
  'StorageBlobLogs.OperationName': lines(
    'GetBlob\nPutBlob\nDeleteBlob\nListBlobs\nListContainers\nCopyBlob\nSetContainerACL\nGetUserDelegationKey',
  ),
  'AZKVAuditLogs.OperationName': lines(
    'SecretGet\nSecretList\nSecretDelete\nKeyGet\nKeyDecrypt\nKeyPurge\nCertificateGet\nVaultGet\nVaultPatch\nVaultPut',
  ),
  'AzureDiagnostics.OperationName': lines(
    'SecretGet\nSecretList\nKeyGet\nKeyDecrypt\nVaultPatch\nVaultGet\nApplicationGatewayFirewall\nApplicationGatewayAccess\nAzureFirewallNetworkRuleLog\nAzureFirewallApplicationRuleLog\nDatabaseAuthenticationEvent',
  ),
  'IdentityDirectoryEvents.ActionType': lines(
    'Group Membership changed\nAccount Password changed\nAccount disabled\nAccount created\nSMB file copy\nPowerShell execution\nPsExec execution\nService creation\nDirectory Service replication\nSID-History changed\nSecurity Principal created\nDevice Operating System changed\nUser Mail changed',
  ),
  'IdentityQueryEvents.ActionType': lines('LDAP query\nSAMR query\nDNS query\nLDAP search\nSAMR query'),
  'EmailPostDeliveryEvents.ActionType': lines(
    'Phish ZAP\nMalware ZAP\nSpam ZAP\nManual Remediation\nRedelivered',
  ),
  'CloudAppEvents.ActionType': [
    ...OFFICE,
    ...lines(`
      Add member to role.
      Add service principal credentials.
      Consent to application.
      Add delegated permission grant.
      Add app role assignment to service principal.
      Update application.
      Set domain authentication.
      Set federation settings on domain.
      Hard Delete user.
      Delete user.
      Update user.
      Reset user password.
      Add member to group.
      Disable Strong Authentication.
      CreateCustomDetection
      EditCustomDetection
      DeleteCustomDetection
      ChangeCustomDetectionRuleStatus
      LiveResponseGetFile
      LiveResponseSession
      AdvancedHuntingQuery
      IsolateDevice
      UpdateAlert
      New-ComplianceSearch
      SearchExported
      PowerAppCreated
      CreateFlow
      ViewReport
      ExportReport
      Run`),
  ],
};

/** The operations or kinds of event that a column of a table can name; undefined where none are known. */
export function operationsOf(table: string, column: string): readonly string[] | undefined {
  const listed = LISTS[`${table}.${column}`];
  if (listed) return listed;
  if (column !== 'ActionType') return undefined;
  const words = DEVICE_ACTIONS[table]?.trim();
  return words === undefined || words === '' ? undefined : words.split(/\s+/);
}
