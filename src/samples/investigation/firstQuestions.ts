/** The notebook that the sample investigation opens with: each question leans on the answers above it. */
export const FIRST_QUESTIONS = `---
title: First questions
---

# First questions

An incident is open. These questions start from it and follow what they find: no name and no address is written
into them, so they work the same on your own logs. Run them in order, read each answer before the next, and pin the
rows that belong to the story.

## What is open?

Every change of an incident is a row of its own; the newest row is how it stands.

\`\`\`kql name=open_incidents
SecurityIncident
| summarize arg_max(TimeGenerated, *) by IncidentNumber
| where Status != "Closed"
| project IncidentNumber, CreatedTime, Severity, Status, Title, AlertIds
| sort by CreatedTime desc
\`\`\`

## What do the alerts of the most severe one say?

\`\`\`kql name=alerts
open_incidents
| where Severity == "High"
| mv-expand AlertId = AlertIds to typeof(string)
| join kind=inner (SecurityAlert | summarize arg_max(TimeGenerated, *) by SystemAlertId) on $left.AlertId == $right.SystemAlertId
| project StartTime, EndTime, AlertName, AlertSeverity, CompromisedEntity, Tactics, Techniques, Description
| sort by StartTime asc
\`\`\`

## Was a session used from more than one place?

A session belongs to one sign-in. When tokens of the same session are used from a second address, ask who carried it
there: a person on the move has the same device, a thief has not.

\`\`\`kql name=sessions
union
    (SigninLogs | where ResultType == "0" | project TimeGenerated, UserPrincipalName, SessionId, IPAddress, Location),
    (AADNonInteractiveUserSignInLogs | where ResultType == "0" | project TimeGenerated, UserPrincipalName, SessionId, IPAddress, Location)
| where isnotempty(SessionId)
| summarize First = min(TimeGenerated), Last = max(TimeGenerated), Addresses = make_set(IPAddress, 20), Countries = make_set(Location, 20) by SessionId, UserPrincipalName
| where array_length(Addresses) > 1
| sort by First asc
\`\`\`

\`\`\`kql name=addresses
sessions
| mv-expand IPAddress = Addresses to typeof(string)
| distinct IPAddress
\`\`\`

## How did those sign-ins look?

\`\`\`kql
SigninLogs
| where IPAddress in (addresses)
| extend Device = tostring(DeviceDetail.displayName), Browser = tostring(DeviceDetail.browser)
| project TimeGenerated, UserPrincipalName, AppDisplayName, ResultType, IPAddress, Location, AuthenticationRequirement, RiskLevelDuringSignIn, Device, Browser, SessionId
| sort by TimeGenerated asc
\`\`\`

## What had the person clicked on?

\`\`\`kql
UrlClickEvents
| join kind=inner (sessions | project UserPrincipalName, First) on $left.AccountUpn == $right.UserPrincipalName
| where TimeGenerated between ((First - 1h) .. (First + 5m))
| join kind=leftouter (EmailEvents | project NetworkMessageId, RecipientEmailAddress, SenderFromAddress, SenderDisplayName, Subject) on NetworkMessageId
| where RecipientEmailAddress =~ AccountUpn
| project TimeGenerated, AccountUpn, Url, ActionType, SenderFromAddress, SenderDisplayName, Subject
\`\`\`

## What was changed in the directory from there?

\`\`\`kql
AuditLogs
| extend Actor = tostring(InitiatedBy.user.userPrincipalName), Address = tostring(InitiatedBy.user.ipAddress)
| where Address in (addresses)
| project TimeGenerated, OperationName, Actor, Address, Target = tostring(TargetResources[0].displayName), Result, ResultReason
| sort by TimeGenerated asc
\`\`\`

## What was done in the subscriptions?

Look at the hour before you judge: an administrator ran commands on many machines in the week before, at night and from home.

\`\`\`kql
AzureActivity
| where CallerIpAddress in (addresses) and ActivityStatusValue == "Success"
| project TimeGenerated, OperationNameValue, Caller, CallerIpAddress, ResourceGroup, Resource = tostring(split(ResourceId, "/")[-1])
| sort by TimeGenerated asc
\`\`\`

\`\`\`kql
AzureActivity
| where OperationNameValue endswith "RUNCOMMAND/ACTION" and ActivityStatusValue == "Success"
| summarize Machines = dcount(ResourceId), First = min(TimeGenerated), Last = max(TimeGenerated) by Caller, CallerIpAddress
| sort by First asc
\`\`\`

## Which secrets were read?

\`\`\`kql
AZKVAuditLogs
| where CallerIpAddress in (addresses)
| project TimeGenerated, OperationName, Id, ResultSignature, CallerIpAddress
| sort by TimeGenerated asc
\`\`\`

## What left the storage accounts?

\`\`\`kql
StorageBlobLogs
| extend Address = tostring(split(CallerIpAddress, ":")[0])
| where Address in (addresses)
| summarize Requests = count(), Bytes = sum(ResponseBodySize), First = min(TimeGenerated), Last = max(TimeGenerated) by AccountName, OperationName, AuthenticationType, UserAgentHeader, Address
| sort by First asc
\`\`\`

## Does a machine still talk to the address?

\`\`\`kql
VNetFlowLogs_CL
| where DestIp in (addresses)
| project TimeGenerated, SrcIp, DestIp, DestPort, FlowState, BytesSrcToDest, BytesDestToSrc
| sort by TimeGenerated asc
\`\`\`
`;
