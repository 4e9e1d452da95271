import { join, resolve } from 'node:path';
import { simulatorSettings } from '../../test/simulator/settings.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../test/simulator/simulator.ts';

/** A simulated tenant and the settings with which Azimuth is signed in to it. */
export interface Tenant {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly simulator: Simulator;
  close(): Promise<void>;
}

const LARGE: SimulatorOptions = { rows: 16_000, incidents: 3_700, resources: 500 };

/** @param folder where its throw-away certificates are put */
export async function startTenant(folder: string, size = LARGE): Promise<Tenant> {
  const simulator = await startSimulator(size);
  const settings = await simulatorSettings(simulator, join(resolve(folder), 'tenant'));
  return { settings, simulator, close: () => simulator.close() };
}
