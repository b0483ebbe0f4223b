import { systemClock } from '@switchyard/service-kit';
import { type Address, encodeFunctionData, getContractAddress, type Hash, type Hex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import {
  type Command,
  type Context,
  durationOption,
  parseOptions,
  requiredArgument,
  wholeNumber,
} from '../command.ts';
import { knownNetwork } from '../dashboard-client.ts';
import { CommandError, causedBy } from '../errors.ts';
import { openWallet, type RollupWallet } from '../rollup-wallet.ts';
import { tokenAbi, tokenBytecode } from '../token.ts';
import { shortMessage } from './fund.ts';

const options = {
  count: { type: 'string' },
  interval: { type: 'string' },
  json: { type: 'boolean' },
} as const;
const maxCount = 10_000;
const finalMs = 90_000;

/** One transaction of the test data. */
type Step = { readonly what: string; readonly to?: Address; readonly value?: bigint; readonly data?: Hex };

/** How one went. */
type Sent = { readonly what: string; readonly hash: Hash; block?: bigint; isFinal: boolean; failed?: string };

export const traffic: Command = {
  name: 'traffic',
  summary:
    'send test data to a rollup: transfers, a token deployed and minted; then wait until all of it is final',
  usage: [
    '<rollup>',
    '--count <n>      transactions (30)',
    '--interval <6s>  between two of them',
    '--json           the outcome for programs',
  ],
  run: async (args, context) => {
    const { values, positionals } = parseOptions('traffic', args, options);
    const name = requiredArgument('traffic', positionals, 0, 'the rollup');
    const count = wholeNumber(values.count ?? '30', '--count', 1, maxCount);
    const intervalMs = durationOption(values.interval ?? '6s', '--interval');
    const wallet = openWallet(name, await knownNetwork(context));
    const say = values.json === true ? () => undefined : context.say;
    const sent = await send(wallet, { count, intervalMs }, { ...context, say });
    await settle(wallet, sent, { ...context, say });
    const final = sent.filter(({ isFinal, failed }) => isFinal && failed === undefined).length;
    if (values.json === true) {
      context.say(
        JSON.stringify(sent, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value), 2),
      );
    } else {
      context.say(`${final} of ${count} finalized`);
    }
    if (final !== count)
      throw new CommandError('timedOut', `${count - final} transactions are not final or have failed`);
  },
};

/** The n-th transaction: a transfer, the token's deployment, then mints, token transfers and transfers in turn. */
function stepOf(n: number, token: Address, recipient: Address): Step {
  if (n === 1) return { what: 'deploy token', data: tokenBytecode };
  const amount = BigInt(1_000 + n);
  switch (n % 3) {
    case 2:
      return {
        what: 'mint',
        to: token,
        data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [recipient, amount] }),
      };
    case 0:
      return { what: 'transfer', to: recipient, value: parseEther('0.001') };
    default:
      return {
        what: 'mint',
        to: token,
        data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [recipient, amount] }),
      };
  }
}

async function send(
  { account, reads, writes }: RollupWallet,
  { count, intervalMs }: { readonly count: number; readonly intervalMs: number },
  { say, signal }: Pick<Context, 'say' | 'signal'>,
): Promise<Sent[]> {
  const recipient = privateKeyToAddress(generatePrivateKey());
  const first = await reads
    .getTransactionCount({ address: account.address, blockTag: 'pending' })
    .catch((error: unknown) => {
      throw causedBy(error, 'notAvailable', `the rollup does not answer: ${shortMessage(error)}`);
    });
  const token = getContractAddress({ from: account.address, nonce: BigInt(first + 1) });
  const sent: Sent[] = [];
  for (let n = 0; n < count; n++) {
    const { what, ...content } = stepOf(n, token, recipient);
    // Given, not estimated: what a mint needs can be known only once the token is deployed.
    const gas = what === 'transfer' ? 21_000n : what === 'mint' ? 100_000n : 600_000n;
    const hash = await writes
      .sendTransaction({ ...content, gas, nonce: first + n })
      .catch((error: unknown) => {
        throw causedBy(
          error,
          'notAvailable',
          `transaction ${n + 1} (${what}) is refused: ${shortMessage(error)}`,
        );
      });
    sent.push({ what, hash, isFinal: false });
    say(`${String(n + 1).padStart(4)}  ${what.padEnd(14)} ${hash}`);
    if (n + 1 < count) await systemClock.sleep(intervalMs, signal);
  }
  return sent;
}

/** Fills in block and finality until all is final or time is up. */
async function settle(
  { reads }: RollupWallet,
  sent: readonly Sent[],
  { say, signal }: Pick<Context, 'say' | 'signal'>,
): Promise<void> {
  const deadline = systemClock.elapsed() + finalMs;
  say('waiting until they are final');
  while (systemClock.elapsed() < deadline && sent.some(({ isFinal }) => !isFinal)) {
    const finalized = await reads.getBlock({ blockTag: 'finalized' }).then(
      ({ number }) => number,
      () => 0n,
    );
    for (const each of sent.filter(({ isFinal }) => !isFinal)) {
      const receipt = await reads.getTransactionReceipt({ hash: each.hash }).catch(() => undefined);
      if (receipt === undefined) continue;
      each.block = receipt.blockNumber;
      each.isFinal = receipt.blockNumber <= finalized;
      if (receipt.status !== 'success') each.failed = 'reverted';
    }
    await systemClock.sleep(500, signal);
  }
}
