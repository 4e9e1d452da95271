/** The child process that holds an open case: `node process.js FOLDER`, spoken to over its IPC channel. */
import { defaultParts } from './defaultParts.ts';
import { openCase } from './openCase.ts';
import { serveCase } from './serveCase.ts';

await serveCase(() => openCase(process.argv[2] ?? '', defaultParts));
