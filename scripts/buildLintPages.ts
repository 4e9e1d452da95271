/** Writes docs/lint: a page for each code of the lint, made from its catalogue. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { lintPages } from '../src/detections/lint/pages.ts';

mkdirSync('docs/lint', { recursive: true });
for (const [name, text] of lintPages()) writeFileSync(`docs/lint/${name}`, text);
