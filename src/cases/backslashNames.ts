import type { VerifyFinding } from '../domain/verifyReport.ts';
import type { Storage } from './storage.ts';

/** What an archive of Windows becomes where it was unpacked without making folders of its names. */
export async function backslashNames(storage: Storage): Promise<readonly VerifyFinding[]> {
  const names = (await storage.list('')).map(({ name }) => name).filter((name) => name.includes('\\'));
  const [first, ...others] = names;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [
    {
      code: 'case.backslash-name',
      file: first,
      message: `The name has a backslash${more}: an archive was unpacked that made no folders of such names; unpack it with another program`,
    },
  ];
}
