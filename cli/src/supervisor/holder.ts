import { startOfProcess } from '@switchyard/service-kit';
import { z } from 'zod';
import type { Layout } from '../network/layout.ts';
import { parseJson, readText } from '../network/state.ts';
import { askControl } from './control.ts';

const schema = z.object({ pid: z.number().int().positive(), start: z.string().optional() });

/** The process that runs the network of this folder. */
export type Holder = {
  readonly pid: number | undefined;
  readonly isRunning: () => boolean;
};

/** Who runs the network, told by its file, or by its socket when that file is damaged; undefined when nobody does. */
export async function findHolder(layout: Layout): Promise<Holder | undefined> {
  const text = await readText(layout.supervisorFile);
  if (text === undefined) return undefined;
  const { data } = schema.safeParse(parseJson(text));
  if (data?.start !== undefined) {
    const { pid, start } = data;
    const isRunning = (): boolean => startOfProcess(pid) === start;
    return isRunning() ? { pid, isRunning } : answering(layout);
  }
  return answering(layout);
}

async function answering(layout: Layout): Promise<Holder | undefined> {
  try {
    await askControl(layout, 'GET', '/children', undefined, { timeoutMs: 5_000 });
    return { pid: undefined, isRunning: () => false };
  } catch {
    return undefined;
  }
}
