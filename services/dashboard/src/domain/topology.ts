/** Where the services of a network are. */
export type Topology = {
  readonly network: { readonly chainId: string };
  readonly rollups: readonly {
    readonly name: string;
    readonly chainId: number;
    readonly rollupId: string;
    readonly rpcUrl: string;
    readonly wsUrl: string;
    readonly sequencerStartHeight: string;
  }[];
  readonly services: readonly {
    readonly service: string;
    readonly rollup?: string;
    readonly adminUrl: string;
  }[];
};
