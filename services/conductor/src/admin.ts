import type { Admin } from '@switchyard/service-kit';
import { z } from 'zod';
import type { ResumeDesk } from './resume-desk.ts';
import { type ConductorState, type Mode, notReady, type StateWatch } from './state.ts';

/** Knobs of tests, changed while running. */
export type Knobs = { gossip: boolean };

/** What the admin server shows and takes. */
export type ConductorAdminDeps = {
  readonly rollup: string;
  readonly rollupId: string;
  readonly chainId: string;
  readonly mode: Mode;
  readonly state: StateWatch;
  readonly resumes: ResumeDesk;
  readonly knobs: Knobs;
  readonly peers: () => number | undefined;
};

const resumeBody = z.strictObject({ to: z.literal('firm') });
const knobsBody = z.strictObject({ gossip: z.boolean() });

/** Status and commands of a conductor. */
export function conductorAdmin({
  rollup,
  rollupId,
  chainId,
  mode,
  state,
  resumes,
  knobs,
  peers,
}: ConductorAdminDeps): Pick<Admin, 'status' | 'notReady' | 'routes'> {
  return {
    status: () => ({
      rollup,
      rollupId,
      chainId,
      mode,
      peers: peers(),
      knobs,
      ...statusOf(state.value, rollup),
    }),
    notReady: () => notReady(state.value, mode),
    routes: (server) => {
      server.post('/resume', async (request, reply) => {
        if (!resumeBody.safeParse(request.body).success) {
          return reply.code(400).send({ error: 'expected {"to":"firm"}' });
        }
        const outcome = await resumes.ask();
        switch (outcome.kind) {
          case 'resumed':
            return reply.send({ resumed: true, height: `${outcome.height}` });
          case 'not-stopped':
            return reply.code(409).send({ error: 'the rollup is not stopped' });
          case 'refused':
            return reply.code(409).send({ error: outcome.remedy });
        }
      });
      server.post('/knobs', (request, reply) => {
        const parsed = knobsBody.safeParse(request.body);
        if (!parsed.success) return reply.code(400).send({ error: 'expected {"gossip":true|false}' });
        knobs.gossip = parsed.data.gossip;
        return reply.send(knobs);
      });
    },
  };
}

function statusOf(
  { phase, why, soft, firm, seen, daHead, missing, mismatch }: ConductorState,
  rollup: string,
) {
  const head = (block: ConductorState['soft']) =>
    block && { height: block.height, number: block.number, hash: block.hash, timestamp: block.timestamp };
  return {
    phase,
    why,
    soft: head(soft),
    firm: head(firm),
    heads: { sequencer: seen, da: daHead },
    waitingFor: missing && {
      height: missing.height,
      rollup,
      what: missing.what,
      since: missing.since,
      why: missing.why,
    },
    mismatch: mismatch && {
      kind: mismatch.kind,
      height: mismatch.height,
      number: mismatch.number,
      daHeight: mismatch.daHeight,
      resolution: mismatch.resolution,
    },
  };
}
