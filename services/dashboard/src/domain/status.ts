import { at, decimalAt, type Json, textAt } from './json.ts';
import type { Topology } from './topology.ts';

/** A head of a rollup. */
export type Head = { readonly number: string; readonly height: string | null; readonly hash: string | null };

/** What /api/status says. Heights are decimal strings, null where nobody knows. */
export type NetworkStatus = {
  readonly network: {
    readonly chainId: string;
    readonly height: string | null;
    readonly daHeight: string | null;
    readonly confirmedHeight: string | null;
    readonly backlogBytes: string | null;
    readonly budgetBytes: string | null;
    /** Why the sequencer takes no data, or less than it could; null when it takes all. */
    readonly waitingFor: string | null;
  };
  readonly rollups: readonly {
    readonly name: string;
    readonly chainId: number;
    readonly soft: Head | null;
    readonly firm: Head | null;
    readonly daHeight: string | null;
    /** Heights behind the sequencer. */
    readonly softLag: string | null;
    readonly firmLag: string | null;
    readonly mode: string | null;
    readonly waitingFor: string | null;
    readonly mismatch: Json;
  }[];
  readonly services: readonly {
    readonly service: string;
    readonly rollup?: string;
    readonly why: string | null;
  }[];
};

/** What the services say of themselves, by `service` or `service@rollup`. */
export type Said = ReadonlyMap<
  string,
  { readonly status: Json | undefined; readonly why: string | undefined }
>;

/** Joins what all services say. */
export function statusOf(topology: Topology, said: Said): NetworkStatus {
  const of = (name: string): Json | undefined => said.get(name)?.status;
  const height = decimalAt(of('sequencer-app'), 'height');
  return {
    network: {
      chainId: topology.network.chainId,
      height,
      daHeight: decimalAt(of('local-da'), 'height'),
      confirmedHeight: decimalAt(of('da-writer'), 'confirmedHeight'),
      backlogBytes: decimalAt(of('sequencer-app'), 'backlogBytes'),
      budgetBytes: decimalAt(of('sequencer-app'), 'budgetBytes'),
      waitingFor: joinedWaits(throttleOf(of('sequencer-app')), queueOf(of('relayer'), of('da-writer'))),
    },
    rollups: topology.rollups.map(({ name, chainId }) => {
      const conductor = of(`conductor@${name}`);
      const soft = headAt(conductor, 'soft');
      const firm = headAt(conductor, 'firm');
      return {
        name,
        chainId,
        soft,
        firm,
        daHeight: decimalAt(conductor, 'daHeight'),
        softLag: lagOf(height, soft),
        firmLag: lagOf(height, firm),
        mode: textAt(conductor, 'mode'),
        waitingFor: said.get(`conductor@${name}`)?.why ?? waitingText(at(conductor, 'waitingFor')),
        mismatch: at(conductor, 'mismatch') ?? null,
      };
    }),
    services: topology.services.map(({ service, rollup }) => ({
      service,
      ...(rollup === undefined ? {} : { rollup }),
      why: said.get(rollup === undefined ? service : `${service}@${rollup}`)?.why ?? null,
    })),
  };
}

/** What the sequencer waits for, by its own status: with too much that is not on the DA layer it takes less, then nothing. */
export function throttleOf(app: Json | undefined): string | null {
  const budget = decimalAt(app, 'budgetBytes');
  const full = decimalAt(app, 'fullBudgetBytes');
  const backlog = decimalAt(app, 'backlogBytes');
  if (budget === null || full === null || budget === full) return null;
  const behind = `the DA layer to take ${backlog ?? '?'} bytes that it is behind`;
  return budget === '0'
    ? `${behind}: no rollup data until then`
    : `${behind}: ${budget} bytes a block until then`;
}

/** What the way of blocks to the DA layer waits for, by those who feed and read the queue; null without a queue. */
export function queueOf(relayer: Json | undefined, daWriter: Json | undefined): string | null {
  const problem = textAt(relayer, 'queue', 'problem');
  if (problem !== null) return `the queue to take blocks of the relayer (${problem})`;
  if (at(daWriter, 'queue') === undefined) return null;
  const received = textAt(daWriter, 'sourceProblem') ?? textAt(daWriter, 'queue', 'problem');
  return received === null ? null : `the queue to give blocks to the da-writer (${received})`;
}

function joinedWaits(...waits: readonly (string | null)[]): string | null {
  const all = waits.filter((wait) => wait !== null);
  return all.length === 0 ? null : all.join(', and ');
}

function headAt(status: Json | undefined, name: string): Head | null {
  const number = decimalAt(status, name, 'number');
  if (number === null) return null;
  return { number, height: decimalAt(status, name, 'height'), hash: textAt(status, name, 'hash') };
}

function lagOf(height: string | null, head: Head | null): string | null {
  if (height === null || head?.height === null || head === null) return null;
  const lag = BigInt(height) - BigInt(head.height);
  return (lag < 0n ? 0n : lag).toString();
}

function waitingText(waiting: Json | undefined): string | null {
  if (waiting === undefined || waiting === null) return null;
  if (typeof waiting === 'string') return waiting;
  const [what, height, rollup, since, why] = ['what', 'height', 'rollup', 'since', 'why'].map(
    (field) => textAt(waiting, field) ?? decimalAt(waiting, field),
  );
  if (!what || !height) return JSON.stringify(waiting);
  const where = since ? `, on DA from height ${since} on` : '';
  return `${what} of height ${height}${rollup ? ` of rollup ${rollup}` : ''}${where}${why ? ` (${why})` : ''}`;
}
