import { freePort, type Program, startProgram } from '@switchyard/testing/program';

/** A relayer as a real process. */
export type RelayerProcess = Program & {
  readonly grpc: string;
  readonly admin: string;
  readonly p2p: string;
  relayed(): readonly string[];
};

/** Starts a relayer on ports of its own; it is killed at the end of the test. */
export async function startRelayer(environment: Readonly<Record<string, string>>): Promise<RelayerProcess> {
  const [grpc, admin, p2p] = await Promise.all([freePort(), freePort(), freePort()]);
  const program = startProgram('services/relayer/dist/main.js', {
    SWITCHYARD_RELAYER_CONSENSUS_DEADLINE: '500ms',
    SWITCHYARD_RELAYER_GRPC_ADDRESS: `127.0.0.1:${grpc}`,
    SWITCHYARD_RELAYER_ADMIN_ADDRESS: `127.0.0.1:${admin}`,
    SWITCHYARD_RELAYER_P2P_LISTEN: `/ip4/127.0.0.1/tcp/${p2p}`,
    SWITCHYARD_RELAYER_START: 'earliest',
    SWITCHYARD_RELAYER_CACHE_BYTES: '1MiB',
    SWITCHYARD_RELAYER_MAX_STREAMS: '8',
    SWITCHYARD_RELAYER_MAX_STREAMS_PER_CONNECTION: '4',
    SWITCHYARD_RELAYER_GOSSIP_PUBLISH: 'true',
    SWITCHYARD_RELAYER_NATS_MAX_BYTES: '64MiB',
    SWITCHYARD_RELAYER_LOG_LEVEL: 'debug',
    ...environment,
  });
  return {
    ...program,
    grpc: `127.0.0.1:${grpc}`,
    admin: `http://127.0.0.1:${admin}`,
    p2p: `/ip4/127.0.0.1/tcp/${p2p}`,
    relayed: () =>
      program.lines.filter(({ msg }) => msg === 'block relayed').map(({ height }) => String(height)),
  };
}
