import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AzimuthError } from '../base/errors.ts';

/** What a command may touch of the outside, so that tests can stand in for it. */
export interface Terminal {
  /** One document or stream for whoever asked; with --json nothing else goes here. */
  out(text: string): Promise<void>;
  /** Progress, warnings and errors for a person. */
  note(text: string): void;
  readonly interactive: boolean;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

export const EXIT = { asked: 0, finding: 1, usage: 2, failed: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What --help prints. */
  readonly help: string;
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

export function usageError(message: string): AzimuthError {
  return new AzimuthError('usage.invalid', message);
}

/** node:util's parseArgs, strict, with its complaints as usage errors. */
export function parse<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '');
  }
}

/** The only positional argument. */
export function single(positionals: readonly string[], name: string): string {
  const [value, ...more] = positionals;
  if (value === undefined) throw usageError(`${name} is missing`);
  if (more.length > 0) throw usageError(`"${more.join(' ')}" is more than was asked for`);
  return value;
}

/** A whole number of at least `least`; undefined where the flag was not given. */
export function wholeNumber(text: string | undefined, flag: string, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw usageError(`${flag} takes a whole number of at least ${least}, not "${text}"`);
  return value;
}
