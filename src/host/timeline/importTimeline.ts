import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { counted } from '../../base/counts.ts';
import type { Pins } from './pins.ts';

const MOST_BYTES = 64 << 20;

/** Reads a Timesketch file back onto the timeline; duplicates are known by their content, lines that are none are counted. */
export async function importTimeline(pins: Pins): Promise<void> {
  const [place] =
    (await vscode.window.showOpenDialog({
      title: 'Import Timeline',
      filters: { Timesketch: ['jsonl', 'json', 'csv'] },
    })) ?? [];
  if (!place) return;
  const { size } = await vscode.workspace.fs.stat(place);
  if (size > MOST_BYTES)
    throw new AzimuthError('exchange.too-large', `The file is larger than ${MOST_BYTES >> 20} MB.`, {
      unharmed: 'the timeline is unchanged',
      next: ['Import it as logs: Azimuth: Import Logs...'],
    });
  const { draftsOf, readTimesketch } = await import('../../exchange/readTimesketch.ts');
  const file = readTimesketch(Buffer.from(await vscode.workspace.fs.readFile(place)).toString('utf8'));
  await pins.add(draftsOf(file), 'timesketch');
  if (file.rejected.length > 0)
    void vscode.window.showWarningMessage(
      `${counted(file.rejected.length, 'line')} of the file ${file.rejected.length === 1 ? 'is' : 'are'} no event: line ${file.rejected[0]?.line} ${file.rejected[0]?.reason}.`,
    );
}
