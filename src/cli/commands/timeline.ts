import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ATTACK_VERSIONS, NEWEST_ATTACK_VERSION } from '../../attack/data/attackData.ts';
import { AzimuthError } from '../../base/errors.ts';
import type { Story } from '../../exchange/exchange.ts';
import { EXPORT_FORMATS, type ExportFormat, exportFormat } from '../../exchange/formats.ts';
import { draftsOf, readTimesketch } from '../../exchange/readTimesketch.ts';
import type { CaseSession } from '../../session/api.ts';
import {
  type Command,
  EXIT,
  type ExitCode,
  parse,
  type Terminal,
  usageError,
  wholeNumber,
} from '../command.ts';
import { readInput } from '../queryText.ts';
import { withCase } from '../openings.ts';
import { plain } from '../../base/plainText.ts';

const MOST_EVENTS = 10_000;
const STANDARD_OUTPUT = '-';

export const timeline: Command = {
  name: 'timeline',
  summary: 'export the timeline of a case, or add to it',
  help: `Usage: azimuth timeline --case DIR --export FORMAT --out FILE [--layer curated|observed] [--json]
       azimuth timeline --case DIR --import FILE [--json]

Writes the curated events of the case for another tool, or where it has none the observed ones that a mapping rule
has a technique for. What the format cannot hold is said in the file and here.

  --export FORMAT        one of
${EXPORT_FORMATS.map(({ id, label }) => `      ${id.padEnd(18)} ${label}`).join('\n')}

  --layer LAYER          curated or observed, whatever the case has
  --attack-version V     name techniques as this version does: ${ATTACK_VERSIONS.join(', ')}
  --limit N              observed events past N are left out and counted; ${MOST_EVENTS} unless given
  --out FILE             - writes a text format to standard output, for another program
  --json                 print {format, file, layer, events, cut, losses}
  --import FILE          add the events of a Timesketch file (JSON Lines or CSV); those that are there already stay as
                         they are. With --json prints {file, added, known, rejected: [{line, reason}]}; a rejected
                         line is a finding

A PNG is drawn here, pixel by pixel, from the events; a picture of what an editor shows is made in the editor.`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      case: { type: 'string' },
      export: { type: 'string' },
      import: { type: 'string' },
      out: { type: 'string' },
      layer: { type: 'string' },
      limit: { type: 'string' },
      'attack-version': { type: 'string', default: NEWEST_ATTACK_VERSION },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length > 0) throw usageError(`"${positionals.join(' ')}" is more than was asked for`);
    const { layer, out } = values;
    const version = values['attack-version'];
    const { import: given } = values;
    if (given !== undefined) {
      if (values.export !== undefined) throw usageError('--import and --export are two calls');
      return withCase(values.case, terminal, (session) => importFile(session, given, terminal, values.json));
    }
    if (values.export === undefined)
      throw usageError(`--export FORMAT is missing: one of ${EXPORT_FORMATS.map(({ id }) => id).join(', ')}`);
    if (out === undefined) throw usageError('--out FILE is missing');
    if (layer !== undefined && layer !== 'curated' && layer !== 'observed')
      throw usageError(`--layer is curated or observed, not "${layer}"`);
    if (!ATTACK_VERSIONS.includes(version))
      throw usageError(`ATT&CK ${version} is not known; there are ${ATTACK_VERSIONS.join(', ')}`);
    const format = knownFormat(values.export);
    if (out === STANDARD_OUTPUT && values.json)
      throw usageError('--json and --out - would both write to standard output');
    const limit = wholeNumber(values.limit, '--limit', 1) ?? MOST_EVENTS;
    return withCase(values.case, terminal, async (session) => {
      const story = await storyOf(session, layer, limit, version, terminal);
      const { content, losses } = format.make(story);
      const { events, cut } = story;
      if (out === STANDARD_OUTPUT) await print(content, format.id, terminal);
      else await write(resolve(terminal.cwd, out), content);
      if (values.json)
        await terminal.out(
          `${JSON.stringify({ format: format.id, file: out, layer: story.layer, events: events.length, cut, losses })}\n`,
        );
      else {
        const said = `${format.label}, ${events.length} ${story.layer} events`;
        if (out === STANDARD_OUTPUT) terminal.note(said);
        else await terminal.out(`${plain(out)}: ${said}\n`);
        for (const loss of losses) terminal.note(`not in the file: ${plain(loss)}`);
      }
      return EXIT.asked;
    });
  },
};

async function importFile(
  session: CaseSession,
  path: string,
  terminal: Terminal,
  json: boolean,
): Promise<ExitCode> {
  const { lines, rejected } = readTimesketch(await readInput(resolve(terminal.cwd, path)));
  const { pinned, known } = await session.addEvents(draftsOf({ lines, rejected }), 'timesketch');
  if (json)
    await terminal.out(
      `${JSON.stringify({ file: path, added: pinned.length, known: known.length, rejected })}\n`,
    );
  else {
    await terminal.out(`${plain(path)}: ${pinned.length} events added, ${known.length} known already\n`);
    for (const { line, reason } of rejected) terminal.note(`line ${line} ${plain(reason)}`);
  }
  return rejected.length > 0 ? EXIT.finding : EXIT.asked;
}

function knownFormat(id: string): ExportFormat {
  try {
    return exportFormat(id);
  } catch (error) {
    if (error instanceof AzimuthError)
      throw usageError([error.message, ...(error.guidance.next ?? [])].join(' '));
    throw error;
  }
}

async function storyOf(
  session: CaseSession,
  layer: 'curated' | 'observed' | undefined,
  limit: number,
  attackVersion: string,
  terminal: Terminal,
): Promise<Story> {
  const { signal } = terminal;
  const { info } = await session.summary();
  const curated = layer === 'observed' ? undefined : await session.story({ layer: 'curated', limit }, signal);
  const useCurated = curated !== undefined && (layer === 'curated' || curated.events.length > 0);
  if (!useCurated && layer === undefined)
    terminal.note(
      'the case has no curated event; these are the observed ones that a mapping rule has a technique for',
    );
  const parts = useCurated ? curated : await session.story({ layer: 'observed', limit }, signal);
  return {
    title: info.title,
    caseId: info.id,
    layer: useCurated ? 'curated' : 'observed',
    attackVersion,
    made: new Date().toISOString(),
    ...parts,
  };
}

async function print(content: string | Uint8Array, format: string, terminal: Terminal): Promise<void> {
  if (typeof content !== 'string') throw usageError(`${format} is no text; name a file`);
  await terminal.out(content.endsWith('\n') ? content : `${content}\n`);
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new AzimuthError(
      'export.not-written',
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      {
        unharmed: 'the case is unchanged',
        next: [
          existsSync(dirname(path)) ? 'Name another file.' : 'Make its folder first, or name another file.',
        ],
      },
    );
  }
}
