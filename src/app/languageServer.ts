import { fileURLToPath } from 'node:url';

/** The language server's program, which is a process of its own. */
export const languageServer = fileURLToPath(new URL('../language-server/main.ts', import.meta.url));
