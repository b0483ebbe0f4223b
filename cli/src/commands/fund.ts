import { formatEther, isAddress, parseEther } from 'viem';
import { type Command, parseOptions, requiredArgument } from '../command.ts';
import { knownNetwork } from '../dashboard-client.ts';
import { CommandError, causedBy } from '../errors.ts';
import { openWallet } from '../rollup-wallet.ts';

export const fund: Command = {
  name: 'fund',
  summary: 'send tokens of a rollup from the dev account to an address',
  usage: [
    '<rollup> <address>',
    '--amount <tokens>  how many (10)',
    '--json             the outcome for programs',
  ],
  run: async (args, context) => {
    const { values, positionals } = parseOptions('fund', args, {
      amount: { type: 'string' },
      json: { type: 'boolean' },
    });
    const name = requiredArgument('fund', positionals, 0, 'the rollup');
    const to = requiredArgument('fund', positionals, 1, 'the address');
    if (!isAddress(to)) throw new CommandError('badInput', `'${to}' is no address: 0x and 40 hex digits`);
    const amount = values.amount ?? '10';
    if (!/^\d+(\.\d{1,18})?$/.test(amount))
      throw new CommandError('badInput', `'${amount}' is no amount of tokens`);
    const { reads, writes } = openWallet(name, await knownNetwork(context));
    const hash = await writes.sendTransaction({ to, value: parseEther(amount) }).catch((error: unknown) => {
      throw causedBy(error, 'notAvailable', `rollup ${name} does not take it: ${shortMessage(error)}`);
    });
    const { blockNumber } = await reads
      .waitForTransactionReceipt({ hash, timeout: 30_000 })
      .catch((error: unknown) => {
        throw causedBy(error, 'timedOut', `no receipt of ${hash} after 30 s: \`./switchyard why ${hash}\``);
      });
    const balance = formatEther(await reads.getBalance({ address: to }));
    if (values.json === true) {
      return context.say(JSON.stringify({ hash, block: `${blockNumber}`, to, amount, balance }));
    }
    context.say(`sent ${amount} tokens in block ${blockNumber} (${hash}); ${to} has ${balance}`);
  },
};

/** The first line of what viem or the node said. */
export function shortMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'shortMessage' in error)
    return String(error.shortMessage);
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
