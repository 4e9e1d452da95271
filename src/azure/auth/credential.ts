/** The port through which tokens come; adapters are beside this file and in the editor's own code. */
export type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
