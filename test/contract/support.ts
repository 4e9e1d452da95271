import { type Simulator, startSimulator } from '../simulator/simulator.ts';

export { cloudOf, signIn, TestCredential } from './signIn.ts';

let running: Promise<Simulator> | undefined;

/** One simulator for the suite: starting it takes longer than a test. */
export function sharedSimulator(): Promise<Simulator> {
  return (running ??= startSimulator());
}

after(async () => {
  await (await running)?.close();
});

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('it was to fail and did not');
}
