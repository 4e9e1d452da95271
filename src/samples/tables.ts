import { sampleTable } from './table.ts';
import type { SampleTable } from './table.ts';

/**
 * The columns that the practice tenant fills, by Log Analytics table: a subset of each table's schema in its order.
 * The two flow-log tables have no Log Analytics form; theirs are the fields of a flow tuple.
 */
export const TABLES = {
  SigninLogs: sampleTable(
    'SigninLogs',
    'entra',
    ['Id'],
    `SourceSystem:s TimeGenerated:t ResourceId:s OperationName:s OperationVersion:s Category:s
     ResultType:s ResultSignature:s ResultDescription:s DurationMs:l CorrelationId:s Resource:s
     ResourceGroup:s Identity:s Level:s Location:s AlternateSignInName:s AppDisplayName:s AppId:s
     AuthenticationContextClassReferences:s AuthenticationDetails:s AuthenticationProcessingDetails:s
     AuthenticationRequirement:s AuthenticationRequirementPolicies:s ClientAppUsed:s
     ConditionalAccessPolicies:d ConditionalAccessStatus:s CreatedDateTime:t DeviceDetail:d
     IsInteractive:b Id:s IPAddress:s IsRisky:b LocationDetails:d MfaDetail:d NetworkLocationDetails:s
     OriginalRequestId:s ProcessingTimeInMilliseconds:s RiskDetail:s RiskEventTypes:s RiskEventTypes_V2:s
     RiskLevelAggregated:s RiskLevelDuringSignIn:s RiskState:s ResourceDisplayName:s ResourceIdentity:s
     ResourceServicePrincipalId:s Status:d TokenIssuerName:s TokenIssuerType:s UserAgent:s
     UserDisplayName:s UserId:s UserPrincipalName:s AADTenantId:s UserType:s FlaggedForReview:b
     IPAddressFromResourceProvider:s SignInIdentifier:s SignInIdentifierType:s ResourceTenantId:s
     HomeTenantId:s UniqueTokenIdentifier:s SessionId:s SessionLifetimePolicies:s
     AutonomousSystemNumber:s AuthenticationProtocol:s CrossTenantAccessType:s IncomingTokenType:s
     OriginalTransferMethod:s AppOwnerTenantId:s ResourceOwnerTenantId:s Type:s`,
  ),
  AADNonInteractiveUserSignInLogs: sampleTable(
    'AADNonInteractiveUserSignInLogs',
    'entra',
    ['Id'],
    `TenantId:s SourceSystem:s TimeGenerated:t OperationName:s OperationVersion:s Category:s ResultType:s
     ResultSignature:s ResultDescription:s DurationMs:l CorrelationId:s ResourceGroup:s Identity:s
     Level:s Location:s AADTenantId:s AppDisplayName:s AppId:s AppOwnerTenantId:s
     AuthenticationContextClassReferences:s AuthenticationDetails:s AuthenticationProcessingDetails:s
     AuthenticationProtocol:s AuthenticationRequirement:s AuthenticationRequirementPolicies:s
     AutonomousSystemNumber:s ClientAppUsed:s ConditionalAccessPolicies:s ConditionalAccessStatus:s
     CreatedDateTime:t CrossTenantAccessType:s DeviceDetail:s HomeTenantId:s Id:s IncomingTokenType:s
     IPAddress:s IsInteractive:b IsRisky:b LocationDetails:s NetworkLocationDetails:s OriginalRequestId:s
     OriginalTransferMethod:s ProcessingTimeInMs:s ResourceDisplayName:s ResourceIdentity:s
     ResourceOwnerTenantId:s ResourceServicePrincipalId:s ResourceTenantId:s RiskDetail:s
     RiskEventTypes:s RiskLevelAggregated:s RiskLevelDuringSignIn:s RiskState:s SessionId:s
     SessionLifetimePolicies:s SignInEventTypes:s SignInIdentifierType:s Status:s TokenIssuerName:s
     TokenIssuerType:s UniqueTokenIdentifier:s UserAgent:s UserDisplayName:s UserId:s UserPrincipalName:s
     UserType:s Type:s`,
  ),
  AADServicePrincipalSignInLogs: sampleTable(
    'AADServicePrincipalSignInLogs',
    'entra',
    ['Id'],
    `TenantId:s SourceSystem:s TimeGenerated:t OperationName:s OperationVersion:s Category:s ResultType:s
     ResultSignature:s ResultDescription:s DurationMs:l CorrelationId:s ResourceGroup:s Identity:s
     Level:s Location:s AppId:s AppOwnerTenantId:s AutonomousSystemNumber:s
     AuthenticationProcessingDetails:s ClientCredentialType:s ConditionalAccessPolicies:s
     ConditionalAccessStatus:s CreatedDateTime:t Id:s IPAddress:s LocationDetails:s ResourceDisplayName:s
     ResourceIdentity:s ResourceOwnerTenantId:s ResourceServicePrincipalId:s
     ServicePrincipalCredentialKeyId:s ServicePrincipalCredentialThumbprint:s ServicePrincipalId:s
     ServicePrincipalName:s UniqueTokenIdentifier:s UserAgent:s AADTenantId:s Type:s`,
  ),
  AADManagedIdentitySignInLogs: sampleTable(
    'AADManagedIdentitySignInLogs',
    'entra',
    ['Id'],
    `TenantId:s SourceSystem:s TimeGenerated:t OperationName:s OperationVersion:s Category:s ResultType:s
     ResultSignature:s ResultDescription:s DurationMs:l CorrelationId:s ResourceGroup:s Identity:s
     Level:s Location:s AADTenantId:s AppId:s AppOwnerTenantId:s AuthenticationProcessingDetails:s
     ConditionalAccessPolicies:s ConditionalAccessStatus:s CreatedDateTime:t Id:s IPAddress:s
     LocationDetails:s ResourceDisplayName:s ResourceIdentity:s ResourceOwnerTenantId:s
     ResourceServicePrincipalId:s ServicePrincipalCredentialKeyId:s ServicePrincipalId:s
     ServicePrincipalName:s UniqueTokenIdentifier:s Type:s`,
  ),
  AuditLogs: sampleTable(
    'AuditLogs',
    'entra',
    ['Id'],
    `SourceSystem:s TimeGenerated:t ResourceId:s OperationName:s OperationVersion:s Category:s
     ResultType:s ResultSignature:s ResultDescription:s DurationMs:l CorrelationId:s Resource:s
     ResourceGroup:s Identity:s Level:s AdditionalDetails:d Id:s InitiatedBy:d LoggedByService:s Result:s
     ResultReason:s TargetResources:d AADTenantId:s ActivityDisplayName:s ActivityDateTime:t
     AADOperationType:s Type:s TenantId:s`,
  ),
  AADUserRiskEvents: sampleTable(
    'AADUserRiskEvents',
    'entra',
    ['Id', 'LastUpdatedDateTime', 'RiskState'],
    `TenantId:s Activity:s ActivityDateTime:t AdditionalInfo:d CorrelationId:s DetectedDateTime:t
     DetectionTimingType:s Id:s IpAddress:s LastUpdatedDateTime:t Location:d RequestId:s RiskDetail:s
     RiskEventType:s RiskLevel:s RiskState:s Source:s TokenIssuerType:s UserDisplayName:s UserId:s
     UserPrincipalName:s TimeGenerated:t OperationName:s SourceSystem:s Type:s`,
  ),
  MicrosoftGraphActivityLogs: sampleTable(
    'MicrosoftGraphActivityLogs',
    'entra',
    ['RequestId'],
    `TenantId:s TimeGenerated:t Location:s RequestId:s OperationId:s ClientRequestId:s ApiVersion:s
     RequestMethod:s ResponseStatusCode:i AadTenantId:s IPAddress:s UserAgent:s RequestUri:s DurationMs:i
     ResponseSizeBytes:i SignInActivityId:s Roles:s SessionId:s DeviceId:s UniqueTokenId:s
     TokenIssuedAt:t AppId:s UserId:s ServicePrincipalId:s Scopes:s IdentityProvider:s ClientAuthMethod:i
     Wids:s SourceSystem:s Type:s`,
  ),
  AzureActivity: sampleTable(
    'AzureActivity',
    'azure',
    ['EventDataId', 'CorrelationId', 'OperationNameValue', 'ActivityStatusValue', 'TimeGenerated'],
    `OperationName:s OperationNameValue:s Level:s ActivityStatus:s ActivityStatusValue:s
     ActivitySubstatus:s ActivitySubstatusValue:s ResourceGroup:s SubscriptionId:s CorrelationId:s
     Caller:s CallerIpAddress:s Category:s CategoryValue:s HTTPRequest:s Properties:s
     EventSubmissionTimestamp:t Authorization:s ResourceId:s OperationId:s ResourceProvider:s
     ResourceProviderValue:s Resource:s EventDataId:s TenantId:s TimeGenerated:t SourceSystem:s
     Authorization_d:d Claims:s Claims_d:d Properties_d:d Hierarchy:s Type:s _ResourceId:s
     _SubscriptionId:s`,
  ),
  StorageBlobLogs: sampleTable(
    'StorageBlobLogs',
    'azure',
    ['CorrelationId', 'OperationName', 'ObjectKey', 'TimeGenerated'],
    `TenantId:s TimeGenerated:t AccountName:s Location:s Protocol:s OperationName:s AuthenticationType:s
     StatusCode:s StatusText:s DurationMs:r ServerLatencyMs:r Uri:s CallerIpAddress:s CorrelationId:s
     SchemaVersion:s OperationVersion:s AuthenticationHash:s RequesterObjectId:s RequesterTenantId:s
     RequesterAppId:s RequesterAudience:s RequesterTokenIssuer:s RequesterUpn:s AuthorizationDetails:d
     UserAgentHeader:s ReferrerHeader:s ClientRequestId:s Etag:s ServiceType:s OperationCount:i
     ObjectKey:s RequestHeaderSize:l RequestBodySize:l ResponseHeaderSize:l ResponseBodySize:l
     LastModifiedTime:t ContentLengthHeader:l Category:s TlsVersion:s MetricResponseType:s SourceSystem:s
     Type:s _ResourceId:s _SubscriptionId:s`,
  ),
  AZKVAuditLogs: sampleTable(
    'AZKVAuditLogs',
    'azure',
    ['CorrelationId', 'OperationName', 'TimeGenerated'],
    `TenantId:s TimeGenerated:t ResultType:s OperationName:s ResultDescription:s CorrelationId:s
     CallerIpAddress:s OperationVersion:s Identity:d Properties:d Id:s ClientInfo:s HttpStatusCode:i
     RequestUri:s IsAddressAuthorized:b IsAccessPolicyMatch:b IsRbacAuthorized:b AppliedAssignmentId:s
     Tlsversion:s ResultSignature:s DurationMs:i SourceSystem:s Type:s _ResourceId:s _SubscriptionId:s`,
  ),
  SQLSecurityAuditEvents: sampleTable(
    'SQLSecurityAuditEvents',
    'azure',
    ['EventId', 'SequenceNumber'],
    `TenantId:s LogicalServerName:s ResourceGroup:s TimeGenerated:t Category:s AuditSchemaVersion:i
     EventTime:t SequenceNumber:i ActionId:s ActionName:s Succeeded:b IsColumnPermission:b SessionId:i
     ServerPrincipalId:i DatabasePrincipalId:i ObjectId:i TransactionId:l ClassType:s
     ClassTypeDescription:s SecurableClassType:s DurationMs:l ResponseRows:l AffectedRows:l ClientIp:s
     SequenceGroupId:s SessionServerPrincipalName:s ServerPrincipalName:s DatabasePrincipalName:s
     DatabaseName:s SchemaName:s ObjectName:s Statement:s AdditionalInformation:s ApplicationName:s
     ConnectionId:s HostName:s IsServerLevelAudit:b EventId:s SourceSystem:s Type:s _ResourceId:s
     _SubscriptionId:s`,
  ),
  AZFWNetworkRule: sampleTable(
    'AZFWNetworkRule',
    'azure',
    ['TimeGenerated', 'SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort'],
    `TenantId:s TimeGenerated:t Protocol:s SourceIp:s SourcePort:i DestinationIp:s DestinationPort:i
     Action:s Policy:s RuleCollectionGroup:s RuleCollection:s Rule:s ActionReason:s SourceSystem:s Type:s
     _ResourceId:s _SubscriptionId:s`,
  ),
  AZFWApplicationRule: sampleTable(
    'AZFWApplicationRule',
    'azure',
    ['TimeGenerated', 'SourceIp', 'SourcePort', 'Fqdn'],
    `TenantId:s TimeGenerated:t Protocol:s SourceIp:s SourcePort:i DestinationPort:i Fqdn:s TargetUrl:s
     Action:s Policy:s RuleCollectionGroup:s RuleCollection:s Rule:s ActionReason:s IsTlsInspected:b
     WebCategory:s IsExplicitProxyRequest:b SourceSystem:s Type:s _ResourceId:s _SubscriptionId:s`,
  ),
  AGWAccessLogs: sampleTable(
    'AGWAccessLogs',
    'azure',
    ['TransactionId'],
    `TenantId:s TimeGenerated:t OperationName:s ListenerName:s RuleName:s BackendPoolName:s
     BackendSettingName:s InstanceId:s ClientIp:s ClientPort:i HttpMethod:s RequestUri:s RequestQuery:s
     UserAgent:s HttpStatus:i HttpVersion:s ReceivedBytes:i SentBytes:i ClientResponseTime:r TimeTaken:r
     WafEvaluationTime:r WafMode:s TransactionId:s SslEnabled:s SslCipher:s SslProtocol:s
     SslClientVerify:s ServerRouted:s ServerStatus:i ServerResponseLatency:r ErrorInfo:s Host:s
     OriginalRequestUriWithArgs:s OriginalHost:s SourceSystem:s Type:s _ResourceId:s _SubscriptionId:s`,
  ),
  AGWFirewallLogs: sampleTable(
    'AGWFirewallLogs',
    'azure',
    ['TransactionId', 'RuleId', 'Action'],
    `TenantId:s TimeGenerated:t OperationName:s InstanceId:s ClientIp:s ClientPort:i RequestUri:s
     RuleSetType:s RuleSetVersion:s RuleId:s Message:s Action:s Site:s DetailedMessage:s DetailedData:s
     FileDetails:s LineDetails:s Hostname:s TransactionId:s PolicyId:s PolicyScope:s PolicyScopeName:s
     ParanoiaLevel:s SourceSystem:s Type:s _ResourceId:s _SubscriptionId:s`,
  ),
  OfficeActivity: sampleTable(
    'OfficeActivity',
    'office',
    ['OfficeId'],
    `TenantId:s Application:s UserAgent:s RecordType:s TimeGenerated:t Operation:s OrganizationId:s
     UserType:s UserKey:s OfficeWorkload:s ResultStatus:s OfficeObjectId:s UserId:s ClientIP:s Site_:s
     ItemType:s EventSource:s Site_Url:s SourceRelativeUrl:s SourceFileName:s SourceFileExtension:s
     UserSharedWith:s SharingType:s Parameters:s ExternalAccess:s OriginatingServer:s OrganizationName:s
     Logon_Type:s InternalLogonType:i MailboxGuid:s MailboxOwnerUPN:s LogonUserSid:s ClientInfoString:s
     Client_IPAddress:s ClientProcessName:s ClientVersion:s Folder:s Folders:s AffectedItems:s Item:s
     SourceSystem:s OfficeId:s Start_Time:t OfficeTenantId:s Members:d TeamName:s ChannelName:s
     CommunicationType:s OperationProperties:d AppId:s ClientAppId:s IsManagedDevice:b AppAccessContext:d
     Type:s`,
  ),
  EmailEvents: sampleTable(
    'EmailEvents',
    'defender',
    ['NetworkMessageId', 'RecipientEmailAddress'],
    `TenantId:s AttachmentCount:i AuthenticationDetails:s AdditionalFields:d ConfidenceLevel:s
     Connectors:s DetectionMethods:s DeliveryAction:s DeliveryLocation:s EmailClusterId:l
     EmailDirection:s EmailLanguage:s EmailAction:s OrgLevelAction:s OrgLevelPolicy:s InternetMessageId:s
     NetworkMessageId:s RecipientEmailAddress:s RecipientObjectId:s ReportId:s SenderDisplayName:s
     SenderFromAddress:s SenderFromDomain:s SenderObjectId:s SenderIPv4:s SenderIPv6:s
     SenderMailFromAddress:s SenderMailFromDomain:s Subject:s ThreatTypes:s ThreatNames:s TimeGenerated:t
     UrlCount:i UserLevelAction:s UserLevelPolicy:s BulkComplaintLevel:i LatestDeliveryLocation:s
     LatestDeliveryAction:s DistributionList:s SourceSystem:s Type:s Timestamp:t`,
  ),
  EmailUrlInfo: sampleTable(
    'EmailUrlInfo',
    'defender',
    ['NetworkMessageId', 'Url'],
    `TenantId:s NetworkMessageId:s ReportId:s TimeGenerated:t Url:s UrlLocation:s UrlDomain:s
     SourceSystem:s Type:s Timestamp:t`,
  ),
  UrlClickEvents: sampleTable(
    'UrlClickEvents',
    'defender',
    ['ReportId'],
    `TenantId:s TimeGenerated:t Url:s ActionType:s AccountUpn:s Workload:s NetworkMessageId:s IPAddress:s
     ThreatTypes:s DetectionMethods:s IsClickedThrough:b UrlChain:s ReportId:s SourceSystem:s Type:s
     Timestamp:t`,
  ),
  AlertInfo: sampleTable(
    'AlertInfo',
    'defender',
    ['AlertId'],
    `TenantId:s TimeGenerated:t AlertId:s Title:s Category:s Severity:s ServiceSource:s DetectionSource:s
     AttackTechniques:s SourceSystem:s Type:s Timestamp:t`,
  ),
  AlertEvidence: sampleTable(
    'AlertEvidence',
    'defender',
    ['AlertId', 'EntityType', 'EvidenceRole', 'AccountUpn', 'RemoteIP', 'RemoteUrl'],
    `TenantId:s TimeGenerated:t AlertId:s Title:s Categories:s AttackTechniques:s ServiceSource:s
     DetectionSource:s EntityType:s EvidenceRole:s FileName:s FolderPath:s SHA1:s SHA256:s FileSize:l
     ThreatFamily:s RemoteIP:s RemoteUrl:s AccountName:s AccountDomain:s AccountSid:s AccountObjectId:s
     AccountUpn:s DeviceId:s DeviceName:s LocalIP:s NetworkMessageId:s EmailSubject:s ApplicationId:i
     Application:s OAuthApplicationId:s AdditionalFields:d CloudPlatform:s CloudResource:s Severity:s
     SourceSystem:s Type:s Timestamp:t`,
  ),
  SecurityAlert: sampleTable(
    'SecurityAlert',
    'sentinel',
    ['SystemAlertId', 'TimeGenerated'],
    `TimeGenerated:t DisplayName:s AlertName:s AlertSeverity:s Description:s ProviderName:s VendorName:s
     VendorOriginalId:s SystemAlertId:s ResourceId:s AlertType:s ConfidenceLevel:s ConfidenceScore:r
     IsIncident:b StartTime:t EndTime:t ProcessingEndTime:t RemediationSteps:s ExtendedProperties:s
     Entities:s WorkspaceSubscriptionId:s WorkspaceResourceGroup:s ExtendedLinks:s ProductName:s
     ProductComponentName:s AlertLink:s Status:s CompromisedEntity:s Tactics:s Techniques:s
     SubTechniques:s Type:s`,
  ),
  SecurityIncident: sampleTable(
    'SecurityIncident',
    'sentinel',
    ['IncidentName', 'LastModifiedTime'],
    `TenantId:s TimeGenerated:t IncidentName:s Title:s Description:s Severity:s Status:s Classification:s
     ClassificationComment:s ClassificationReason:s Owner:d ProviderName:s ProviderIncidentId:s
     FirstActivityTime:t LastActivityTime:t FirstModifiedTime:t LastModifiedTime:t CreatedTime:t
     ClosedTime:t IncidentNumber:i RelatedAnalyticRuleIds:d AlertIds:d BookmarkIds:d Comments:d Tasks:d
     Labels:d IncidentUrl:s AdditionalData:d ModifiedBy:s SourceSystem:s Type:s`,
  ),
  NSGFlowLogs_CL: sampleTable(
    'NSGFlowLogs_CL',
    'azure',
    ['TimeGenerated', 'MacAddress', 'SrcIp', 'SrcPort', 'DestIp', 'DestPort', 'FlowState'],
    `TimeGenerated:t FlowLogVersion:i MacAddress:s ResourceId:s AclId:s Rule:s SrcIp:s DestIp:s SrcPort:i
     DestPort:i Protocol:s FlowDirection:s FlowStatus:s FlowState:s FlowEncryption:s PacketsSrcToDest:l
     BytesSrcToDest:l PacketsDestToSrc:l BytesDestToSrc:l`,
  ),
  VNetFlowLogs_CL: sampleTable(
    'VNetFlowLogs_CL',
    'azure',
    ['TimeGenerated', 'MacAddress', 'SrcIp', 'SrcPort', 'DestIp', 'DestPort', 'FlowState'],
    `TimeGenerated:t FlowLogVersion:i MacAddress:s ResourceId:s AclId:s Rule:s SrcIp:s DestIp:s SrcPort:i
     DestPort:i Protocol:s FlowDirection:s FlowStatus:s FlowState:s FlowEncryption:s PacketsSrcToDest:l
     BytesSrcToDest:l PacketsDestToSrc:l BytesDestToSrc:l`,
  ),
} as const satisfies Record<string, SampleTable>;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
