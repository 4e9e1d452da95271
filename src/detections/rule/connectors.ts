/** Ids of data connectors that rules over Microsoft's and the most common other sources require. There are hundreds more. */
export const CONNECTORS: readonly string[] =
  `AIVectraDetect AlibabaCloud ApacheHTTPServer ApacheTomcat AWS AWSS3 AzureActiveDirectory
  AzureActiveDirectoryIdentityProtection AzureActivity AzureAdvancedThreatProtection AzureFirewall
  AzureInformationProtection AzureKeyVault AzureKubernetes AzureMonitor(IIS) AzureMonitor(Keyvault) AzureNSG
  AzureSecurityCenter AzureSql AzureStorageAccount BehaviorAnalytics Box CEF CefAma CheckPoint CiscoASA CiscoAsaAma
  CiscoFirepowerEStreamer CiscoISE CiscoMeraki CiscoSEG CiscoUmbrellaDataConnector CitrixWAF Cloudflare
  CrowdStrikeFalconEndpointProtection CustomLogsAma DDOS DNS Dynamics365 DynamicSummaries F5 Forcepoint Fortinet
  FortinetAma GCPAuditLogsDefinition GCPDNSDataConnector GCPIAMDataConnector GitHub GWorkspaceRAPI IdentityInfo
  InfobloxNIOS IoT MicrosoftCloudAppSecurity MicrosoftDefenderAdvancedThreatProtection
  MicrosoftDefenderForCloudTenantBased MicrosoftDefenderThreatIntelligence MicrosoftSysmonForLinux
  MicrosoftThreatProtection Office365 OfficeATP OfficeIRM OfficePowerBI OktaSSO OktaSSOv2 PaloAltoNetworks
  PaloAltoNetworksAma PremiumMicrosoftDefenderForThreatIntelligence PulseConnectSecure QualysVulnerabilityManagement
  SAP SecurityEvents SentinelOne ServiceNow SlackAuditAPI SnowFlake SophosXGFirewall SquidProxy SymantecEndpointProtection
  Syslog SyslogAma ThreatIntelligence ThreatIntelligenceTaxii ThreatIntelligenceUploadIndicatorsAPI TrendMicro VMwareESXi
  WAF WindowsFirewall WindowsFirewallAma WindowsForwardedEvents WindowsSecurityEvents WireX_Systems_NFP
  ZeroNetworksSegmentAuditFunction Zscaler ZscalerAma`.split(/\s+/);
